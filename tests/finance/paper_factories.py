"""Documents without a database: what is drawn depends on the row alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from finance.models import Invoice, Sale
from finance.states import InvoiceKind
from marketplace.models import Store

ISSUED_AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
ISSUER = {
    "name": "Keycap Atelier", "tax_number": "DE 123456789", "line1": "Torstraße 1", "city": "Berlin",
    "postal_code": "10119", "country": "DE", "email": "hello@atelier.example", "phone": "+49301234567",
}  # fmt: skip
BUYER = {
    "name": "Mina Rahimi", "line1": "12 Elm Street", "line2": "Apartment 4", "city": "Portland", "region": "OR",
    "postal_code": "97201", "country": "US",
}  # fmt: skip


def line(title: str = "Keycaps · Olive", *, total: int = 9_000, **values: Any) -> dict[str, Any]:
    return {
        "reference": "1", "title": title, "sku": "KEY-1", "is_delivery": False, "quantity": 2, "unit": 5_000,
        "discount": 1_000, "tax": 900, "total": total, **values,
    }  # fmt: skip


DELIVERY = line("", sku="", is_delivery=True, quantity=1, unit=500, discount=0, tax=0, total=500)


def make_invoice(*lines: dict[str, Any], **values: Any) -> Invoice:
    """An invoice that is in no database."""
    rows = list(lines) or [line(), DELIVERY]
    store = Store(name="Keycap Atelier")
    discount = sum(row["discount"] for row in rows)
    shipping = sum(row["total"] for row in rows if row["is_delivery"])
    total = sum(row["total"] for row in rows)
    return Invoice(
        **{
            "kind": InvoiceKind.INVOICE, "store": store, "number": "INV-2026-000012", "issued_at": ISSUED_AT,
            "sale": Sale(store=store, number="SERAI7Q2-1", sold_at=ISSUED_AT), "language": "en", "issuer": ISSUER,
            "buyer": BUYER, "lines": rows, "currency": "USD", "goods_minor": total - shipping + discount,
            "discount_minor": discount, "shipping_minor": shipping, "total_minor": total,
            "tax_minor": sum(row["tax"] for row in rows), **values,
        }
    )  # fmt: skip
