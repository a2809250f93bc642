"""Keyset pages: `after=<cursor>`; page 400 costs what page 1 costs (HOTPATHS.md §2)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

MAX_PAGE_SIZE = 100
MAX_CURSOR = 400


def cursor_encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values), default=str)).rstrip(b"=").decode()


def cursor_decode(text: str, length: int) -> list[Any]:
    """The values of a cursor. Raises ValidationError for anything this API did not make."""
    try:
        if len(text) > MAX_CURSOR:
            raise ValueError
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != length:
            raise ValueError
    except (ValueError, binascii.Error):
        raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from None
    return values


def page_size_of(params: Any, default: int) -> int:
    """`page_size` between 1 and 100. Raises ValidationError."""
    raw = params.get("page_size")
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4 and 1 <= int(raw) <= MAX_PAGE_SIZE):
        raise ValidationError(
            {"page_size": [_("Between 1 and %(most)s.") % {"most": MAX_PAGE_SIZE}]}, code="bad_page_size"
        )
    return int(raw)


def link(path: str, params: Any, **changes: str) -> str:
    """The same address with some parameters changed; relative, so it works behind any proxy."""
    pairs = [(key, value) for key in params for value in params.getlist(key) if key not in ("after", "before")]
    return f"{path}?{urlencode(pairs + list(changes.items()))}"


class CursorPages(BasePagination):
    """Newest first by primary key (UUIDv7 sorts by time); `after` and `before` are keys of rows already seen."""

    page_size = 24
    parameters: tuple[str, ...] = ("after", "before", "page_size")

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request = request
        size = page_size_of(request.query_params, getattr(view, "page_size", None) or self.page_size)
        after, before = request.query_params.get("after"), request.query_params.get("before")
        if after and before:
            raise ValidationError({"after": [_("Give after or before, not both.")]})
        rows = self._rows(queryset, after, before, size)
        more = len(rows) > size
        rows = rows[:size]
        if before:
            rows.reverse()
        self.has_next = bool(rows) and (more if not before else True)
        self.has_previous = bool(rows) and (more if before else bool(after))
        self.rows = rows
        return rows

    def _rows(self, queryset: Any, after: str | None, before: str | None, size: int) -> list[Any]:
        if after:
            queryset = queryset.filter(pk__lt=self._key(queryset, after))
        if before:
            queryset = queryset.filter(pk__gt=self._key(queryset, before))
        return list(queryset.order_by("pk" if before else "-pk")[: size + 1])

    def _key(self, queryset: Any, cursor: str) -> Any:
        (value,) = cursor_decode(cursor, 1)
        try:
            return queryset.model._meta.pk.to_python(value)
        except Exception as error:
            raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from error

    def cursor_of(self, row: Any) -> str:
        return cursor_encode([row.pk])

    def get_paginated_response(self, data: Any) -> Response:
        path, params = self.request.path, self.request.query_params
        following = link(path, params, after=self.cursor_of(self.rows[-1])) if self.has_next else None
        previous = link(path, params, before=self.cursor_of(self.rows[0])) if self.has_previous else None
        return Response({"next": following, "previous": previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "example": "/api/…?after=WyIwMTkzIl0"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        text = {"type": "string", "maxLength": MAX_CURSOR}
        return [
            {"name": "after", "in": "query", "schema": text, "description": "The `next` cursor of the page before."},
            {"name": "before", "in": "query", "schema": text, "description": "The `previous` cursor."},
            {
                "name": "page_size",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
                "description": "Rows per page.",
            },
        ]
