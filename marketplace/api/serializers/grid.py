"""The stock grid, in and out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, MinorField, Output, WholeNumberField
from marketplace.api.serializers.common import LARGEST_STOCK, VERSION
from marketplace.services.grid import CHANGED, MOST_ROWS, REFUSED, UNCHANGED


class GridRowInput(Input):
    item = serializers.UUIDField()
    stock = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False, help_text="What was counted.")
    delta = WholeNumberField(
        min_value=-LARGEST_STOCK, max_value=LARGEST_STOCK, required=False, help_text="Or a change."
    )
    price_minor = MinorField(min_value=1, required=False, help_text="Minor units of the store's currency.")
    compare_at_minor = MinorField(min_value=1, required=False, allow_null=True)
    low_stock_threshold = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False)
    is_active = serializers.BooleanField(required=False)
    version = WholeNumberField(**VERSION)


class GridInput(Input):
    store = serializers.UUIDField(required=False, help_text="May be left out by those who work in one store.")
    rows: Any = serializers.ListSerializer(
        child=GridRowInput(), min_length=1, max_length=MOST_ROWS, help_text=f"At most {MOST_ROWS}."
    )
    all_or_nothing = serializers.BooleanField(
        required=False, help_text="Refuse every row when one cannot be carried out. Otherwise the others are."
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="For the movements.")


class GridProblemOutput(Output):
    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class GridRowOutput(Output):
    item = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=[CHANGED, UNCHANGED, REFUSED])
    problems = GridProblemOutput(many=True)
    stock = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)


class GridOutput(Output):
    changed = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = GridRowOutput(many=True)
