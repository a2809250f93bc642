"""Writes of sales: the cart, placing orders, and what happens to them."""

from sales.services.cart import (
    cart_accept_changes,
    cart_add_item,
    cart_create,
    cart_merge,
    cart_of_user,
    cart_remove_item,
    cart_set_coupon,
    cart_set_market,
    cart_set_quantity,
    carts_purge,
    owner_of,
)
from sales.services.coupons import coupon_create, coupon_delete, coupon_update
from sales.services.lifecycle import (
    order_cancel,
    order_cancel_finish,
    order_lock,
    order_mark_paid,
    orders_expire,
    store_order_cancel,
    store_order_deliver,
    store_order_process,
    store_order_ship,
)
from sales.services.placement import Contact, PlacedOrder, Placement, cart_quotes, order_place

__all__ = [
    "Contact",
    "PlacedOrder",
    "Placement",
    "cart_accept_changes",
    "cart_add_item",
    "cart_create",
    "cart_merge",
    "cart_of_user",
    "cart_quotes",
    "cart_remove_item",
    "cart_set_coupon",
    "cart_set_market",
    "cart_set_quantity",
    "carts_purge",
    "coupon_create",
    "coupon_delete",
    "coupon_update",
    "order_cancel",
    "order_cancel_finish",
    "order_lock",
    "order_mark_paid",
    "order_place",
    "orders_expire",
    "owner_of",
    "store_order_cancel",
    "store_order_deliver",
    "store_order_process",
    "store_order_ship",
]
