"""Reads of the marketplace, and who may see which rows."""

from marketplace.selectors.followers import follows_of, subscriptions_of
from marketplace.selectors.imports import import_get, imports_visible_to
from marketplace.selectors.items import (
    item_get,
    items_detailed,
    items_low,
    items_on_sale,
    items_visible_to,
    movements_of,
)
from marketplace.selectors.sellers import (
    Onboarding,
    decisions_of,
    onboarding_of,
    requirement_get,
    requirements_of,
    seller_of,
)
from marketplace.selectors.stores import (
    Policy,
    handles_free,
    holiday_of,
    invitations_of,
    members_of,
    policies_at,
    products_maintained,
    sees_all,
    store_get,
    stores_detailed,
    stores_of,
    stores_visible_to,
)

__all__ = [
    "Onboarding",
    "Policy",
    "decisions_of",
    "follows_of",
    "handles_free",
    "holiday_of",
    "import_get",
    "imports_visible_to",
    "invitations_of",
    "item_get",
    "items_detailed",
    "items_low",
    "items_on_sale",
    "items_visible_to",
    "members_of",
    "movements_of",
    "onboarding_of",
    "policies_at",
    "products_maintained",
    "requirement_get",
    "requirements_of",
    "sees_all",
    "seller_of",
    "store_get",
    "stores_detailed",
    "stores_of",
    "stores_visible_to",
    "subscriptions_of",
]
