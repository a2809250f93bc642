"""What the payment operations take and give."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.serializers import Input, MinorField, MoneyField, Output, WholeNumberField
from payments.models import Payment, Refund
from payments.standing import KINDS
from payments.states import PaymentStatus, RefundStatus
from sales.states import OrderStatus

CONFIRMING = (PaymentStatus.VERIFYING, PaymentStatus.UNKNOWN)


class StartInput(Input):
    order = serializers.CharField(max_length=40, help_text="The order's number or id.")
    gateway = serializers.CharField(
        max_length=32,
        required=False,
        allow_blank=True,
        default="",
        help_text="Left out: the market's first. `cash_on_delivery`: paid to the courier.",
    )
    token = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="A guest's signed order token."
    )


class ReturnInput(serializers.Serializer[Any]):
    attempt = serializers.UUIDField()


class AmountQuery(serializers.Serializer[Any]):
    amount_minor = serializers.IntegerField(min_value=0, max_value=10**15, required=False)


class VerifyInput(serializers.Serializer[Any]):
    """What a gateway's redirect carries. Other parameters are the gateway's own and ignored."""

    Authority = serializers.RegexField(
        r"\A[A-Za-z0-9_.-]+\Z", max_length=128, help_text="The gateway's reference of the payment."
    )
    attempt = serializers.UUIDField(required=False, help_text="Our own reference, where the gateway carries it back.")
    Status = serializers.ChoiceField(
        choices=["OK", "NOK", "FAILED"], required=False, help_text="A hint only: the gateway is asked what is true."
    )


class RefundLineInput(Input):
    order_item = serializers.UUIDField(help_text="A line of the order; for the delivery of a part, the part's id.")
    amount_minor = MinorField(
        min_value=1, required=False, help_text="Minor units. Left out: the pieces' share, or all that is left."
    )
    quantity = WholeNumberField(
        min_value=1, max_value=999, required=False, help_text="How many pieces of the line; not beside an amount."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "amount_minor" in attrs and "quantity" in attrs:
            raise serializers.ValidationError({"quantity": [_("Give an amount or a number of pieces.")]})
        return attrs


class RefundInput(Input):
    amount_minor = MinorField(
        min_value=1, required=False, help_text="Minor units of the captured currency. Left out: all that is left."
    )
    reason = serializers.CharField(max_length=500, help_text="Why; kept in the audit.")
    store_order = serializers.UUIDField(required=False, help_text="The store's part it is for.")
    lines = serializers.ListField(
        child=RefundLineInput(), required=False, max_length=200, help_text="The lines it is for, each with its amount."
    )
    is_goodwill = serializers.BooleanField(
        required=False, default=False, help_text="The platform bears it; else the stores of what it is for."
    )


class MethodProblemOutput(Output):
    code = serializers.CharField()
    detail = serializers.CharField()


class MethodOutput(Output):
    name = serializers.CharField(help_text="What starting a payment takes as `gateway`.")
    title = serializers.CharField()
    is_redirect = serializers.BooleanField(help_text="Paid on a gateway's page; else nothing is paid now.")
    is_available = serializers.BooleanField(help_text="Whether this order can be paid that way.")
    problem = MethodProblemOutput(allow_null=True, help_text="Why it cannot.")


class MarketMethodOutput(Output):
    name = serializers.CharField(help_text="What starting a payment takes as `gateway`.")
    title = serializers.CharField()
    is_redirect = serializers.BooleanField(help_text="Paid on a gateway's page; else nothing is paid now.")
    is_available = serializers.BooleanField(help_text="Whether the amount can be paid that way.")
    problem = MethodProblemOutput(allow_null=True, help_text="Why it cannot.")


class MarketMethodsOutput(Output):
    market = serializers.CharField()
    methods = MarketMethodOutput(many=True)


class StandingOutput(Output):
    order = serializers.CharField(help_text="The order's number.")
    order_status = serializers.ChoiceField(choices=OrderStatus.choices)
    amount = MoneyField()
    kind = serializers.ChoiceField(choices=KINDS)
    headline = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    gateway = serializers.CharField(allow_blank=True, help_text="Of the latest attempt.")
    look_again_seconds = serializers.IntegerField(help_text="When to ask again; 0: it will not change by itself.")


class MethodsOutput(Output):
    order = serializers.CharField(help_text="The order's number.")
    amount = MoneyField()
    methods = MethodOutput(many=True)


class PaymentOutput(Output):
    payment_id = serializers.UUIDField(source="pk")
    order = serializers.CharField(source="order.number", help_text="The order's number.")
    order_status = serializers.ChoiceField(choices=OrderStatus.choices, source="order.status")
    attempt = serializers.IntegerField(source="attempt_number", min_value=1)
    status = serializers.ChoiceField(choices=PaymentStatus.choices)
    state = serializers.SerializerMethodField(help_text="The status, with VERIFIED for a captured payment.")
    is_confirming = serializers.SerializerMethodField(
        help_text="True while nobody knows how it ends: do not pay again, ask again."
    )
    gateway = serializers.CharField(allow_blank=True)
    authority = serializers.CharField(allow_null=True, help_text="The gateway's reference.")
    redirect_url = serializers.SerializerMethodField(help_text="Where to pay, while that is possible.")
    amount = MoneyField(source="total")
    is_manual = serializers.BooleanField(help_text="Marked by staff, not proven by a gateway.")
    receipt = serializers.CharField(allow_blank=True, help_text="The bank's number of the payment, where it has one.")
    failure_code = serializers.CharField(allow_blank=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    captured_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, payment: Payment) -> str:
        """VERIFIED is the name the shop's clients know a captured payment by (FEATURES.md B-S8)."""
        return "VERIFIED" if payment.status == PaymentStatus.CAPTURED else payment.status

    def get_is_confirming(self, payment: Payment) -> bool:
        return payment.status in CONFIRMING

    def get_redirect_url(self, payment: Payment) -> str | None:
        return payment.redirect_url if payment.status == PaymentStatus.SENT else None


class RefundOutput(Output):
    refund_id = serializers.UUIDField(source="pk")
    payment_id = serializers.UUIDField()
    store_order = serializers.CharField(source="store_order.number", default=None, allow_null=True)
    status = serializers.ChoiceField(choices=RefundStatus.choices)
    amount = MoneyField(source="total")
    cause = serializers.ChoiceField(choices=["cancelled", "surplus", "mismatch", "staff"])
    failure_code = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


def payment_body(payment: Payment) -> Any:
    return PaymentOutput(payment).data


def refund_body(refund: Refund) -> Any:
    return RefundOutput(refund).data
