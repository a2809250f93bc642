"""What can go wrong when buying, by name."""

from __future__ import annotations

from core.errors import Conflict, Invalid


class EmptyCart(Conflict):
    code = "cart_empty"
    title = "The cart is empty."


class CartChanged(Conflict):
    """Prices or stock differ from what the shopper saw; `errors` names each line."""

    code = "cart_changed"
    title = "Something in your cart has changed. Look at it again before you pay."


class NotEnoughStock(Conflict):
    code = "out_of_stock"
    title = "There is not enough left of something in your cart."


class NoDelivery(Conflict):
    code = "no_delivery"
    title = "A store cannot send its parcel to this address that way."


class CouponRefused(Conflict):
    code = "coupon_refused"
    title = "This code cannot be used here."


class NotPayable(Conflict):
    code = "not_payable"
    title = "This order is not waiting for a payment."


class NotCancellable(Conflict):
    code = "not_cancellable"
    title = "It is too late to cancel this."


class UnknownItem(Invalid):
    code = "unknown_item"
    title = "There is no such offer here."
