"""Everything under /api/."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

APPS = ["accounts", "catalog", "marketplace", "markets", "storefront", "shipping", "sales", "payments"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.docs_urls")),
    *(path("", include(f"{app}.api.urls")) for app in APPS if find_spec(f"{app}.api.urls")),
]
