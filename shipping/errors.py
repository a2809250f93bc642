"""What can go wrong with shipping, by name."""

from __future__ import annotations

from core.errors import Conflict, Invalid, NotFound


class ShippingServiceNotFound(NotFound):
    code = "shipping_service_not_found"
    title = "There is no such shipping service."


class ShippingCodeTaken(Conflict):
    code = "shipping_code_taken"
    title = "Another shipping service has this code already."


class ItemNotSent(Invalid):
    code = "item_not_on_sale"
    title = "An item is not on sale in that market."
