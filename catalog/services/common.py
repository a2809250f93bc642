"""What the services of the catalogue share."""

from __future__ import annotations

import secrets
from typing import Any, TypeVar

from django.db import IntegrityError

from catalog.errors import Taken
from catalog.rules import is_editor, policy, slug_is_free, slug_of
from core.db import savepoint
from core.errors import NotAllowed
from core.models import BaseModel
from core.scope import ActingScope

R = TypeVar("R", bound=BaseModel)


def require_editor(scope: ActingScope) -> None:
    """Raises NotAuthenticated, NotAllowed: changing shared vocabulary is the platform's."""
    if is_editor(scope):
        return
    scope.require_user()
    raise NotAllowed("Only staff of the platform change or delete what all stores share.")


def require_vocabulary_writer(scope: ActingScope) -> None:
    """Raises NotAuthenticated, NotAllowed."""
    if not is_editor(scope):
        scope.require_user()
        policy().check_vocabulary_writer(scope=scope)


def insert_with_slug(row: R, *, name: str, fallback: str) -> R:
    """Insert a row under the slug of its name, with a number behind it where that is taken."""
    model = type(row)
    longest = getattr(model._meta.get_field("slug"), "max_length", None) or 50
    base = slug_of(name, max_length=longest, fallback=fallback)
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{number}" for number in range(2, 100)), f"{base}-{secrets.token_hex(3)}"]
    slug = next(candidate for candidate in candidates if slug_is_free(candidate, taken))
    for last_try in (False, True):
        row.slug = slug  # type: ignore[attr-defined]
        try:
            with savepoint():
                row.save(force_insert=True)
        except IntegrityError:  # the same name at the same moment
            if last_try:
                raise
            slug = f"{base}-{secrets.token_hex(3)}"
        else:
            break
    return row


def save_unique(row: BaseModel, *, field: str, **how: Any) -> None:
    """Save a row whose `field` must be unique among live rows. Raises Taken."""
    try:
        with savepoint():
            row.save(**how)
    except IntegrityError as error:
        raise Taken(field, f"Another {row._meta.verbose_name} has this {field} already.") from error
