"""The base of input serializers, and the fields that every API shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.money import CURRENCIES, Money

UUID_PATTERN = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# RFC 3339 with a zone, as the document's `date-time` says.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
EXAMPLE_UUID, EXAMPLE_MOMENT = "01938f2e-7c1a-7b3e-9c55-0242ac120002", "2026-11-20T09:30:00Z"
_TEXTS = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.DateTimeField,
    serializers.DecimalField,
    serializers.UUIDField,
    serializers.RelatedField,
)


class Input(serializers.Serializer[Any]):
    """Input of an operation: unknown fields are refused (mass assignment, RELIABILITY.md §5.1), and JSON types are
    taken as they are: a number is no text, a text no number and no truth value.
    """

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"non_field_errors": [_("Expected an object.")]}, code="not_an_object")
        known = {name: field for name, field in self.fields.items() if not field.read_only}
        problems = {
            str(name): [serializers.ErrorDetail(_("This field is not known here."), code="unknown_field")]
            for name in data
            if name not in known
        }
        if not isinstance(data, QueryDict):  # forms know only texts
            problems |= _wrong_types(known, data)
        if problems:
            raise serializers.ValidationError(problems)
        return super().to_internal_value(data)


def _wrong_types(fields: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: _wrong_type(field, data[name]) for name, field in fields.items() if name in data}
    return {name: problem for name, problem in found.items() if problem}


def _wrong_type(field: Any, value: Any) -> Any:
    """What is wrong with the JSON type of a value, in the shape of a ValidationError's detail; nothing for none."""
    if value is None:
        return None  # the field says whether it may be null
    if isinstance(field, serializers.ListField):
        return _wrong_items(field.child, enumerate(value)) if isinstance(value, list) else _wrong(_("Expected a list."))
    if isinstance(field, serializers.DictField):
        return _wrong_items(field.child, value.items()) if isinstance(value, dict) else _wrong(_("Expected an object."))
    if isinstance(field, serializers.BooleanField):
        return None if isinstance(value, bool) else _wrong(_("Expected true or false."))
    if isinstance(field, serializers.IntegerField):
        return None if isinstance(value, int) and not isinstance(value, bool) else _wrong(_("Expected a whole number."))
    if isinstance(field, _TEXTS):
        return _wrong_text(field, value) if isinstance(value, str) else _wrong(_("Expected a text."))
    return None


def _wrong_items(child: Any, items: Any) -> dict[str, Any]:
    found = {str(key): _wrong_type(child, item) for key, item in items}
    return {key: problem for key, problem in found.items() if problem}


def _wrong_text(field: Any, value: str) -> Any:
    if isinstance(field, serializers.UUIDField) and not UUID_PATTERN.fullmatch(value):
        return _wrong(_("Expected a UUID such as %(example)s.") % {"example": EXAMPLE_UUID}, "invalid")
    if isinstance(field, serializers.DateTimeField) and not _MOMENT.fullmatch(value):
        return _wrong(
            _("Expected a moment with its zone, such as %(example)s.") % {"example": EXAMPLE_MOMENT}, "invalid"
        )
    if isinstance(field, serializers.RelatedField) and not value:
        return [serializers.ErrorDetail(_("This field may not be blank."), code="blank")]
    longest = getattr(field, "max_length", None)
    if longest is not None and len(value) > longest:  # counted before spaces are trimmed, as the document says
        return [
            serializers.ErrorDetail(
                ngettext("At most %(count)s character.", "At most %(count)s characters.", longest) % {"count": longest},
                code="max_length",
            )
        ]
    return None


def _wrong(expected: str, code: str = "wrong_type") -> list[serializers.ErrorDetail]:
    return [serializers.ErrorDetail(expected, code=code)]


class Output(serializers.Serializer[Any]):
    """Output of an operation."""


class StoreRefOutput(Output):
    """A store by its id, with its name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


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
            raise serializers.ValidationError(_("A whole number of minor units."), code="not_minor_units")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A JSON integer; booleans, text and decimals are refused."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError(_("A whole number."), code="not_a_whole_number")
        return super().to_internal_value(data)
