"""Writes of the marketplace: one function per thing that happens."""

from marketplace.services.imports import import_confirm, import_stop, import_upload, imports_purge
from marketplace.services.items import item_create, item_delete, item_restore, item_update
from marketplace.services.sellers import seller_approve, seller_register, seller_suspend
from marketplace.services.stock import (
    stock_adjust,
    stock_release,
    stock_rereserve,
    stock_reserve,
    stock_restock,
    stock_sell,
    stock_threshold_set,
)
from marketplace.services.stores import (
    member_add,
    member_remove,
    member_update,
    store_create,
    store_open,
    store_update,
)

__all__ = [
    "import_confirm",
    "import_stop",
    "import_upload",
    "imports_purge",
    "item_create",
    "item_delete",
    "item_restore",
    "item_update",
    "member_add",
    "member_remove",
    "member_update",
    "seller_approve",
    "seller_register",
    "seller_suspend",
    "stock_adjust",
    "stock_release",
    "stock_rereserve",
    "stock_reserve",
    "stock_restock",
    "stock_sell",
    "stock_threshold_set",
    "store_create",
    "store_open",
    "store_update",
]
