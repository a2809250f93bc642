"""/admin/orders: every order with its parts and lines on one page; a seller sees the parts of his stores (X-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.money import Money
from core.scope import ActingScope, scope_of_request
from marketplace.rules import ORDERS_VIEW
from sales.models import Order, OrderItem, StoreOrder
from sales.selectors import ORDER_READERS, store_orders_visible_to
from sales.states import OrderStatus

PAGE = 25
LONGEST_SEARCH = 80


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
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    status = request.GET.get("status", "")
    status = status if status in OrderStatus.values else ""
    found = _found(scope, words, status, _key(request.GET.get("after", "")))
    rows, has_more = found[:PAGE], len(found) > PAGE
    next_page = urlencode({"q": words, "status": status, "after": str(rows[-1].key)}) if has_more else ""
    context = {
        **site.each_context(request),
        "title": _("Orders"),
        "rows": rows,
        "next_page": next_page,
        "is_first_page": "after" not in request.GET,
        "words": words,
        "status": status,
        "statuses": OrderStatus.choices,
        "sees_contacts": scope.has_role(*ORDER_READERS),
    }
    return TemplateResponse(request, "admin/orders_console.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(scope: ActingScope, words: str, status: str, after: UUID | None) -> list[Row]:
    """One row more than a page, to know whether there is a next one."""
    if scope.has_role(*ORDER_READERS):
        orders = _page(Order.objects.all(), _matches_order(words), status, after)
        return [_row_of_order(order) for order in orders.prefetch_related(_parts_with_lines())]
    if scope.store_ids(ORDERS_VIEW):
        parts = _page(store_orders_visible_to(scope=scope), _matches_part(words), status, after)
        return [_row_of_part(part) for part in parts]
    raise PermissionDenied


def _page(rows: QuerySet[Any], matches: Q, status: str, after: UUID | None) -> QuerySet[Any]:
    rows = rows.filter(matches)
    if status:
        rows = rows.filter(status=status)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return rows.order_by("-pk")[: PAGE + 1]


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
