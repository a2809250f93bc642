"""Taking out what a store has."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.api.schema import refuses
from core.api.serializers import UUID_PATTERN
from core.api.views import View
from core.tables import table_response
from marketplace import services
from marketplace.api.imports import AS, FILES, file_kind, only_store
from marketplace.api.items import StoreMembers
from marketplace.rules import CATALOG_EDIT, STOCK_EDIT

STORE = OpenApiParameter("store", UUID, description="May be left out by those who work in one store.")


class _ExportView(View):
    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    query_parameters = frozenset({"as", "store"})

    def store_id(self, request: Request, permission: str) -> UUID:
        """The store asked for, or the only one. Raises ValidationError, NotAllowed, Invalid."""
        given = request.query_params.get("store")
        if given is None:
            return only_store(self.scope, permission)
        if not UUID_PATTERN.fullmatch(given):
            raise ValidationError({"store": ["Expected a UUID."]}, code="wrong_type")
        return UUID(given)


class ArticlesExportView(_ExportView):
    """Products, offers and stock, under the columns of an import: change the sheet and bring it back."""

    @extend_schema(
        operation_id="export_articles",
        summary="Download your articles with prices and stock",
        parameters=[AS, STORE],
        responses=FILES,
        extensions=refuses(404, 413),
    )
    def get(self, request: Request) -> HttpResponse:
        kind, store_id = file_kind(request.query_params), self.store_id(request, CATALOG_EDIT)
        content = services.articles_export(scope=self.scope, store_id=store_id, kind=kind)
        return table_response(kind, content, "articles")


class MovementsExportView(_ExportView):
    """When pieces came and went, and why."""

    @extend_schema(
        operation_id="export_movements",
        summary="Download your stock history",
        parameters=[AS, STORE],
        responses=FILES,
        extensions=refuses(404, 413),
    )
    def get(self, request: Request) -> HttpResponse:
        kind, store_id = file_kind(request.query_params), self.store_id(request, STOCK_EDIT)
        content = services.movements_export(scope=self.scope, store_id=store_id, kind=kind)
        return table_response(kind, content, "stock")
