"""Following stores, and waiting for what is sold out."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import SignedIn
from core.api.views import ListView, View
from marketplace import selectors, services
from marketplace.api.serializers import followers as s
from marketplace.models import StockSubscription, StoreFollow

DONE = OpenApiResponse(description="Done; no body. Once more is no error.")


class FollowView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(operation_id="store_follow", summary="Follow a store", request=None, responses={204: DONE})
    def put(self, request: Request, key: str) -> Response:
        services.store_follow(scope=self.scope, store_id=selectors.store_get(scope=self.scope, key=key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="store_unfollow", summary="Follow a store no longer", responses={204: DONE})
    def delete(self, request: Request, key: str) -> Response:
        services.store_unfollow(scope=self.scope, store_id=selectors.store_get(scope=self.scope, key=key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class FollowsView(ListView):
    """The stores you follow, the latest first."""

    schema_tag = "Marketplace"
    permission_classes = [SignedIn]
    queryset = StoreFollow.objects.none()
    serializer_class = s.FollowOutput

    @extend_schema(operation_id="follow_list", summary="List the stores you follow")
    def get(self, request: Request) -> Response:
        return self.page(selectors.follows_of(scope=self.scope))


class SubscriptionView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="stock_subscribe",
        summary="Get one mail when a sold-out offer is back",
        request=None,
        responses={204: DONE},
    )
    def put(self, request: Request, item_id: UUID) -> Response:
        services.stock_subscribe(scope=self.scope, item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="stock_unsubscribe", summary="Wait for an offer no longer", responses={204: DONE})
    def delete(self, request: Request, item_id: UUID) -> Response:
        services.stock_unsubscribe(scope=self.scope, item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SubscriptionsView(ListView):
    """The sold-out offers you wait for, the latest first."""

    schema_tag = "Marketplace"
    permission_classes = [SignedIn]
    queryset = StockSubscription.objects.none()
    serializer_class = s.SubscriptionOutput

    @extend_schema(operation_id="subscription_list", summary="List the sold-out offers you wait for")
    def get(self, request: Request) -> Response:
        return self.page(selectors.subscriptions_of(scope=self.scope))
