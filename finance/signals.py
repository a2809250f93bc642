"""Facts about payouts. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# payout_approved(sender=Payout, payout): it may leave; whoever can carry out its method sends it. Said again when
# people want one looked after that is on its way and got no answer.
payout_approved = Signal()

# payout_account_set(sender=PayoutAccount, account): a store's money goes there from `usable_from_at` on.
payout_account_set = Signal()

# payout_finished(sender=Payout, payout): it was paid, rejected or returned.
payout_finished = Signal()
