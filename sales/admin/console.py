"""/admin/orders: every order with its parts and lines on one page; a seller sees the parts of his stores (X-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.adminbase.console import Asked, asked, console_page, keyset
from core.money import Money
from core.scope import ActingScope, scope_of_request
from marketplace.rules import ORDERS_VIEW
from sales.models import Order, OrderItem, StoreOrder
from sales.selectors import ORDER_READERS, store_orders_visible_to
from sales.states import OrderStatus

PAGE = 25


@dataclass(frozen=True)
class Line:
    quantity: int
    product: str
    variant: str
    sku: str
    total: Money


@dataclass(frozen=True)
class Part:
    """What one store sends."""

    number: str
    url: str
    store: str
    status: str
    status_words: str
    lines: list[Line]
    total: Money


@dataclass(frozen=True)
class Row:
    """One order as a person of the platform sees it, or the part of it that a seller sees."""

    key: UUID
    number: str
    url: str
    placed_at: Any
    customer: str
    contact: str
    status: str
    status_words: str
    total: Money
    parts: list[Part]


def orders_console(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Newest first, 25 a page. `q` searches number and contact, `status` filters, `after` is the last key seen."""
    scope = scope_of_request(request)
    question = asked(request, OrderStatus.values)
    return console_page(
        site,
        request,
        template="admin/orders_console.html",
        title=_("Orders"),
        found=_found(scope, question),
        count=PAGE,
        question=question,
        statuses=OrderStatus.choices,
        sees_contacts=scope.has_role(*ORDER_READERS),
    )


def _found(scope: ActingScope, question: Asked) -> list[Row]:
    """One row more than a page, to know whether there is a next one."""
    if scope.has_role(*ORDER_READERS):
        orders = _page(Order.objects.all(), _matches_order(question.words), question)
        return [_row_of_order(order) for order in orders.prefetch_related(_parts_with_lines())]
    if scope.store_ids(ORDERS_VIEW):
        parts = _page(store_orders_visible_to(scope=scope), _matches_part(question.words), question)
        return [_row_of_part(part) for part in parts]
    raise PermissionDenied


def _page(rows: QuerySet[Any], matches: Q, question: Asked) -> QuerySet[Any]:
    rows = rows.filter(matches)
    if question.status:
        rows = rows.filter(status=question.status)
    return keyset(rows, question.after, PAGE)


def _matches_order(words: str) -> Q:
    if not words:
        return Q()
    contact = Q(contact_email__iexact=words) | Q(contact_phone=words) | Q(contact_name__icontains=words)
    return contact | Q(number__istartswith=words)


def _matches_part(words: str) -> Q:
    return Q(number__istartswith=words) | Q(tracking_number=words) if words else Q()


def _parts_with_lines() -> Prefetch[Any]:
    lines = Prefetch("lines", OrderItem.objects.order_by("pk"))
    return Prefetch("store_orders", StoreOrder.objects.order_by("pk").prefetch_related(lines))


def _row_of_order(order: Order) -> Row:
    return Row(
        key=order.pk,
        number=order.number,
        url=reverse("admin:sales_order_change", args=[order.pk]),
        placed_at=order.created_at,
        customer=order.contact_name,
        contact=order.contact_email or order.contact_phone,
        status=order.status,
        status_words=str(OrderStatus(order.status).label),
        total=order.total,
        parts=_parts(order.store_orders.all()),
    )


def _row_of_part(part: StoreOrder) -> Row:
    """To the store the shopper is whom the parcel goes to."""
    return Row(
        key=part.pk,
        number=part.number,
        url=reverse("admin:sales_storeorder_change", args=[part.pk]),
        placed_at=part.created_at,
        customer=str(part.order.shipping_address.get("recipient", "")),
        contact="",
        status=part.status,
        status_words=str(OrderStatus(part.status).label),
        total=part.total,
        parts=_parts([part]),
    )


def _parts(parts: Iterable[StoreOrder]) -> list[Part]:
    return [
        Part(
            number=part.number,
            url=reverse("admin:sales_storeorder_change", args=[part.pk]),
            store=part.store_name,
            status=part.status,
            status_words=str(OrderStatus(part.status).label),
            lines=[
                Line(line.quantity, line.product_name, line.variant_name, line.sku, line.money("total"))
                for line in part.lines.all()
            ],
            total=part.total,
        )
        for part in parts
    ]
