"""The way of a product into the shop: what a store or staff manage, and the steps between statuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors, services
from catalog.api import serializers as s
from catalog.api.filters import ManagedProductFilters
from catalog.models import Product
from core.api.permissions import CatalogueWriters, SignedIn
from core.api.serializers import Input
from core.api.views import ListView, View


class ManagedProductsView(ListView):
    schema_tag = "Catalog"
    permission_classes = [SignedIn]
    serializer_class = s.ManagedProductOutput
    filterset_class = ManagedProductFilters

    def get_queryset(self) -> Any:
        return selectors.products_managed_by(scope=self.scope)

    @extend_schema(
        operation_id="managed_product_list",
        summary="Products you may edit, in every status",
        description="What your stores maintain; everything for staff, whose queues are "
        "`?status=IN_REVIEW` and `?is_changed_live=true`.",
    )
    def get(self, request: Request) -> Response:
        return self.page()


class StepView(View):
    """One step of a product's status."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    def step(self, slug: str, service: Callable[..., Product], body: type[Input] | None = None) -> Response:
        """The product is looked for before the body is read: a strange key is a 404 whatever comes with it."""
        found = selectors.product_get(scope=self.scope, key=slug)
        values = self.validated(body) if body else {}
        row = service(scope=self.scope, product_id=found.pk, **values)
        return Response(s.ProductOutput(selectors.product_detail(product_id=row.pk)).data)


class SubmitView(StepView):
    @extend_schema(
        operation_id="product_submit",
        summary="Put a product on sale, or hand it in for review",
        request=s.StepInput,
        responses=s.ProductOutput,
        examples=[OpenApiExample("As I read it", {"version": 3}, request_only=True)],
    )
    def post(self, request: Request, slug: str) -> Response:
        return self.step(slug, services.product_submit, s.StepInput)


class WithdrawView(StepView):
    @extend_schema(
        operation_id="product_withdraw", summary="Make a product a draft again", request=None, responses=s.ProductOutput
    )
    def post(self, request: Request, slug: str) -> Response:
        return self.step(slug, services.product_withdraw)


class ArchiveView(StepView):
    @extend_schema(
        operation_id="product_archive", summary="End the sale of a product", request=None, responses=s.ProductOutput
    )
    def post(self, request: Request, slug: str) -> Response:
        return self.step(slug, services.product_archive)


class ApproveView(StepView):
    @extend_schema(
        operation_id="product_approve",
        summary="Approve a product in review (staff)",
        request=s.StepInput,
        responses=s.ProductOutput,
        examples=[OpenApiExample("As I read it", {"version": 3}, request_only=True)],
    )
    def post(self, request: Request, slug: str) -> Response:
        return self.step(slug, services.product_approve, s.StepInput)


class ReturnView(StepView):
    @extend_schema(
        operation_id="product_return",
        summary="Give a product back with reasons (staff)",
        request=s.ReturnInput,
        responses=s.ProductOutput,
        examples=[
            OpenApiExample(
                "The picture",
                {"objections": [{"field": "images", "reason": "The picture shows another keyboard."}]},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, slug: str) -> Response:
        return self.step(slug, services.product_return, s.ReturnInput)
