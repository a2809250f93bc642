"""The page of one model: lists, forms, deletion and history, all through the acting person's scope."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import audit
from core.adminbase.access import ScopedAccess
from core.adminbase.actions import service_action
from core.adminbase.deletion import deletion_counts
from core.adminbase.exporting import export
from core.adminbase.filters import DeletedFilter
from core.adminbase.forms import ServiceForm
from core.adminbase.inlines import ScopedInline
from core.adminbase.paging import CappedPaginator
from core.audit import HIDDEN_FIELDS
from core.errors import Conflict, DomainError
from core.models import AuditEntry, RestoreConflict
from core.scope import ADMINISTRATOR, STAFF, ActingScope, scope_of_request

HISTORY_LENGTH = 100


class ScopedModelAdmin(ScopedAccess):
    """Subclasses say which rows (ScopedAccess) and which services: `create_row`, `update_row`, `delete_row`,
    `restore_row`. Fields whose values nobody may look up by filters in the address stand in `hidden_fields`."""

    form = ServiceForm
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    ordering: ClassVar[Any] = ("-pk",)
    hidden_fields: ClassVar[frozenset[str]] = frozenset()
    masked_columns: ClassVar[frozenset[str]] = frozenset()  # of files that others than superusers take out
    change_form_template = "admin/change_form.html"
    formfield_overrides = {
        # One native field with one label, rather than two boxes and a calendar of our own.
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        },
        models.URLField: {"assume_scheme": "https"},
    }

    # --- services -----------------------------------------------------------------------------------------------------

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Any:
        """Call the service that makes a row of these form values. Raises DomainError."""
        raise NotImplementedError

    def update_row(self, scope: ActingScope, row: Any, values: dict[str, Any]) -> Any:
        """Call the service that changes these values of the row; only what the person changed is given."""
        raise NotImplementedError

    def delete_row(self, scope: ActingScope, row: Any) -> None:
        """Call the service that hides the row."""
        raise NotImplementedError

    def restore_row(self, scope: ActingScope, row: Any) -> None:
        """Bring back what was deleted together with the row. Raises RestoreConflict."""
        row.restore()
        audit.record(actor=scope.actor, action=f"{self.opts.model_name}.restore", row=row, store_id=self.store_of(row))

    def store_of(self, row: Any) -> UUID | None:
        """The store a row concerns, for its audit entries."""
        value = row
        for part in self.store_path.split("__") if self.store_path else ():
            value = getattr(value, part, None)
        return getattr(value, "pk", None)

    # --- forms --------------------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"refusal": getattr(request, "_serai_refusal", None)})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in super().get_fields(request, obj) if name != "seen_at"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice stand adding and looking; changing and deleting have their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only rows the person may see can be chosen, or posted by hand."""
        page = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(page, ScopedAccess):
            kwargs["queryset"] = page.choices(request, db_field)
        elif not scope_of_request(request).is_superuser:
            kwargs["queryset"] = db_field.remote_field.model._default_manager.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """What a service refuses becomes an error of the form: the same input is shown again with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            refusal = error
        except IntegrityError:
            refusal = Conflict(gettext("Another row has one of these values already, or a value is out of range."))
        request._serai_refusal = refusal  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        scope = scope_of_request(request)
        if change:
            changes = form.changes()
            made = self.update_row(scope, obj, changes) if changes else obj
        else:
            made = self.create_row(scope, form.values())
        obj.__dict__.update(made.__dict__)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        context["row_actions"] = self.row_actions(request, row) if row is not None else []
        context["row_label"] = self.row_label(row) if row is not None else ""
        context["is_deleted"] = getattr(row, "deleted_at", None) is not None
        return super().render_change_form(request, context, *args, **kwargs)

    def row_actions(self, request: HttpRequest, row: Any) -> list[tuple[str, Any]]:
        """The buttons of a row's page: name and options of each action that makes sense now."""
        if self.is_soft and row.deleted_at is not None:
            names = ["restore_selected"] if self.may(request, "restore", row) else []
            return [(name, getattr(type(self), name).options) for name in names]
        actions = [
            (name, getattr(function, "options", None)) for name, (function, *_) in self.get_actions(request).items()
        ]
        return [
            (name, options)
            for name, options in actions
            if options and options.shows_button and options.when(row) and self.may(request, options.verb, row)
        ]

    # --- deleting and restoring ---------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows = list(objs)
        counts = deletion_counts(self.model, [row.pk for row in rows])
        return [self.row_label(row) for row in rows], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_row(scope_of_request(request), obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[object_id]))

    @service_action(_("Delete"), verb="delete", is_dangerous=True, shows_button=False)
    def delete_selected(self, scope: ActingScope, row: Any) -> None:
        self.delete_row(scope, row)

    @service_action(_("Restore"), verb="restore", when=lambda row: row.deleted_at is not None)
    def restore_selected(self, scope: ActingScope, row: Any) -> None:
        if row.deleted_at is None:
            raise RestoreConflict(gettext("This is not deleted."))
        self.restore_row(scope, row)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A row that is still to be made has no neighbours to show."""
        return super().get_inlines(request, obj) if obj is not None else []

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ScopedInline):
            for name in ("data", "files", "save_as_new"):
                kwargs.pop(name, None)
        return kwargs

    # --- lists --------------------------------------------------------------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> Any:
        given = list(super().get_list_filter(request) or ())
        return [*given, DeletedFilter] if self.is_soft else given

    def get_actions(self, request: HttpRequest) -> Any:
        known: Any = super().get_actions(request)
        allowed = {}
        for name, (function, key, description) in known.items():
            options = getattr(function, "options", None)
            if options is None or self.may(request, options.verb):
                allowed[name] = (function, key, description)
        return allowed

    def _get_base_actions(self) -> Any:
        common = ("delete_selected", "restore_selected") if self.is_soft and "delete" in self.writes else ()
        self.actions = tuple(dict.fromkeys([*(self.actions or ()), *common]))
        return super()._get_base_actions()  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        links = {"list_links": self.list_links(request), "may_export": self.may_export(request)}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def list_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Further buttons above the list: words and address."""
        return []

    def may_export(self, request: HttpRequest) -> bool:
        """Members take out what they see of their own stores; of the platform's people administrators and staff do."""
        scope = scope_of_request(request)
        if self._seller_stores(scope, "view"):
            return True
        return scope.has_role(ADMINISTRATOR, STAFF) and self._staff_may(request, "view", None)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        export_page = self.admin_site.admin_view(lambda request: export(self, request))
        return [path("export/", export_page, name=name), *super().get_urls()]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        if lookup.partition("__")[0] in self.hidden_fields | HIDDEN_FIELDS:
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    # --- history ------------------------------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who did what to the row: the audit, and for platform people also what was done in this admin."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
            return missing
        if not self.may(request, "view", row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History: %s") % self.row_label(row),
            "row_label": self.row_label(row),
            "opts": self.opts,
            "object": row,
            "preserved_filters": self.get_preserved_filters(request),
            "entries": self._audit_of(row),
            "log_entries": self._log_of(row) if scope_of_request(request).is_staff else [],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def _audit_of(self, row: Any) -> QuerySet[AuditEntry]:
        found = AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
        return found.order_by("-created_at", "-pk")[:HISTORY_LENGTH]

    def _log_of(self, row: Any) -> QuerySet[LogEntry]:
        found = LogEntry.objects.filter(content_type=get_content_type_for_model(row), object_id=str(row.pk))
        return found.select_related("user").order_by("-action_time")[:HISTORY_LENGTH]
