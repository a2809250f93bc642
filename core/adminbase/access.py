"""Who may do what with which rows: platform people by Django's permissions, sellers by their stores (DESIGN.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

from core.models import BaseModel, Permanent
from core.scope import ActingScope, scope_of_request

FORM_VERBS = frozenset({"view", "add", "change", "delete"})


class ScopedAccess(admin.ModelAdmin):  # type: ignore[type-arg]
    """Closed by itself: a seller reaches nothing until a class declares `store_path`, nobody writes until it
    declares `writes`.

    `store_path`: lookup from this model to its store, e.g. "store_order__store"; `store_conditions` hold on the same
    rows. `seller_keys`: verb → permission key a member needs for it ("" for any member); a verb that is not named is
    refused. `writes`: which of add, change and delete the forms offer at all. `staff_verbs`: verb of an action → the
    platform roles that may use it; superusers may always. `shared_with_sellers`: public rows any seller may read.
    """

    store_path: ClassVar[str] = ""
    store_conditions: ClassVar[Q] = Q()
    seller_keys: ClassVar[Mapping[str, str]] = {}
    writes: ClassVar[frozenset[str]] = frozenset()
    staff_verbs: ClassVar[Mapping[str, frozenset[str]]] = {}
    shared_with_sellers: ClassVar[bool] = False
    # "app.model.field" of other models' keys for which sellers choose among all public rows, not only their own.
    public_choices_for: ClassVar[frozenset[str]] = frozenset()

    @property
    def is_soft(self) -> bool:
        """Whether rows of this model are hidden and restored rather than kept for ever."""
        return issubclass(self.model, BaseModel) and not issubclass(self.model, Permanent)

    # --- verbs --------------------------------------------------------------------------------------------------------

    def may(self, request: HttpRequest, verb: str, row: Model | None = None) -> bool:
        """Whether the person may use `verb` at all, or on this row."""
        if verb in FORM_VERBS - {"view"} and verb not in self.writes:
            return False
        if verb == "restore" and not self.is_soft:
            return False
        is_deleted = getattr(row, "deleted_at", None) is not None
        if is_deleted and verb not in ("view", "restore"):
            return False
        return self._staff_may(request, verb, row) or self._seller_may(request, verb, row)

    def _staff_may(self, request: HttpRequest, verb: str, row: Model | None) -> bool:
        scope = scope_of_request(request)
        if not scope.is_staff:
            return False
        if verb == "restore":
            return "delete" in self.writes and super().has_delete_permission(request, row)
        if verb in FORM_VERBS:
            return bool(getattr(super(), f"has_{verb}_permission")(request, *([] if verb == "add" else [row])))
        return scope.has_role(*self.staff_verbs.get(verb, ()))

    def _seller_may(self, request: HttpRequest, verb: str, row: Model | None) -> bool:
        scope = scope_of_request(request)
        if self.shared_with_sellers and verb == "view" and scope.is_seller:
            return row is None or self._has_row(request, verb, row)
        if not self._seller_stores(scope, verb):
            return False
        return row is None or row._state.adding or self._has_row(request, verb, row)

    def _seller_stores(self, scope: ActingScope, verb: str) -> list[UUID]:
        key = self.seller_keys.get(verb)
        if not self.store_path or key is None:
            return []
        return scope.store_ids(key or None)

    def _has_row(self, request: HttpRequest, verb: str, row: Model) -> bool:
        """Asked several times per page, so the answer stays with the request."""
        known: dict[Any, bool] = request.__dict__.setdefault("_serai_admin_rows", {})
        question = (self.model._meta.label, row.pk, verb)
        if question not in known:
            known[question] = self.rows_of_sellers(request, verb).filter(pk=row.pk).exists()
        return known[question]

    # --- rows ---------------------------------------------------------------------------------------------------------

    def every_row(self) -> QuerySet[Any]:
        """Deleted ones included: the "Deleted" filter of lists decides which are shown."""
        manager: Any = getattr(self.model, "all_objects", self.model._default_manager)
        rows: QuerySet[Any] = manager.all()
        return rows

    def rows_of_sellers(self, request: HttpRequest, verb: str = "view") -> QuerySet[Any]:
        """The rows of the person's own stores in which `verb` is allowed; public rows where the model is shared."""
        if self.shared_with_sellers and verb == "view":
            return self.public_rows()
        stores = self._seller_stores(scope_of_request(request), verb)
        if not stores:
            return self.every_row().none()
        return self.every_row().filter(Q(**{f"{self.store_path}__in": stores}) & self.store_conditions)

    def public_rows(self) -> QuerySet[Any]:
        """What everybody may see of a shared model: live rows, and active ones where that is a question."""
        rows = self.every_row()
        names = {field.name for field in self.model._meta.concrete_fields}
        conditions: dict[str, Any] = {"deleted_at": None} if "deleted_at" in names else {}
        return rows.filter(**conditions, **({"is_active": True} if "is_active" in names else {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All rows for platform people with the view permission, else those of the person's stores."""
        rows = self.every_row() if self._staff_may(request, "view", None) else self.rows_of_sellers(request)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def choices(self, request: HttpRequest, source: Field[Any, Any] | None = None) -> QuerySet[Any]:
        """The live rows a person may choose in the field `source` of another model, or in an autocomplete."""
        if not self.may(request, "view"):
            return self.every_row().none()
        label = f"{source.model._meta.label_lower}.{source.name}" if source is not None else ""
        is_staff = self._staff_may(request, "view", None)
        if label in self.public_choices_for and not is_staff:
            return self.public_rows().order_by(*self.get_ordering(request))
        rows = self.get_queryset(request)
        return rows.filter(deleted_at=None) if self.is_soft else rows

    def own_stores(self, request: HttpRequest, verb: str) -> QuerySet[Any]:
        """The stores for which the person may use `verb`; every live one for platform people."""
        store: Any = get_fields_from_path(self.model, self.store_path)[-1].related_model
        rows: QuerySet[Any] = store.objects.all()
        if self._staff_may(request, verb, None):
            return rows
        return rows.filter(pk__in=self._seller_stores(scope_of_request(request), verb))

    def row_label(self, row: Any) -> str:
        """The row's name on its page, in suggestions and in questions about it."""
        return str(row)

    # --- Django's questions -------------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "delete", obj)
