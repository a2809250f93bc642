from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.filters import refuse_unknown
from core.api.permissions import Anyone
from core.api.views import View
from markets import selectors
from markets.api.serializers import MarketOutput


class MarketList(View):
    schema_tag = "Marketplace"
    permission_classes = [Anyone]

    @extend_schema(
        summary="The markets of the platform",
        description="A shopper shops in one market at a time and sees its currency everywhere: `?market=<code>`.",
        operation_id="marketplace_markets_list",
        responses=MarketOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, frozenset())
        return Response(MarketOutput(selectors.markets_active(), many=True).data)
