"""The attribute values of a product or variant, written as one set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from catalog.models import Attribute, Product, ProductAttribute, ProductVariant
from catalog.rules import clean_name
from core.errors import FieldProblem, Invalid


class AttributeValue(TypedDict):
    """`attribute` is the code of an attribute."""

    attribute: str
    value: str


def values_set(
    *, product: Product, variant: ProductVariant | None, values: Sequence[AttributeValue]
) -> dict[str, list[Any]]:
    """Make these the only values of the product, or of its variant. Returns the differences. Raises Invalid."""
    attributes = _attributes(values)
    wanted = {line["attribute"]: _value(line, index) for index, line in enumerate(values)}
    present = {
        row.attribute.code: row
        for row in ProductAttribute.objects.filter(product=product, variant=variant).select_related("attribute")
    }
    changes: dict[str, list[Any]] = {}
    for code in present.keys() - wanted.keys():
        changes[f"attributes.{code}"] = [present[code].value, None]
        present[code].delete()
    for code, value in wanted.items():
        row = present.get(code) or ProductAttribute(product=product, variant=variant, attribute=attributes[code])
        if row.value != value:
            changes[f"attributes.{code}"] = [row.value or None, value]
            row.value = value
            row.save()
    return changes


def _attributes(values: Sequence[AttributeValue]) -> dict[str, Attribute]:
    codes = [line["attribute"] for line in values]
    found = {row.code: row for row in Attribute.objects.filter(code__in=codes)}
    for index, code in enumerate(codes):
        if code not in found:
            raise _wrong(index, "attribute", "not_found", "There is no such attribute.")
        if code in codes[:index]:
            raise _wrong(index, "attribute", "twice", "This attribute is named twice.")
    return found


def _value(line: AttributeValue, index: int) -> str:
    value = clean_name(line["value"])
    if not value:
        raise _wrong(index, "value", "blank", "A value is needed.")
    return value


def _wrong(index: int, field: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem(f"/attributes/{index}/{field}", code, detail)])
