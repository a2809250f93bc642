"""What the books cost by themselves: one posting for a request, without middleware, under the server of the floor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import transaction  # noqa: E402  settings come first
from uuid6 import uuid7  # noqa: E402

from finance.services import SoldLine, SoldPart, sale_post  # noqa: E402
from finance.services.ledger import Account, gateway_account, post  # noqa: E402
from finance.states import AccountKind, TransactionKind  # noqa: E402
from marketplace.models import Store  # noqa: E402

CURRENCY = "USD"


@cache
def stores() -> tuple[UUID, UUID]:
    first, second = Store.objects.order_by("pk").values_list("pk", flat=True)[:2]
    return first, second


def capture() -> None:
    """The transaction of a captured payment of two stores: five entries."""
    first, second = stores()
    legs = {
        gateway_account("bench"): -25_000,
        Account(AccountKind.SELLER_PENDING, first): 11_000,
        Account(AccountKind.SELLER_PENDING, second): 11_000,
        Account(AccountKind.COMMISSION): 2_000,
        Account(AccountKind.TAX): 1_000,
    }
    _post(TransactionKind.CAPTURE, legs)


def release() -> None:
    """What was held becomes payable: two entries and a balance."""
    first, _ = stores()
    _post(
        TransactionKind.RELEASE,
        {Account(AccountKind.SELLER_PENDING, first): -900, Account(AccountKind.SELLER_PAYABLE, first): 900},
    )


def _post(kind: TransactionKind, legs: dict[Account, int]) -> None:
    with transaction.atomic():
        post(kind=kind, source_type="bench", source_id=uuid7(), currency=CURRENCY, legs=legs, reference="bench")


def sale() -> None:
    """A paid order of two stores: commission decided, sales, lines and holds written, the capture posted."""
    sale_post(
        gateway="bench",
        source_type="bench",
        source_id=uuid7(),
        number="BENCH",
        currency=CURRENCY,
        parts=[_part(store) for store in stores()],
        sold_at=datetime.now(UTC),
    )


def _part(store: UUID) -> SoldPart:
    line = SoldLine(
        reference=uuid7(),
        title="Keycaps",
        sku="KEYCAPS",
        quantity=2,
        unit_minor=5_000,
        discount_minor=0,
        funded_minor=0,
        tax_minor=500,
        place=None,
    )
    return SoldPart(reference=uuid7(), number="BENCH-1", store_id=store, shipping_minor=500, lines=[line])


PLACES: dict[str, Callable[[], None]] = {
    "/livez": lambda: None,
    "/capture": capture,
    "/release": release,
    "/sale": sale,
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    PLACES[environ["PATH_INFO"]]()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]
