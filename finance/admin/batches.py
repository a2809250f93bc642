"""Payouts by the bank: the file that leaves, and the bank's answer to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.adminbase import ScopedModelAdmin, money_column
from core.errors import DomainError
from core.scope import ADMINISTRATOR, ActingScope, scope_of_request
from core.tables import table_response
from finance import services
from finance.models import PayoutBatch

LIMITS = services.CONFIRMATION_LIMITS
SHOWN_PROBLEMS = 200


class ConfirmationsForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (XLSX), at most 1 MB and 1,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.file_bytes:
            raise forms.ValidationError(
                _("The file has at most %(count)s bytes.") % {"count": formats.number(LIMITS.file_bytes)},
                code="too_large",
            )
        return file


@admin.register(PayoutBatch)
class PayoutBatchAdmin(ScopedModelAdmin):
    """Adding one puts every approved bank transfer of the currency into it; its page has the file for the bank.

    The bank's answer is imported for all batches at once: each of its lines names its payout.
    """

    change_form_template = "admin/payout_batch_form.html"
    list_display = ("created_at", "number", "count", "total")
    fields = ("number", "count", "total", "created_at")
    writes = frozenset({"add"})
    staff_verbs = {"confirm": frozenset({ADMINISTRATOR})}
    total = money_column("total", gettext_lazy("Total"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("currency",) if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.fields

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> PayoutBatch:
        return services.payout_batch_make(scope=scope, currency=values["currency"])

    def list_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        if not self.may(request, "confirm"):
            return []
        return [(_("Import the bank’s answer"), reverse("admin:finance_payoutbatch_confirmations"))]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("confirmations/", view(self.confirmations), name="finance_payoutbatch_confirmations"),
            path("<uuid:batch_id>/file/", view(self.file), name="finance_payoutbatch_file"),
        ]
        return [*own, *super().get_urls()]

    def file(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        if not self.may(request, "view"):
            raise PermissionDenied
        batch = PayoutBatch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise Http404
        scope = scope_of_request(request)
        if not scope.has_role(ADMINISTRATOR):
            raise PermissionDenied
        return table_response("csv", services.payout_batch_file(scope=scope, batch=batch), batch.number)

    def confirmations(self, request: HttpRequest) -> HttpResponse:
        """The bank's answer: an upload, and what came of it. The same file may be sent again, so a reload harms
        nothing."""
        if not self.may(request, "confirm"):
            raise PermissionDenied
        form = ConfirmationsForm(request.POST, request.FILES) if request.method == "POST" else None
        outcome = self._import(request, form) if form is not None and form.is_valid() else None
        shown = outcome.problems[:SHOWN_PROBLEMS] if outcome else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import the bank’s answer"),
            "opts": self.opts,
            "form": form or ConfirmationsForm(),
            "media": self.media,
            "outcome": outcome,
            "problems": shown,
            "more": len(outcome.problems) - len(shown) if outcome else 0,
        }
        return TemplateResponse(request, "admin/payout_confirmations.html", context)

    def _import(self, request: HttpRequest, form: ConfirmationsForm) -> services.Confirmed | None:
        """What the file did; nothing, and an error of the field, if it is no such file."""
        raw = form.cleaned_data["file"].read()
        try:
            return services.payout_confirmations_import(scope=scope_of_request(request), raw=raw)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return None
