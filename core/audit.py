"""Audit entries with field-level differences, written in the transaction that makes the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from core.context import request_id
from core.models import AuditEntry
from core.scope import Actor

HIDDEN_FIELDS = {"password", "secret", "token", "token_hash", "code"}
UNINTERESTING = {"created_at", "updated_at"}


def snapshot(row: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """The concrete field values of a row as JSON values; pass it to `difference` after the change."""
    names = fields if fields is not None else [f.attname for f in row._meta.concrete_fields]
    return {name: _plain(getattr(row, name)) for name in names if name not in UNINTERESTING}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """`{"price_minor": [1000, 1200]}` for each value that changed; secrets as bullets."""
    return {
        name: ["•••", "•••"] if name in HIDDEN_FIELDS else [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def assign(row: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set these values on the row, by column name; the differences they make."""
    before = snapshot(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    return difference(before, snapshot(row, values))


def first_values(row: models.Model, fields: Iterable[str]) -> dict[str, list[Any]]:
    """The values of a new row as differences from nothing; empty ones are left out."""
    return {name: [None, value] for name, value in snapshot(row, fields).items() if value not in (None, "")}


def entry(
    *,
    actor: Actor,
    action: str,
    row: models.Model,
    changes: dict[str, Any] | None = None,
    store_id: UUID | None = None,
) -> AuditEntry:
    """An unsaved audit entry, for callers that insert several rows at once."""
    return AuditEntry(
        actor_type=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:160],
        action=action,
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        object_label=str(row)[:200],
        store_id=store_id,
        changes=changes or {},
        request_id=request_id(),
    )


def record(
    *,
    actor: Actor,
    action: str,
    row: models.Model,
    changes: dict[str, Any] | None = None,
    store_id: UUID | None = None,
) -> AuditEntry:
    """Write one audit entry."""
    made = entry(actor=actor, action=action, row=row, changes=changes, store_id=store_id)
    made.save(force_insert=True)
    return made


def record_about(
    *, actor: Actor, action: str, kind: type[models.Model], label: str, changes: dict[str, Any] | None = None
) -> AuditEntry:
    """Write one audit entry about many rows of a kind at once, such as an export of them."""
    made = AuditEntry(
        actor_type=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:160],
        action=action,
        object_type=kind._meta.label_lower,
        object_label=label[:200],
        changes=changes or {},
        request_id=request_id(),
    )
    made.save(force_insert=True)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return value
