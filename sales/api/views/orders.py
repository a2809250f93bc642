"""Orders of shoppers, store orders of sellers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.pagination import CursorPages, cursor_decode, cursor_encode
from core.api.permissions import Anyone, SignedIn
from core.api.views import ListView, View
from core.errors import NotFound
from core.scope import ANONYMOUS
from marketplace.selectors import policies_at
from sales import desk, selectors, services
from sales.api import documents, serializers
from sales.models import Order, OrderItem, StoreOrder
from sales.states import CancelReason, Due, OrderStatus, StoreOrderStatus, Tab

TOKEN = OpenApiParameter("token", str, description="The signed token of a guest's order link.")


class OrderFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=OrderStatus.choices)

    class Meta:
        model = Order
        fields = ["status"]


class StoreOrderFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=StoreOrderStatus.choices)
    store = django_filters.UUIDFilter(field_name="store_id")
    tab = django_filters.ChoiceFilter(choices=Tab.choices, method="under", label="What is to be done with it.")
    due = django_filters.ChoiceFilter(choices=Due.choices, method="leaving", label="When it has to leave.")
    q = django_filters.CharFilter(method="found", max_length=80, label="In the numbers, or who it goes to.")
    ordering = django_filters.ChoiceFilter(
        choices=[("ship_by", "ship_by")], method="as_it_is", label="What has to leave first; else the newest."
    )

    class Meta:
        model = StoreOrder
        fields = ["status", "store"]

    def under(self, rows: QuerySet[StoreOrder], name: str, value: str) -> QuerySet[StoreOrder]:
        return rows.filter(desk.in_tab(value, timezone.now()))

    def leaving(self, rows: QuerySet[StoreOrder], name: str, value: str) -> QuerySet[StoreOrder]:
        return rows.filter(desk.is_due(value, timezone.now()))

    def found(self, rows: QuerySet[StoreOrder], name: str, value: str) -> QuerySet[StoreOrder]:
        numbers = Q(number__icontains=value) | Q(tracking_number__icontains=value)
        return rows.filter(numbers | Q(order__contact_name__icontains=value))

    def as_it_is(self, rows: QuerySet[StoreOrder], name: str, value: str) -> QuerySet[StoreOrder]:
        """The pages put the rows in order."""
        return rows


class StoreOrderPages(CursorPages):
    """Newest first, or by when the parcel has to leave: within a store that is when its time began."""

    def _rows(self, queryset: Any, after: str | None, before: str | None, size: int) -> list[Any]:
        if self.request.query_params.get("ordering") != "ship_by":
            return super()._rows(queryset, after, before, size)
        if after:
            moment, key = self._place(after)
            queryset = queryset.filter(Q(begun_at__gt=moment) | Q(begun_at=moment, pk__gt=key))
        if before:
            moment, key = self._place(before)
            queryset = queryset.filter(Q(begun_at__lt=moment) | Q(begun_at=moment, pk__lt=key))
        order = ("-begun_at", "-pk") if before else ("begun_at", "pk")
        return list(queryset.order_by(*order)[: size + 1])

    def _place(self, cursor: str) -> tuple[datetime, UUID]:
        """Raises ValidationError."""
        values = cursor_decode(cursor, 2)
        try:
            moment, key = datetime.fromisoformat(str(values[0])), UUID(str(values[1]))
        except ValueError:
            raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), key

    def cursor_of(self, row: Any) -> str:
        if self.request.query_params.get("ordering") != "ship_by":
            return super().cursor_of(row)
        return cursor_encode([row.begun_at.isoformat(), row.pk])


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
    pagination_class = StoreOrderPages
    serializer_class = serializers.SellerOrderOutput
    queryset = StoreOrder.objects.none()

    def get_queryset(self) -> QuerySet[StoreOrder]:
        return desk.parts_timed(selectors.store_orders_visible_to(scope=self.scope))

    def document(self, row: StoreOrder) -> dict[str, Any]:
        return documents.seller_order_document(row)

    @extend_schema(summary="List the orders of one's stores", responses=serializers.SellerOrderOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.page()


class StoreDesk(View):
    permission_classes = [SignedIn]
    schema_tag = "Cart & Orders"

    @extend_schema(
        operation_id="sales_store_desk",
        summary="What a store has to do today, and what it sold",
        description=(
            "Each count is that of the list with the same filter. `sales` compares the last 7 and 30 days with as many "
            "days before, by currency; null for who may not see the store's money."
        ),
        responses=serializers.DeskOutput,
    )
    def get(self, request: Request, store_id: UUID) -> Response:
        return Response(documents.desk_document(desk.desk_of(scope=self.scope, store_id=store_id)))


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
