"""Payments and refunds: for reading, with actions that call services. Nobody types amounts of money."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import (
    ReasonForm,
    ScopedInline,
    ScopedModelAdmin,
    json_column,
    money_column,
    outside_transaction,
    service_action,
    status_column,
)
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope
from payments import services
from payments.models import Dispute, MidtransTransaction, Payment, Refund, TransactionLog
from payments.states import CASH_ON_DELIVERY, MONEY_ARRIVED, PaymentStatus, RefundStatus
from sales.states import OrderStatus

PAYABLE = (OrderStatus.PENDING,)


class RefundInline(ScopedInline):
    model = Refund
    fields = ("created_at", "status_words", "total", "cause", "failure_code")
    status_words = status_column()
    total = money_column("amount", _("Amount"))


class DisputeInline(ScopedInline):
    model = Dispute
    fields = ("opened_at", "status_words", "total", "reason", "evidence_due_at")
    status_words = status_column()
    total = money_column("amount", _("Amount"))


class MidtransInline(ScopedInline):
    model = MidtransTransaction
    fields = ("transaction_id", "payment_type", "transaction_status", "fraud_status", "gross_amount", "settlement_time")


class LogInline(ScopedInline):
    model = TransactionLog
    fields = ("created_at", "event", "old_status", "new_status", "cause", "actor_label")


@admin.register(Payment)
class PaymentAdmin(ScopedModelAdmin):
    list_display = ("created_at", "order", "attempt_number", "gateway", "status_words", "amount", "captured_at")
    list_select_related = ("order",)
    list_filter = ("status", "gateway", "is_manual")
    search_fields = ("=order__number", "=gateway_reference")
    fields = (
        "order", "attempt_number", "gateway", "configuration", "gateway_reference", "status_words", "amount",
        "captured", "refunded", "charged_back",
        "is_manual", "receipt", "failure_code", "created_at", "expires_at", "captured_at", "next_query_at", "queries",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (RefundInline, DisputeInline, MidtransInline, LogInline)
    staff_verbs = {"inquire": frozenset({ADMINISTRATOR, SUPPORT}), "mark_paid": frozenset({ADMINISTRATOR})}
    actions = ("inquire", "mark_paid")
    status_words = status_column()
    amount = money_column("amount", _("Amount"))
    captured = money_column("captured", _("Captured"), currency="captured_currency")
    refunded = money_column("refunded", _("Given back"), currency="captured_currency")
    charged_back = money_column("charged_back", _("Charged back"), currency="captured_currency")

    def row_label(self, row: Payment) -> str:
        return f"{row.order.number} · {row}"

    @service_action(
        _("Ask the gateway again"),
        verb="inquire",
        when=lambda row: row.gateway not in ("", CASH_ON_DELIVERY) and row.status not in MONEY_ARRIVED,
    )
    @outside_transaction
    def inquire(self, scope: ActingScope, row: Payment) -> None:
        services.payment_resolve(payment_id=row.pk, cause="staff")

    @service_action(
        _("Mark order as paid"),
        verb="mark_paid",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status != PaymentStatus.CAPTURED and row.order.status in PAYABLE,
    )
    def mark_paid(self, scope: ActingScope, row: Payment, reason: str) -> None:
        services.payment_mark_paid_by_hand(scope=scope, order_id=row.order_id, reason=reason)


@admin.register(Refund)
class RefundAdmin(ScopedModelAdmin):
    list_display = ("created_at", "payment", "store_order", "status_words", "amount", "cause", "failure_code")
    list_select_related = ("payment", "store_order")
    list_filter = ("status", "cause")
    search_fields = ("=payment__order__number", "=gateway_reference")
    fields = (
        "payment", "store_order", "status_words", "amount", "cause", "gateway_reference", "attempt", "failure_code",
        "created_at", "finished_at",
    )  # fmt: skip
    readonly_fields = fields
    staff_verbs = {verb: frozenset({ADMINISTRATOR}) for verb in ("retry", "give_up", "record_by_hand")}
    actions = ("retry", "give_up", "record_by_hand")
    status_words = status_column()
    amount = money_column("amount", _("Amount"))

    @service_action(_("Try again"), verb="retry", when=lambda row: row.status == RefundStatus.FAILED)
    def retry(self, scope: ActingScope, row: Refund) -> None:
        services.refund_retry(scope=scope, refund_id=row.pk)

    @service_action(
        _("Stop waiting: it did not happen"),
        verb="give_up",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status == RefundStatus.EXECUTING,
    )
    def give_up(self, scope: ActingScope, row: Refund, reason: str) -> None:
        services.refund_give_up(scope=scope, refund_id=row.pk, reason=reason)

    @service_action(
        _("Record as paid another way"),
        verb="record_by_hand",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status == RefundStatus.FAILED,
    )
    def record_by_hand(self, scope: ActingScope, row: Refund, reason: str) -> None:
        services.refund_record_by_hand(scope=scope, refund_id=row.pk, reason=reason)


@admin.register(MidtransTransaction)
class MidtransTransactionAdmin(ScopedModelAdmin):
    """What Midtrans says, in its own words. The page's token and address let anybody pay, so they are not shown."""

    list_display = ("created_at", "payment", "transaction_status", "payment_type", "gross_amount", "settlement_time")
    list_select_related = ("payment",)
    list_filter = ("transaction_status", "payment_type")
    search_fields = ("=order_id", "=transaction_id")
    fields = (
        "payment", "order_id", "transaction_id", "transaction_status", "fraud_status", "payment_type", "gross_amount",
        "settlement_time", "midtrans_response", "created_at", "updated_at",
    )  # fmt: skip
    readonly_fields = fields
    hidden_fields = frozenset({"snap_token", "snap_redirect_url"})


@admin.register(TransactionLog)
class TransactionLogAdmin(ScopedModelAdmin):
    list_display = ("created_at", "payment", "event", "old_status", "new_status", "cause", "actor_label")
    list_select_related = ("payment",)
    list_filter = ("event",)
    search_fields = ("=payment__order__number", "=request_id")
    fields = (
        "payment", "event", "old_status", "new_status", "cause", "actor_label", "shown_data", "created_at",
        "request_id",
    )  # fmt: skip
    readonly_fields = fields
    shown_data = json_column("data", _("Data"))
