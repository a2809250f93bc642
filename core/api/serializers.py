"""The base of input serializers, and the fields that every API shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.money import CURRENCIES, Money


class Input(serializers.Serializer[Any]):
    """Input of an operation: unknown fields are refused (mass assignment, RELIABILITY.md §5.1)."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"non_field_errors": ["Expected an object."]}, code="not_an_object")
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = {
            str(name): [serializers.ErrorDetail("This field is not known here.", code="unknown_field")]
            for name in data
            if name not in known
        }
        if unknown:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class Output(serializers.Serializer[Any]):
    """Output of an operation."""


class MoneyOutput(Output):
    """`{"amount": "12.50", "currency": "USD", "minor": 1250}`"""

    amount = serializers.CharField(help_text="The amount with the currency's decimals.")
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    minor = serializers.IntegerField(help_text="Integer minor units; this is what counts.")


@extend_schema_field(MoneyOutput)
class MoneyField(serializers.Field[Money, Any, Any, Any]):
    """Money out; read from a property that is a `Money`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Money) -> dict[str, Any]:
        return value.as_dict()


@extend_schema_field(OpenApiTypes.INT64)
class MinorField(serializers.IntegerField):
    """An amount of money coming in, in minor units: 0 to 10^15 unless said otherwise. Text and decimals are refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 10**15)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("A whole number of minor units.", code="not_minor_units")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A JSON integer; booleans, text and decimals are refused."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("A whole number.", code="not_a_whole_number")
        return super().to_internal_value(data)
