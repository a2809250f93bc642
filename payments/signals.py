"""Facts about money. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# payment_captured(sender=Payment, payment): this payment pays its order.
payment_captured = Signal()

# payment_failed(sender=Payment, payment): declined, cancelled at the gateway or expired; the order may be paid again.
payment_failed = Signal()

# dispute_opened(sender=Dispute, dispute): a shopper's bank wants a payment back, or asks about it.
dispute_opened = Signal()

# dispute_decided(sender=Dispute, dispute): it was won, lost or closed. Said again when a bank decides again.
dispute_decided = Signal()

# dispute_evidence_asked(sender=Dispute, dispute): people collect evidence. Receivers answer with a mapping of what they
# know, by the name of its part of the file; plain values only. Sent outside any change.
dispute_evidence_asked = Signal()

# refund_succeeded(sender=Refund, refund): the gateway has sent the money back.
refund_succeeded = Signal()

# differences_found(sender=SettlementReport, report): a day of a gateway was compared, and something of it is to be
# looked at.
differences_found = Signal()
