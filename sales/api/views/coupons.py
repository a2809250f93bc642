"""Coupons of stores and of the platform."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import SignedIn
from core.api.views import ListView, View
from core.errors import NotFound
from markets import selectors as markets
from sales import selectors, services
from sales.api import serializers
from sales.models import Coupon


class CouponList(ListView):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"
    serializer_class = serializers.CouponOutput
    queryset = Coupon.objects.none()

    def get_queryset(self) -> QuerySet[Coupon]:
        return selectors.coupons_visible_to(scope=self.scope)

    @extend_schema(summary="List coupons", responses=serializers.CouponOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        summary="Make a coupon",
        request=serializers.CouponInput,
        responses={201: serializers.CouponOutput},
        examples=[OpenApiExample("15 %", {"code": "SPRING", "percent_basis_points": 1500}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.CouponInput)
        code, store_id = body.pop("market"), body.pop("store")
        market = markets.market_get(code) if code else None
        coupon = services.coupon_create(scope=self.scope, market=market, store_id=store_id, **body)
        return Response(serializers.CouponOutput(coupon).data, status=status.HTTP_201_CREATED)


class CouponDetail(View):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"

    def coupon(self, pk: UUID) -> Coupon:
        """Raises NotFound."""
        coupon = selectors.coupons_visible_to(scope=self.scope).filter(pk=pk).first()
        if coupon is None:
            raise NotFound
        return coupon

    @extend_schema(summary="Show a coupon", responses=serializers.CouponOutput)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(serializers.CouponOutput(self.coupon(pk)).data)

    @extend_schema(summary="Change a coupon", request=serializers.CouponChangeInput, responses=serializers.CouponOutput)
    def patch(self, request: Request, pk: UUID) -> Response:
        body = self.validated(serializers.CouponChangeInput)
        coupon = services.coupon_update(scope=self.scope, coupon=self.coupon(pk), **body)
        return Response(serializers.CouponOutput(coupon).data)

    @extend_schema(summary="Withdraw a coupon", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        services.coupon_delete(scope=self.scope, coupon=self.coupon(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
