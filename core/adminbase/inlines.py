"""Rows of a neighbouring model on a page: for reading, scoped as their own pages are."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from core.adminbase.access import ScopedAccess


class ReadOnlyFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows that are shown and never posted: valid whatever comes back, and saving saves nothing."""

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list[Any]:
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


class ScopedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Shows what the person may see of the model anyway, with a link to its own page, where it is changed."""

    formset = ReadOnlyFormSet
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    select_related: tuple[str, ...] = ()

    def _page(self) -> ScopedAccess:
        return cast(ScopedAccess, self.admin_site._registry[self.model])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        page = self._page()
        rows = page.get_queryset(request).select_related(*self.select_related)
        return (rows.filter(deleted_at=None) if page.is_soft else rows).order_by("pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._page().may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
