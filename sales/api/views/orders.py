"""Orders of shoppers, store orders of sellers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import Anyone, SignedIn
from core.api.views import ListView, View
from core.errors import NotFound
from core.scope import ANONYMOUS
from marketplace.selectors import policies_at
from sales import selectors, services
from sales.api import documents, serializers
from sales.models import Order, OrderItem, StoreOrder
from sales.states import CancelReason, OrderStatus, StoreOrderStatus

TOKEN = OpenApiParameter("token", str, description="The signed token of a guest's order link.")


class OrderFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=OrderStatus.choices)

    class Meta:
        model = Order
        fields = ["status"]


class StoreOrderFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=StoreOrderStatus.choices)
    store = django_filters.UUIDFilter(field_name="store_id")

    class Meta:
        model = StoreOrder
        fields = ["status", "store"]


class DocumentList(ListView):
    """A list whose entries are built by a document function."""

    def document(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def page(self, queryset: Any = None) -> Response:
        rows = self.filter_queryset(self.get_queryset() if queryset is None else queryset)
        return self.get_paginated_response([self.document(row) for row in self.paginate_queryset(rows) or []])


class OrderList(DocumentList):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"
    filterset_class = OrderFilter
    serializer_class = serializers.OrderOutput
    queryset = Order.objects.none()

    def get_queryset(self) -> QuerySet[Order]:
        return selectors.orders_visible_to(scope=self.scope)

    def document(self, row: Order) -> dict[str, Any]:
        return documents.order_document_of(row)

    @extend_schema(summary="List one's orders", responses=serializers.OrderOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.page()


class OrderView(View):
    permission_classes = [Anyone]
    query_parameters = frozenset({"token"})
    schema_tag = "Cart & Orders"

    def order(self, number: str) -> Order:
        """Raises NotFound."""
        token = self.request.query_params.get("token", "")
        scope = self.scope if self.request.user.is_authenticated else ANONYMOUS
        return selectors.order_get(scope=scope, number=number, token=token)


class OrderDetail(OrderView):
    @extend_schema(summary="Show an order", parameters=[TOKEN], responses=serializers.OrderOutput)
    def get(self, request: Request, number: str) -> Response:
        return Response(documents.order_document_of(self.order(number)))


class OrderPolicies(OrderView):
    @extend_schema(
        summary="Show the policies of an order",
        description="What each store promised when the order was placed, whatever it promises since.",
        parameters=[TOKEN],
        responses=serializers.OrderPoliciesOutput(many=True),
    )
    def get(self, request: Request, number: str) -> Response:
        parts = list(self.order(number).store_orders.all())
        held = policies_at({part.store_id: part.policies or {} for part in parts})
        return Response([documents.policies_document(part, held[part.store_id]) for part in parts])


class OrderCancel(OrderView):
    @extend_schema(
        summary="Cancel an order",
        description="Possible until a parcel leaves. While a payment is being confirmed the order waits for its end.",
        parameters=[TOKEN],
        request=serializers.CancelInput,
        responses=serializers.OrderOutput,
    )
    def post(self, request: Request, number: str) -> Response:
        self.validated(serializers.CancelInput)
        order = self.order(number)
        scope = self.scope
        own = order.user_id == scope.user_id
        reason = CancelReason.SHOPPER if own else CancelReason.STAFF
        services.order_cancel(scope=scope, order=order, reason=reason)
        return Response(documents.order_document_of(self.order(number)))


class OrderItemList(DocumentList):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"
    serializer_class = serializers.OrderItemOutput
    queryset = OrderItem.objects.none()

    def get_queryset(self) -> QuerySet[OrderItem]:
        return selectors.order_items_visible_to(scope=self.scope)

    def document(self, row: OrderItem) -> dict[str, Any]:
        return documents.order_item_document(row)

    @extend_schema(
        summary="List order lines",
        description="Lines of one's own orders and of the stores one works in.",
        responses=serializers.OrderItemOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class OrderItemDetail(View):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"

    @extend_schema(summary="Show an order line", responses=serializers.OrderItemOutput)
    def get(self, request: Request, pk: Any) -> Response:
        line = selectors.order_items_visible_to(scope=self.scope).filter(pk=pk).first()
        if line is None:
            raise NotFound
        return Response(documents.order_item_document(line))


class StoreOrderList(DocumentList):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"
    filterset_class = StoreOrderFilter
    serializer_class = serializers.SellerOrderOutput
    queryset = StoreOrder.objects.none()

    def get_queryset(self) -> QuerySet[StoreOrder]:
        return selectors.store_orders_visible_to(scope=self.scope)

    def document(self, row: StoreOrder) -> dict[str, Any]:
        return documents.seller_order_document(row)

    @extend_schema(summary="List the orders of one's stores", responses=serializers.SellerOrderOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.page()


class StoreOrderView(View):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"

    def part(self, number: str) -> StoreOrder:
        """Raises NotFound."""
        return selectors.store_order_get(scope=self.scope, number=number)

    def answer(self, number: str) -> Response:
        return Response(documents.seller_order_document(self.part(number)))


class StoreOrderDetail(StoreOrderView):
    @extend_schema(summary="Show a store order", responses=serializers.SellerOrderOutput)
    def get(self, request: Request, number: str) -> Response:
        return self.answer(number)


class StoreOrderProcess(StoreOrderView):
    @extend_schema(summary="Begin to prepare the parcel", request=None, responses=serializers.SellerOrderOutput)
    def post(self, request: Request, number: str) -> Response:
        services.store_order_process(scope=self.scope, store_order=self.part(number))
        return self.answer(number)


class StoreOrderShip(StoreOrderView):
    @extend_schema(summary="Send the parcel", request=serializers.ShipInput, responses=serializers.SellerOrderOutput)
    def post(self, request: Request, number: str) -> Response:
        part = self.part(number)
        services.store_order_ship(scope=self.scope, store_order=part, **self.validated(serializers.ShipInput))
        return self.answer(number)


class StoreOrderDeliver(StoreOrderView):
    @extend_schema(
        summary="Note that the parcel has arrived",
        description="One that is paid at the door (`cash_due`): its price was collected with it.",
        request=None,
        responses=serializers.SellerOrderOutput,
    )
    def post(self, request: Request, number: str) -> Response:
        services.store_order_deliver(scope=self.scope, store_order=self.part(number))
        return self.answer(number)


class StoreOrderCancel(StoreOrderView):
    @extend_schema(
        summary="Cancel a store's part",
        description=(
            "Possible when it is paid and has not left; the shopper gets this part's money back. One that is paid at "
            "the door may have left: nobody took it there, it is back, and nothing is owed for it."
        ),
        request=serializers.CancelInput,
        responses=serializers.SellerOrderOutput,
    )
    def post(self, request: Request, number: str) -> Response:
        body = self.validated(serializers.CancelInput)
        services.store_order_cancel(scope=self.scope, store_order=self.part(number), note=body["note"])
        return self.answer(number)
