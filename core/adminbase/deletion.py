"""What a soft deletion takes with it, for the page that asks before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from core.models import BaseModel, Permanent

SHOWN = 5


def deletion_counts(model: type[models.Model], pks: Sequence[Any]) -> dict[str, int]:
    """How many live rows of each kind are hidden together with these: one count and one read per owned model."""
    counts = {str(model._meta.verbose_name_plural): len(pks)}
    for relation in model._meta.related_objects:
        child: type[models.Model] = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(child, BaseModel) or issubclass(child, Permanent):
            continue
        owned = child.objects.filter(**{f"{relation.field.name}__in": pks}).values_list("pk", flat=True)
        below = list(owned)
        if below:
            for name, count in deletion_counts(child, below).items():
                counts[name] = counts.get(name, 0) + count
    return counts
