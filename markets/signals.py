"""Facts about markets. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# rate_changed(sender=ExchangeRate, rates): new rates stand; `rates` are the rows written together.
rate_changed = Signal()

# market_changed(sender=Market, market): its rounding, currency or activity changed.
market_changed = Signal()
