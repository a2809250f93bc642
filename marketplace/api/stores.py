"""Sellers, stores and markets."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import Anyone, SignedIn
from core.api.schema import refuses
from core.api.versions import IF_MATCH, version_given, with_version
from core.api.views import ListView, View
from core.scope import ActingScope, scope_of
from marketplace import selectors, services
from marketplace.api.filters import StoreFilters
from marketplace.api.serializers import stores as s
from marketplace.models import Store
from markets.models import Market

PUBLIC: Any = [{}]  # nobody needs to sign in for it
STORE_EXAMPLE = {"name": "Nika Keys", "market": "intl", "country": "US", "city": "Portland", "markets": ["id"]}


def store_context(scope: ActingScope) -> dict[str, Any]:
    return {"scope": scope, "sees_all": selectors.sees_all(scope)}


def store_body(scope: ActingScope, store: Store) -> dict[str, Any]:
    """A store as the acting person may see it."""
    detailed = selectors.stores_detailed(Store.objects.filter(pk=store.pk)).get()
    return dict(s.StoreOutput(detailed, context=store_context(scope)).data)


class SellersView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="seller_register",
        summary="Register as a seller, with a first store if you like",
        request=s.SellerInput,
        responses={201: s.RegisteredOutput},
        examples=[OpenApiExample("With a store", {"name": "Nika Rahimi", "store": STORE_EXAMPLE}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.SellerInput)
        seller, store = services.seller_register(scope=self.scope, **body)
        scope = scope_of(request.user)  # the membership is new
        answer = {
            "seller": s.SellerOutput(seller).data,
            "store": store_body(scope, store) if store is not None else None,
        }
        return Response(answer, status=status.HTTP_201_CREATED)


class SellerMeView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="seller_me",
        extensions=refuses(404),
        summary="Yourself as a seller, with your stores",
        responses=s.SellerStoresOutput,
    )
    def get(self, request: Request) -> Response:
        seller = selectors.seller_of(scope=self.scope)
        stores = selectors.stores_detailed(Store.objects.filter(seller=seller)).order_by("name", "pk")
        context = store_context(self.scope)
        answer = {**s.SellerOutput(seller).data, "stores": s.StoreOutput(stores, many=True, context=context).data}
        return Response(answer)


class StoreListView(ListView):
    """Open stores of approved sellers."""

    schema_tag = "Marketplace"
    serializer_class = s.StoreOutput
    filterset_class = StoreFilters

    def get_permissions(self) -> list[Any]:
        return [Anyone() if self.request.method in ("GET", "HEAD", "OPTIONS") else SignedIn()]

    def get_queryset(self) -> Any:
        return selectors.stores_detailed(selectors.stores_visible_to(scope=self.scope))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), **store_context(self.scope)}

    @extend_schema(operation_id="store_list", summary="List stores", auth=PUBLIC)
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="store_create",
        summary="Open a further store",
        request=s.StoreInput,
        responses={201: s.StoreOutput},
        examples=[OpenApiExample("A store", STORE_EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        store = services.store_create(scope=self.scope, **self.validated(s.StoreInput))
        return Response(store_body(scope_of(request.user), store), status=status.HTTP_201_CREATED)


class StoreDetailView(View):
    """`key` is an id or a slug."""

    schema_tag = "Marketplace"

    def get_permissions(self) -> list[Any]:
        return [Anyone() if self.request.method in ("GET", "HEAD", "OPTIONS") else SignedIn()]

    @extend_schema(operation_id="store_get", summary="Read a store", responses=s.StoreOutput, auth=PUBLIC)
    def get(self, request: Request, key: str) -> Response:
        store = selectors.store_get(scope=self.scope, key=key)
        body = s.StoreOutput(store, context=store_context(self.scope)).data
        return with_version(Response(body), store.version) if body["own"] else Response(body)

    @extend_schema(
        operation_id="store_update",
        summary="Change a store",
        parameters=[IF_MATCH],
        request=s.StoreChangeInput,
        responses=s.StoreOutput,
        examples=[OpenApiExample("Hide all offers", {"status": "PAUSED"}, request_only=True)],
    )
    def patch(self, request: Request, key: str) -> Response:
        store = selectors.store_get(scope=self.scope, key=key)
        body = self.validated(s.StoreChangeInput)
        version = version_given(request, body)
        store = services.store_update(scope=self.scope, store_id=store.pk, version=version, **body)
        return with_version(Response(store_body(self.scope, store)), store.version)


class MarketsView(View):
    schema_tag = "Marketplace"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="market_list", summary="The markets Serai sells in", responses=s.MarketsOutput, auth=PUBLIC
    )
    def get(self, request: Request) -> Response:
        rows = Market.objects.filter(is_active=True).order_by("code")
        return Response({"results": s.MarketOutput(rows, many=True).data})
