"""Things that arrived, and what their buyers say about them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from core.scope import SYSTEM_SCOPE
from marketplace.models import StoreItem
from payments.services import payment_mark_paid_by_hand
from reviews.models import Review
from sales import services as sales
from sales.models import OrderItem, StoreOrder
from tests.accounts.factories import client_for
from tests.sales.factories import make_order


def make_bought(buyer: User, item: StoreItem, *, is_delivered: bool = True) -> OrderItem:
    """A paid line of this person's, sent and delivered unless told otherwise."""
    order = make_order((item, 1), client=client_for(buyer))
    payment_mark_paid_by_hand(scope=SYSTEM_SCOPE, order_id=order.pk, reason="Cash on the counter.")
    part = StoreOrder.objects.get(order=order)
    sales.store_order_process(scope=SYSTEM_SCOPE, store_order=part)
    sales.store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="JNE-0042")
    if is_delivered:
        sales.store_order_deliver(scope=SYSTEM_SCOPE, store_order=part)
    return OrderItem.objects.get(store_order=part)


def write(buyer: User, line: OrderItem, rating: int = 5, **body: Any) -> Any:
    """The answer to writing a review of the line."""
    return client_for(buyer).post("/api/reviews/", {"order_item": str(line.pk), "rating": rating, **body})


def make_review(buyer: User, item: StoreItem, rating: int = 5, text: str = "As described.") -> Review:
    answer = write(buyer, make_bought(buyer, item), rating, text=text)
    assert answer.status_code == 201, answer.json()
    return Review.objects.get(pk=answer.json()["id"])
