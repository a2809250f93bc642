"""Who sells what: sellers, stores, their people, offers (StoreItem), stock and its movements."""

from marketplace.models.followers import StockSubscription, StoreFollow
from marketplace.models.imports import ImportRow, ProductImport
from marketplace.models.offers import ItemMarketPrice, PriceChange, StoreItem
from marketplace.models.sellers import Decision, Requirement, RequirementAnswer, Seller, SellerDecision
from marketplace.models.stock import MovementReason, Stock, StockMovement, default_threshold
from marketplace.models.stores import (
    PolicyKind,
    Store,
    StoreHoliday,
    StoreMarket,
    StorePolicy,
    StoreProduct,
    StoreStanding,
)
from marketplace.models.team import StoreInvitation, StoreMember

__all__ = [
    "Decision",
    "ImportRow",
    "ItemMarketPrice",
    "MovementReason",
    "PolicyKind",
    "PriceChange",
    "ProductImport",
    "Requirement",
    "RequirementAnswer",
    "Seller",
    "SellerDecision",
    "Stock",
    "StockMovement",
    "StockSubscription",
    "Store",
    "StoreFollow",
    "StoreHoliday",
    "StoreInvitation",
    "StoreItem",
    "StoreMarket",
    "StoreMember",
    "StorePolicy",
    "StoreProduct",
    "StoreStanding",
    "default_threshold",
]
