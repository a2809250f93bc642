"""The books: for reading. Money moves by actions that call services; nobody types amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import formats
from core.adminbase import (
    ReasonForm,
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    ServiceForm,
    money_column,
    service_action,
    status_column,
)
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from finance import services
from finance.models import (
    CommissionLine,
    CommissionRule,
    Hold,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    LineReversal,
    Payout,
    PayoutAccount,
    PayoutEntry,
    PayoutTerms,
    Sale,
)
from finance.states import AccountKind, PayoutMethod, PayoutStatus
from marketplace.rules import FINANCE_VIEW

BASIS_POINTS = 100  # of one percent
SELLER = {"view": FINANCE_VIEW}


class EntryInline(ScopedInline):
    model = LedgerEntry
    fields = ("account", "amount")
    select_related = ("account",)
    amount = money_column("amount", _("Amount"))


class DebtForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_digits=16, help_text=_("In the account’s currency.")
    )
    reference = forms.CharField(label=_("The bank’s reference"), max_length=40)


@admin.register(LedgerAccount)
class LedgerAccountAdmin(ScopedModelAdmin):
    list_display = ("kind", "store", "qualifier", "currency", "balance")
    list_select_related = ("store",)
    list_filter = ("kind", "currency", ("store", RelatedFilter))
    search_fields = ("=code",)
    fields = ("kind", "store", "qualifier", "currency", "balance", "code")
    readonly_fields = fields
    store_path = "store"
    seller_keys = SELLER
    balance = money_column("balance", _("Kept balance"))
    staff_verbs = {"pay_debt": frozenset({ADMINISTRATOR})}
    actions = ("pay_debt",)

    @service_action(
        _("Record what the store paid us"),
        verb="pay_debt",
        form=DebtForm,
        when=lambda row: row.kind == AccountKind.SELLER_RECEIVABLE and row.balance_minor < 0,
    )
    def pay_debt(self, scope: ActingScope, row: LedgerAccount, amount: Decimal, reference: str) -> None:
        services.debt_pay(scope=scope, account_id=row.pk, amount=amount, reference=reference)


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ScopedModelAdmin):
    list_display = ("created_at", "kind", "reference", "source_type", "currency")
    list_filter = ("kind", "currency")
    search_fields = ("=reference", "=source_id")
    fields = ("kind", "reference", "source_type", "source_id", "currency", "note", "created_at")
    readonly_fields = fields
    inlines = (EntryInline,)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ScopedModelAdmin):
    list_display = ("created_at", "account", "transaction", "amount")
    list_select_related = ("account", "transaction")
    list_filter = ("account__kind", "currency")
    search_fields = ("=transaction__reference",)
    fields = ("transaction", "account", "amount", "created_at")
    readonly_fields = fields
    store_path = "account__store"
    seller_keys = SELLER
    amount = money_column("amount", _("Amount"))


class LineInline(ScopedInline):
    model = CommissionLine
    fields = ("title_words", "quantity", "paid", "commission", "explanation", "tax", "net", "paid_back", "net_back")
    show_change_link = False
    tax = money_column("tax", _("Tax"))
    paid = money_column("paid", _("Paid"))
    commission = money_column("commission", _("Commission"))
    net = money_column("net", _("The store’s"))
    paid_back = money_column("paid_back", _("Given back"))
    net_back = money_column("net_back", _("Taken back from the store"))

    @admin.display(description=_("Line"))
    def title_words(self, row: CommissionLine) -> str:
        return str(_("Delivery")) if row.is_delivery else row.title

    @admin.display(description=_("Why"))
    def explanation(self, row: CommissionLine) -> str:
        return row.explanation


class HoldInline(ScopedInline):
    model = Hold
    fields = ("kind", "amount", "left", "release_at", "released_at")
    amount = money_column("amount", _("Amount"))
    left = money_column("left", _("Left"))


@admin.register(Sale)
class SaleAdmin(ScopedModelAdmin):
    list_display = ("sold_at", "number", "store", "net", "delivered_at")
    list_select_related = ("store",)
    list_filter = ("currency", ("store", RelatedFilter))
    search_fields = ("=number",)
    fields = ("number", "store", "sold_at", "delivered_at", "net", "cash_fee")
    readonly_fields = fields
    inlines = (LineInline, HoldInline)
    store_path = "store"
    seller_keys = SELLER
    net = money_column("net", _("The store’s"))
    cash_fee = money_column("cash_fee", _("Fee for cash on delivery"))


@admin.register(CommissionLine)
class CommissionLineAdmin(ScopedModelAdmin):
    list_display = ("sale", "title", "quantity", "paid", "funded", "commission", "net", "paid_back")
    list_select_related = ("sale",)
    list_filter = ("is_delivery", "currency")
    search_fields = ("=sku", "=sale__number")
    fields = (
        "sale", "title", "sku", "quantity", "paid", "funded", "seller_discount", "commission", "explanation", "tax",
        "shipping", "net", "paid_back", "commission_back", "net_back",
    )  # fmt: skip
    readonly_fields = fields
    store_path = "sale__store"
    seller_keys = SELLER
    paid = money_column("paid", _("Paid"))
    funded = money_column("funded", _("Borne by the platform"))
    seller_discount = money_column("seller_discount", _("Borne by the store"))
    commission = money_column("commission", _("Commission"))
    tax = money_column("tax", _("Tax"))
    shipping = money_column("shipping", _("Delivery"))
    net = money_column("net", _("The store’s"))
    paid_back = money_column("paid_back", _("Given back"))
    commission_back = money_column("commission_back", _("Commission given back"))
    net_back = money_column("net_back", _("Taken back from the store"))

    @admin.display(description=_("Why"))
    def explanation(self, row: CommissionLine) -> str:
        return row.explanation


@admin.register(LineReversal)
class LineReversalAdmin(ScopedModelAdmin):
    list_display = ("created_at", "line", "source_type", "paid", "net", "commission")
    list_select_related = ("line",)
    list_filter = ("source_type",)
    fields = ("line", "source_type", "source_id", "paid", "funded", "net", "commission", "tax", "created_at")
    readonly_fields = fields
    store_path = "line__sale__store"
    seller_keys = SELLER
    paid = money_column("paid", _("Given back"), currency="currency")
    funded = money_column("funded", _("Borne by the platform"), currency="currency")
    net = money_column("net", _("Taken back from the store"), currency="currency")
    commission = money_column("commission", _("Commission given back"), currency="currency")
    tax = money_column("tax", _("Tax"), currency="currency")


@admin.register(Hold)
class HoldAdmin(ScopedModelAdmin):
    list_display = ("sale", "kind", "amount", "left", "release_at", "released_at")
    list_select_related = ("sale",)
    list_filter = ("kind", "currency")
    search_fields = ("=sale__number",)
    fields = ("sale", "kind", "amount", "left", "days", "release_at", "released_at")
    readonly_fields = fields
    store_path = "sale__store"
    seller_keys = SELLER
    amount = money_column("amount", _("Amount"))
    left = money_column("left", _("Left"))


class PercentForm(ServiceForm):
    """A share is typed in percent and amounts in the currency's own unit; both are kept exactly."""

    share_column = ""
    amounts: tuple[str, ...] = ()

    percent = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        share = getattr(row, self.share_column)
        self.initial["percent"] = share / BASIS_POINTS if share else None
        for name in self.amounts:
            minor = getattr(row, f"{name}_minor")
            is_something = minor or (minor is not None and self._nothing(name) is None)
            shown = Money(minor, row.currency).decimal if is_something and row.currency else None
            self.initial[name] = shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        currency = cleaned.get("currency") or self.instance.currency
        cleaned[self.share_column] = int((cleaned.get("percent") or 0) * BASIS_POINTS)
        for name in self.amounts:
            value = cleaned.get(name)
            cleaned[f"{name}_minor"] = self._minor(name, value, currency) if value is not None else self._nothing(name)
        return cleaned

    def _nothing(self, name: str) -> int | None:
        field: Any = self.instance._meta.get_field(f"{name}_minor")
        return None if field.null else int(field.get_default())

    def _minor(self, name: str, value: Any, currency: str | None) -> int | None:
        if not currency:
            self.add_error(name, _("An amount needs its currency."))
            return None
        try:
            return Money.parse(value, currency).minor
        except ValueError as error:
            self.add_error(name, str(error))
            return None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.share_column, *(f"{name}_minor" for name in self.amounts))

    def _typed(self) -> set[str]:
        return {"percent", *self.amounts}

    def values(self) -> dict[str, Any]:
        given = {name: value for name, value in super().values().items() if name not in self._typed()}
        return {**given, **{name: self.cleaned_data[name] for name in self.columns}}

    def changes(self) -> dict[str, Any]:
        given = self.values()
        changed = {name: value for name, value in given.items() if name in self.changed_data}
        if self._typed() & set(self.changed_data):
            changed |= {name: given[name] for name in self.columns}
        return changed

    def _post_clean(self) -> None:
        for name in self.columns:
            if name in self.cleaned_data and self.cleaned_data[name] is not None:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


def _amount_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=16, required=False, help_text=help_text)


class RuleForm(PercentForm):
    share_column = "basis_points"
    amounts = ("fixed", "floor", "cap", "price_from", "price_below")
    field_names = {f"{name}_minor": name for name in amounts} | {"basis_points": "percent"}

    fixed = _amount_field(_("Plus, for each line"))
    floor = _amount_field(_("At least"))
    cap = _amount_field(_("At most"))
    price_from = _amount_field(_("For prices from"), _("Of one piece, in the rule’s currency."))
    price_below = _amount_field(_("For prices below"))


@admin.register(CommissionRule)
class CommissionRuleAdmin(ScopedModelAdmin):
    form = RuleForm
    list_display = ("position", "name", "share", "currency", "store", "category", "is_active")
    list_display_links = ("name",)
    list_select_related = ("store", "category")
    list_filter = ("is_active", "currency")
    search_fields = ("name",)
    autocomplete_fields = ("store", "category")
    ordering = ("position", "pk")
    fields = (
        "name", "position", "is_active", "currency", "store", "category", "price_from", "price_below", "percent",
        "fixed", "floor", "cap",
    )  # fmt: skip
    writes = frozenset({"add", "change", "delete"})

    @admin.display(description=_("Percent"), ordering="basis_points")
    def share(self, row: CommissionRule) -> str:
        return formats.percent(row.basis_points)

    def store_of(self, row: CommissionRule) -> UUID | None:
        return row.store_id

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> CommissionRule:
        return services.commission_rule_create(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: CommissionRule, values: dict[str, Any]) -> CommissionRule:
        return services.commission_rule_update(scope=scope, rule=row, **values)

    def delete_row(self, scope: ActingScope, row: CommissionRule) -> None:
        services.commission_rule_delete(scope=scope, rule=row)


class TermsForm(PercentForm):
    share_column = "reserve_basis_points"
    amounts = ("minimum", "approval_above", "cash_fee", "cash_limit")
    field_names = {f"{name}_minor": name for name in amounts}

    minimum = _amount_field(_("Smallest payout"))
    approval_above = _amount_field(_("Two people approve payouts above"))
    cash_fee = _amount_field(_("Fee for cash on delivery"), _("For each parcel. Empty: as the settings say."))
    cash_limit = _amount_field(
        _("Most a store may owe for cash"), _("Above it, no cash on delivery. Empty: as the settings say.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["percent"].label = _("Reserve, percent of the store’s share")


@admin.register(PayoutTerms)
class PayoutTermsAdmin(ScopedModelAdmin):
    form = TermsForm
    list_display = ("currency", "store", "hold_days", "reserve", "reserve_days", "minimum_words", "approval_words")
    list_select_related = ("store",)
    list_filter = ("currency",)
    autocomplete_fields = ("store",)
    fields = (
        "currency", "store", "hold_days", "percent", "reserve_days", "minimum", "approval_above", "cash_fee",
        "cash_limit",
    )  # fmt: skip
    writes = frozenset({"add", "change", "delete"})
    minimum_words = money_column("minimum", _("Smallest payout"))
    approval_words = money_column("approval_above", _("Two people above"))

    @admin.display(description=_("Reserve"))
    def reserve(self, row: PayoutTerms) -> str:
        return formats.percent(row.reserve_basis_points)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("currency", "store") if obj is not None else ()

    def store_of(self, row: PayoutTerms) -> UUID | None:
        return row.store_id

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> PayoutTerms:
        return services.payout_terms_create(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: PayoutTerms, values: dict[str, Any]) -> PayoutTerms:
        return services.payout_terms_update(scope=scope, terms=row, **values)

    def delete_row(self, scope: ActingScope, row: PayoutTerms) -> None:
        services.payout_terms_delete(scope=scope, terms=row)


@admin.register(PayoutAccount)
class PayoutAccountAdmin(ScopedModelAdmin):
    """For reading: a store says by itself where its money goes. Numbers are never shown."""

    list_display = ("store", "currency", "method", "holder", "hint_words", "usable_from_at")
    list_select_related = ("store",)
    list_filter = ("method", "currency", ("store", RelatedFilter))
    fields = ("store", "currency", "method", "holder", "hint_words", "bank", "usable_from_at", "created_at")
    readonly_fields = fields
    hidden_fields = frozenset({"number_encrypted"})
    store_path = "store"
    seller_keys = SELLER

    @admin.display(description=_("Account"))
    def hint_words(self, row: PayoutAccount) -> str:
        return f"•••• {row.hint}"


class PayoutEntryInline(ScopedInline):
    model = PayoutEntry
    fields = ("fact", "amount", "is_live")
    select_related = ("entry__transaction",)
    show_change_link = False

    @admin.display(description=_("What it pays"))
    def fact(self, row: PayoutEntry) -> str:
        transaction = row.entry.transaction
        return f"{transaction.get_kind_display()} {transaction.reference}"

    @admin.display(description=_("Amount"))
    def amount(self, row: PayoutEntry) -> str:
        return formats.money(row.entry.amount)


class ReferenceForm(forms.Form):
    reference = forms.CharField(label=_("The bank’s reference"), max_length=128, required=False)


@admin.register(Payout)
class PayoutAdmin(ScopedModelAdmin):
    list_display = ("created_at", "number", "store", "amount", "status_words", "method", "batch")
    list_select_related = ("store", "batch")
    list_filter = ("status", "method", "currency", ("store", RelatedFilter))
    search_fields = ("=number", "=provider_reference")
    fields = (
        "number", "store", "amount", "status_words", "method", "account", "approvals", "batch", "provider_reference",
        "failure", "created_at", "sent_at", "finished_at",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (PayoutEntryInline,)
    store_path = "store"
    seller_keys = SELLER
    staff_verbs = {verb: frozenset({ADMINISTRATOR}) for verb in ("approve", "reject", "again", "paid", "returned")}
    actions = ("approve", "reject", "again", "paid", "returned")
    status_words = status_column()
    amount = money_column("amount", _("Amount"))

    @admin.display(description=_("Approvals"))
    def approvals(self, row: Payout) -> str:
        return formats.digits(f"{len(row.approved_by)} / {row.approvals_needed}")

    @service_action(_("Approve"), verb="approve", when=lambda row: row.status == PayoutStatus.REQUESTED)
    def approve(self, scope: ActingScope, row: Payout) -> None:
        services.payout_approve(scope=scope, payout_id=row.pk)

    @service_action(
        _("Reject"),
        verb="reject",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status in (PayoutStatus.REQUESTED, PayoutStatus.APPROVED),
    )
    def reject(self, scope: ActingScope, row: Payout, reason: str) -> None:
        services.payout_reject(scope=scope, payout_id=row.pk, reason=reason)

    @service_action(
        _("Send again"),
        verb="again",
        when=lambda row: row.status == PayoutStatus.SENT and row.method != PayoutMethod.BANK_FILE,
    )
    def again(self, scope: ActingScope, row: Payout) -> None:
        services.payout_send_again(scope=scope, payout_id=row.pk)

    @service_action(
        _("The bank has paid it"),
        verb="paid",
        form=ReferenceForm,
        when=lambda row: row.status == PayoutStatus.SENT and row.method == PayoutMethod.BANK_FILE,
    )
    def paid(self, scope: ActingScope, row: Payout, reference: str) -> None:
        services.payout_paid(payout_id=row.pk, actor=scope.actor, paid_from=services.BANK, reference=reference)

    @service_action(
        _("The bank has returned it"),
        verb="returned",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status in (PayoutStatus.SENT, PayoutStatus.PAID) and row.method == PayoutMethod.BANK_FILE,
    )
    def returned(self, scope: ActingScope, row: Payout, reason: str) -> None:
        services.payout_bounced(payout_id=row.pk, actor=scope.actor, reason=reason, paid_from=services.BANK)


@admin.register(PayoutEntry)
class PayoutEntryAdmin(ScopedModelAdmin):
    list_display = ("payout", "entry", "is_live")
    list_select_related = ("payout", "entry")
    fields = ("payout", "entry", "is_live")
    readonly_fields = fields
    store_path = "payout__store"
    seller_keys = SELLER
