"""What the books are told of a paid order: its parts and lines as they were sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from catalog.models import ProductVariant
from core.money import split_minor
from finance.rules import Place
from finance.services import SoldLine, SoldPart, sale_post
from sales.models import CouponRedemption, Order, OrderItem, StoreOrder
from sales.services.papers import invoices_ask

WHOLE = 10_000  # basis points


def sale_into_the_books(
    order: Order, parts: Sequence[StoreOrder], lines: Sequence[OrderItem], *, gateway: str, payment_id: UUID | None
) -> None:
    """Post a paid order: once, by the payment that paid it, or by itself where nothing was to pay."""
    sale_post(
        gateway=gateway,
        source_type="payment" if payment_id else "order",
        source_id=payment_id or order.pk,
        number=order.number,
        currency=order.currency,
        sold_at=order.paid_at or order.created_at,
        parts=parts_sold(order, parts, lines),
    )
    invoices_ask(parts)


def parts_to_sell(order: Order) -> list[SoldPart]:
    """The parts of an order that is not paid yet, as they would be sold now."""
    lines = list(OrderItem.objects.filter(store_order__order=order).order_by("pk"))
    return parts_sold(order, list(StoreOrder.objects.filter(order=order).order_by("pk")), lines)


def parts_sold(order: Order, parts: Sequence[StoreOrder], lines: Sequence[OrderItem]) -> list[SoldPart]:
    """These parts of an order, with their lines, as the books take them."""
    places, funded = _places(lines), _funded(order, lines)
    return [
        sold_part(part, [line for line in lines if line.store_order_id == part.pk], places, funded) for part in parts
    ]


def sold_part(
    part: StoreOrder,
    lines: Sequence[OrderItem],
    places: Mapping[UUID, Place] | None = None,
    funded: Mapping[UUID, int] | None = None,
) -> SoldPart:
    """A part as the books take it. `places`: of its variants in the tree of categories; `funded`: what the platform
    bears of the discount of each line, minor units."""
    return SoldPart(
        reference=part.pk,
        number=part.number,
        store_id=part.store_id,
        shipping_minor=part.shipping_minor,
        lines=[_sold(line, places or {}, funded or {}) for line in lines],
    )


def _sold(line: OrderItem, places: Mapping[UUID, Place], funded: Mapping[UUID, int]) -> SoldLine:
    return SoldLine(
        reference=line.pk,
        title=f"{line.product_name} · {line.variant_name}" if line.variant_name else line.product_name,
        sku=line.sku,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        discount_minor=line.discount_minor,
        funded_minor=funded.get(line.pk, 0),
        tax_minor=line.tax_minor,
        place=places.get(line.variant_id),
    )


def _places(lines: Sequence[OrderItem]) -> dict[UUID, Place]:
    """Where the variants of these lines stand in the tree of categories."""
    rows = ProductVariant.all_objects.filter(pk__in={line.variant_id for line in lines}).values_list(
        "pk", "product__category__tree_id", "product__category__lft"
    )
    return {pk: Place(tree, left) for pk, tree, left in rows}


def _funded(order: Order, lines: Sequence[OrderItem]) -> dict[UUID, int]:
    """What the platform bears of each line's discount, by the share that the coupon said when it was used."""
    if not order.discount_minor:
        return {}
    share = CouponRedemption.objects.filter(order=order).values_list("platform_share_basis_points", flat=True).first()
    share = share or 0
    return {line.pk: split_minor(line.discount_minor, [share, WHOLE - share])[0] for line in lines}
