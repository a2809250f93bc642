"""Invoices and credit notes: when they are made, what stands on them, who may have them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from core import outbox
from core.ids import new_id
from core.models import OutboxMessage
from finance import services
from finance.invariants import sales_have_papers
from finance.models import Invoice, InvoiceSeries, Sale
from finance.services.papers import Buyer, Paper, invoice_issue, invoice_pdf
from finance.states import InvoiceKind
from marketplace.models import Store
from marketplace.rules import StoreRole
from sales.links import order_token
from sales.models import Order, StoreOrder
from sales.services import person_scrub, store_order_cancel
from sales.services.papers import invoice_make
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import boss, deliver, make_paid, make_sale
from tests.finance.pdf import read_pdf
from tests.marketplace.factories import make_item, make_member, make_store
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db
PAPER = Paper(Buyer("Mina", country="US"), "en", {})


@pytest.fixture(autouse=True)
def _post(db: None) -> None:
    make_service(base=10)


def issued(part: StoreOrder) -> Invoice:
    """The invoice of a paid part."""
    invoice_make(store_order_id=part.pk)
    return Invoice.objects.select_related("store", "sale").get(sale__reference=part.pk, kind=InvoiceKind.INVOICE)


def sold(*, price: int = 10_000, quantity: int = 1, store: Store | None = None, client: Any = None) -> StoreOrder:
    item = make_item(store or make_store(), price_minor=price, stock=50)
    [part] = make_paid(make_order((item, quantity), client=client))
    return part


# --- made -------------------------------------------------------------------------------------------------------------


def test_each_stores_part_of_a_paid_order_gets_its_own_invoice_once(drain_outbox: Any) -> None:
    one, two = make_store("One", tax_number="DE 1", branch_code="Hq-1"), make_store("Two")
    order = make_order((make_item(one, price_minor=10_000), 1), (make_item(two, price_minor=2_500), 2))
    parts = {part.store_id: part for part in make_paid(order)}
    assert not Invoice.objects.exists()  # the capture waits for no series
    drain_outbox()
    invoices = {invoice.store_id: invoice for invoice in Invoice.objects.select_related("sale")}
    year = Invoice.objects.first().issued_at.year
    assert invoices[one.pk].number == f"HQ1-INV-{year}-000001"
    assert invoices[two.pk].number == f"INV-{year}-000001"
    for store in (one, two):
        invoice, part = invoices[store.pk], parts[store.pk]
        assert (invoice.total_minor, invoice.shipping_minor, invoice.sale.number) == (part.total_minor, 10, part.number)
        assert invoice.issuer["name"] == store.name
        assert (invoice.buyer["name"], invoice.buyer["city"]) == ("Mina Rahimi", "Portland")
    for part in parts.values():
        invoice_make(store_order_id=part.pk)
    assert Invoice.objects.count() == 2
    assert sales_have_papers() == []


def test_an_invoice_never_changes_whatever_its_store_and_goods_are_called_later() -> None:
    part = sold()
    invoice = issued(part)
    before = invoice_pdf(invoice)
    Store.objects.filter(pk=part.store_id).update(name="Renamed", address_line="Elsewhere")
    again = Invoice.objects.select_related("store", "sale").get(pk=invoice.pk)
    assert invoice_pdf(again) == before
    assert "Renamed" not in read_pdf(before).text
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Invoice._base_manager.filter(pk=invoice.pk).update(total_minor=1)


def test_a_failure_gives_the_number_back() -> None:
    store = make_store()
    sales = [make_sale(store) for _ in range(3)]
    invoice_issue(reference=sales[0].reference, paper=PAPER)
    with transaction.atomic():
        invoice_issue(reference=sales[1].reference, paper=PAPER)
        transaction.set_rollback(True)
    invoice_issue(reference=sales[2].reference, paper=PAPER)
    assert list(Invoice.objects.order_by("serial").values_list("serial", "sale")) == [
        (1, sales[0].pk),
        (2, sales[2].pk),
    ]


# --- given back -------------------------------------------------------------------------------------------------------


def test_a_cancelled_part_gets_a_credit_note_of_all_of_it(drain_outbox: Any) -> None:
    part = sold(price=10_000, quantity=2)
    drain_outbox()
    store_order_cancel(scope=boss(), store_order=part)
    drain_outbox()
    invoice, note = Invoice.objects.order_by("pk")
    assert (note.kind, note.credited_id, note.total_minor) == ("credit_note", invoice.pk, part.total_minor)
    assert note.number.startswith("CN-")
    assert note.number.endswith("-000001")
    assert [line["quantity"] for line in note.lines] == [2, 1]
    assert note.lines == invoice.lines
    text = read_pdf(invoice_pdf(Invoice.objects.select_related("store", "sale", "credited").get(pk=note.pk))).text
    assert "Credit note" in text
    assert f"For invoice {invoice.number}" in text
    assert "Total given back 200.10 USD" in text


def test_refunds_of_amounts_give_back_all_of_the_tax_in_the_end() -> None:
    sale = make_sale(make_store())
    line = sale.lines.get()
    invoice_issue(reference=sale.reference, paper=Paper(PAPER.buyer, "en", {line.reference: 909}))
    for amount in (3_333, 3_333, 3_334):
        services.sales_refund(refund_id=new_id(), amounts={line.reference: amount}, reference="x")
    assert call_papers() == 3
    notes = Invoice.objects.filter(kind=InvoiceKind.CREDIT_NOTE).order_by("serial")
    assert list(notes.values_list("total_minor", "tax_minor")) == [(3_333, 303), (3_333, 303), (3_334, 303)]
    assert notes[0].lines[0]["quantity"] is None
    assert sales_have_papers() == []


def call_papers() -> int:
    """Run the messages of credit notes; how many there were."""
    waiting = OutboxMessage.objects.filter(handled_at=None, task__contains="credit_note_make").order_by("pk")
    return sum(outbox.handle(pk) for pk in waiting.values_list("pk", flat=True))


def test_money_that_goes_back_before_the_invoice_is_made_is_credited_with_it() -> None:
    sale = make_sale(make_store())
    [line] = sale.lines.all()
    services.sales_refund(refund_id=new_id(), amounts={line.reference: 400}, reference="x")
    assert call_papers() == 1
    assert not Invoice.objects.exists()
    invoice_issue(reference=sale.reference, paper=PAPER)
    assert [invoice.total_minor for invoice in Invoice.objects.order_by("pk")] == [10_000, 400]
    invoice_issue(reference=sale.reference, paper=PAPER)
    assert Invoice.objects.count() == 2


def test_a_sale_without_papers_and_a_gap_are_found() -> None:
    sale = make_sale(make_store())
    assert [breach.detail for breach in sales_have_papers()] == ["has no invoice"]
    invoice_issue(reference=sale.reference, paper=PAPER)
    assert sales_have_papers() == []
    InvoiceSeries.objects.update(last_number=2)
    assert [breach.detail for breach in sales_have_papers()] == ["1 documents up to number 1"]
    InvoiceSeries.objects.update(last_number=1)
    services.sales_refund(refund_id=new_id(), amounts={sale.lines.get().reference: 5}, reference="x")
    assert sales_have_papers() == []  # a message is on its way
    OutboxMessage.objects.all().delete()
    assert len(sales_have_papers()) == 1


# --- people -----------------------------------------------------------------------------------------------------------


def test_whoever_is_erased_leaves_the_sums_of_the_documents() -> None:
    mina = make_user("mina@example.com")
    part = sold(client=client_for(mina))
    invoice = issued(part)
    deliver(part)
    person_scrub(user_id=mina.pk)
    after = Invoice.objects.select_related("store", "sale").get()
    assert {name: value for name, value in after.buyer.items() if value} == {"country": "US"}
    assert (after.number, after.lines) == (invoice.number, invoice.lines)
    assert "Mina" not in read_pdf(invoice_pdf(after)).text


def test_a_store_sees_its_own_documents_and_administrators_all(admin_client_of: Any) -> None:
    part, foreign = sold(), sold()
    mine, other = issued(part), issued(foreign)
    owner = client_for(part.store.seller.user)
    [shown] = owner.get("/api/finance/invoices/").json()["results"]
    assert (shown["number"], shown["order"], shown["credits"]) == (mine.number, part.number, None)
    assert shown["total"]["amount"] == "100.10"
    answer = owner.get(shown["file"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert mine.number in answer["Content-Disposition"]
    assert part.number in read_pdf(answer.content).text
    assert owner.get(f"/api/finance/invoices/{other.pk}/file/").status_code == 404
    packer = make_user("packer@example.com")
    make_member(part.store, packer, role=StoreRole.FULFILMENT)
    assert client_for(packer).get("/api/finance/invoices/").json()["results"] == []
    assert len(admin_client_of().get("/api/finance/invoices/").json()["results"]) == 2
    assert len(admin_client_of().get(f"/api/finance/invoices/?store={part.store_id}").json()["results"]) == 1
    assert client_for().get(shown["file"]).status_code == 401


def test_a_buyer_finds_the_documents_at_the_order_and_so_does_a_guest_with_the_link() -> None:
    mina = make_user("mina@example.com")
    part, guests = sold(client=client_for(mina)), sold()
    invoice, other = issued(part), issued(guests)
    address = f"/api/sales/orders/{part.order.number}/invoices/"
    [shown] = client_for(mina).get(address).json()
    assert (shown["number"], shown["store_order"]) == (invoice.number, part.number)
    assert shown["total"] == {"amount": "100.10", "currency": "USD", "minor": 10_010}
    assert client_for(mina).get(shown["file"]).content == invoice_pdf(invoice)
    assert client_for(mina).get(f"{address}{other.pk}/file/").status_code == 404
    assert client_for(make_user("eve@example.com")).get(address).status_code == 404
    guest, order = client_for(), Order.objects.get(pk=guests.order_id)
    address = f"/api/sales/orders/{order.number}/invoices/"
    assert guest.get(address).status_code == 404
    [shown] = guest.get(f"{address}?token={order_token(order.pk)}").json()
    assert guest.get(shown["file"]).status_code == 200
    assert guest.get(shown["file"].partition("?")[0]).status_code == 404
    assert guest.get(f"{address}?token={order_token(part.order_id)}").status_code == 404


@pytest.fixture
def admin_client_of(db: None) -> Any:
    """Makes clients of an administrator."""
    call_command("init_roles", verbosity=0)
    administrator = make_user("root@example.com")
    administrator.is_superuser = administrator.is_staff = True
    administrator.save()
    return lambda: client_for(administrator)


def test_every_sale_of_the_books_knows_what_posted_it() -> None:
    assert Sale.objects.filter(pk=make_sale(make_store()).pk, source_id__isnull=False).exists()
