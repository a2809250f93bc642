"""What the operations on the books take and give."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import Input, MoneyField, MoneyOutput, Output, StoreRefOutput
from core.money import CURRENCIES, Money
from finance.states import AccountKind, HoldKind, InvoiceKind, PayoutMethod, PayoutStatus, TransactionKind


class BalanceOutput(Output):
    store = StoreRefOutput()
    pending = MoneyField(help_text="Held: until it can no longer be returned, or as a reserve.")
    payable = MoneyField(help_text="Released; the next payout takes all of it.")
    owed = MoneyField(
        help_text="What the store owes us for late refunds and for cash it kept; settled from what is released next."
    )
    on_its_way = MoneyField(help_text="In payouts that have not arrived yet.")
    next_release_at = serializers.DateTimeField(allow_null=True)


class BalancesOutput(Output):
    results = BalanceOutput(many=True)


class EntryOutput(Output):
    id = serializers.UUIDField()
    at = serializers.DateTimeField(source="created_at")
    kind = serializers.ChoiceField(choices=TransactionKind.choices, source="transaction.kind")
    title = serializers.CharField(source="transaction.get_kind_display")
    account = serializers.ChoiceField(choices=AccountKind.choices, source="account.kind")
    store = serializers.UUIDField(source="account.store_id")
    reference = serializers.CharField(source="transaction.reference", help_text="The number of the order or payout.")
    amount = MoneyField(help_text="Above zero: the store gets it.")


@extend_schema_field(MoneyOutput)
class RowMoneyField(serializers.Field[Any, Any, Any, Any]):
    """`<name>_minor` of a row that has a `currency`, as money out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, row: Any) -> dict[str, Any]:
        return Money(getattr(row, f"{self.field_name}_minor"), row.currency).as_dict()


class LineOutput(Output):
    title = serializers.CharField(allow_blank=True)
    sku = serializers.CharField(allow_blank=True)
    is_delivery = serializers.BooleanField()
    quantity = serializers.IntegerField()
    price = RowMoneyField()
    seller_discount = RowMoneyField()
    paid = RowMoneyField(help_text="By the shopper.")
    funded = RowMoneyField(help_text="The part of the discount that the platform bears.")
    commission = RowMoneyField()
    explanation = serializers.CharField(help_text="Why the commission is what it is.", allow_blank=True)
    tax = RowMoneyField(help_text="Handed on by the platform.")
    shipping = RowMoneyField(help_text="Kept for couriers that the platform pays.")
    net = RowMoneyField(help_text="The store's.")
    paid_back = RowMoneyField(help_text="Given back to the shopper.")
    net_back = RowMoneyField(help_text="Of that, taken back from the store.")


class HoldOutput(Output):
    kind = serializers.ChoiceField(choices=HoldKind.choices)
    amount = RowMoneyField()
    left = RowMoneyField(help_text="What refunds left of it and is not released.")
    release_at = serializers.DateTimeField(allow_null=True, help_text="Empty until it is delivered.")
    released_at = serializers.DateTimeField(allow_null=True)


class SaleOutput(Output):
    id = serializers.UUIDField()
    store = StoreRefOutput()
    number = serializers.CharField()
    sold_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    net = MoneyField(help_text="The store's, before anything was given back.")
    cash_fee = MoneyField(help_text="What the store was charged for cash on delivery.")
    lines = LineOutput(many=True)
    holds = HoldOutput(many=True)


class PayoutAccountInput(Input):
    store = serializers.UUIDField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    method = serializers.ChoiceField(choices=PayoutMethod.choices)
    holder = serializers.CharField(max_length=120, help_text="Whose account it is, as the bank knows the name.")
    number = serializers.CharField(
        max_length=64, help_text="IBAN, account number, or the account's id at the provider. Never shown again."
    )
    bank = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        default="",
        help_text="Its name or BIC; for `midtrans` its code there, such as `bca`.",
    )


class PayoutAccountOutput(Output):
    id = serializers.UUIDField()
    store = StoreRefOutput()
    currency = serializers.CharField()
    method = serializers.ChoiceField(choices=PayoutMethod.choices)
    holder = serializers.CharField()
    hint = serializers.CharField(help_text="The last characters of its number.")
    bank = serializers.CharField(allow_blank=True)
    usable_from_at = serializers.DateTimeField(help_text="Payouts go there from then on.")


class PayoutInput(Input):
    store = serializers.UUIDField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))


class PayoutOutput(Output):
    id = serializers.UUIDField()
    number = serializers.CharField()
    store = StoreRefOutput()
    amount = MoneyField()
    status = serializers.ChoiceField(choices=PayoutStatus.choices)
    status_text = serializers.CharField(source="get_status_display")
    method = serializers.ChoiceField(choices=PayoutMethod.choices)
    account = serializers.CharField(source="account.__str__", help_text="Where it goes, without its number.")
    approvals = serializers.SerializerMethodField(help_text="How many people have approved it.")
    approvals_needed = serializers.IntegerField()
    failure = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_approvals(self, payout: Any) -> int:
        return len(payout.approved_by)


class PaidEntryOutput(Output):
    kind = serializers.ChoiceField(choices=TransactionKind.choices, source="entry.transaction.kind")
    reference = serializers.CharField(source="entry.transaction.reference")
    at = serializers.DateTimeField(source="entry.created_at")
    amount = MoneyField(source="entry.amount")


class PayoutDetailOutput(PayoutOutput):
    lines = PaidEntryOutput(many=True, help_text="What it pays; their sum is its amount.")


class PayoutReasonInput(Input):
    reason = serializers.CharField(max_length=200)


class InvoiceOutput(Output):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=InvoiceKind.choices)
    number = serializers.CharField(help_text="Without gaps in each store’s series of a year.")
    issued_at = serializers.DateTimeField()
    store = StoreRefOutput()
    order = serializers.CharField(source="sale.number", help_text="The number of the store order.")
    credits = serializers.CharField(
        source="credited.number", default=None, allow_null=True, help_text="The invoice that a credit note is of."
    )
    total = MoneyField()
    tax = RowMoneyField(help_text="Contained in the total.")
    file = serializers.SerializerMethodField(help_text="Where the document (PDF) is.")

    def get_file(self, invoice: Any) -> str:
        return reverse("finance-invoice-file", args=[invoice.pk])


class StatementLineOutput(Output):
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=TransactionKind.choices)
    reference = serializers.CharField(help_text="The number of the store order or payout.", allow_blank=True)
    title = serializers.CharField(help_text="What was sold; empty where it is no line.", allow_blank=True)
    explanation = serializers.CharField(help_text="Why the commission is what it is.", allow_blank=True)
    price = MoneyField(help_text="What the line brought: paid by the shopper, or borne by the platform.")
    commission = MoneyField()
    fees = MoneyField(help_text="Tax and delivery that the platform keeps to hand on.")
    refund = MoneyField()
    payout = MoneyField()
    amount = MoneyField(help_text="What it changed: the sum of the five before.")
    balance = MoneyField(help_text="After it.")


class StatementTotalsOutput(Output):
    price = MoneyField()
    commission = MoneyField()
    fees = MoneyField()
    refund = MoneyField()
    payout = MoneyField()
    amount = MoneyField()


class StatementOutput(Output):
    store = StoreRefOutput()
    currency = serializers.CharField()
    first_date = serializers.DateField(help_text="In the store’s time zone, as the last is.")
    last_date = serializers.DateField()
    opening = MoneyField(help_text="Held, released, less what the store owed, before the first day.")
    closing = MoneyField()
    totals = StatementTotalsOutput()
    movements = StatementLineOutput(many=True)
