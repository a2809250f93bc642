"""Writes of sales: the cart, placing orders, and what happens to them."""

from sales.services.books import sold_part
from sales.services.cart import (
    cart_accept_changes,
    cart_add_item,
    cart_bring_back,
    cart_create,
    cart_merge,
    cart_of_user,
    cart_remove_item,
    cart_save_for_later,
    cart_set_coupon,
    cart_set_market,
    cart_set_quantity,
    carts_purge,
    owner_of,
    token_hash,
)
from sales.services.cash import cash_parts, order_accept_on_delivery
from sales.services.coupons import coupon_create, coupon_delete, coupon_update
from sales.services.lifecycle import (
    order_cancel,
    order_cancel_finish,
    order_mark_paid,
    orders_expire,
    store_order_cancel,
    store_order_complete,
    store_order_deliver,
    store_order_process,
    store_order_ship,
)
from sales.services.moves import order_lock
from sales.services.papers import paper_of
from sales.services.placement import Contact, PlacedOrder, Placement, cart_quotes, order_place
from sales.services.privacy import person_scrub
from sales.services.wishes import wish_add, wish_move_to_cart, wish_remove, wishes_merge

__all__ = [
    "Contact",
    "PlacedOrder",
    "Placement",
    "cart_accept_changes",
    "cart_add_item",
    "cart_bring_back",
    "cart_create",
    "cart_merge",
    "cart_of_user",
    "cart_quotes",
    "cart_remove_item",
    "cart_save_for_later",
    "cart_set_coupon",
    "cart_set_market",
    "cart_set_quantity",
    "carts_purge",
    "cash_parts",
    "coupon_create",
    "coupon_delete",
    "coupon_update",
    "order_accept_on_delivery",
    "order_cancel",
    "order_cancel_finish",
    "order_lock",
    "order_mark_paid",
    "order_place",
    "orders_expire",
    "owner_of",
    "paper_of",
    "person_scrub",
    "sold_part",
    "store_order_cancel",
    "store_order_complete",
    "store_order_deliver",
    "store_order_process",
    "store_order_ship",
    "token_hash",
    "wish_add",
    "wish_move_to_cart",
    "wish_remove",
    "wishes_merge",
]
