"""Permission keys of store members, and which role holds which."""

from __future__ import annotations

from django.db import models

STORE_EDIT = "store.edit"
CATALOG_EDIT = "catalog.edit"
STOCK_EDIT = "stock.edit"
PRICE_EDIT = "price.edit"
ORDERS_VIEW = "orders.view"
ORDERS_FULFIL = "orders.fulfil"
TEAM_EDIT = "team.edit"
FINANCE_VIEW = "finance.view"
MARKETING_EDIT = "marketing.edit"


class StoreRole(models.TextChoices):
    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    FULFILMENT = "fulfilment", "Fulfilment"


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
            MARKETING_EDIT,
        }
    ),
    StoreRole.MANAGER: frozenset(
        {STORE_EDIT, CATALOG_EDIT, STOCK_EDIT, PRICE_EDIT, ORDERS_VIEW, ORDERS_FULFIL, MARKETING_EDIT}
    ),
    StoreRole.FULFILMENT: frozenset({STOCK_EDIT, ORDERS_VIEW, ORDERS_FULFIL}),
}
