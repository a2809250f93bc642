"""Days that were compared with the gateways, and what did not agree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import formats
from core.adminbase import ScopedModelAdmin, service_action
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from payments import services
from payments.models import SettlementDifference, SettlementReport
from payments.states import DifferenceStatus


class NoteForm(forms.Form):
    note = forms.CharField(label=_("What came of it"), max_length=200, widget=forms.TextInput)


def _amount(amount: Money | None) -> str:
    return "–" if amount is None else format_html('<bdi class="amount">{}</bdi>', formats.money(amount))


@admin.display(description=_("Day"), ordering="day_date")
def _day(page: Any, row: SettlementReport | SettlementDifference) -> str:
    return formats.day(row.day_date)


@admin.register(SettlementReport)
class SettlementReportAdmin(ScopedModelAdmin):
    list_display = ("day", "gateway", "ours", "theirs", "state_words", "finished_at")
    list_filter = ("gateway",)
    ordering = ("-day_date", "gateway", "pk")
    fields = ("day", "gateway", "is_listed", "ours", "theirs", "state_words", "done_until", "finished_at")
    readonly_fields = fields
    staff_verbs = {"compare_anew": frozenset({ADMINISTRATOR})}
    actions = ("compare_anew",)

    day = _day

    @admin.display(description=_("Here"))
    def ours(self, row: SettlementReport) -> str:
        return self._sums(row, "ours")

    @admin.display(description=_("At the gateway"))
    def theirs(self, row: SettlementReport) -> str:
        return self._sums(row, "theirs")

    def _sums(self, row: SettlementReport, whose: str) -> str:
        """One line per currency: the sum, and of how many movements."""
        lines = [
            (formats.money(Money(sums[whose], code)), formats.digits(str(sums[f"{whose}_count"])))
            for code, sums in sorted(row.totals.items())
        ]
        return format_html_join(SafeString("<br>"), '<bdi class="amount">{}</bdi> ({})', lines) or "–"

    @admin.display(description=_("Status"))
    def state_words(self, row: SettlementReport) -> SafeString:
        if row.finished_at is None:
            return format_html('<span class="status status-running">{}</span>', _("Being compared"))
        if row.agrees:
            return format_html('<span class="status status-done">{}</span>', _("All agrees"))
        return format_html('<span class="status status-failed">{}</span>', _("Differences"))

    @service_action(_("Compare again"), verb="compare_anew", when=lambda row: row.finished_at is not None)
    def compare_anew(self, scope: ActingScope, row: SettlementReport) -> None:
        services.settlement_compare_anew(scope=scope, report_id=row.pk)


@admin.register(SettlementDifference)
class SettlementDifferenceAdmin(ScopedModelAdmin):
    list_display = ("day", "gateway", "movement", "kind", "ours_words", "theirs_words", "status_words", "payment")
    list_select_related = ("payment",)
    list_filter = ("status", "gateway", "kind", "movement")
    search_fields = ("=reference", "=gateway_reference", "=payment__order__number")
    fields = (
        "day", "gateway", "movement", "kind", "payment", "refund", "reference", "gateway_reference", "ours_words",
        "ours_status", "theirs_words", "theirs_status", "status_words", "note", "resolved_by", "resolved_at",
        "created_at",
    )  # fmt: skip
    readonly_fields = fields
    staff_verbs = {"resolve": frozenset({ADMINISTRATOR})}
    actions = ("resolve",)

    day = _day

    @admin.display(description=_("Status"), ordering="status")
    def status_words(self, row: SettlementDifference) -> SafeString:
        mark = "done" if row.status == DifferenceStatus.RESOLVED else "failed"
        return format_html('<span class="status status-{}">{}</span>', mark, row.get_status_display())

    @admin.display(description=_("Here"))
    def ours_words(self, row: SettlementDifference) -> str:
        return _amount(row.ours)

    @admin.display(description=_("At the gateway"))
    def theirs_words(self, row: SettlementDifference) -> str:
        return _amount(row.theirs)

    @service_action(_("Resolve"), verb="resolve", form=NoteForm, when=lambda row: row.status == DifferenceStatus.OPEN)
    def resolve(self, scope: ActingScope, row: SettlementDifference, note: str) -> None:
        services.difference_resolve(scope=scope, difference_id=row.pk, note=note)
