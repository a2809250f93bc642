"""Keyset pages of reviews in several orders, with the rating they add up to beside them."""

from __future__ import annotations

import operator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from core.api.pagination import CursorPages, cursor_decode, cursor_encode, link, page_size_of
from reviews.api.documents import rating_document
from reviews.rules import STARS

# The column an order goes by, and whether the largest stands first; the key breaks ties in the same direction.
SORTS: dict[str, tuple[str, bool]] = {
    "newest": ("pk", True),
    "helpful": ("helpful_count", True),
    "rating": ("rating", True),
    "-rating": ("rating", False),
}
LARGEST = 2**31 - 1


class ReviewPages(CursorPages):
    """`sort` is newest, helpful, rating (best first) or -rating; a cursor belongs to the order it was made for."""

    parameters = (*CursorPages.parameters, "sort")
    component_prefix = "Rated"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request, self.summary = request, view.summary
        params = request.query_params
        self.sort = params.get("sort", "newest")
        if self.sort not in SORTS:
            raise ValidationError({"sort": [_("One of %(names)s.") % {"names": ", ".join(SORTS)}]}, code="unknown_sort")
        size = page_size_of(params, getattr(view, "page_size", None) or self.page_size)
        after, before = params.get("after"), params.get("before")
        if after and before:
            raise ValidationError({"after": [_("Give after or before, not both.")]})
        rows = self._page(queryset, after or before, size, is_backwards=bool(before))
        more, rows = len(rows) > size, rows[:size]
        if before:
            rows.reverse()
        self.has_next = bool(rows) and (more if not before else True)
        self.has_previous = bool(rows) and (more if before else bool(after))
        self.rows = rows
        return rows

    def _page(self, queryset: Any, cursor: str | None, size: int, *, is_backwards: bool) -> list[Any]:
        column, is_descending = SORTS[self.sort]
        is_descending = is_descending != is_backwards
        if cursor:
            queryset = queryset.filter(self._beyond(column, cursor, "lt" if is_descending else "gt"))
        sign = "-" if is_descending else ""
        order = [f"{sign}pk"] if column == "pk" else [f"{sign}{column}", f"{sign}pk"]
        return list(queryset.order_by(*order)[: size + 1])

    def _beyond(self, column: str, cursor: str, direction: str) -> Q:
        sort, value, key = cursor_decode(cursor, 3)
        try:
            pk = UUID(str(key))
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            if sort != self.sort or not is_whole or not 0 <= value <= LARGEST:
                raise ValueError
        except ValueError as error:
            raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from error
        if column == "pk":
            return Q(**{f"pk__{direction}": pk})
        # The first condition alone bounds the range of the index.
        bound = Q(**{f"{column}__{direction}e": value})
        return bound & (Q(**{f"{column}__{direction}": value}) | Q(**{f"pk__{direction}": pk}))

    def _cursor(self, row: Any) -> str:
        column, _ = SORTS[self.sort]
        return cursor_encode([self.sort, 0 if column == "pk" else operator.attrgetter(column)(row), row.pk])

    def get_paginated_response(self, data: Any) -> Response:
        path, params = self.request.path, self.request.query_params
        following = link(path, params, after=self._cursor(self.rows[-1])) if self.has_next else None
        previous = link(path, params, before=self._cursor(self.rows[0])) if self.has_previous else None
        summary = rating_document(self.summary)
        return Response({"summary": summary, "next": following, "previous": previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        document = super().get_paginated_response_schema(schema)
        count = {"type": "integer", "minimum": 0}
        document["required"] = ["summary", *document["required"]]
        document["properties"]["summary"] = {
            "type": "object",
            "required": ["average", "count", "stars"],
            "properties": {
                "average": {"type": ["number", "null"], "example": 4.6},
                "count": {**count, "example": 27},
                "stars": {
                    "type": "object",
                    "description": "How often each number of stars was given.",
                    "required": [str(stars) for stars in STARS],
                    "properties": {str(stars): count for stars in STARS},
                },
            },
        }
        return document

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        sort = {"name": "sort", "in": "query", "schema": {"type": "string", "enum": list(SORTS), "default": "newest"}}
        return [sort, *super().get_schema_operation_parameters(view)]
