"""Two people at one row: a save that was written on an older version is refused and says who changed what meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.errors import Conflict
from core.models import AuditEntry

SHOWN_CHANGES = 20
Part = tuple[type[Model], Sequence[Any] | QuerySet[Any]]


class StaleEdit(Conflict):
    """`extra` has the present `version`, `changed_by`, `changed_at`, and `changes`: each with `by`, `at`, `action` and
    `fields` (`{"name": ["before", "after"]}`), newest first."""

    code = "stale_edit"
    title = gettext_lazy("Somebody else changed this meanwhile. Read it again, then repeat your change.")


def check_version(row: Any, version: int | None, *, parts: Sequence[Part] = ()) -> None:
    """Raises StaleEdit when the editor had read an older version; without a version nothing is checked.

    `parts` are models and ids of rows whose edits count as edits of this one: a product's variants and pictures.
    """
    if version is not None and version != row.version:
        raise stale_edit(row, version, parts=parts)


def stale_edit(row: Any, version: int | None, *, parts: Sequence[Part] = ()) -> StaleEdit:
    """The refusal of a save on `version`; of an unknown one where the row has no versions."""
    present = getattr(row, "version", None)
    missed = max(1, present - version) if present is not None and version is not None else 1
    entries = changes_of(row, missed, parts=parts)
    extra: dict[str, Any] = {"changes": [_shown(entry) for entry in entries]}
    if present is not None:
        extra["version"] = present
    if entries:
        extra |= {"changed_by": entries[0].actor_label, "changed_at": entries[0].created_at.isoformat()}
    return StaleEdit(_sentence(entries), extra=extra)


def changes_of(row: Model, count: int, *, parts: Sequence[Part] = ()) -> list[AuditEntry]:
    """The last edits of a row, newest first: each edit is one version."""
    which = Q(object_type=row._meta.label_lower, object_id=str(row.pk))
    for model, ids in parts:
        which |= Q(object_type=model._meta.label_lower, object_id__in=[str(pk) for pk in ids])
    return list(AuditEntry.objects.filter(which).order_by("-created_at", "-pk")[: min(count, SHOWN_CHANGES)])


def _shown(entry: AuditEntry) -> dict[str, Any]:
    at = entry.created_at.isoformat()
    return {"by": entry.actor_label, "at": at, "action": entry.action, "fields": entry.changes}


def _sentence(entries: Sequence[AuditEntry]) -> str:
    """Who, when and which fields: "Changed by Mina on 25 Nov 2026, 09:41: name, tagline. …"."""
    if not entries:
        return _("Somebody else changed this meanwhile. Read it again, then repeat your change.")
    fields = sorted({field for entry in entries for field in entry.changes})
    words = {
        "who": entries[0].actor_label or _("somebody"),
        "when": formats.moment(entries[0].created_at),
        "fields": ", ".join(field.replace("_", " ") for field in fields) or entries[0].action,
    }
    return _("Changed by %(who)s on %(when)s: %(fields)s. Read it again, then repeat your change.") % words
