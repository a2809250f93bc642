"""Many offers in one request."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import View
from marketplace import services
from marketplace.api.items import StoreMembers, only_store
from marketplace.api.serializers import grid as s
from marketplace.services.grid import CHANGED, REFUSED, Line

ITEM = "01938f2e-7c1a-7b3e-9c55-0242ac120002"


class GridView(View):
    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(
        operation_id="items_grid",
        summary="Change stock, price, threshold or visibility of up to 500 offers",
        description="Each row says what came of it. With `all_or_nothing` one bad row refuses all, with every reason.",
        request=s.GridInput,
        responses=s.GridOutput,
        examples=[
            OpenApiExample("A count", {"rows": [{"item": ITEM, "stock": 12}], "note": "Shelf 4"}, request_only=True)
        ],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.GridInput)
        store_id = body.get("store") or only_store(self.scope)
        lines = services.items_update(
            scope=self.scope,
            store_id=store_id,
            rows=body["rows"],
            all_or_nothing=body.get("all_or_nothing", False),
            note=body.get("note", ""),
        )
        counts = {name: sum(line.outcome == name for line in lines) for name in (CHANGED, REFUSED)}
        return Response({**counts, "rows": [_row(line) for line in lines]})


def _row(line: Line) -> dict[str, Any]:
    """The figures as they stand now; of a row that was refused, as they stood."""
    return {
        "item": line.values["item"],
        "outcome": line.outcome,
        "problems": [problem.as_dict() for problem in line.problems],
        "stock": line.stock.stock if line.stock is not None else None,
        "version": line.item.version if line.item is not None else None,
    }
