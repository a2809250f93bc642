"""Addresses of the API's own documents, below /api/."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from config import docs

urlpatterns = [
    path("schema/", docs.schema_json, name="schema"),
    path("schema.yaml", docs.schema_yaml, name="schema-yaml"),
    path("docs/", docs.SwaggerView.as_view(url_name="schema"), name="docs"),
    path("docs", RedirectView.as_view(pattern_name="docs")),
    path("redoc/", docs.redoc, name="redoc"),
    path("redoc/redoc.js", docs.redoc_script, name="redoc-script"),
    path("redoc", RedirectView.as_view(pattern_name="redoc")),
    path("docs+/", docs.code_page, name="docs-plus"),
    path("docs+/code/", docs.code_read, name="docs-plus-code"),
    path("docs+", RedirectView.as_view(pattern_name="docs-plus")),
]
