"""What the API shows of carts and orders, built from values without serializers: these answers are hot (DESIGN.md §5).

`serializers.py` describes the same shapes for the schema; a contract test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from core.money import Money
from marketplace.selectors import Policy
from sales.desk import Desk, SalesFigure, due_of, ship_by_of
from sales.links import order_token
from sales.models import Order, OrderItem, StoreOrder
from sales.rules import CartState, Line, PricedLine, WishLine, WishList, price_lines
from shipping.rules import Quote


def money(minor: int, currency: str) -> dict[str, Any]:
    return Money(minor, currency).as_dict()


def cart_document(cart: CartState, *, token: str = "") -> dict[str, Any]:
    """The cart grouped by store, priced now; each line says what changed since the shopper last saw it."""
    sellable = [line for line in cart.lines if line.is_sellable]
    priced = price_lines(sellable, cart.market, cart.coupon)
    by_line = {entry.line.id: entry for entry in priced.lines}
    currency = cart.market.currency
    problems = 0
    stores = []
    for store_id, lines in cart.stores.items():
        documents = [_cart_line(line, by_line.get(line.id), currency) for line in lines]
        problems += sum(1 for document in documents if document["problem"])
        mine = [by_line[line.id] for line in lines if line.id in by_line]
        stores.append(
            {
                "store": {"id": store_id, "name": lines[0].store_name, "slug": lines[0].store_slug},
                "lines": documents,
                "goods": money(sum(entry.goods_minor for entry in mine), currency),
            }
        )
    return {
        "id": cart.id,
        "version": cart.version,
        "market": cart.market.code,
        "currency": currency,
        "stores": stores,
        "saved": [_saved_line(line, cart) for line in cart.saved],
        "quantity": sum(line.quantity for line in cart.lines),
        "goods": money(priced.goods_minor, currency),
        "discount": money(priced.discount_minor, currency),
        "total": money(priced.goods_minor - priced.discount_minor, currency),
        "coupon": _coupon(cart, priced.coupon_problem),
        "is_ready": bool(cart.lines) and problems == 0 and not priced.coupon_problem,
        "cart_token": token or None,
    }


def empty_cart_document(market: str, currency: str) -> dict[str, Any]:
    """What a visitor without a cart sees."""
    nothing = money(0, currency)
    return {
        "id": None,
        "version": 0,
        "market": market,
        "currency": currency,
        "stores": [],
        "saved": [],
        "quantity": 0,
        "goods": nothing,
        "discount": nothing,
        "total": nothing,
        "coupon": None,
        "is_ready": False,
        "cart_token": None,
    }


def _coupon(cart: CartState, problem: str) -> dict[str, Any] | None:
    return {"code": cart.coupon.code, "problem": problem} if cart.coupon else None


def _cart_line(line: Line, priced: PricedLine | None, currency: str) -> dict[str, Any]:
    unit = priced.unit_minor if priced else line.seen_minor
    return {
        "id": line.id,
        "item_id": line.item_id,
        "product": {"name": line.product_name, "slug": line.product_slug, "image": _image(line.image)},
        "variant": {"sku": line.sku, "name": line.variant_name},
        "quantity": line.quantity,
        "available": max(0, line.available),
        "unit_price": money(unit, currency),
        "seen_price": money(line.seen_minor, currency),
        "total": money(unit * line.quantity, currency),
        "discount": money(priced.discount_minor if priced else 0, currency),
        "problem": _line_problem(line, unit),
    }


def _saved_line(line: Line, cart: CartState) -> dict[str, Any]:
    """A line set aside, with today's price where it has one."""
    currency = cart.market.currency
    has_price = line.is_sellable and line.has_price(cart.market)
    priced = PricedLine(line, line.unit(cart.market).minor) if has_price else None
    store = {"id": line.store_id, "name": line.store_name, "slug": line.store_slug}
    return {**_cart_line(line, priced, currency), "store": store}


def wishlist_document(shown: WishList, *, token: str = "") -> dict[str, Any]:
    wishes = [_wish(line, shown) for line in shown.wishes]
    head = {"market": shown.market.code, "currency": shown.market.currency, "count": len(wishes)}
    return {**head, "wishes": wishes, "cart_token": token or None}


def empty_wishlist_document(market: str, currency: str) -> dict[str, Any]:
    return {"market": market, "currency": currency, "count": 0, "wishes": [], "cart_token": None}


def _wish(line: WishLine, shown: WishList) -> dict[str, Any]:
    price, drop, offer = line.price(shown.market), line.drop(shown.market), line.offer
    return {
        "product": {"id": line.product_id, "name": line.name, "slug": line.slug, "image": _image(line.image)},
        "price": price.as_dict() if price else None,
        "seen_price": money(line.seen_minor, line.currency) if line.seen_minor is not None else None,
        "price_drop": drop.as_dict() if drop else None,
        "is_available": offer is not None and offer.available > 0,
        "item_id": offer.item_id if offer else None,
        "store": {"id": offer.store_id, "name": offer.store_name, "slug": offer.store_slug} if offer else None,
        "wished_at": line.wished_at,
    }


def _line_problem(line: Line, unit_minor: int) -> str:
    """not_for_sale, out_of_stock, price_changed, or "" when all is well."""
    if not line.is_sellable:
        return "not_for_sale"
    if line.quantity > line.available:
        return "out_of_stock"
    return "price_changed" if unit_minor != line.seen_minor else ""


def _image(name: str) -> str | None:
    return default_storage.url(name) if name else None


def order_document(
    order: Order, store_orders: Sequence[StoreOrder], lines: Mapping[UUID, Sequence[OrderItem]], *, with_token: bool
) -> dict[str, Any]:
    """A shopper's order. `lines` by store order id. `access_token` opens it without signing in."""
    return {
        "id": order.pk,
        "number": order.number,
        "status": order.status,
        "market_id": order.market_id,
        "currency": order.currency,
        "contact": {"name": order.contact_name, "email": order.contact_email, "phone": order.contact_phone},
        "shipping_address": order.shipping_address,
        "goods": money(order.goods_minor, order.currency),
        "discount": money(order.discount_minor, order.currency),
        "shipping": money(order.shipping_minor, order.currency),
        "tax_included": money(order.tax_minor, order.currency),
        "total": money(order.total_minor, order.currency),
        "coupon_code": order.coupon_code,
        "payment_deadline_at": order.payment_deadline_at,
        "placed_at": order.created_at,
        "is_cash_on_delivery": order.is_cash_on_delivery,
        "paid_at": order.paid_at,
        "cancelled_at": order.cancelled_at,
        "cancel_reason": order.cancel_reason,
        "store_orders": [
            store_order_document(part, lines.get(part.pk, ()), is_cash_on_delivery=order.is_cash_on_delivery)
            for part in store_orders
        ],
        "access_token": order_token(order.pk) if with_token else None,
    }


def order_document_of(order: Order, *, with_token: bool = False) -> dict[str, Any]:
    """The same for an order read by a selector, whose parts are prefetched."""
    parts = list(order.store_orders.all())
    return order_document(order, parts, {part.pk: list(part.lines.all()) for part in parts}, with_token=with_token)


def store_order_document(part: StoreOrder, lines: Sequence[OrderItem], *, is_cash_on_delivery: bool) -> dict[str, Any]:
    is_due = is_cash_on_delivery and part.delivered_at is None and part.cancelled_at is None
    return {
        "id": part.pk,
        "number": part.number,
        "store": {"id": part.store_id, "name": part.store_name},
        "status": part.status,
        "goods": money(part.goods_minor, part.currency),
        "discount": money(part.discount_minor, part.currency),
        "shipping": money(part.shipping_minor, part.currency),
        "tax_included": money(part.tax_minor, part.currency),
        "total": money(part.total_minor, part.currency),
        "cash_due": money(part.total_minor, part.currency) if is_due else None,
        "courier": part.courier,
        "shipping_service": part.shipping_name,
        "min_days": part.min_days,
        "max_days": part.max_days,
        "weight_grams": part.weight_grams,
        "tracking_number": part.tracking_number,
        "shipped_at": part.shipped_at,
        "delivered_at": part.delivered_at,
        "cancelled_at": part.cancelled_at,
        "cancel_reason": part.cancel_reason,
        "lines": [order_item_document(line) for line in lines],
    }


def policies_document(part: StoreOrder, policies: Sequence[Policy]) -> dict[str, Any]:
    """What the store promised when this part of the order was placed."""
    return {
        "store_order": part.number,
        "store": {"id": part.store_id, "name": part.store_name},
        "policies": [{"kind": one.kind, "version": one.version, "text": one.text} for one in policies],
    }


def seller_order_document(part: StoreOrder) -> dict[str, Any]:
    """A store order as its store sees it: where to send it, never the other stores' parts or totals (I-39)."""
    return {
        **store_order_document(part, list(part.lines.all()), is_cash_on_delivery=part.order.is_cash_on_delivery),
        "order_number": part.order.number,
        "placed_at": part.created_at,
        "ship_by": ship_by_of(part),
        "due": due_of(part, timezone.now()),
        "recipient": part.order.contact_name,
        "shipping_address": part.order.shipping_address,
    }


def desk_document(desk: Desk) -> dict[str, Any]:
    return {
        "store": {"id": desk.store_id, "name": desk.store_name},
        "tabs": desk.tabs,
        "all": sum(desk.tabs.values()),
        "due_today": desk.due_today,
        "overdue": desk.overdue,
        "low_stock": desk.low_stock,
        "sales": None if desk.sales is None else [_sales_figure(one) for one in desk.sales],
    }


def _sales_figure(figure: SalesFigure) -> dict[str, Any]:
    return {
        "days": figure.days,
        "currency": figure.currency,
        "orders": figure.orders,
        "total": money(figure.total_minor, figure.currency),
        "orders_before": figure.orders_before,
        "total_before": money(figure.total_before_minor, figure.currency),
    }


def order_item_document(line: OrderItem) -> dict[str, Any]:
    return {
        "id": line.pk,
        "item_id": line.item_id,
        "product_name": line.product_name,
        "product_slug": line.product_slug,
        "variant_name": line.variant_name,
        "sku": line.sku,
        "image": line.image_url or None,
        "quantity": line.quantity,
        "unit_price": money(line.unit_minor, line.currency),
        "discount": money(line.discount_minor, line.currency),
        "tax_included": money(line.tax_minor, line.currency),
        "total": money(line.total_minor, line.currency),
    }


def quote_document(quote: Quote) -> dict[str, Any]:
    return {
        "code": quote.code,
        "courier": quote.courier,
        "name": quote.name,
        "price": quote.price.as_dict(),
        "min_days": quote.min_days,
        "max_days": quote.max_days,
        "chargeable_grams": quote.chargeable_grams,
    }
