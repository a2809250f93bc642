"""Commission and shares: pure functions over values, no database. Amounts are minor units of one currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core import formats
from core.money import Money, round_half_up, split_minor


@dataclass(frozen=True)
class CommissionTerms:
    """How much of a price we keep: a share and a fixed amount for each line, within a floor and a cap."""

    name: str
    basis_points: int  # 1000 is 10 %
    fixed_minor: int = 0
    floor_minor: int = 0
    cap_minor: int | None = None

    def of(self, base_minor: int) -> int:
        """The commission on a line that the seller sold for `base_minor`; never more than that."""
        amount = round_half_up(Decimal(base_minor) * self.basis_points / 10_000) + self.fixed_minor
        amount = max(amount, self.floor_minor)
        if self.cap_minor is not None:
            amount = min(amount, self.cap_minor)
        return min(amount, base_minor)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def commission_sentence(terms: Mapping[str, Any], *, base: Money, commission: Money) -> str:
    """Why this is the commission, for people: "Keycaps: 12% of $45.00 plus $0.30, at most $5.00"."""
    if not terms:
        return ""
    money = {
        name: formats.money(Money(terms[name], base.currency))
        for name in ("fixed_minor", "floor_minor", "cap_minor")
        if terms.get(name) is not None
    }
    parts = [
        _("%(share)s of %(amount)s") % {"share": formats.percent(terms["basis_points"]), "amount": formats.money(base)}
    ]
    if terms["fixed_minor"]:
        parts.append(_("plus %(amount)s") % {"amount": money["fixed_minor"]})
    if terms["floor_minor"]:
        parts.append(_("at least %(amount)s") % {"amount": money["floor_minor"]})
    if terms["cap_minor"] is not None:
        parts.append(_("at most %(amount)s") % {"amount": money["cap_minor"]})
    return _("%(rule)s: %(how)s. Commission: %(amount)s.") % {
        "rule": terms["name"],
        "how": ", ".join(parts),
        "amount": formats.money(commission),
    }


@dataclass(frozen=True)
class CashTerms:
    """What cash on delivery costs a store for each parcel, and the most it may owe us for cash that it kept."""

    fee_minor: int
    limit_minor: int


@dataclass(frozen=True)
class Place:
    """Where a product stands in the tree of categories: its own category's place."""

    tree: int
    left: int


@dataclass(frozen=True)
class Condition:
    """When a rule applies; what is None does not matter. `branch`: tree, left and right of a category's branch."""

    terms: CommissionTerms
    currency: str | None = None
    store_id: UUID | None = None
    branch: tuple[int, int, int] | None = None
    price_from_minor: int | None = None
    price_below_minor: int | None = None

    def holds(self, *, currency: str, store_id: UUID, place: Place | None, unit_minor: int) -> bool:
        if self.currency not in (None, currency) or self.store_id not in (None, store_id):
            return False
        if self.price_from_minor is not None and unit_minor < self.price_from_minor:
            return False
        if self.price_below_minor is not None and unit_minor >= self.price_below_minor:
            return False
        if self.branch is None:
            return True
        tree, left, right = self.branch
        return place is not None and place.tree == tree and left <= place.left <= right


def terms_for(
    conditions: Iterable[Condition],
    default: CommissionTerms,
    *,
    currency: str,
    store_id: UUID,
    place: Place | None,
    unit_minor: int,
) -> CommissionTerms:
    """The terms of the first condition that holds, in the order the operator gave them; else the house's own."""
    for condition in conditions:
        if condition.holds(currency=currency, store_id=store_id, place=place, unit_minor=unit_minor):
            return condition.terms
    return default


@dataclass(frozen=True)
class Shares:
    """What a line's money is made of: what the shopper paid and what we funded of the discount come in; the seller's
    net, commission, tax and delivery go out. In and out are equal, to the minor unit."""

    paid: int = 0
    funded: int = 0
    net: int = 0
    commission: int = 0
    tax: int = 0
    shipping: int = 0

    def __post_init__(self) -> None:
        if self.paid + self.funded != self.net + self.commission + self.tax + self.shipping:
            raise ValueError(f"{self} does not add up")
        if min(asdict(self).values()) < 0:
            raise ValueError(f"{self} has a share below nothing")

    def __sub__(self, other: Shares) -> Shares:
        return Shares(**{name: value - getattr(other, name) for name, value in asdict(self).items()})

    def __add__(self, other: Shares) -> Shares:
        return Shares(**{name: value + getattr(other, name) for name, value in asdict(self).items()})


def shares_of(*, paid: int, funded: int, tax: int, terms: CommissionTerms) -> Shares:
    """What becomes of a line for which the shopper paid `paid` and we add `funded`; `tax` is contained and ours to
    hand on. The commission leaves the tax alone."""
    commission = min(terms.of(paid + funded), paid + funded - tax)
    return Shares(paid, funded, net=paid + funded - tax - commission, commission=commission, tax=tax)


def shares_back(left: Shares, paid: int) -> Shares:
    """What is taken back of each share when `paid` of what is left of a line goes back to the shopper.

    Taking back step by step gives exactly the whole in the end, and no share is ever taken back more than once.
    """
    if not 0 <= paid <= left.paid:
        raise ValueError(f"{paid} of {left.paid}")
    if paid == left.paid:
        return left
    funded = round_half_up(Decimal(left.funded) * paid / left.paid)
    out = split_minor(paid + funded, [left.net, left.commission, left.tax, left.shipping])
    return Shares(paid, funded, *out)


def spread(amount: int, lefts: Sequence[int]) -> list[int]:
    """Share out an amount over lines by what is left of each, none getting more than that."""
    if not 0 <= amount <= sum(lefts):
        raise ValueError(f"{amount} of {sum(lefts)}")
    return split_minor(amount, lefts) if amount else [0] * len(lefts)


def sum_of(shares: Iterable[Shares]) -> Shares:
    """Share by share."""
    total = Shares()
    for one in shares:
        total = total + one
    return total
