"""What one role acts on in the books: invoices, accounts to be paid to, and a payout before each of its steps."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KINDS = ("payout_to_approve", "payout_to_reject")


@dataclass
class Books:
    """`store` makes one of the role's, `kept` and `spent` are its world's."""

    store: Callable[[], Any]
    kept: dict[str, list[Any]]
    spent: dict[str, list[Any]]
    orders: list[str]

    def fill(self, each: int) -> None:
        self.kept["transfer"] = [self.transfer()]
        self.invoices()
        self.kept["account_store"] = [self.store().pk]
        self.spent["payable_store"] = [self.payable().pk for _ in range(each)]
        self.kept["payout"] = [self.payout().pk]
        for kind, _number in itertools.product(KINDS, range(each)):
            self.spent[kind].append(self.payout(is_large=kind == KINDS[0]).pk)

    def invoices(self) -> None:
        """The invoices of the orders that are paid: those of the store's, and each with its order's number."""
        from finance.models import Invoice
        from sales.models import StoreOrder
        from sales.services.papers import invoice_make

        for part in StoreOrder.objects.filter(order__number__in=self.orders).select_related("order"):
            invoice_make(store_order_id=part.pk)
            invoice = Invoice.objects.get(sale__reference=part.pk)
            self.kept["invoice"].append(invoice.pk)
            self.kept["order_invoice"].append([part.order.number, invoice.pk])

    def payable(self, *, currency: str = "USD") -> Any:
        """A store with something released to it and an account that is paid to."""
        from tests.finance.factories import make_payout_account, make_sale, release_now

        store = self.store()
        sale = make_sale(store, currency=currency)
        release_now(sale)
        make_payout_account(store, currency=currency)
        return store

    def transfer(self) -> str:
        """The number of a payout that left in a file for the bank; of a currency of its own, as all of one leave
        together."""
        from core.scope import SYSTEM_SCOPE
        from finance.services import payout_batch_make, payout_request

        payout = payout_request(scope=SYSTEM_SCOPE, store_id=self.payable(currency="EUR").pk, currency="EUR")
        payout_batch_make(scope=SYSTEM_SCOPE, currency="EUR")
        return payout.number

    def payout(self, *, is_large: bool = False) -> Any:
        from core.scope import SYSTEM_SCOPE
        from finance.models import PayoutTerms
        from finance.services import payout_request

        store = self.payable()
        if is_large:
            PayoutTerms.objects.create(currency="USD", store=store, approval_above_minor=0)
        return payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")
