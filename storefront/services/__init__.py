"""Writes of the read model."""

from storefront.services.refresh import (
    listing_refresh,
    listings_rebuild,
    listings_refresh_all,
    listings_refresh_category,
    listings_refresh_store,
    listings_write,
)

__all__ = [
    "listing_refresh",
    "listings_rebuild",
    "listings_refresh_all",
    "listings_refresh_category",
    "listings_refresh_store",
    "listings_write",
]
