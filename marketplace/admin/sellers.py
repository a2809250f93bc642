"""Sellers, as staff let them in: the queue, the checklist, what was handed in, what was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import audit
from core.adminbase import (
    PairsField,
    ReasonForm,
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    ServiceForm,
    service_action,
    status_column,
)
from core.private_files import private_file_link
from core.scope import ADMINISTRATOR, ActingScope, scope_of_request
from marketplace import services
from marketplace.models import Requirement, RequirementAnswer, Seller, SellerDecision
from marketplace.states import SELLER_TRANSITIONS, SellerStatus


class ReturnForm(ReasonForm):
    """What the seller is to put right: in all, and field by field."""

    fields_to_change = PairsField(
        label=_("Fields"),
        required=False,
        help_text=_(
            "One “field = reason” per line: a field of the store such as tax_number, or a code of the checklist."
        ),
    )


class AnswerInline(ScopedInline):
    model = RequirementAnswer
    fields = ("requirement", "text", "status", "reason", "updated_at")
    select_related = ("requirement",)


class DecisionInline(ScopedInline):
    model = SellerDecision
    fields = ("created_at", "decision", "reason", "fields", "actor_label")
    show_change_link = False


def _may_become(status: SellerStatus) -> Any:
    return lambda row: SELLER_TRANSITIONS.allows(SellerStatus(row.status), status)


@admin.register(Seller)
class SellerAdmin(ScopedModelAdmin):
    """Those who wait for a decision are a filter away: ?status__exact=PENDING."""

    list_display = ("name", "user", "status_words", "created_at")
    list_select_related = ("user",)
    list_filter = ("status",)
    search_fields = ("name", "=user__email")
    fields = ("name", "user", "status_words", "created_at")
    readonly_fields = fields
    inlines = (AnswerInline, DecisionInline)
    staff_verbs = {verb: frozenset({ADMINISTRATOR}) for verb in ("approve", "send_back", "suspend", "close")}
    actions = ("approve", "send_back", "suspend", "close")
    status_words = status_column()

    @service_action(
        _("Approve"),
        verb="approve",
        when=lambda row: row.status in (SellerStatus.PENDING, SellerStatus.SUSPENDED, SellerStatus.CLOSED),
    )
    def approve(self, scope: ActingScope, row: Seller) -> None:
        services.seller_approve(scope=scope, seller_id=row.pk)

    @service_action(_("Send back"), verb="send_back", form=ReturnForm, when=_may_become(SellerStatus.RETURNED))
    def send_back(self, scope: ActingScope, row: Seller, reason: str, fields_to_change: dict[str, str]) -> None:
        services.seller_return(scope=scope, seller_id=row.pk, reason=reason, fields=fields_to_change or {})

    @service_action(
        _("Suspend"), verb="suspend", form=ReasonForm, is_dangerous=True, when=_may_become(SellerStatus.SUSPENDED)
    )
    def suspend(self, scope: ActingScope, row: Seller, reason: str) -> None:
        services.seller_suspend(scope=scope, seller_id=row.pk, reason=reason)

    @service_action(_("Close"), verb="close", form=ReasonForm, is_dangerous=True, when=_may_become(SellerStatus.CLOSED))
    def close(self, scope: ActingScope, row: Seller, reason: str) -> None:
        services.seller_close(scope=scope, seller_id=row.pk, reason=reason)


class RequirementForm(ServiceForm):
    field_names = {"market_id": "market"}

    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(Requirement)
class RequirementAdmin(ScopedModelAdmin):
    """The operator's checklist for new sellers."""

    form = RequirementForm
    list_display = ("title", "code", "market", "is_required", "needs_file", "is_active", "position")
    list_select_related = ("market",)
    list_filter = ("is_active", "is_required", ("market", RelatedFilter))
    search_fields = ("title", "code")
    fields = ("code", "title", "description", "market", "is_required", "needs_file", "is_active", "position")
    writes = frozenset({"add", "change", "delete"})

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Requirement:
        return services.requirement_create(scope=scope, **self._named(values))

    def update_row(self, scope: ActingScope, row: Requirement, values: dict[str, Any]) -> Requirement:
        return services.requirement_update(scope=scope, requirement_id=row.pk, **self._named(values))

    def delete_row(self, scope: ActingScope, row: Requirement) -> None:
        services.requirement_delete(scope=scope, requirement_id=row.pk)

    def _named(self, values: dict[str, Any]) -> dict[str, Any]:
        if "market" not in values:
            return values
        market = values.pop("market")
        return {**values, "market_id": market.pk if market else None}


@admin.register(RequirementAnswer)
class RequirementAnswerAdmin(ScopedModelAdmin):
    """For reading: what sellers handed in. Who opens a file is written down."""

    list_display = ("seller", "requirement", "text", "status_words", "updated_at")
    list_select_related = ("seller", "requirement")
    list_filter = ("status", ("requirement", RelatedFilter))
    search_fields = ("seller__name",)
    fields = ("seller", "requirement", "text", "file_link", "status_words", "reason", "created_at", "updated_at")
    readonly_fields = fields
    staff_verbs = {"open_file": frozenset({ADMINISTRATOR})}
    status_words = status_column()

    @admin.display(description=_("File"))
    def file_link(self, row: RequirementAnswer) -> str:
        if row.file is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:requirement-file", args=[row.pk]), row.file.name)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.open_file)
        return [path("<uuid:answer_id>/file/", view, name="requirement-file"), *super().get_urls()]

    def open_file(self, request: HttpRequest, answer_id: Any) -> HttpResponse:
        """A link that lasts five minutes, after a line in the audit."""
        if not self.may(request, "open_file"):
            raise PermissionDenied
        row = RequirementAnswer.objects.filter(pk=answer_id).select_related("file").first()
        if row is None or row.file is None:
            raise Http404
        audit.record(actor=scope_of_request(request).actor, action="requirement.file_open", row=row)
        return HttpResponseRedirect(private_file_link(row.file))


@admin.register(SellerDecision)
class SellerDecisionAdmin(ScopedModelAdmin):
    """The journal of every seller's way in; written once, changed never."""

    list_display = ("created_at", "seller", "decision", "reason", "actor_label")
    list_select_related = ("seller",)
    list_filter = ("decision",)
    fields = ("created_at", "seller", "decision", "reason", "fields", "actor_label")
    readonly_fields = fields
