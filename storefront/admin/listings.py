"""The read model, for looking at."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, money_column
from storefront.models import ProductListing, SearchWord


@admin.register(ProductListing)
class ProductListingAdmin(ScopedModelAdmin):
    """`manage.py rebuild_listings` makes it anew."""

    list_display = ("name", "market", "price", "is_available", "offer_count", "updated_at")
    list_select_related = ("market",)
    list_filter = (("market", RelatedFilter), "is_available", "is_featured")
    search_fields = ("name", "slug")
    fields = (
        "name", "slug", "market", "price", "is_available", "offer_count", "rating_basis_points", "review_count",
        "sold_count", "is_featured", "rank", "listed_at", "updated_at", "card",
    )  # fmt: skip
    readonly_fields = fields
    price = money_column("price", _("Price"))


@admin.register(SearchWord)
class SearchWordAdmin(ScopedModelAdmin):
    """For reading: the words that suggestions and corrections look up."""

    list_display = ("word", "kind", "market_code", "uses", "refreshed_at")
    list_filter = ("kind",)
    search_fields = ("^word",)
    fields = ("word", "kind", "market_code", "uses", "best", "refreshed_at")
    readonly_fields = fields
