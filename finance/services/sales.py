"""A paid order enters the books: what each line was made of, the sellers' shares, what is held of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.db import atomic
from core.money import round_half_up
from finance.models import CommissionLine, CommissionRule, Hold, PayoutTerms, Sale
from finance.rules import CommissionTerms, Condition, Place, Shares, shares_of, terms_for
from finance.services.ledger import Account, Legs, gateway_account, post
from finance.states import AccountKind, HoldKind, TransactionKind


@dataclass(frozen=True)
class SoldLine:
    """A line of a paid order, minor units of the order's currency. `funded_minor` is the part of the discount that the
    platform bears; `tax_minor` is contained in what was paid."""

    reference: UUID
    title: str
    sku: str
    quantity: int
    unit_minor: int
    discount_minor: int
    funded_minor: int
    tax_minor: int
    place: Place | None


@dataclass(frozen=True)
class SoldPart:
    """One store's part of a paid order."""

    reference: UUID
    number: str
    store_id: UUID
    shipping_minor: int
    lines: Sequence[SoldLine]


@atomic
def sale_post(
    *,
    gateway: str,
    source_type: str,
    source_id: UUID,
    number: str,
    currency: str,
    parts: Sequence[SoldPart],
    sold_at: datetime,
) -> None:
    """Post a captured payment: one transaction, one sale for each store, its lines and holds.

    `source` is the payment, or the order itself where nothing was to pay; `number` is the order's.
    """
    legs, rows = sale_rows(
        paid_into=gateway_account(gateway),
        source_id=source_id,
        currency=currency,
        parts=parts,
        sold_at=sold_at,
        terms=terms_read(currency, parts),
    )
    post(
        kind=TransactionKind.CAPTURE,
        source_type=source_type,
        source_id=source_id,
        currency=currency,
        legs=legs,
        reference=number,
        beside=rows,
    )


@dataclass(frozen=True)
class SaleTerms:
    """What decides about a sale: commission by rule, and for each store when its money is released."""

    conditions: Sequence[Condition]
    otherwise: CommissionTerms
    payout: Mapping[UUID, PayoutTerms]


def terms_read(currency: str, parts: Sequence[SoldPart]) -> SaleTerms:
    """The terms that hold now for sales of these stores."""
    return SaleTerms(
        conditions=conditions_read(currency),
        otherwise=CommissionTerms(settings.SITE_NAME, settings.FINANCE_COMMISSION_BASIS_POINTS),
        payout=payout_terms_read(currency, [part.store_id for part in parts]),
    )


def sale_rows(
    *,
    paid_into: Account,
    source_id: UUID,
    currency: str,
    parts: Sequence[SoldPart],
    sold_at: datetime,
    terms: SaleTerms,
) -> tuple[Legs, list[models.Model]]:
    """The legs of a captured payment, and the unsaved sales, lines and holds that go with it."""
    legs: Legs = {}
    rows: list[models.Model] = []
    paid = 0
    for part in parts:
        sale = Sale(
            store_id=part.store_id,
            reference=part.reference,
            number=part.number,
            currency=currency,
            sold_at=sold_at,
            source_id=source_id,
        )
        lines = [_line(sale, line, terms) for line in part.lines]
        if part.shipping_minor:
            lines.append(_delivery_line(sale, part))
        sale.net_minor = sum(line.net_minor for line in lines)
        rows += [sale, *lines, *_holds(sale, terms.payout[part.store_id])]
        for line in lines:
            paid += line.paid_minor
            _add(legs, part.store_id, line.shares)
    legs[paid_into] = -paid
    return legs, rows


def _add(legs: Legs, store_id: UUID, shares: Shares) -> None:
    for account, amount in (
        (Account(AccountKind.SELLER_PENDING, store_id), shares.net),
        (Account(AccountKind.COMMISSION), shares.commission),
        (Account(AccountKind.TAX), shares.tax),
        (Account(AccountKind.SHIPPING), shares.shipping),
        (Account(AccountKind.DISCOUNTS), -shares.funded),
    ):
        legs[account] = legs.get(account, 0) + amount


def _line(sale: Sale, line: SoldLine, sale_terms: SaleTerms) -> CommissionLine:
    terms = terms_for(
        sale_terms.conditions,
        sale_terms.otherwise,
        currency=sale.currency,
        store_id=sale.store_id,
        place=line.place,
        unit_minor=line.unit_minor,
    )
    price = line.quantity * line.unit_minor
    tax = line.tax_minor if settings.FINANCE_TAX_GOES_TO == "platform" else 0
    shares = shares_of(paid=price - line.discount_minor, funded=line.funded_minor, tax=tax, terms=terms)
    return CommissionLine(
        sale=sale,
        reference=line.reference,
        title=line.title[:200],
        sku=line.sku[:64],
        quantity=line.quantity,
        currency=sale.currency,
        price_minor=price,
        seller_discount_minor=line.discount_minor - line.funded_minor,
        terms=terms.as_dict(),
        **_columns(shares),
    )


def _delivery_line(sale: Sale, part: SoldPart) -> CommissionLine:
    fee = part.shipping_minor
    is_sellers = settings.FINANCE_SHIPPING_GOES_TO == "seller"
    shares = Shares(paid=fee, net=fee) if is_sellers else Shares(paid=fee, shipping=fee)
    return CommissionLine(
        sale=sale,
        reference=part.reference,
        is_delivery=True,
        title="",
        currency=sale.currency,
        price_minor=fee,
        **_columns(shares),
    )


def _columns(shares: Shares) -> dict[str, int]:
    return {
        "paid_minor": shares.paid,
        "funded_minor": shares.funded,
        "net_minor": shares.net,
        "commission_minor": shares.commission,
        "tax_minor": shares.tax,
        "shipping_minor": shares.shipping,
    }


def _holds(sale: Sale, terms: PayoutTerms) -> list[Hold]:
    reserve = round_half_up(Decimal(sale.net_minor) * terms.reserve_basis_points / 10_000)
    kept = [
        (HoldKind.RETURNS, sale.net_minor - reserve, terms.hold_days),
        (HoldKind.RESERVE, reserve, max(terms.reserve_days, terms.hold_days)),
    ]
    return [
        Hold(sale=sale, kind=kind, currency=sale.currency, amount_minor=amount, left_minor=amount, days=days)
        for kind, amount, days in kept
        if amount
    ]


def conditions_read(currency: str) -> list[Condition]:
    """The rules that may apply to sales in a currency, in the operator's order."""
    rules = (
        CommissionRule.objects.filter(Q(currency=currency) | Q(currency=None), is_active=True)
        .select_related("category")
        .order_by("position", "pk")
    )
    return [
        Condition(
            terms=CommissionTerms(rule.name, rule.basis_points, rule.fixed_minor, rule.floor_minor, rule.cap_minor),
            currency=rule.currency,
            store_id=rule.store_id,
            branch=(rule.category.tree_id, rule.category.lft, rule.category.rght) if rule.category else None,
            price_from_minor=rule.price_from_minor,
            price_below_minor=rule.price_below_minor,
        )
        for rule in rules
    ]


def payout_terms_read(currency: str, store_ids: Sequence[UUID]) -> dict[UUID, PayoutTerms]:
    """The terms that hold for each store: its own, else the currency's, else the settings'."""
    rows = PayoutTerms.objects.filter(Q(store_id__in=store_ids) | Q(store=None), currency=currency)
    known = {row.store_id: row for row in rows}
    house = known.get(None) or PayoutTerms(currency=currency, hold_days=settings.FINANCE_HOLD_DAYS)
    return {store_id: known.get(store_id, house) for store_id in store_ids}


@atomic
def sale_delivered(*, reference: UUID, delivered_at: datetime) -> None:
    """The goods of a store's part have arrived: from now on the days of its holds are counted."""
    sale = Sale.objects.filter(reference=reference, delivered_at=None).first()
    if sale is None:
        return
    sale.delivered_at = delivered_at
    sale.save(update_fields=["delivered_at", "updated_at"])
    for hold in Hold.objects.filter(sale=sale, released_at=None):
        hold.release_at = delivered_at + timedelta(days=hold.days)
        hold.save(update_fields=["release_at", "updated_at"])


@atomic
def sale_completed(*, reference: UUID, now: datetime) -> None:
    """Nothing of a part can be returned any more: what waited for that is due at once."""
    Hold.objects.filter(sale__reference=reference, kind=HoldKind.RETURNS, released_at=None, release_at__gt=now).update(
        release_at=now, updated_at=now
    )
