"""Disputes: for reading, with the evidence to send to the gateway and a question to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.adminbase import ScopedModelAdmin, money_column, outside_transaction, service_action, status_column
from core.downloads import zip_response
from core.errors import NotAllowed, NotFound
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope, scope_of_request
from payments import services
from payments.models import Dispute


class OpenFilter(admin.SimpleListFilter):
    """What still has to be answered or decided."""

    title = _("Open")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Open")), ("no", _("Decided"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> QuerySet[Dispute]:
        return queryset.filter(closed_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Dispute)
class DisputeAdmin(ScopedModelAdmin):
    list_display = ("opened_at", "order_number", "gateway", "status_words", "amount", "reason", "evidence_due_at")
    list_select_related = ("payment__order",)
    list_filter = (OpenFilter, "status", "gateway")
    search_fields = ("=payment__order__number", "=gateway_reference")
    fields = (
        "payment", "order_number", "gateway", "gateway_reference", "status_words", "told_status", "reason", "amount",
        "withdrawn", "charged_back", "fee", "evidence_due_at", "evidence", "opened_at", "closed_at", "next_query_at",
    )  # fmt: skip
    readonly_fields = fields
    staff_verbs = {"inquire": frozenset({ADMINISTRATOR, SUPPORT})}
    actions = ("inquire",)
    status_words = status_column()
    amount = money_column("amount", _("Amount"))
    withdrawn = money_column("withdrawn", _("Taken by the bank"))
    charged_back = money_column("charged_back", _("Of that, borne by the payment"))
    fee = money_column("fee", _("Fee"), currency="fee_currency")

    @admin.display(description=_("Order"))
    def order_number(self, row: Dispute) -> str:
        return row.payment.order.number

    @admin.display(description=_("Evidence"))
    def evidence(self, row: Dispute) -> SafeString:
        address = reverse("admin:payments_dispute_evidence", args=[row.pk])
        return format_html('<a class="button" href="{}" download>{}</a>', address, _("Download (ZIP)"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [path("<uuid:dispute_id>/evidence/", view(self.file), name="payments_dispute_evidence")]
        return [*own, *super().get_urls()]

    def file(self, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
        """Order, address, parcels, mails and invoices in one file; for administrators."""
        if not self.may(request, "view"):
            raise PermissionDenied
        try:
            name, content = services.dispute_evidence(scope=scope_of_request(request), dispute_id=dispute_id)
        except NotFound as refusal:
            raise Http404 from refusal
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        return zip_response(content, name)

    @service_action(_("Ask the gateway again"), verb="inquire")
    @outside_transaction
    def inquire(self, scope: ActingScope, row: Dispute) -> None:
        services.dispute_inquire(scope=scope, dispute_id=row.pk)
