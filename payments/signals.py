"""Facts about money. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# payment_captured(sender=Payment, payment): this payment pays its order.
payment_captured = Signal()

# payment_failed(sender=Payment, payment): declined, cancelled at the gateway or expired; the order may be paid again.
payment_failed = Signal()

# refund_succeeded(sender=Refund, refund): the gateway has sent the money back.
refund_succeeded = Signal()
