"""Offers of one's own stores, their stock and its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.versions import IF_MATCH, version_given, with_version
from core.api.views import ListView, View
from core.errors import FieldProblem, Invalid, NotAllowed
from core.scope import ActingScope, scope_of_request
from marketplace import selectors, services
from marketplace.api.filters import ItemFilters
from marketplace.api.serializers import items as s
from marketplace.models import StockMovement, StoreItem
from marketplace.rules import PRICE_EDIT, STOCK_EDIT

EMPTY = OpenApiResponse(description="Done; no body.")


class StoreMembers(BasePermission):
    """People who work in a store, and staff, who only read."""

    def has_permission(self, request: Any, view: Any) -> bool:
        scope = scope_of_request(request)
        return scope.is_authenticated and (scope.is_seller or selectors.sees_all(scope))


def _item(scope: ActingScope, item_id: UUID) -> dict[str, Any]:
    return dict(s.ItemOutput(selectors.item_get(scope=scope, item_id=item_id)).data)


def _versioned(item: dict[str, Any]) -> Response:
    return with_version(Response(item), item["version"])


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """The input under the names services use; market prices by code."""
    named = {f"{name}_id" if name in ("store", "variant") else name: value for name, value in body.items()}
    if "market_prices" in named:
        named["market_prices"] = {line["market"]: line["price_minor"] for line in named["market_prices"]}
    return named


def only_store(scope: ActingScope, permission: str | None = None) -> UUID:
    """The store meant by a person who names none. Raises NotAllowed, Invalid."""
    stores = scope.store_ids(permission)
    if not stores:
        raise NotAllowed(_("Your role does not include making offers."))
    if len(stores) > 1:
        detail = _("You work in several stores; say which one.")
        raise Invalid(detail, problems=[FieldProblem("/store", "required", detail)])
    return stores[0]


class ItemListView(ListView):
    """The offers of your stores, newest first."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    serializer_class = s.ItemOutput
    filterset_class = ItemFilters

    def get_queryset(self) -> Any:
        return selectors.items_detailed(selectors.items_visible_to(scope=self.scope))

    @extend_schema(operation_id="item_list", summary="List your offers")
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="item_create",
        summary="Offer a variant in your store",
        request=s.ItemInput,
        responses={201: s.ItemOutput},
        examples=[
            OpenApiExample(
                "Ten pieces for 89.00",
                {"variant": "01938f2e-7c1a-7b3e-9c55-0242ac120002", "price_minor": 8900, "stock": 10},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = _arguments(self.validated(s.ItemInput))
        body.setdefault("store_id", None)
        body["store_id"] = body["store_id"] or only_store(self.scope, PRICE_EDIT)
        item = services.item_create(scope=self.scope, **body)
        return Response(_item(self.scope, item.pk), status=status.HTTP_201_CREATED)


class ItemDetailView(View):
    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(operation_id="item_get", summary="Read an offer", responses=s.ItemOutput)
    def get(self, request: Request, item_id: UUID) -> Response:
        return _versioned(_item(self.scope, item_id))

    @extend_schema(
        operation_id="item_update",
        summary="Change an offer's price or hide it; stock has an address of its own",
        parameters=[IF_MATCH],
        request=s.ItemChangeInput,
        responses=s.ItemOutput,
        examples=[OpenApiExample("Sale", {"price_minor": 7900, "compare_at_minor": 8900}, request_only=True)],
    )
    def patch(self, request: Request, item_id: UUID) -> Response:
        body = _arguments(self.validated(s.ItemChangeInput))
        services.item_update(scope=self.scope, item_id=item_id, version=version_given(request, body), **body)
        return _versioned(_item(self.scope, item_id))

    @extend_schema(operation_id="item_delete", summary="Take an offer out of your store", responses={204: EMPTY})
    def delete(self, request: Request, item_id: UUID) -> Response:
        services.item_delete(scope=self.scope, item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ItemStockView(View):
    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(
        operation_id="item_stock",
        summary="Set the stock, or change it by a number of pieces",
        request=s.StockInput,
        responses=s.StockOutput,
        examples=[
            OpenApiExample("Counted", {"stock": 2, "note": "Yearly count"}, request_only=True),
            OpenApiExample("Received", {"delta": 24, "reason": "receive"}, request_only=True),
        ],
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        row = services.stock_adjust(scope=self.scope, item_id=item_id, **self.validated(s.StockInput))
        return Response(s.StockOutput(row).data)


class ItemMovementsView(ListView):
    """Every change of an offer's stock, newest first."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    queryset = StockMovement.objects.none()
    serializer_class = s.MovementOutput

    @extend_schema(operation_id="item_movements", summary="Read the stock history of an offer")
    def get(self, request: Request, item_id: UUID) -> Response:
        item: StoreItem = selectors.item_get(scope=self.scope, item_id=item_id)
        if not selectors.sees_all(self.scope):
            self.scope.require_store(STOCK_EDIT, item.store_id)
        return self.page(selectors.movements_of(item=item))
