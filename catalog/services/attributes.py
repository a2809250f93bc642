"""The attribute values of a product or variant, written as one set and held to the kinds of their attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import selectors
from catalog.models import Attribute, AttributeOption, Product, ProductAttribute, ProductVariant
from catalog.rules import boolean_value, clean_name, number_value
from catalog.states import WITH_OPTIONS, AttributeKind
from core.errors import Conflict, FieldProblem, Invalid
from core.text import fold


class AttributeValue(TypedDict):
    """`attribute` is the code of an attribute; `value` of a choice or colour is the code or the name of an option."""

    attribute: str
    value: str


Typed = tuple[str, AttributeOption | None]


def values_set(
    *, product: Product, variant: ProductVariant | None, values: Sequence[AttributeValue]
) -> dict[str, list[Any]]:
    """Make these the only values of the product, or of its variant. Returns the differences.

    Raises Invalid; Conflict when another variant of the product is just so.
    """
    attributes = _attributes(values)
    wanted = _read(values, attributes, product.category_id, is_variant=variant is not None)
    present = {
        row.attribute.code: row
        for row in ProductAttribute.objects.filter(product=product, variant=variant).select_related("attribute")
    }
    changes: dict[str, list[Any]] = {}
    for code in present.keys() - wanted.keys():
        changes[f"attributes.{code}"] = [present[code].value, None]
        present[code].delete()
    for code, (value, option) in wanted.items():
        row = present.get(code) or ProductAttribute(product=product, variant=variant, attribute=attributes[code])
        if row.value != value:
            changes[f"attributes.{code}"] = [row.value or None, value]
            row.value, row.option = value, option
            row.save()
    if variant is not None and changes:
        _check_combination(product, variant)
    return changes


def attribute_values_read(
    *, category_id: UUID, values: Sequence[AttributeValue], is_variant: bool = False
) -> dict[str, str]:
    """What a product of this category, or a variant of one, would have by these: its values by attribute code.

    Nothing is written. Raises Invalid as `values_set` does.
    """
    wanted = _read(values, _attributes(values), category_id, is_variant=is_variant)
    return {code: value for code, (value, _) in wanted.items()}


def _read(
    values: Sequence[AttributeValue], attributes: dict[str, Attribute], category_id: UUID, *, is_variant: bool
) -> dict[str, Typed]:
    _check_places(values, attributes, category_id, is_variant=is_variant)
    options = _options(attributes)
    return {
        line["attribute"]: _typed(line, index, attributes[line["attribute"]], options)
        for index, line in enumerate(values)
    }


def _attributes(values: Sequence[AttributeValue]) -> dict[str, Attribute]:
    codes = [line["attribute"] for line in values]
    found = {row.code: row for row in Attribute.objects.filter(code__in=codes)}
    for index, code in enumerate(codes):
        if code not in found:
            raise _wrong(index, "attribute", "not_found", _("There is no such attribute."))
        if code in codes[:index]:
            raise _wrong(index, "attribute", "twice", _("This attribute is named twice."))
    return found


def _check_places(
    values: Sequence[AttributeValue], attributes: dict[str, Attribute], category_id: UUID, *, is_variant: bool
) -> None:
    """An attribute that categories name applies in their subtrees only, and to variants only where it is an axis."""
    assigned = selectors.attributes_assigned([row.pk for row in attributes.values()])
    if not assigned:
        return
    here = selectors.attributes_of_category(category_id)
    for index, line in enumerate(values):
        key = attributes[line["attribute"]].pk
        if key not in assigned:
            continue
        if key not in here:
            raise _wrong(index, "attribute", "not_applicable", _("Products of this category do not have this."))
        if is_variant and not here[key].is_variant_axis:
            raise _wrong(index, "attribute", "not_an_axis", _("Variants do not differ in this: say it of the product."))


def _options(attributes: dict[str, Attribute]) -> dict[Any, dict[str, AttributeOption]]:
    """By attribute: the options by their codes and by their folded names."""
    with_options = [row.pk for row in attributes.values() if row.kind in WITH_OPTIONS]
    found: dict[Any, dict[str, AttributeOption]] = {key: {} for key in with_options}
    if with_options:
        for option in AttributeOption.objects.filter(attribute__in=with_options):
            found[option.attribute_id].setdefault(fold(option.name), option)
            found[option.attribute_id][option.code] = option
    return found


def _typed(
    line: AttributeValue, index: int, attribute: Attribute, options: dict[Any, dict[str, AttributeOption]]
) -> Typed:
    text = clean_name(line["value"])
    if not text:
        raise _wrong(index, "value", "blank", _("A value is needed."))
    if attribute.kind in WITH_OPTIONS:
        known = options[attribute.pk]
        option = known.get(text) or known.get(fold(text))
        if option is None:
            raise _wrong(index, "value", "not_an_option", _("This is none of the options."))
        return option.code, option
    if attribute.kind == AttributeKind.NUMBER:
        number = number_value(text)
        if number is None:
            raise _wrong(index, "value", "not_a_number", _("A number such as 12.5, without its unit."))
        return number, None
    if attribute.kind == AttributeKind.BOOLEAN:
        truth = boolean_value(text)
        if truth is None:
            raise _wrong(index, "value", "not_a_boolean", _("true or false."))
        return truth, None
    return text, None


def _check_combination(product: Product, variant: ProductVariant) -> None:
    """Raises Conflict when another live variant has the same values."""
    rows = ProductAttribute.objects.filter(product=product, variant__deleted_at=None, variant__isnull=False)
    combinations: dict[Any, set[tuple[Any, str]]] = {}
    for variant_id, attribute_id, value in rows.values_list("variant_id", "attribute_id", "value"):
        combinations.setdefault(variant_id, set()).add((attribute_id, value))
    mine = combinations.pop(variant.pk, None)
    if mine and mine in combinations.values():
        detail = _("Another variant of this product has the same values.")
        raise Conflict(detail, problems=[FieldProblem("/attributes", "combination_taken", detail)])


def _wrong(index: int, field: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem(f"/attributes/{index}/{field}", code, detail)])
