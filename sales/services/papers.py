"""Invoices of paid orders: the books write them, and are told here whom to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from core import outbox
from finance.services import papers
from finance.services.papers import Buyer, Paper
from sales.models import Order, OrderItem, StoreOrder


def invoices_ask(parts: Iterable[StoreOrder]) -> None:
    """Each part gets its invoice once this has committed."""
    outbox.enqueue_many(
        [outbox.message(invoice_make, key=invoice_key(part.pk), store_order_id=part.pk) for part in parts]
    )


def invoice_key(store_order_id: UUID) -> str:
    return f"invoice:{store_order_id}"


@outbox.handler(outbox.LOCAL)
def invoice_make(*, store_order_id: UUID) -> None:
    """Have the books issue the invoice of one paid part, in the shopper's language."""
    part = StoreOrder.objects.select_related("order").get(pk=store_order_id)
    paper = paper_of(part.order, OrderItem.objects.filter(store_order=part))
    papers.invoice_issue(reference=part.pk, paper=paper)


def paper_of(order: Order, lines: Iterable[OrderItem]) -> Paper:
    """What an invoice says that the books do not know: whoever ordered, at the address the order went to."""
    address = order.shipping_address
    names = ("line1", "line2", "city", "region", "postal_code", "country")
    buyer = Buyer(
        name=order.contact_name or address.get("recipient", ""),
        **{name: str(address.get(name) or "") for name in names},
    )
    return Paper(buyer, order.language, {line.pk: line.tax_minor for line in lines})
