"""Writes of the marketplace: one function per thing that happens."""

from marketplace.services.checklist import (
    requirement_answer,
    requirement_create,
    requirement_delete,
    requirement_file,
    requirement_update,
)
from marketplace.services.exports import articles_export, movements_export
from marketplace.services.followers import (
    stock_subscribe,
    stock_unsubscribe,
    store_follow,
    store_unfollow,
    subscribers_tell,
)
from marketplace.services.grid import items_update
from marketplace.services.holidays import holiday_end, holiday_set, holidays_turn
from marketplace.services.imports import import_confirm, import_stop, import_upload, imports_purge
from marketplace.services.invitations import invitation_accept, invitation_read, invitation_withdraw, member_invite
from marketplace.services.items import item_create, item_delete, item_restore, item_update
from marketplace.services.members import member_add, member_leave, member_remove, member_update
from marketplace.services.policies import policy_set
from marketplace.services.sellers import (
    seller_approve,
    seller_close,
    seller_register,
    seller_return,
    seller_submit,
    seller_suspend,
    shop_open,
)
from marketplace.services.standing import store_punctuality_set, store_rating_set
from marketplace.services.stock import (
    stock_adjust,
    stock_release,
    stock_rereserve,
    stock_reserve,
    stock_restock,
    stock_sell,
    stock_threshold_set,
)
from marketplace.services.stores import store_create, store_logo_remove, store_logo_set, store_open, store_update

__all__ = [
    "articles_export",
    "holiday_end",
    "holiday_set",
    "holidays_turn",
    "import_confirm",
    "import_stop",
    "import_upload",
    "imports_purge",
    "invitation_accept",
    "invitation_read",
    "invitation_withdraw",
    "item_create",
    "item_delete",
    "item_restore",
    "item_update",
    "items_update",
    "member_add",
    "member_invite",
    "member_leave",
    "member_remove",
    "member_update",
    "movements_export",
    "policy_set",
    "requirement_answer",
    "requirement_create",
    "requirement_delete",
    "requirement_file",
    "requirement_update",
    "seller_approve",
    "seller_close",
    "seller_register",
    "seller_return",
    "seller_submit",
    "seller_suspend",
    "shop_open",
    "stock_adjust",
    "stock_release",
    "stock_rereserve",
    "stock_reserve",
    "stock_restock",
    "stock_sell",
    "stock_subscribe",
    "stock_threshold_set",
    "stock_unsubscribe",
    "store_create",
    "store_follow",
    "store_logo_remove",
    "store_logo_set",
    "store_open",
    "store_punctuality_set",
    "store_rating_set",
    "store_unfollow",
    "store_update",
    "subscribers_tell",
]
