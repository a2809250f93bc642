"""Placing an order: one locked cart becomes an order with its parts, reservations and whatever receivers add.

Few statements (DESIGN.md §5, HOTPATHS.md §4): the cart, the quotes, one insert of everything that also empties the
cart, and last the stock, whose rows are hot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats
from core.db import atomic, insert_together, is_postgres, savepoint
from core.errors import FieldProblem, Invalid
from core.ids import new_number
from core.scope import ActingScope
from marketplace.models import Stock
from marketplace.services.stock import Expected, OutOfStock, stock_reserve
from marketplace.signals import availability_flipped
from sales import cart_sql, selectors
from sales.cart_sql import CartOwner
from sales.errors import CartChanged, CouponRefused, EmptyCart, NoDelivery, NotEnoughStock, TooManyOrders
from sales.models import Cart, CartItem, Coupon, CouponRedemption, Order, OrderItem, Reservation, StoreOrder
from sales.people import person_key
from sales.rules import CartState, CouponTerms, Line, Priced, PricedLine, price_lines
from sales.services.lifecycle import order_mark_paid
from sales.signals import order_placed
from shipping.rules import Parcel, Piece, Quote
from shipping.selectors import quotes_for


@dataclass(frozen=True)
class Contact:
    """Whom an order is for. A guest gives an e-mail or a phone; a person's own are the default."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Placement:
    """What the shopper decided at the checkout.

    `address` has the keys of `sales.models.address_snapshot`; `address_id` names an entry of the address book instead.
    `shipping` maps a store's slug to the code of the service chosen there; a store without one gets the cheapest.
    `expected_total_minor` is the total the shopper saw, if the client says it (O4).
    """

    contact: Contact
    address: Mapping[str, str] | None = None
    address_id: UUID | None = None
    shipping: Mapping[str, str] = field(default_factory=dict)
    payment_method: str = ""
    expected_total_minor: int | None = None
    language: str = "en"


@dataclass(frozen=True)
class PlacedOrder:
    order: Order
    store_orders: list[StoreOrder]
    lines: list[OrderItem]


@atomic
def order_place(*, owner: CartOwner, scope: ActingScope, placement: Placement) -> PlacedOrder:
    """Turn the owner's cart into an order.

    Raises EmptyCart, TooManyOrders, CartChanged, NotEnoughStock, NoDelivery, CouponRefused, Invalid. Then nothing
    has changed.
    """
    cart = cart_sql.cart_read(owner, address_id=placement.address_id, lock=True)
    if cart is None or not cart.lines:
        raise EmptyCart
    _refuse_too_many(owner, cart)
    address = _address(cart, placement)
    _refuse_changes(cart)
    priced = price_lines(cart.lines, cart.market, cart.coupon)
    if priced.coupon_problem:
        raise CouponRefused(priced.coupon_problem)
    chosen = _choose_services(cart, address, placement.shipping)
    placed = _build(cart, priced, chosen, address, scope, placement)
    _refuse_other_total(placed.order, placement.expected_total_minor)
    _insert(cart, placed, scope)
    _reserve(cart)
    if placed.order.total_minor == 0:
        _settle_nothing(placed)
    return placed


def _settle_nothing(placed: PlacedOrder) -> None:
    """Nothing is to be paid, so nothing is waited for: the order is paid as it is placed."""
    order_mark_paid(order_id=placed.order.pk)
    for row in (placed.order, *placed.store_orders):
        row.refresh_from_db()


def _refuse_too_many(owner: CartOwner, cart: CartState) -> None:
    """Raises TooManyOrders: stock that is kept for orders is scarce. Exact, for the person's cart is locked.

    One large order is a purchase; several unpaid ones of the same offer take it from others (RELIABILITY.md §7).
    """
    if owner.user_id is None:
        return
    now = timezone.now()
    found = selectors.orders_recent(user_id=owner.user_id, now=now)
    wanted = {line.item_id: line.quantity for line in cart.lines}
    held = selectors.units_held(user_id=owner.user_id, item_ids=wanted) if found["unpaid"] else {}
    limits = {
        60: found["minute"] >= settings.ORDERS_PER_MINUTE,
        3_600: found["hour"] >= settings.ORDERS_PER_HOUR,
        settings.PAYMENT_DEADLINE_MINUTES * 60: found["unpaid"] >= settings.ORDERS_UNPAID
        or any(units + wanted[item] > settings.ORDERS_HELD_UNITS for item, units in held.items()),
    }
    waits = [seconds for seconds, is_full in limits.items() if is_full]
    if waits:
        raise TooManyOrders(extra={"retry_after_seconds": max(waits), "limit": "order"})


def _address(cart: CartState, placement: Placement) -> dict[str, str]:
    if placement.address is not None:
        return dict(placement.address)
    if cart.address is None:
        detail = _("Choose an address of your address book, or give one.")
        raise Invalid(detail, problems=[FieldProblem("/address_id", "unknown_address", detail)])
    return cart.address


def _refuse_changes(cart: CartState) -> None:
    """Raises CartChanged for offers that are gone or cost something else, NotEnoughStock for too little left."""
    changed, short = [], []
    for line in sorted(cart.lines, key=lambda line: line.id):
        pointer = f"/lines/{line.id}"
        if not line.is_sellable:
            changed.append(
                FieldProblem(
                    pointer, "not_for_sale", _("%(product)s is no longer sold here.") % {"product": line.product_name}
                )
            )
        elif line.unit(cart.market).minor != line.seen_minor:
            detail = _("%(product)s now costs %(price)s.") % {
                "product": line.product_name,
                "price": formats.money(line.unit(cart.market)),
            }
            changed.append(FieldProblem(pointer, "price_changed", detail))
        elif line.quantity > line.available:
            detail = _("Only %(count)s of %(product)s left.") % {
                "count": formats.number(max(0, line.available)),
                "product": line.product_name,
            }
            short.append(FieldProblem(pointer, "out_of_stock", detail))
    if changed:
        raise CartChanged(problems=changed + short)
    if short:
        raise NotEnoughStock(problems=short)


def parcels_of(cart: CartState) -> list[Parcel]:
    """What each store would send."""
    return [
        Parcel(
            store_id=store_id,
            origin_country=lines[0].store_country,
            origin_city=lines[0].store_city,
            pieces=tuple(
                Piece(line.weight_grams, line.length_mm, line.width_mm, line.height_mm, line.quantity) for line in lines
            ),
        )
        for store_id, lines in cart.stores.items()
    ]


def cart_quotes(cart: CartState, *, country: str, city: str) -> dict[UUID, list[Quote]]:
    """What sending each store's parcel costs, cheapest first. One statement."""
    return quotes_for(
        parcels=parcels_of(cart),
        market_id=cart.market.id,
        default_distance_km=cart.market.default_distance_km,
        currency=cart.market.currency,
        country=country,
        city=city,
    )


def _choose_services(cart: CartState, address: Mapping[str, str], wanted: Mapping[str, str]) -> dict[UUID, Quote]:
    slugs = {lines[0].store_slug: store_id for store_id, lines in cart.stores.items()}
    strange = sorted(set(wanted) - set(slugs))
    if strange:
        raise Invalid(
            _("Shipping is chosen for stores of the cart."),
            problems=[FieldProblem(f"/shipping/{slug}", "unknown_store", _("Not in the cart.")) for slug in strange],
        )
    quotes = cart_quotes(cart, country=address["country"], city=address["city"])
    chosen = {}
    for slug, store_id in slugs.items():
        offered = quotes.get(store_id, [])
        code = wanted.get(slug)
        quote = next((quote for quote in offered if code in (None, quote.code)), None)
        if quote is None:
            detail = f"{slug} cannot send this parcel" + (f" with {code}." if code else " to this address.")
            raise NoDelivery(detail, problems=[FieldProblem(f"/shipping/{slug}", "no_delivery", detail)])
        chosen[store_id] = quote
    return chosen


def _build(
    cart: CartState,
    priced: Priced,
    chosen: Mapping[UUID, Quote],
    address: dict[str, str],
    scope: ActingScope,
    placement: Placement,
) -> PlacedOrder:
    """The unsaved rows; ids are made here."""
    now = timezone.now()
    number = new_number("S")
    shipping = sum(quote.price.minor for quote in chosen.values())
    order = Order(
        number=number,
        user_id=scope.user_id,
        market_id=cart.market.id,
        currency=cart.market.currency,
        language=placement.language,
        contact_name=placement.contact.name,
        contact_email=placement.contact.email,
        contact_phone=placement.contact.phone,
        shipping_address=address,
        rates=_frozen_rates(cart.lines),
        goods_minor=priced.goods_minor,
        discount_minor=priced.discount_minor,
        shipping_minor=shipping,
        tax_minor=priced.tax_minor,
        total_minor=priced.goods_minor - priced.discount_minor + shipping,
        coupon_code=cart.coupon.code if cart.coupon else "",
        payment_method=placement.payment_method,
        payment_deadline_at=now + timedelta(minutes=settings.PAYMENT_DEADLINE_MINUTES),
    )
    by_store: dict[UUID, list[PricedLine]] = {}
    for line in priced.lines:
        by_store.setdefault(line.line.store_id, []).append(line)
    store_orders, lines = [], []
    for place, (store_id, mine) in enumerate(sorted(by_store.items()), start=1):
        store_order = _store_order(order, f"{number}-{place}", mine, chosen[store_id])
        store_orders.append(store_order)
        lines += [_order_item(store_order, line) for line in mine]
    return PlacedOrder(order, store_orders, lines)


def _frozen_rates(lines: Iterable[Line]) -> dict[str, str]:
    return {line.store_currency: str(line.rate) for line in lines if line.rate is not None}


def _store_order(order: Order, number: str, lines: list[PricedLine], quote: Quote) -> StoreOrder:
    goods = sum(line.goods_minor for line in lines)
    discount = sum(line.discount_minor for line in lines)
    return StoreOrder(
        order=order,
        number=number,
        store_id=lines[0].line.store_id,
        store_name=lines[0].line.store_name,
        currency=order.currency,
        goods_minor=goods,
        discount_minor=discount,
        shipping_minor=quote.price.minor,
        tax_minor=sum(line.tax_minor for line in lines),
        total_minor=goods - discount + quote.price.minor,
        shipping_service_id=quote.service_id,
        courier=quote.courier,
        shipping_name=quote.name,
        min_days=quote.min_days,
        max_days=quote.max_days,
        weight_grams=sum(line.line.weight_grams * line.line.quantity for line in lines),
        policies=orjson.loads(lines[0].line.policy_versions),
    )


def _order_item(store_order: StoreOrder, priced: PricedLine) -> OrderItem:
    line = priced.line
    return OrderItem(
        store_order=store_order,
        item_id=line.item_id,
        variant_id=line.variant_id,
        stock_id=line.stock_id,
        product_name=line.product_name,
        product_slug=line.product_slug,
        variant_name=line.variant_name,
        sku=line.sku,
        image_url=default_storage.url(line.image) if line.image else "",
        quantity=line.quantity,
        currency=store_order.currency,
        unit_minor=priced.unit_minor,
        discount_minor=priced.discount_minor,
        tax_minor=priced.tax_minor,
        total_minor=priced.total_minor,
        store_currency=line.store_currency,
        store_unit_minor=line.store_unit_minor,
        weight_grams=line.weight_grams,
    )


def _refuse_other_total(order: Order, expected_minor: int | None) -> None:
    if expected_minor is not None and expected_minor != order.total_minor:
        raise CartChanged(
            _("The total is %(total)s, not what you saw.") % {"total": formats.money(order.total)},
            problems=[
                FieldProblem(
                    "/expected_total_minor",
                    "total_changed",
                    _("It is %(total)s now.") % {"total": formats.money(order.total)},
                )
            ],
            extra={"total": order.total.as_dict()},
        )


def _insert(cart: CartState, placed: PlacedOrder, scope: ActingScope) -> None:
    """Insert the order, its parts and what receivers add, and empty the cart: in one statement."""
    order = placed.order
    rows: list[models.Model] = [order, *placed.store_orders, *placed.lines]
    rows += [
        Reservation(order=order, order_item=line, stock_id=line.stock_id, quantity=line.quantity)
        for line in placed.lines
    ]
    rows.append(audit.entry(actor=scope.actor, action="order.place", row=order))
    answers = order_placed.send(
        sender=Order, order=order, store_orders=placed.store_orders, lines=placed.lines, scope=scope
    )
    for _receiver, answer in answers:
        rows += _rows_of(answer)
    if cart.coupon is not None:
        _redeem(cart, cart.coupon, order, rows)
    else:
        _insert_rows(cart, rows)


def _insert_rows(cart: CartState, rows: list[models.Model]) -> None:
    insert_together(rows, beside=cart_sql.emptying(cart.id))
    if not is_postgres():
        now: datetime = timezone.now()
        CartItem.objects.filter(cart_id=cart.id, saved_at=None).update(deleted_at=now)
        Cart.objects.filter(pk=cart.id).update(version=F("version") + 1, coupon=None, updated_at=now)


def _rows_of(answer: Any) -> list[models.Model]:
    """What a receiver of `order_placed` returned: a row, a list of rows, or nothing."""
    if answer is None:
        return []
    return answer if isinstance(answer, list) else [answer]


def _redeem(cart: CartState, coupon: CouponTerms, order: Order, rows: list[models.Model]) -> None:
    """Count the use of the coupon; at most `max_uses`, and once per person where so defined. Raises CouponRefused."""
    person = person_key(user_id=order.user_id, email=order.contact_email, phone=order.contact_phone)
    rows.append(
        CouponRedemption(
            coupon_id=coupon.id,
            order=order,
            person=person,
            is_once_per_person=coupon.is_once_per_person,
            platform_share_basis_points=coupon.platform_share_basis_points,
        )
    )
    try:
        with savepoint():
            _insert_rows(cart, rows)
    except IntegrityError as error:
        if "coupon_once_per_person" not in str(error):
            raise
        raise CouponRefused(_("You have used this code before.")) from error
    if not Coupon.objects.filter(pk=coupon.id, used__lt=F("max_uses")).update(used=F("used") + 1):
        raise CouponRefused(_("This code was used up a moment ago."))


def _reserve(cart: CartState) -> None:
    """Take the stock, last. Raises NotEnoughStock naming the lines; the whole order is then undone."""
    wanted = [Expected(line.stock_id, line.quantity, line.store_unit_minor) for line in cart.lines]
    try:
        sold_out = stock_reserve(lines=wanted)
    except OutOfStock as error:
        missing = [line for line in cart.lines if line.stock_id in error.stock_ids]
        raise NotEnoughStock(
            problems=[
                FieldProblem(
                    f"/lines/{line.id}",
                    "out_of_stock",
                    _("Somebody else took the last %(product)s.") % {"product": line.product_name},
                )
                for line in sorted(missing, key=lambda line: line.id)
            ]
        ) from error
    if sold_out:
        availability_flipped.send(sender=Stock, item_ids=sold_out)
