"""The books of many completed orders at once, to measure with: paid, delivered, released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F

from finance.models import (
    TRACKED,
    CommissionLine,
    Hold,
    Invoice,
    InvoiceSeries,
    LedgerAccount,
    PayoutTerms,
    Sale,
)
from finance.rules import CommissionTerms
from finance.services.ledger import Account, Legs, accounts_get, gateway_account, transaction_rows
from finance.services.papers.issuing import Paper, invoice_draft, number_give, series_open, year_of
from finance.services.sales import SaleTerms, SoldPart, sale_rows
from finance.states import AccountKind, InvoiceKind, TransactionKind
from marketplace.models import Store


class Books:
    """Makes the rows of one order after another; `close` moves the balances of all of them, and the numbers of
    invoices: meanwhile nobody else may issue one for these stores."""

    def __init__(self, *, gateway: str, stores: Sequence[UUID], currencies: Sequence[str]) -> None:
        self.gateway = gateway
        self.moved: Counter[UUID] = Counter()
        kinds = (AccountKind.SELLER_PENDING, AccountKind.SELLER_PAYABLE)
        wanted = [gateway_account(gateway), *(Account(kind) for kind in (AccountKind.COMMISSION, AccountKind.TAX))]
        wanted += [Account(AccountKind.SHIPPING), Account(AccountKind.DISCOUNTS)]
        wanted += [Account(kind, store) for kind in kinds for store in stores]
        self.accounts = {code: accounts_get(wanted, code) for code in currencies}
        self.stores = Store.all_objects.in_bulk(stores)
        self.series: dict[tuple[UUID, int], InvoiceSeries] = {}

    def order(
        self, *, payment_id: UUID, number: str, currency: str, part: SoldPart, at: datetime, paper: Paper
    ) -> Iterator[models.Model]:
        """The rows of a paid, delivered and released order of one store, unsaved, with its invoice."""
        terms = SaleTerms(
            conditions=(),
            otherwise=CommissionTerms(settings.SITE_NAME, settings.FINANCE_COMMISSION_BASIS_POINTS),
            payout={part.store_id: PayoutTerms(currency=currency, hold_days=settings.FINANCE_HOLD_DAYS)},
        )
        legs, rows = sale_rows(
            paid_into=gateway_account(self.gateway),
            source_id=payment_id,
            currency=currency,
            parts=[part],
            sold_at=at,
            terms=terms,
        )
        for row in rows:
            if isinstance(row, Sale):
                row.delivered_at = at
            if isinstance(row, Hold):
                row.left_minor, row.release_at, row.released_at = 0, at, at
                yield from self._post(
                    TransactionKind.RELEASE, "hold", row.pk, currency, self._released(part, row), number
                )
        yield from rows
        yield from self._post(TransactionKind.CAPTURE, "payment", payment_id, currency, legs, number)
        yield self._invoice(rows, paper, at)

    def _invoice(self, rows: Sequence[models.Model], paper: Paper, at: datetime) -> Invoice:
        [sale] = [row for row in rows if isinstance(row, Sale)]
        lines = [row for row in rows if isinstance(row, CommissionLine)]
        store = self.stores[sale.store_id]
        draft = invoice_draft(sale, store, lines, paper)
        key = (store.pk, year_of(store, at))
        series = self.series.get(key)
        if series is None:
            series = self.series[key] = series_open(store, InvoiceKind.INVOICE, at)
        series.last_number += 1
        number_give(draft, series, series.last_number, at)
        return draft

    def _released(self, part: SoldPart, hold: Hold) -> Legs:
        return {
            Account(AccountKind.SELLER_PENDING, part.store_id): -hold.amount_minor,
            Account(AccountKind.SELLER_PAYABLE, part.store_id): hold.amount_minor,
        }

    def _post(
        self, kind: TransactionKind, source_type: str, source_id: UUID, currency: str, legs: Legs, number: str
    ) -> Sequence[models.Model]:
        accounts = self.accounts[currency]
        for account, amount in legs.items():
            if account.kind in TRACKED:
                self.moved[accounts[account].pk] += amount
        return transaction_rows(
            kind=kind,
            source_type=source_type,
            source_id=source_id,
            currency=currency,
            legs=legs,
            accounts=accounts,
            reference=number,
        )

    def close(self) -> None:
        """Bring the kept balances up to what was written since the last time."""
        for pk, amount in sorted(self.moved.items()):
            LedgerAccount.objects.filter(pk=pk).update(balance_minor=F("balance_minor") + amount)
        self.moved.clear()
        for series in self.series.values():
            InvoiceSeries.objects.filter(pk=series.pk).update(last_number=series.last_number)
