"""Filters that refuse what they do not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError

from core.api.serializers import UUID_PATTERN
from core.errors import Text

_VALUES: list[tuple[type, re.Pattern[str], Text]] = [
    (django_filters.UUIDFilter, UUID_PATTERN, gettext_lazy("Expected a UUID.")),
    (django_filters.BooleanFilter, re.compile("true|false"), gettext_lazy("Expected true or false.")),
    (django_filters.NumberFilter, re.compile("0|-?[1-9][0-9]{0,17}"), gettext_lazy("Expected a whole number.")),
]
MAX_PARAMETER = 500  # characters
PAGE_PARAMETERS = frozenset({"after", "before", "page_size"})


def refuse_unknown(params: Any, known: set[str] | frozenset[str]) -> None:
    """Raises ValidationError for a parameter that the list does not know or that is given twice."""
    problems: dict[str, list[str]] = {}
    for name in params:
        if name not in known:
            problems[name] = [_("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(sorted(known))}]
        elif len(params.getlist(name)) > 1:
            problems[name] = [_("Given more than once.")]
        elif not params.get(name):
            problems[name] = [_("Empty: leave it out.")]
        elif len(params.get(name)) > MAX_PARAMETER:
            problems[name] = [_("Longer than %(count)s characters.") % {"count": MAX_PARAMETER}]
    if problems:
        raise ValidationError(problems, code="unknown_parameter")


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filterset_class = self.get_filterset_class(view, queryset)
        known = set(filterset_class.base_filters) if filterset_class else set()
        refuse_unknown(request.query_params, known | PAGE_PARAMETERS | set(getattr(view, "extra_parameters", ())))
        _refuse_wrong_values(request.query_params, filterset_class.base_filters if filterset_class else {})
        return super().filter_queryset(request, queryset, view)


def _refuse_wrong_values(params: Any, filters: Mapping[str, Any]) -> None:
    """Raises ValidationError for what django-filter would read in a lenient way, or not read at all."""
    problems: dict[str, list[ErrorDetail]] = {}
    for name, one in filters.items():
        for kind, pattern, expected in _VALUES:
            if name in params and isinstance(one, kind) and not pattern.fullmatch(params[name]):
                problems[name] = [ErrorDetail(str(expected), code="wrong_type")]
    if problems:
        raise ValidationError(problems)
