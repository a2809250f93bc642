"""Many documents of one issuer at once: their numbers follow one another, without a gap and without a twin."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from finance.models import Invoice, InvoiceSeries, Sale
from finance.services.papers import Buyer, Paper, invoice_issue
from finance.services.papers.issuing import invoice_draft, number_give, series_open
from finance.states import InvoiceKind
from tests.finance.factories import make_sale
from tests.marketplace.factories import make_store
from tests.races.harness import Together, at_once, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 20
PAPER = Paper(Buyer("Mina", country="US"), "en", {})


def test_twenty_documents_of_one_issuer_are_numbered_one_to_twenty() -> None:
    # The naive way looks for the highest number and takes the next: two who look together take the same.
    other, together = make_store(), Together()
    series = series_open(other, InvoiceKind.INVOICE, timezone.now())

    def naively(sale: Sale) -> None:
        with transaction.atomic():
            highest = Invoice.objects.filter(series=series).aggregate(n=Max("serial"))["n"] or 0
            together.wait()
            draft = invoice_draft(sale, other, sale.lines.all(), PAPER)
            number_give(draft, series, highest + 1, timezone.now())
            draft.save(force_insert=True)

    ended = race([lambda sale=sale: naively(sale) for sale in (make_sale(other), make_sale(other))])
    assert [type(end) for end in ended if end is not None] == [IntegrityError]

    # Ours: all at once, and each sale by two messages.
    store = make_store()
    sales = [make_sale(store) for _ in range(PEOPLE)]
    numbers = at_once(lambda n: invoice_issue(reference=sales[n % PEOPLE].reference, paper=PAPER).serial, 2 * PEOPLE)
    assert sorted(numbers) == sorted([*range(1, PEOPLE + 1)] * 2)
    assert InvoiceSeries.objects.get(store=store).last_number == PEOPLE
    assert Invoice.objects.filter(store=store).count() == PEOPLE
