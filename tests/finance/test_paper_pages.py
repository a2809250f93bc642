"""What readers see on a document, in each language."""

from __future__ import annotations

import unicodedata

import pytest

from finance.services.papers import invoice_pdf
from tests.finance.paper_factories import BUYER, DELIVERY, line, make_invoice
from tests.finance.pdf import read_pdf


def test_an_invoice_says_who_sold_what_to_whom_for_how_much() -> None:
    found = read_pdf(invoice_pdf(make_invoice()))
    for words in (
        "Invoice", "INV-2026-000012", "Keycap Atelier", "Tax number: DE 123456789", "Germany", "Mina Rahimi",
        "97201 Portland, OR", "Order SERAI7Q2-1", "Date 30 November 2026", "Keycaps · Olive 2 50.00 -10.00 9.00 90.00",
        "Discount -10.00", "Delivery 5.00", "Total 95.00 USD", "Of which tax 9.00 USD", "Page 1 of 1",
    ):  # fmt: skip
        assert words in found.text, words
    assert (found.fonts, found.embedded) == (["Archivo-Bold", "Archivo-Regular"], 2)


def test_the_same_invoice_is_the_same_file_and_leads_nowhere() -> None:
    name = '<a href="http://evil.example">Click</a> <b>bold</b> & &amp; ${x} http://evil.example/x.png'
    invoice = make_invoice(line(name), buyer={**BUYER, "name": "<script>alert(1)</script>"})
    raw = invoice_pdf(invoice)
    assert invoice_pdf(invoice) == raw
    text = " ".join(read_pdf(raw).text.split())
    for words in ('<a href="http://evil.example', "</b> & &amp; ${x}", "<script>alert(1)</script>"):
        assert words in text
    for marker in (b"/URI", b"/Annot", b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/XObject"):
        assert marker not in raw


def seen(text: str) -> str:
    """Persian words as a line of a file holds them: the last letter first."""
    return unicodedata.normalize("NFC", text)[::-1]


def test_a_persian_invoice_is_mirrored_with_persian_words_and_digits() -> None:
    rows = [
        line("کی‌بورد Keychron Q1 Pro", quantity=1, unit=148_500_000, discount=8_500_000, tax=0, total=140_000_000),
        {**DELIVERY, "total": 1_500_000, "unit": 1_500_000},
    ]
    buyer = {**BUYER, "name": "علی‌رضا موسوی", "country": "IR"}
    found = read_pdf(invoice_pdf(make_invoice(*rows, language="fa", currency="IRR", buyer=buyer)))
    assert seen("علی‌رضا موسوی") in found.text
    assert "Keychron Q1 Pro" in found.text
    assert seen("کی‌بورد") in found.text
    [row] = [text for text in found.lines if "Keychron" in text]
    assert row.startswith("۱۴٬۰۰۰٬۰۰۰ ")  # the total is at the left edge, the article at the right one
    assert row.endswith(seen("کی‌بورد"))
    [total] = [text for text in found.lines if text.startswith(seen("تومان")) and "۱۴٬۱۵۰٬۰۰۰" in text]
    assert total.endswith(seen("جمع"))
    assert seen("۹ آذر ۱۴۰۵"[2:5]) in found.text
    assert b"/Direction /R2L" in found.raw
    assert found.fonts == ["Vazirmatn-Bold", "Vazirmatn-Regular"]


@pytest.mark.parametrize(
    ("code", "currency", "total", "words"),
    [
        ("vi", "VND", "Tổng cộng 2.450.000 ₫", "Bàn phím cơ Nguyễn"),
        ("id", "IDR", "Total Rp2.450.000", "Papan ketik"),
    ],
)
def test_vietnamese_and_indonesian_invoices(code: str, currency: str, total: str, words: str) -> None:
    row = line(words, quantity=1, unit=2_450_000, discount=0, tax=0, total=2_450_000)
    found = read_pdf(invoice_pdf(make_invoice(row, language=code, currency=currency)))
    assert words in found.text
    assert total in found.text
    assert "Invoice" not in found.text


def test_letters_that_no_font_has_are_seen_as_questions_and_can_be_copied() -> None:
    assert "键盘 ⌨" in read_pdf(invoice_pdf(make_invoice(line("键盘 ⌨")))).text


def test_a_long_invoice_repeats_its_headings_on_every_page() -> None:
    found = read_pdf(invoice_pdf(make_invoice(*[line(f"Part {number} " + "long " * 20) for number in range(40)])))
    assert found.pages > 3
    assert found.text.count("Unit price") == found.pages
    assert f"Page {found.pages} of {found.pages}" in found.text
    assert all(f"Part {number} " in found.text for number in range(40))


def test_amounts_beyond_their_column_are_made_smaller_not_cut() -> None:
    row = line(quantity=999, unit=10**15, discount=0, tax=0, total=999 * 10**15)
    assert "9,990,000,000,000,000.00 USD" in read_pdf(invoice_pdf(make_invoice(row))).text
