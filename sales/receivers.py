"""What sales does about facts from the apps below it, and about its own cancellation."""

from __future__ import annotations

from collections.abc import Sequence

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.services import DataSection
from accounts.signals import user_data_collected, user_erased, user_registered, user_signed_in
from core.scope import Actor
from finance.services import sale_completed, sale_delivered
from marketplace.services.stock import StockLine, stock_release, stock_restock
from sales import selectors, services
from sales.models import Order, OrderItem, Reservation, StoreOrder
from sales.signals import order_cancelled, store_order_moved
from sales.states import CancelReason, ReservationStatus, StoreOrderStatus


@receiver(user_registered, dispatch_uid="sales.make_a_cart_on_registration")
def make_a_cart_on_registration(sender: type[User], user: User, **kwargs: object) -> None:
    """When a person registers, the person has a cart."""
    services.cart_create(user_id=user.pk)


@receiver(user_signed_in, dispatch_uid="sales.merge_the_guest_cart_on_sign_in")
def merge_the_guest_cart_on_sign_in(sender: type[User], user: User, cart_token: str = "", **kwargs: object) -> None:
    """When a person signs in, what was put together and wished for before joins the cart and the wishlist."""
    if cart_token:
        services.wishes_merge(user_id=user.pk, token=cart_token)
        services.cart_merge(user_id=user.pk, token=cart_token)


@receiver(user_data_collected, dispatch_uid="sales.add_the_orders_to_the_data")
def add_the_orders_to_the_data(sender: type[User], user: User, **kwargs: object) -> list[DataSection]:
    """When a person asks for their data, the orders, their lines and the cart belong to it."""
    return selectors.person_data(user_id=user.pk)


@receiver(user_erased, dispatch_uid="sales.scrub_the_orders")
def scrub_the_orders(sender: type[User], user: User, **kwargs: object) -> None:
    """When a person is erased, finished orders lose names and addresses and keep sums; an unfinished one refuses it."""
    services.person_scrub(user_id=user.pk)


@receiver(order_cancelled, dispatch_uid="sales.restock_on_cancellation")
def restock_on_cancellation(
    sender: type[Order],
    order: Order,
    store_orders: Sequence[StoreOrder],
    reason: CancelReason,
    actor: Actor,
    **kwargs: object,
) -> None:
    """When parts of an order are cancelled, what was kept is freed and what was sold goes back, once per line."""
    lines = {line.pk: line for line in OrderItem.objects.filter(store_order__in=list(store_orders))}
    reservations = Reservation.objects.filter(order_item_id__in=list(lines))
    held = [row.order_item_id for row in reservations.filter(status=ReservationStatus.HELD)]
    sold = [row.order_item_id for row in reservations.filter(status=ReservationStatus.CONSUMED)]
    ended = ReservationStatus.EXPIRED if reason == CancelReason.EXPIRED else ReservationStatus.RELEASED
    if held:
        reservations.filter(order_item_id__in=held).update(status=ended)
        stock_release(lines=[StockLine(lines[pk].stock_id, lines[pk].quantity, str(pk)) for pk in held])
    if sold:
        reservations.filter(order_item_id__in=sold).update(status=ReservationStatus.RELEASED)
        stock_restock(lines=[StockLine(lines[pk].stock_id, lines[pk].quantity, str(pk)) for pk in sold], actor=actor)


@receiver(store_order_moved, dispatch_uid="sales.count_the_days_of_holds")
def count_the_days_of_holds(sender: type[StoreOrder], store_order: StoreOrder, **kwargs: object) -> None:
    """When a parcel has arrived, the days until its seller's money is released begin; when the part is closed, end."""
    if store_order.status == StoreOrderStatus.DELIVERED:
        sale_delivered(reference=store_order.pk, delivered_at=store_order.delivered_at or timezone.now())
    elif store_order.status == StoreOrderStatus.COMPLETED:
        sale_completed(reference=store_order.pk, now=timezone.now())
