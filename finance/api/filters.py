"""What lists of the books may be narrowed by."""

from __future__ import annotations

import django_filters

from core.money import CURRENCIES
from finance.models import Invoice, LedgerEntry, Payout, PayoutAccount, Sale
from finance.states import AccountKind, InvoiceKind, PayoutStatus, TransactionKind

_CURRENCIES = [(code, code) for code in CURRENCIES]


class EntryFilter(django_filters.FilterSet):
    store = django_filters.UUIDFilter(field_name="account__store")
    currency = django_filters.ChoiceFilter(choices=_CURRENCIES)
    account = django_filters.ChoiceFilter(field_name="account__kind", choices=AccountKind.choices)
    kind = django_filters.ChoiceFilter(field_name="transaction__kind", choices=TransactionKind.choices)

    class Meta:
        model = LedgerEntry
        fields: list[str] = []


class SaleFilter(django_filters.FilterSet):
    store = django_filters.UUIDFilter(field_name="store")
    currency = django_filters.ChoiceFilter(choices=_CURRENCIES)

    class Meta:
        model = Sale
        fields: list[str] = []


class PayoutFilter(SaleFilter):
    status = django_filters.ChoiceFilter(choices=PayoutStatus.choices)

    class Meta:
        model = Payout
        fields: list[str] = []


class PayoutAccountFilter(SaleFilter):
    class Meta:
        model = PayoutAccount
        fields: list[str] = []


class InvoiceFilter(SaleFilter):
    kind = django_filters.ChoiceFilter(choices=InvoiceKind.choices)
    number = django_filters.CharFilter(lookup_expr="exact")
    order = django_filters.CharFilter(field_name="sale__number", lookup_expr="exact")

    class Meta:
        model = Invoice
        fields: list[str] = []
