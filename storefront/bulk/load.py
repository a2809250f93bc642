"""Writing many unsaved rows, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import models

from core.db import atomic, copy_rows, is_postgres


@atomic
def write_rows(rows: Iterable[models.Model], order: Sequence[type[models.Model]]) -> None:
    """Insert rows of several models, owners first as `order` says."""
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model in order:
        made = by_model.pop(model, [])
        if is_postgres():
            copy_rows(model, made)
        else:
            model._base_manager.bulk_create(made)
    if by_model:
        raise ValueError(f"No order is given for {', '.join(model.__name__ for model in by_model)}.")
