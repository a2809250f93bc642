"""The wishlist."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from markets import selectors as markets
from sales import services
from sales.api import documents, serializers
from sales.api.views.cart import CART_TOKEN, TOKEN_PARAMETER, CartView
from sales.wish_sql import wishes_read


class Wishes(CartView):
    @extend_schema(
        operation_id="wishlist",
        summary="Show the wishlist",
        description="Newest first, each with its best offer now; `price_drop` says how much cheaper it has become.",
        parameters=[TOKEN_PARAMETER],
        responses=serializers.WishListOutput,
    )
    def get(self, request: Request) -> Response:
        owner = self.owner()
        shown = wishes_read(owner) if owner else None
        if shown is not None:
            return Response(documents.wishlist_document(shown))
        market = markets.market_get()
        return Response(documents.empty_wishlist_document(market.code, market.currency))

    @extend_schema(
        operation_id="wishlist_add",
        summary="Put a product on the wishlist",
        description="Once is enough. A guest without a cart gets one; its token is in the answer.",
        parameters=[TOKEN_PARAMETER],
        request=serializers.WishInput,
        responses={201: serializers.WishListOutput},
        examples=[OpenApiExample("A product", {"product": "01938f2e-7c1a-7b3e-9c55-0242ac120002"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.WishInput)
        shown, token = services.wish_add(owner=self.owner(), product_id=body["product"], market_code=body.get("market"))
        headers = {CART_TOKEN: token} if token else {}
        document = documents.wishlist_document(shown, token=token)
        return Response(document, status=status.HTTP_201_CREATED, headers=headers)


class WishDetail(CartView):
    @extend_schema(
        operation_id="wishlist_remove",
        summary="Take a product off the wishlist",
        parameters=[TOKEN_PARAMETER],
        responses={200: serializers.WishListOutput},
    )
    def delete(self, request: Request, product_id: UUID) -> Response:
        shown = services.wish_remove(owner=self.require_owner(), product_id=product_id)
        return Response(documents.wishlist_document(shown))


class WishToCart(CartView):
    @extend_schema(
        operation_id="wishlist_move_to_cart",
        summary="Move a product from the wishlist to the cart",
        description="Its best offer: in stock, then cheapest. 409 when it is sold out.",
        parameters=[TOKEN_PARAMETER],
        request=serializers.WishToCartInput,
        responses=serializers.CartOutput,
        examples=[OpenApiExample("Two of them", {"quantity": 2}, request_only=True)],
    )
    def post(self, request: Request, product_id: UUID) -> Response:
        quantity = self.validated(serializers.WishToCartInput)["quantity"]
        cart = services.wish_move_to_cart(owner=self.require_owner(), product_id=product_id, quantity=quantity)
        return self.answer(cart)
