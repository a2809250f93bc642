"""Checks of the installation that look into the database; `manage.py migrate` runs them first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from core.sealing import CannotOpen, unseal
from payments.models import PaymentSecret


@register(Tags.database)
def stored_secrets_can_be_opened(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Payment configurations in the database need their keys in the environment."""
    if "default" not in (databases or ()):
        return []
    if PaymentSecret._meta.db_table not in connections["default"].introspection.table_names():
        return []  # nothing was migrated yet
    closed = sorted({row.name for row in PaymentSecret.objects.all() if not _opens(row)})
    hint = "Put the key with which they were stored back into PAYMENT_SECRET_KEYS, or enter them anew in the admin."
    text = f"No key of PAYMENT_SECRET_KEYS opens these secrets of payment configurations: {', '.join(closed)}."
    return [Error(text, hint=hint, id="payments.E001")] if closed else []


def _opens(row: PaymentSecret) -> bool:
    try:
        unseal(row.secret, settings.PAYMENT_SECRET_KEYS)
    except CannotOpen:
        return False
    return True
