"""What can go wrong when buying, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid, TooManyRequests


class WishlistFull(Conflict):
    code = "wishlist_full"
    title = _("Your wishlist is full. Take something off it first.")


class UnknownProduct(Invalid):
    code = "unknown_product"
    title = _("There is no such product here.")


class EmptyCart(Conflict):
    code = "cart_empty"
    title = _("The cart is empty.")


class TooManyOrders(TooManyRequests):
    """A person's orders of the last minute or hour, or those that wait for their payment, are as many as may be."""

    code = "too_many_orders"
    title = _("You have placed many orders in a short time. Pay or cancel those that wait, or try again later.")


class CartChanged(Conflict):
    """Prices or stock differ from what the shopper saw; `errors` names each line."""

    code = "cart_changed"
    title = _("Something in your cart has changed. Look at it again before you pay.")


class NotEnoughStock(Conflict):
    code = "out_of_stock"
    title = _("There is not enough left of something in your cart.")


class NoDelivery(Conflict):
    code = "no_delivery"
    title = _("A store cannot send its parcel to this address that way.")


class CouponRefused(Conflict):
    code = "coupon_refused"
    title = _("This code cannot be used here.")


class NotPayable(Conflict):
    code = "not_payable"
    title = _("This order is not waiting for a payment.")


class NotCancellable(Conflict):
    code = "not_cancellable"
    title = _("It is too late to cancel this.")


class UnknownItem(Invalid):
    code = "unknown_item"
    title = _("There is no such offer here.")
