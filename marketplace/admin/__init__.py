"""What a seller signs in for: the store, its team, offers and stock; and how staff let sellers in."""

from marketplace.admin import followers, imports, items, sellers, stock, stores, team

__all__ = ["followers", "imports", "items", "sellers", "stock", "stores", "team"]
