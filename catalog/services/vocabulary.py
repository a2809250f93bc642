"""Attributes with their options: words that all stores share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Attribute, AttributeOption, ProductAttribute
from catalog.rules import clean_name, slug_of
from catalog.services.common import name_needed, refuse_used, require_editor, require_vocabulary_writer, save_unique
from catalog.states import WITH_OPTIONS, AttributeKind
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope

FIELDS = ("name", "code", "kind", "unit")
MOST_OPTIONS = 200
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class OptionText(TypedDict, total=False):
    """`code` is made from `name` where none is given; `colour` ("#rrggbb") is for colours, which need one."""

    code: str
    name: str
    colour: str


@atomic
def attribute_create(
    *,
    scope: ActingScope,
    name: str,
    code: str = "",
    kind: str = AttributeKind.TEXT,
    unit: str = "",
    options: Sequence[OptionText] = (),
) -> Attribute:
    """`code` is made from the name where none is given. Raises NotAuthenticated, NotAllowed, Invalid, Taken."""
    require_vocabulary_writer(scope)
    row = Attribute(name=name_needed(name), code=code or _code_of(name), kind=kind, unit=clean_name(unit))
    save_unique(row, field="code", force_insert=True)
    changes = audit.first_values(row, FIELDS) | _options_set(row, options)
    audit.record(actor=scope.actor, action="attribute.create", row=row, changes=changes)
    return row


@atomic
def attribute_update(
    *, scope: ActingScope, attribute_id: UUID, options: Sequence[OptionText] | None = None, **values: Any
) -> Attribute:
    """Change name, unit or, before anything has a value, kind; `options` replaces the whole set; the code stays.

    Raises NotAllowed, NotFound, Invalid, InUse (a value uses the kind or an option that would go).
    """
    require_editor(scope)
    row = _locked(attribute_id)
    cleaned = {name: values[name] for name in ("kind",) if name in values}
    if "name" in values:
        cleaned["name"] = name_needed(values["name"])
    if "unit" in values:
        cleaned["unit"] = clean_name(values["unit"])
    if cleaned.get("kind", row.kind) != row.kind:
        refuse_used(
            ProductAttribute.objects.filter(attribute=row).count(), _("%(count)s values of products have this kind.")
        )
    changes = audit.assign(row, cleaned)
    if changes:
        row.save()
    if options is not None:
        changes |= _options_set(row, options)
    if changes:
        audit.record(actor=scope.actor, action="attribute.update", row=row, changes=changes)
    return row


@atomic
def attribute_delete(*, scope: ActingScope, attribute_id: UUID) -> None:
    """Raises NotAllowed, NotFound, InUse while live products have a value for it."""
    require_editor(scope)
    row = _locked(attribute_id)
    refuse_used(
        ProductAttribute.objects.filter(attribute=row).count(), _("%(count)s values of products use this attribute.")
    )
    row.delete()
    audit.record(actor=scope.actor, action="attribute.delete", row=row)


def _locked(attribute_id: UUID) -> Attribute:
    row = Attribute.objects.select_for_update().filter(pk=attribute_id).first()
    if row is None:
        raise NotFound
    return row


def _options_set(row: Attribute, options: Sequence[OptionText]) -> dict[str, list[Any]]:
    """Make these the only options, in this order. Returns the differences."""
    if options and row.kind not in WITH_OPTIONS:
        raise _wrong("", "wrong_kind", _("Only choices and colours have options."))
    wanted = _wanted(row, options)
    present = {option.code: option for option in AttributeOption.objects.filter(attribute=row)}
    before = {f"options.{code}": option.name for code, option in present.items()}
    gone = [present[code] for code in present.keys() - wanted.keys()]
    refuse_used(
        ProductAttribute.objects.filter(option__in=gone).count(), _("%(count)s values of products are one of these.")
    )
    for option in gone:
        option.delete()
    for code, option in wanted.items():
        kept = present.get(code)
        if kept is None:
            option.save(force_insert=True)
        else:
            kept.name, kept.colour, kept.position = option.name, option.colour, option.position
            kept.save(update_fields=["name", "colour", "position", "updated_at"])
    return audit.difference(before, {f"options.{code}": option.name for code, option in wanted.items()})


def _wanted(row: Attribute, options: Sequence[OptionText]) -> dict[str, AttributeOption]:
    wanted: dict[str, AttributeOption] = {}
    for index, text in enumerate(options):
        name, colour = clean_name(text["name"]), text.get("colour", "").lower()
        code = text.get("code") or slug_of(name, max_length=60, fallback=f"option-{index + 1}")
        if not name:
            raise _wrong(f"/{index}/name", "blank", _("A name is needed."))
        if code in wanted:
            raise _wrong(f"/{index}/code", "twice", _("This code stands there twice."))
        if (row.kind == AttributeKind.COLOUR) != bool(_COLOUR.fullmatch(colour)):
            detail = _("A colour such as #1f6feb.") if row.kind == AttributeKind.COLOUR else _("This is no colour.")
            raise _wrong(f"/{index}/colour", "not_a_colour", detail)
        wanted[code] = AttributeOption(attribute=row, code=code, name=name, colour=colour, position=index)
    return wanted


def _wrong(place: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem(f"/options{place}", code, detail)])


def _code_of(name: str) -> str:
    """An ASCII code from the name. Raises Invalid where the name has no Latin letter or digit."""
    code = slugify(name)[:60]
    if not code:
        detail = _("The name has no Latin letters.")
        raise Invalid(_("Give a code."), problems=[FieldProblem("/code", "required", detail)])
    return code
