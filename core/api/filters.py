"""Filters that refuse what they do not know."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

PAGE_PARAMETERS = frozenset({"after", "before", "page_size"})


def refuse_unknown(params: Any, known: set[str] | frozenset[str]) -> None:
    """Raises ValidationError for a parameter that the list does not know or that is given twice."""
    problems: dict[str, list[str]] = {}
    for name in params:
        if name not in known:
            problems[name] = [f"Unknown parameter. Known: {', '.join(sorted(known))}."]
        elif len(params.getlist(name)) > 1:
            problems[name] = ["Given more than once."]
        elif len(params.get(name)) > 500:
            problems[name] = ["Longer than 500 characters."]
    if problems:
        raise ValidationError(problems, code="unknown_parameter")


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filterset_class = self.get_filterset_class(view, queryset)
        known = set(filterset_class.base_filters) if filterset_class else set()
        refuse_unknown(request.query_params, known | PAGE_PARAMETERS | set(getattr(view, "extra_parameters", ())))
        return super().filter_queryset(request, queryset, view)
