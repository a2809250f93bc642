"""What was held long enough becomes payable; what a seller owes is settled from it first."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from core.db import atomic
from finance.models import Hold
from finance.services.ledger import Account, Legs, balances_lock, post
from finance.states import AccountKind, TransactionKind


def holds_release(*, limit: int = 1_000) -> int:
    """Release what is due, one hold per transaction; any number of copies may run. How many were released."""
    now = timezone.now()
    released = 0
    while released < limit and _release_next(now):
        released += 1
    return released


@atomic
def _release_next(now: datetime) -> bool:
    hold = (
        Hold.objects.filter(released_at=None, release_at__lte=now)
        .order_by("release_at", "pk")
        .select_related("sale")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .first()
    )
    if hold is None:
        return False
    sale, amount = hold.sale, hold.left_minor
    hold.left_minor, hold.released_at = 0, now
    hold.save(update_fields=["left_minor", "released_at", "updated_at"])
    if not amount:
        return True
    owed = Account(AccountKind.SELLER_RECEIVABLE, sale.store_id)
    settled = min(amount, -balances_lock([sale.store_id], sale.currency)[owed])
    legs: Legs = {
        Account(AccountKind.SELLER_PENDING, sale.store_id): -amount,
        owed: settled,
        Account(AccountKind.SELLER_PAYABLE, sale.store_id): amount - settled,
    }
    post(
        kind=TransactionKind.RELEASE,
        source_type="hold",
        source_id=hold.pk,
        currency=sale.currency,
        legs=legs,
        reference=sale.number,
    )
    return True
