"""Everything under /api/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from catalog.api.views import ProductCollectionWrite, ProductDetailWrite
from core import pages
from storefront.api.plain import with_writes
from storefront.api.views import product_detail, product_list

# The busiest first: addresses are tried in this order.
APPS = ["sales", "storefront", "accounts", "payments", "catalog", "marketplace", "reviews", "shipping", "finance"]

urlpatterns: list[URLPattern | URLResolver] = [
    # Read by the storefront, written by the catalogue.
    path("catalog/products/", with_writes(product_list, ProductCollectionWrite), name="product-list"),
    path("catalog/products/<str:slug>/", with_writes(product_detail, ProductDetailWrite), name="product-detail"),
    *(path("", include(f"{app}.api.urls")) for app in APPS),
    path("", include("config.docs_urls")),
    re_path("", pages.not_found),  # a problem document also where DEBUG would show a page
]
