"""Imports of products: upload a file, see what each row would do, say go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.adminbase import RelatedFilter, ScopedModelAdmin, ServiceForm, service_action, status_column
from core.scope import ActingScope
from core.tables import FORMATS, LIMITS, table_response
from marketplace import services
from marketplace.models import ImportRow, ProductImport
from marketplace.rules import CATALOG_EDIT
from marketplace.services import imports
from marketplace.states import ImportStatus, RowOutcome

PAGE = 100
BUSY = (ImportStatus.CHECKING, ImportStatus.RUNNING)


class UploadForm(ServiceForm):
    field_names = {"file": "upload"}

    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (XLSX), at most 10 MB, 20,000 rows and 100 columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Begin anew"),
        required=False,
        help_text=gettext_lazy("With a file that was imported before."),
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > LIMITS.file_bytes:
            raise forms.ValidationError(_("The file has more than 10 MB."), code="too_large")
        return upload


class ConfirmForm(forms.Form):
    partial = forms.BooleanField(
        label=gettext_lazy("Leave out the rejected rows"),
        required=False,
        help_text=gettext_lazy("Without this, a file with rejected rows is not imported at all."),
    )


@admin.register(ProductImport)
class ProductImportAdmin(ScopedModelAdmin):
    form = UploadForm
    change_form_template = "admin/import_form.html"
    list_display = ("file", "store", "status_words", "rows_total", "rows_done", "rows_rejected", "created_at")
    list_select_related = ("store",)
    list_filter = ("status", ("store", RelatedFilter))
    autocomplete_fields = ("store",)
    readonly_fields = ("file", "status_words")
    store_path = "store"
    seller_keys = {"view": CATALOG_EDIT, "add": CATALOG_EDIT, "confirm": CATALOG_EDIT, "stop": CATALOG_EDIT}
    writes = frozenset({"add"})
    actions = ("confirm", "stop")
    status_words = status_column()

    @admin.display(description=gettext_lazy("File"), ordering="file_name")
    def file(self, row: ProductImport) -> str:
        return str(row)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store", "upload", "again") if obj is None else ("store", "file", "status_words")

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ProductImport:
        upload = values["upload"]
        batch, _is_new = services.import_upload(
            scope=scope, store_id=values["store"].pk, raw=upload.read(), name=upload.name, again=values["again"]
        )
        return batch

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:marketplace_productimport_change", args=[obj.pk]))

    @service_action(
        gettext_lazy("Import"), verb="confirm", form=ConfirmForm, when=lambda row: row.status == ImportStatus.READY
    )
    def confirm(self, scope: ActingScope, row: ProductImport, partial: bool) -> None:
        services.import_confirm(scope=scope, batch_id=row.pk, partial=partial)

    @service_action(
        gettext_lazy("Stop"),
        verb="stop",
        is_dangerous=True,
        when=lambda row: row.status in (*BUSY, ImportStatus.READY),
    )
    def stop(self, scope: ActingScope, row: ProductImport) -> None:
        services.import_stop(scope=scope, batch_id=row.pk)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("template/", view(self.template), name="marketplace_productimport_template"),
            path("<uuid:batch_id>/rejected/", view(self.rejected), name="marketplace_productimport_rejected"),
        ]
        return [*own, *super().get_urls()]

    def template(self, request: HttpRequest) -> HttpResponse:
        if not self.may(request, "add"):
            raise PermissionDenied
        kind = _kind(request)
        return table_response(kind, imports.template_file(kind), "products")

    def rejected(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        batch = self.get_object(request, str(batch_id))
        if batch is None or not self.may(request, "view", batch):
            raise Http404
        kind = _kind(request)
        return table_response(kind, imports.rejected_file(batch, kind), f"rejected-{batch.pk}")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        if batch is not None and self.may(request, "view", batch):
            extra_context = {**(extra_context or {}), **_page(request, batch)}
        return super().change_view(request, object_id, form_url, extra_context)


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("as", "csv")
    if kind not in FORMATS:
        raise Http404
    return kind


def _page(request: HttpRequest, batch: ProductImport) -> dict[str, Any]:
    """A page of the file's rows, those that need looking at first unless another kind is asked for."""
    wanted = request.GET.get("outcome", RowOutcome.REJECTED if batch.rows_rejected or batch.rows_failed else "")
    outcome = wanted if wanted in RowOutcome.values else ""
    after = request.GET.get("after", "")
    rows = batch.rows.filter(number__gt=int(after) if after.isdecimal() and len(after) < 8 else 0)
    if outcome:
        rows = rows.filter(outcome=outcome)
    found = list(rows.order_by("number")[: PAGE + 1])
    more = urlencode({"outcome": outcome, "after": found[PAGE - 1].number}) if len(found) > PAGE else ""
    is_checking = batch.status == ImportStatus.CHECKING
    return {
        "batch": batch,
        "rows": found[:PAGE],
        "next_page": more,
        "outcome": outcome,
        "tabs": _tabs(batch),
        "is_busy": batch.status in BUSY,
        "progress": batch.rows_checked if is_checking else batch.rows_done + batch.rows_failed,
        "progress_of": batch.rows_total if is_checking else batch.rows_new + batch.rows_changed,
        "progress_words": _("Checked so far") if is_checking else _("Imported so far"),
        "figures": _figures(batch),
        "ignored": imports.unknown_headers(batch.headers),
    }


def _tabs(batch: ProductImport) -> list[tuple[str, Any, int | None]]:
    counts = {"": batch.rows_total, "PENDING": None, "NEW": batch.rows_new, "CHANGED": batch.rows_changed}
    counts |= {"UNCHANGED": batch.rows_unchanged, "REJECTED": batch.rows_rejected + batch.rows_failed}
    shown = [("", _("All")), *((value, words) for value, words in RowOutcome.choices if value != "PENDING")]
    return [(value, words, counts[value]) for value, words in shown]


def _figures(batch: ProductImport) -> list[tuple[str, int]]:
    found = [
        (_("Rows"), batch.rows_total),
        (_("New"), batch.rows_new),
        (_("Changed"), batch.rows_changed),
        (_("Unchanged"), batch.rows_unchanged),
        (_("Rejected"), batch.rows_rejected),
    ]
    if batch.status in (ImportStatus.RUNNING, ImportStatus.DONE, ImportStatus.STOPPED):
        found += [(_("Imported"), batch.rows_done), (_("Refused at their turn"), batch.rows_failed)]
    return found


@admin.register(ImportRow)
class ImportRowAdmin(ScopedModelAdmin):
    """For reading: the rows of a file stand on the page of its import."""

    list_display = ("number", "batch", "outcome", "is_done")
    list_select_related = ("batch",)
    list_filter = ("outcome", "is_done")
    fields = ("batch", "number", "cells", "outcome", "problems", "notes", "changes", "is_done")
    readonly_fields = fields
    store_path = "batch__store"
    seller_keys = {"view": CATALOG_EDIT}
