"""Statements as tables."""

from __future__ import annotations

from core.money import Money
from core.tables import table_bytes
from core.tables.writing import Cell
from finance.selectors import Statement

HEADERS = (
    "at", "kind", "reference", "title", "explanation", "price", "commission", "fees", "refund", "payout", "amount",
    "balance", "currency",
)  # fmt: skip
COLUMNS = ("price", "commission", "fees", "refund", "payout", "amount")


def statement_csv(statement: Statement) -> bytes:
    """The lines of a statement between its opening and closing balance; amounts exactly as in the books."""
    code = statement.currency

    def amount(minor: int) -> Cell:
        return Money(minor, code).decimal

    empty = ("",) * 9
    period = statement.period
    rows: list[tuple[Cell, ...]] = [(period.first, "opening", *empty, statement.opening.decimal, code)]
    for movement in statement.movements:
        amounts = [amount(getattr(movement, column)) for column in COLUMNS]
        words = (movement.reference, movement.title, movement.explanation)
        rows.append((movement.at, str(movement.kind), *words, *amounts, amount(movement.balance), code))
    rows.append((period.last, "closing", *empty, statement.closing.decimal, code))
    return table_bytes("csv", HEADERS, rows)
