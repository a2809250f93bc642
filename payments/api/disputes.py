"""Disputes as sellers and staff see them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import SignedIn
from core.api.serializers import MoneyField, Output
from core.api.views import ListView
from payments import selectors
from payments.models import Dispute
from payments.states import DisputeStatus


class DisputedPartOutput(Output):
    store_order = serializers.CharField(source="number", help_text="The number of the store's part of the order.")
    store = serializers.UUIDField(source="store_id")
    taken = MoneyField(help_text="What the dispute has taken from the store and not given again.")


class DisputeOutput(Output):
    dispute_id = serializers.UUIDField(source="pk")
    status = serializers.ChoiceField(choices=DisputeStatus.choices)
    is_open = serializers.BooleanField(help_text="While it is, the stores' payouts in this currency wait.")
    reason = serializers.CharField(allow_blank=True, help_text="In the words of the gateway.")
    evidence_due_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    parts = DisputedPartOutput(many=True, source="shown_parts")


class DisputeFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=DisputeStatus.choices)
    is_open = django_filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = Dispute
        fields: list[str] = []


class DisputeList(ListView):
    schema_tag = "Payments"
    permission_classes = [SignedIn]
    serializer_class = DisputeOutput
    filterset_class = DisputeFilter
    queryset = Dispute.objects.none()

    def get_queryset(self) -> QuerySet[Dispute]:
        return selectors.disputes_visible_to(scope=self.scope)

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        rows = super().paginate_queryset(queryset) or []
        parts = selectors.disputed_parts(scope=self.scope, disputes=rows)
        for row in rows:
            row.shown_parts = parts[row.pk]
        return rows

    @extend_schema(
        operation_id="payments_disputes",
        summary="List the disputes of a store's sales",
        description=(
            "Payments that a shopper disputes at their bank, newest first: those of the person's stores, with the own "
            "parts alone; all for administrators and support."
        ),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()
