"""Which attributes the products of a category have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.models import Attribute, Category, CategoryAttribute
from catalog.services.common import require_editor
from catalog.signals import category_changed
from catalog.states import WITH_FACETS, WITH_OPTIONS
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope


class AttributePlace(TypedDict):
    """`attribute` is a code. The order of the places is the order they are shown in."""

    attribute: str
    is_facet: bool
    is_variant_axis: bool


@atomic
def category_attributes_set(*, scope: ActingScope, category_id: UUID, places: Sequence[AttributePlace]) -> Category:
    """Make these a category's own attributes; its subtree has them too. Raises NotAllowed, NotFound, Invalid."""
    require_editor(scope)
    category: Category | None = (
        Category.objects.select_for_update(no_key=True, of=("self",)).filter(pk=category_id).first()
    )
    if category is None:
        raise NotFound
    wanted = _wanted(places)
    present = {
        row.attribute.code: row
        for row in CategoryAttribute.objects.filter(category=category).select_related("attribute")
    }
    before = {code: _words(row) for code, row in present.items()}
    for code in present.keys() - wanted.keys():
        present[code].delete()
    for code, row in wanted.items():
        kept = present.get(code)
        if kept is None:
            row.category = category
            row.save(force_insert=True)
        else:
            kept.is_facet, kept.is_variant_axis, kept.position = row.is_facet, row.is_variant_axis, row.position
            kept.save(update_fields=["is_facet", "is_variant_axis", "position", "updated_at"])
    changes = audit.difference(before, {code: _words(row) for code, row in wanted.items()})
    if changes:
        audit.record(actor=scope.actor, action="category.attributes", row=category, changes=changes)
        category_changed.send(sender=Category, category=category, action="attributes")
    return category


def _words(row: CategoryAttribute) -> str:
    marks = [word for word, is_so in (("facet", row.is_facet), ("axis", row.is_variant_axis)) if is_so]
    return " ".join(marks) or "plain"


def _wanted(places: Sequence[AttributePlace]) -> dict[str, CategoryAttribute]:
    codes = [place["attribute"] for place in places]
    found = {row.code: row for row in Attribute.objects.filter(code__in=codes)}
    for index, place in enumerate(places):
        code = place["attribute"]
        if code not in found:
            raise _wrong(index, "attribute", "not_found", _("There is no such attribute."))
        if code in codes[:index]:
            raise _wrong(index, "attribute", "twice", _("This attribute is named twice."))
        if place["is_facet"] and found[code].kind not in WITH_FACETS:
            raise _wrong(index, "is_facet", "wrong_kind", _("Nobody can choose among free texts."))
        if place["is_variant_axis"] and found[code].kind not in WITH_OPTIONS:
            raise _wrong(index, "is_variant_axis", "wrong_kind", _("Variants differ in choices and colours only."))
    return {
        place["attribute"]: CategoryAttribute(
            attribute=found[place["attribute"]],
            is_facet=place["is_facet"],
            is_variant_axis=place["is_variant_axis"],
            position=index,
        )
        for index, place in enumerate(places)
    }


def _wrong(index: int, field: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem(f"/attributes/{index}/{field}", code, detail)])
