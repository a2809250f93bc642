"""What is left of a person in orders once the person is erased: sums, goods, and the country they went to."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from core.db import atomic
from core.errors import Conflict
from finance.services.papers import buyers_scrub
from sales.models import Cart, CartItem, Order, StoreOrder
from sales.states import StoreOrderStatus

FINISHED = (StoreOrderStatus.DELIVERED, StoreOrderStatus.COMPLETED, StoreOrderStatus.CANCELLED)


@atomic
def person_scrub(*, user_id: UUID) -> None:
    """Take the person out of all orders and empty the cart. Raises Conflict while an order is under way."""
    if StoreOrder.objects.filter(order__user_id=user_id).exclude(status__in=FINISHED).exists():
        raise Conflict(_("An order is still under way. Wait for its parcel, or cancel it, then try again."))
    for order in Order.objects.select_for_update(no_key=True, of=("self",)).filter(user_id=user_id).order_by("pk"):
        order.contact_name = order.contact_email = order.contact_phone = ""
        order.shipping_address = {"country": order.shipping_address.get("country", "")}
        order.save(update_fields=["contact_name", "contact_email", "contact_phone", "shipping_address", "updated_at"])
    buyers_scrub(references=StoreOrder.objects.filter(order__user_id=user_id).values_list("pk", flat=True))
    CartItem.objects.filter(cart__in=Cart.objects.filter(user_id=user_id)).delete()
