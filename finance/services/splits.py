"""Paid at the sale: a gateway sends sellers their net the moment it settles a payment, so nothing of it is held.

Only administrators give a store such an account (`PayoutMethod.SPLIT`). What the gateway is told is decided once for
each payment, before its page opens. A refund that comes later is the store's debt.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from core.db import atomic
from finance.models import ChargeSplit, PayoutAccount, Sale
from finance.services.ledger import gateway_account, post
from finance.services.reversals import SellerSources
from finance.services.sales import SoldPart, sale_rows, terms_read
from finance.states import PayoutMethod, TransactionKind


@atomic
def splits_agree(
    *, reference: UUID, gateway: str, number: str, currency: str, parts: Sequence[SoldPart], most: int, smallest: int
) -> None:
    """Decide which stores this payment (`reference`) pays at once, the largest nets first, at most `most` of them and
    none below `smallest` minor units. What was agreed with another gateway before is dropped."""
    if _agreed(reference).filter(gateway=gateway).exists():
        return
    splits_drop(reference=reference)
    accounts = _accounts([part.store_id for part in parts], currency)
    if not accounts:
        return
    nets = {
        store: net for store, net in _nets(gateway, currency, parts).items() if store in accounts and net >= smallest
    }
    chosen = sorted(nets, key=lambda store: (-nets[store], store))[:most]
    ChargeSplit.objects.bulk_create(
        ChargeSplit(
            reference=reference,
            gateway=gateway,
            store_id=store,
            account=accounts[store],
            currency=currency,
            amount_minor=nets[store],
            number=number,
        )
        for store in chosen
    )


def _accounts(stores: Sequence[UUID], currency: str) -> dict[UUID, PayoutAccount]:
    rows = PayoutAccount.objects.filter(
        store__in=stores, currency=currency, method=PayoutMethod.SPLIT, usable_from_at__lte=timezone.now()
    )
    return {row.store_id: row for row in rows}


def _nets(gateway: str, currency: str, parts: Sequence[SoldPart]) -> dict[UUID, int]:
    """What each store would get, were it sold now: by the same rules as a sale."""
    _, rows = sale_rows(
        paid_into=gateway_account(gateway),
        source_id=parts[0].reference,
        currency=currency,
        parts=parts,
        sold_at=timezone.now(),
        terms=terms_read(currency, parts),
    )
    return {row.store_id: row.net_minor for row in rows if isinstance(row, Sale)}


def splits_of(*, reference: UUID, gateway: str) -> list[ChargeSplit]:
    """What was agreed for a payment at a gateway, with the accounts."""
    return list(_agreed(reference).filter(gateway=gateway).select_related("account").order_by("pk"))


def _agreed(reference: UUID) -> QuerySet[ChargeSplit]:
    return ChargeSplit.objects.filter(reference=reference, settled_at=None, dropped_at=None)


@atomic
def splits_drop(*, reference: UUID) -> None:
    """The gateway is not told, or did not accept them: all of the payment comes to us."""
    now = timezone.now()
    _agreed(reference).update(dropped_at=now, updated_at=now)


@atomic
def splits_settle(*, reference: UUID, gateway: str) -> None:
    """The payment was captured, so the gateway pays the sellers: once. After the sale was posted.

    It is taken from what is held of the sale, then from what is payable; a sale that does not cover it, as one that
    nobody wanted, leaves a debt of the store.
    """
    agreed = _agreed(reference).filter(gateway=gateway).order_by("store_id")
    rows = list(agreed.select_for_update(no_key=True, of=("self",)))
    if not rows:
        return
    sales = {sale.store_id: sale for sale in Sale.objects.filter(source_id=reference).order_by("pk")}
    sources = SellerSources(
        [sales[row.store_id] for row in rows if row.store_id in sales],
        {row.store_id: row.amount_minor for row in rows},
        currency=rows[0].currency,
    )
    now = timezone.now()
    for row in rows:
        post(
            kind=TransactionKind.SPLIT,
            source_type="charge_split",
            source_id=row.pk,
            currency=row.currency,
            legs={
                gateway_account(gateway): row.amount_minor,
                **sources.take(row.store_id, row.amount_minor, sales.get(row.store_id)),
            },
            reference=row.number,
        )
        row.settled_at = now
        row.save(update_fields=["settled_at", "updated_at"])
