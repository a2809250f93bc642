"""Permission keys of store members, and which role holds which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

STORE_EDIT = "store.edit"
CATALOG_EDIT = "catalog.edit"
STOCK_EDIT = "stock.edit"
PRICE_EDIT = "price.edit"
ORDERS_VIEW = "orders.view"
ORDERS_FULFIL = "orders.fulfil"
TEAM_EDIT = "team.edit"
FINANCE_VIEW = "finance.view"
FINANCE_PAYOUT = "finance.payout"  # where the money goes, and asking for it
MARKETING_EDIT = "marketing.edit"
STORE_LEGAL = "store.legal"  # licence and tax number in full
REVIEWS_REPLY = "reviews.reply"


class StoreRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    FULFILMENT = "fulfilment", _("Fulfilment")


ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    StoreRole.OWNER: frozenset(
        {
            STORE_EDIT,
            CATALOG_EDIT,
            STOCK_EDIT,
            PRICE_EDIT,
            ORDERS_VIEW,
            ORDERS_FULFIL,
            TEAM_EDIT,
            FINANCE_VIEW,
            FINANCE_PAYOUT,
            MARKETING_EDIT,
            STORE_LEGAL,
            REVIEWS_REPLY,
        }
    ),
    StoreRole.MANAGER: frozenset(
        {STORE_EDIT, CATALOG_EDIT, STOCK_EDIT, PRICE_EDIT, ORDERS_VIEW, ORDERS_FULFIL, MARKETING_EDIT, REVIEWS_REPLY}
    ),
    StoreRole.FULFILMENT: frozenset({STOCK_EDIT, ORDERS_VIEW, ORDERS_FULFIL}),
}
