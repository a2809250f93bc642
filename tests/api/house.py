"""A house with one of everything, and somebody who may do everything in it; and every operation of the document."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import serializers
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from accounts.models import Address, Session, User
from accounts.services import roles_init
from catalog.models import Attribute, Brand, Category, Product, ProductImage, ProductVariant
from config.docs import document
from core.scope import ADMINISTRATOR
from finance.models import Invoice
from marketplace.links import invitation_token
from marketplace.models import (
    Requirement,
    Seller,
    Stock,
    StockMovement,
    Store,
    StoreHoliday,
    StoreInvitation,
    StoreItem,
    StoreMember,
    StorePolicy,
)
from payments.models import Payment, Refund
from reviews.models import Review, ReviewImage, ReviewReport, ReviewVote
from sales.models import CartItem, Coupon, Order, OrderItem, StoreOrder, Wish
from sales.services import order_mark_paid
from sales.services.papers import invoice_make
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import make_brand, picture
from tests.finance.factories import make_payout
from tests.marketplace.factories import make_import, make_item, make_maintained_product, make_store, make_variant
from tests.sales.factories import ADDRESS, fill_cart, key, make_order, make_service

METHODS = ("get", "post", "put", "patch", "delete")
WATCHED: list[type[Model]] = [
    Address, Attribute, Brand, CartItem, Category, Coupon, Order, OrderItem, Payment, Product, ProductImage,
    ProductVariant, Refund, Review, ReviewImage, ReviewReport, ReviewVote, Seller, Session, Stock, StockMovement, Store,
    StoreHoliday, StoreItem, StoreMember, StoreOrder, StorePolicy, User, Wish,
]  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """One operation of the API, by its name in the document."""

    name: str
    method: str
    path: str
    media_type: str | None
    is_list: bool
    parameters: tuple[str, ...]
    example: str = "{}"  # of its body, where the document shows one
    id_fields: tuple[str, ...] = ()  # of its body: what points to something by its id

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


@functools.cache
def operations() -> list[Operation]:
    return [
        _operation(path, method, found)
        for path, methods in document()["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    ]


def _operation(path: str, method: str, found: dict[str, Any]) -> Operation:
    parameters = tuple(one["name"] for one in found.get("parameters", []) if one["in"] == "query")
    media_type, body = next(iter(found.get("requestBody", {}).get("content", {}).items()), (None, {}))
    examples = [one["value"] for one in body.get("examples", {}).values()]
    shape = body.get("schema", {})
    if "$ref" in shape:
        shape = document()["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    ids = tuple(name for name, one in shape.get("properties", {}).items() if one.get("format") == "uuid")
    return Operation(
        name=found["operationId"],
        method=method,
        path=path,
        media_type=media_type,
        is_list="page_size" in parameters,
        parameters=parameters,
        example=json.dumps(examples[0]) if examples else "{}",
        id_fields=ids,
    )


def writes() -> list[Operation]:
    """Every operation that reads JSON."""
    return [one for one in operations() if one.media_type == "application/json"]


@dataclass
class House:
    """`client` is signed in as the owner of the store, who is an administrator and has bought from himself."""

    client: Any
    person: User
    ids: dict[str, str]

    def address(self, operation: Operation) -> str:
        parts = operation.path.split("/")
        for index, part in enumerate(parts):
            if part.startswith("{"):
                name = part.strip("{}")
                parts[index] = self.ids.get(f"{parts[index - 1]}/{name}") or self.ids[name]
        return "/".join(parts)

    def call(self, operation: Operation, raw: bytes = b"", *, query: str = "", **more: Any) -> Any:
        """The operation with these raw bytes as its body, at an address that exists."""
        content_type = more.pop("content_type", "application/json")
        method = more.pop("method", operation.method).upper()
        headers = {**key(), **more.pop("headers", {})}
        address = more.pop("address", "") or self.address(operation)
        return self.client.generic(method, address + query, raw, content_type=content_type, headers=headers, **more)


def make_house() -> House:
    roles_init()
    make_service(base=10)
    person = make_user("owner@example.com", name="Owner", groups=(ADMINISTRATOR,))
    store = make_store("House", owner=person)
    product = make_maintained_product(store, name="House product")
    variant = make_variant(product)
    item = make_item(store, variant=variant, price_minor=4321, stock=7)
    image = ProductImage.objects.create(product=product, file=ContentFile(picture(), "house.png"), alt_text="A house")
    coupon = Coupon.objects.create(code="HOUSE10", store=store, percent_basis_points=1000)
    attribute = Attribute.objects.create(code="size", name="Size")
    client = client_for(person)
    order = make_order((item, 1), client=client)
    order_mark_paid(order_id=order.pk)
    line = fill_cart(client, (item, 1))["stores"][0]["lines"][0]
    part = StoreOrder.objects.get(order=order)
    payout = make_payout(part)
    invoice_make(store_order_id=part.pk)
    Requirement.objects.create(code="licence", title="Licence", is_required=False)
    expires_at = timezone.now() + timedelta(days=7)
    invitation = StoreInvitation.objects.create(
        store=store, email="asked@example.com", role="manager", expires_at=expires_at
    )
    client.post("/api/catalog/wishlist/", {"product": str(product.pk)})
    review = Review.objects.create(
        order_item=part.lines.get(), product=product, store=store, author=person, rating=4, text="A good house."
    )
    review_image = ReviewImage.objects.create(review=review, file=ContentFile(picture(), "house.png"))
    ids = {
        "address_id": str(Address.objects.create(user=person, is_default=True, **ADDRESS).pk),
        "session_id": str(Session.objects.filter(user=person).latest("pk").pk),
        "categories/key": str(product.category_id),
        "brands/key": str(make_brand().pk),
        "attributes/key": attribute.code,
        "stores/key": store.slug,
        "products/id": str(product.pk),
        "product_id": str(product.pk),
        "products/key": product.slug,
        "review_id": str(review.pk),
        "pictures/image_id": str(review_image.pk),
        "product": str(product.pk),
        "variant": str(variant.pk),
        "store": str(store.pk),
        "store_id": str(store.pk),
        "slug": product.slug,
        "variant_id": str(variant.pk),
        "image_id": str(image.pk),
        "item_id": str(item.pk),
        "kind": "returns",
        "code": "licence",
        "invitation_id": str(invitation.pk),
        "token": invitation_token(invitation),
        "member_id": str(StoreMember.objects.get(store=store).pk),
        "line_id": line["id"],
        "payout_id": str(payout.pk),
        "invoice_id": str(Invoice.objects.get(store=store).pk),
        "payment_id": str(Payment.objects.get(order=order).pk),
        "import_id": str(make_import(store).pk),
        "orders/number": order.number,
        "store-orders/number": part.number,
        "order-items/id": str(part.lines.get().pk),
        "coupons/id": str(coupon.pk),
    }
    return House(client, person, ids)


def fingerprint() -> str:
    """A hash of every row that a request might change."""
    rows = [row for model in WATCHED for row in model._base_manager.order_by("pk")]
    return hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()
