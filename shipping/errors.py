"""What can go wrong with shipping, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid, NotFound


class ShippingServiceNotFound(NotFound):
    code = "shipping_service_not_found"
    title = _("There is no such shipping service.")


class ShippingCodeTaken(Conflict):
    code = "shipping_code_taken"
    title = _("Another shipping service has this code already.")


class ItemNotSent(Invalid):
    code = "item_not_on_sale"
    title = _("An item is not on sale in that market.")
