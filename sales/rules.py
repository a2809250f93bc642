"""Prices of a cart and of an order: pure functions over values, no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.identity import ascii_digits
from core import formats
from core.money import Money, round_half_up, split_minor
from markets.rules import convert

MAX_QUANTITY = 999
MAX_WISHES = 200


def coupon_code(text: str) -> str:
    """A code as coupons keep it: capitals, ASCII digits, nothing invisible, however it was typed or copied."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return ascii_digits(visible).strip().upper()


@dataclass(frozen=True)
class MarketTerms:
    """What the cart's market says about prices."""

    id: UUID
    code: str
    currency: str
    step_minor: int
    tax_basis_points: int
    default_distance_km: int


@dataclass(frozen=True)
class CouponTerms:
    """A coupon as it applies now; `is_valid` covers dates, uses and the switch."""

    id: UUID
    code: str
    store_id: UUID | None
    market_id: UUID | None
    percent_basis_points: int
    amount_minor: int
    minimum_minor: int
    is_once_per_person: bool
    is_valid: bool
    platform_share_basis_points: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a cart with what its offer, stock, store and variant say right now."""

    id: UUID
    quantity: int
    seen_minor: int
    item_id: UUID
    store_currency: str
    store_unit_minor: int
    override_minor: int | None
    rate: Decimal | None
    is_sellable: bool
    stock_id: UUID
    stock: int
    reserved: int
    store_id: UUID
    store_name: str
    store_slug: str
    store_city: str
    store_country: str
    variant_id: UUID
    sku: str
    variant_name: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    product_name: str
    product_slug: str
    image: str
    policy_versions: str  # of its store, by kind: a JSON object

    @property
    def available(self) -> int:
        return self.stock - self.reserved

    def has_price(self, market: MarketTerms) -> bool:
        """Whether it can be priced in the market: set by hand, in its currency, or with a rate to it."""
        return self.override_minor is not None or self.store_currency == market.currency or self.rate is not None

    def unit(self, market: MarketTerms) -> Money:
        """The price of one piece in the market's currency: set by hand for the market, else converted and rounded."""
        if self.override_minor is not None:
            return Money(self.override_minor, market.currency)
        price = Money(self.store_unit_minor, self.store_currency)
        if self.store_currency == market.currency:
            return price
        if self.rate is None:
            raise ValueError(f"no rate from {self.store_currency} to {market.currency}")
        return convert(price, rate=self.rate, currency=market.currency, step_minor=market.step_minor)


@dataclass(frozen=True)
class CartState:
    """A cart as it is now: its lines by offer id, its market's terms, its coupon, and the lines set aside."""

    id: UUID
    version: int
    market: MarketTerms
    lines: tuple[Line, ...]
    coupon: CouponTerms | None = None
    address: dict[str, str] | None = None  # the chosen entry of the address book, when asked for
    saved: tuple[Line, ...] = ()

    @property
    def stores(self) -> dict[UUID, list[Line]]:
        """The lines of each store, in the order of the stores' ids."""
        groups: dict[UUID, list[Line]] = {}
        for line in sorted(self.lines, key=lambda line: line.store_id):
            groups.setdefault(line.store_id, []).append(line)
        return groups


@dataclass(frozen=True)
class WishLine:
    """A product on a wishlist with its best offer in the market now: in stock, then cheapest; None without any."""

    id: UUID
    product_id: UUID
    slug: str
    name: str
    image: str
    wished_at: datetime
    currency: str  # of `seen_minor`
    seen_minor: int | None
    offer: Line | None

    def price(self, market: MarketTerms) -> Money | None:
        return self.offer.unit(market) if self.offer else None

    def drop(self, market: MarketTerms) -> Money | None:
        """By how much it costs less than when it was wished for; None when it does not, or in another currency."""
        now = self.price(market)
        if now is None or self.seen_minor is None or self.currency != market.currency or now.minor >= self.seen_minor:
            return None
        return Money(self.seen_minor - now.minor, market.currency)


@dataclass(frozen=True)
class WishList:
    market: MarketTerms
    wishes: tuple[WishLine, ...] = ()


def best_offer(offers: Sequence[Line], market: MarketTerms) -> Line | None:
    """The one to show: what can be bought first, then the cheapest."""
    priced = [line for line in offers if line.is_sellable and line.has_price(market)]
    return min(priced, key=lambda line: (line.available <= 0, line.unit(market).minor, line.item_id), default=None)


@dataclass
class PricedLine:
    """A line with its amounts in the order's currency, minor units."""

    line: Line
    unit_minor: int
    discount_minor: int = 0
    tax_minor: int = 0

    @property
    def goods_minor(self) -> int:
        return self.unit_minor * self.line.quantity

    @property
    def total_minor(self) -> int:
        return self.goods_minor - self.discount_minor


@dataclass
class Priced:
    """A priced cart: Σ lines − discount, by store and in all. Shipping is added by the checkout."""

    currency: str
    lines: list[PricedLine] = field(default_factory=list)
    coupon_problem: str = ""

    @property
    def goods_minor(self) -> int:
        return sum(line.goods_minor for line in self.lines)

    @property
    def discount_minor(self) -> int:
        return sum(line.discount_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines)


def tax_contained(amount_minor: int, basis_points: int) -> int:
    """The tax inside a price that contains it, rounded half up."""
    return round_half_up(Decimal(amount_minor) * basis_points / (10_000 + basis_points))


def price_lines(lines: Sequence[Line], market: MarketTerms, coupon: CouponTerms | None) -> Priced:
    """Price every line; share the discount between the lines it applies to, to the last minor unit."""
    priced = Priced(market.currency, [PricedLine(line, line.unit(market).minor) for line in lines])
    if coupon is not None:
        priced.coupon_problem = _apply_coupon(priced, coupon, market)
    for line in priced.lines:
        line.tax_minor = tax_contained(line.total_minor, market.tax_basis_points)
    return priced


def _apply_coupon(priced: Priced, coupon: CouponTerms, market: MarketTerms) -> str:
    """Set the lines' discounts; returns why the coupon does not apply, or ""."""
    if not coupon.is_valid:
        return _("This code has expired or was used up.")
    if coupon.market_id is not None and coupon.market_id != market.id:
        return _("This code is for another market.")
    lines = [line for line in priced.lines if coupon.store_id in (None, line.line.store_id)]
    goods = sum(line.goods_minor for line in lines)
    if not lines:
        return _("Nothing from the store of this code is in the cart.")
    if goods < coupon.minimum_minor:
        return _("This code needs goods for %(amount)s or more.") % {
            "amount": formats.money(Money(coupon.minimum_minor, market.currency))
        }
    discount = min(goods, coupon.amount_minor)
    if coupon.percent_basis_points:
        discount = round_half_up(Decimal(goods) * coupon.percent_basis_points / 10_000)
    for line, part in zip(lines, split_minor(discount, [line.goods_minor for line in lines]), strict=True):
        line.discount_minor = part
    return ""


def coupon_is_current(
    *, is_active: bool, used: int, max_uses: int, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> bool:
    if not is_active or used >= max_uses:
        return False
    return (starts_at is None or starts_at <= now) and (ends_at is None or now < ends_at)
