"""The list of what the browser tests show is the list of what they are."""

from __future__ import annotations

from tests.e2e.statements import PAGE, document, statements


def test_the_page_of_statements_is_up_to_date():
    assert PAGE.read_text() == document(), "Run python -m tests.e2e.statements."


def test_every_statement_has_an_id_that_says_what_it_is_about():
    ids = {one for one, _, _ in statements()}
    assert {"G1", "C2", "P3", "K4", "X9", "Y5", "O6"} <= ids
