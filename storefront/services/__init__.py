"""Writes of the read model."""

from storefront.services.refresh import (
    listing_refresh,
    listings_rebuild,
    listings_refresh_all,
    listings_refresh_category,
    listings_refresh_store,
    listings_write,
)
from storefront.services.standing import punctuality_count, store_rating_copy
from storefront.services.words import (
    category_words_note,
    search_words_rebuild,
    search_words_refresh,
    store_words_note,
)

__all__ = [
    "category_words_note",
    "listing_refresh",
    "listings_rebuild",
    "listings_refresh_all",
    "listings_refresh_category",
    "listings_refresh_store",
    "listings_write",
    "punctuality_count",
    "search_words_rebuild",
    "search_words_refresh",
    "store_rating_copy",
    "store_words_note",
]
