"""Filters of lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import CharField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

MOST_CHOICES = 100


class RelatedFilter(admin.RelatedFieldListFilter):
    """Offers what the person may see of the related model, at most a hundred by name, without looking through the
    list's own rows, which may be a million. Further ones are found by search."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        page = model_admin.admin_site._registry.get(field.remote_field.model)
        if page is None or not hasattr(page, "choices"):
            return []
        rows = page.choices(request)
        names = {known.name for known in field.remote_field.model._meta.concrete_fields}
        if "name" in names:
            rows = rows.order_by("name", "pk")
        found = list(rows[:MOST_CHOICES])
        chosen = request.GET.get(self.lookup_kwarg, "")
        if chosen and chosen not in {str(row.pk) for row in found}:
            found += [row for row in [_row(rows, chosen)] if row is not None]
        return [(row.pk, page.row_label(row)) for row in found]


def _row(rows: QuerySet[Any], key: str) -> Any:
    try:
        return rows.filter(pk=key).first()
    except (ValidationError, ValueError):
        return None


class RecentValuesFilter(admin.AllValuesFieldListFilter):
    """The values of a text column among the newest rows: a list of a million is not read for its filter."""

    newest = 2_000

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        rows = model_admin.get_queryset(request).order_by("-pk").values_list(field.name, flat=True)
        chosen = {self.lookup_val[-1]} if self.lookup_val else set()
        self.lookup_choices: Any = sorted({value for value in rows[: self.newest] if value} | chosen)


admin.FieldListFilter.register(
    lambda field: isinstance(field, CharField) and not field.choices, RecentValuesFilter, take_priority=True
)


class KindFilter(admin.SimpleListFilter):
    """By the kind of row that an entry is about; the kinds are known without asking the table."""

    title = _("Kind")
    parameter_name = "object_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        kinds = {(model._meta.label_lower, model._meta.verbose_name) for model in model_admin.admin_site._registry}
        return sorted(kinds, key=lambda kind: str(kind[1]).casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


class DeletedFilter(admin.SimpleListFilter):
    """Live rows unless asked otherwise (UX AD5)."""

    title = _("Deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("only", _("Deleted")), ("all", _("Live and deleted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "only":
            return queryset.exclude(deleted_at=None)
        return queryset if self.value() == "all" else queryset.filter(deleted_at=None)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": pgettext("not deleted", "Live"),
        }
        for value, words in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }
