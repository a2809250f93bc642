"""POST /api/shipping/quotes/: what delivery would cost, before anything is ordered."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import Anyone
from core.api.views import View
from shipping import selectors
from shipping.api.serializers import QuotesInput, QuotesOutput

_REQUEST = OpenApiExample(
    "A parcel to Bandung",
    request_only=True,
    value={
        "market": "id",
        "country": "ID",
        "city": "Bandung",
        "items": [{"item_id": "01938f2e-7c1a-7b3e-9c55-0242ac120002", "quantity": 1}],
    },
)


class QuotesView(View):
    """Changes nothing; a POST because the list of items is long."""

    schema_tag = "Shipping"
    permission_classes = [Anyone]

    @extend_schema(
        summary="Quote the delivery of items, per store",
        description="One parcel per store. Prices are in the market's currency.",
        operation_id="shipping_quotes",
        request=QuotesInput,
        responses={200: QuotesOutput},
        examples=[_REQUEST],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(QuotesInput)
        wanted = {item["item_id"]: item["quantity"] for item in body["items"]}
        quoted = selectors.quotes_of_items(
            market_code=body.get("market"), country=body["country"], city=body["city"], quantities=wanted
        )
        return Response(QuotesOutput(quoted).data)
