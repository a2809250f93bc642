"""Builds a valid row of any model from its fields, so that walks over all models need no list of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from mptt.models import MPTTModel

from core.ids import new_id
from core.models import BaseModel
from core.money import CurrencyField

_numbers = itertools.count(1)
# What check constraints want beyond the single field.
EXTRA: dict[str, dict[str, Any]] = {
    "sales.Coupon": {"percent_basis_points": 1000},
    "storefront.SearchWord": {"best": []},
    "core.PrivateFile": {"owner_id": new_id()},
}
# What may be empty, but not in every row: people need one way to be reached.
FILLED = {"accounts.User.email", "finance.PayoutTerms.store"}
MPTT_FIELDS = {"lft", "rght", "tree_id", "level"}
KEPT = {"id", "created_at", "updated_at", "deleted_at", *MPTT_FIELDS}

# The special before the general.
VALUES: list[tuple[type[models.Field], Callable[[models.Field], Any]]] = [
    (models.BooleanField, lambda field: True),
    (models.UUIDField, lambda field: new_id()),
    (models.DecimalField, lambda field: Decimal(1)),
    (models.IntegerField, lambda field: 1),
    (models.FloatField, lambda field: 1.0),
    (models.DateTimeField, lambda field: timezone.now()),
    (models.DateField, lambda field: timezone.now().date()),
    (models.EmailField, lambda field: f"row{next(_numbers)}@example.com"),
    (models.FileField, lambda field: ""),
    (models.BinaryField, lambda field: b"row"),
    (models.CharField, lambda field: f"r{next(_numbers)}"[: field.max_length]),
    (models.TextField, lambda field: f"r{next(_numbers)}"),
]


# What a row cannot be without, beside those it points to: a ledger transaction sums to zero.
COMPANIONS: dict[str, Callable[[Any], Any]] = {
    "finance.LedgerEntry": lambda entry: type(entry)(
        transaction=entry.transaction, account=entry.account, amount_minor=-entry.amount_minor, currency=entry.currency
    ),
}


def build(model: type[models.Model], **values: Any) -> Any:
    """A saved row: required fields by their type, the rest by their defaults, `values` as given."""
    row = _make(model, values, build)
    row.save(force_insert=True)
    if model._meta.label in COMPANIONS:
        COMPANIONS[model._meta.label](row).save(force_insert=True)
    return row


def build_many(model: type[models.Model], all_values: Sequence[dict[str, Any]]) -> None:
    """As many saved rows as there are values, each with rows of its own around it, and one insert for each model."""
    waiting: dict[type[models.Model], list[models.Model]] = {}

    def put(model: type[models.Model], **values: Any) -> models.Model:
        row = _make(model, values, put)
        if row.pk is None or issubclass(model, MPTTModel):
            row.save(force_insert=True)  # the database or the tree says what is still missing in it
        else:
            waiting.setdefault(model, []).append(row)
        if model._meta.label in COMPANIONS:
            waiting[model].append(COMPANIONS[model._meta.label](row))
        return row

    for values in all_values:
        put(model, **values)
    for kind, rows in waiting.items():  # what a row points to was made before it
        kind._base_manager.bulk_create(rows)


def _make(model: type[models.Model], values: dict[str, Any], reference: Callable[..., Any]) -> Any:
    values = {**EXTRA.get(model._meta.label, {}), **values}
    for field in model._meta.concrete_fields:
        if field.name in values or field.attname in values or field.name in KEPT:
            continue
        if _is_needed(field):
            values[field.name] = value_for(field, reference)
    return model(**values)


def copy(row: models.Model) -> models.Model:
    """An unsaved row with the same values under a new key."""
    fields = [field.attname for field in row._meta.concrete_fields if field.name not in KEPT]
    return type(row)(**{name: getattr(row, name) for name in fields})


def value_for(field: models.Field, reference: Callable[..., Any] = build) -> Any:
    """A value that fits the field; texts and references are new each time, references made by `reference`."""
    if isinstance(field, models.ForeignKey):
        return reference(field.related_model)
    if isinstance(field, CurrencyField):
        return "USD"
    if field.choices:
        return field.choices[0][0]
    return next(make(field) for kind, make in VALUES if isinstance(field, kind))


def _is_needed(field: models.Field) -> bool:
    """Columns without a default that may not be null, and a few more."""
    if f"{field.model._meta.label}.{field.name}" in FILLED:
        return True
    return not field.null and not field.has_default() and not field.primary_key


def deletable_models() -> list[type[BaseModel]]:
    from django.apps import apps

    from core.models import Permanent

    return [row for row in apps.get_models() if issubclass(row, BaseModel) and not issubclass(row, Permanent)]


def label(value: Any) -> str:
    """How a walk names its cases."""
    if isinstance(value, models.UniqueConstraint):
        return value.name
    return value._meta.label if isinstance(value, type) else str(value)
