"""Statements, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core import formats
from core.money import Money
from core.pdf import GREY, Align, Cell, Column, Paged
from finance.selectors import Movement, Statement
from finance.services.papers.tables import COLUMNS


class StatementPages(Paged):
    is_landscape = True
    size, leading = 8.0, 11.5

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.zone = ZoneInfo(statement.store.time_zone)
        self.title = f"{_('Statement')} {statement.store.name} {statement.currency}"
        self.foot = f"{statement.store.name} · {self._days()}"

    def content(self) -> None:
        statement, sheet = self.statement, self.sheet
        self.y += 8
        name = sheet.lines(statement.store.name, size=15, width=self.width * 0.6, is_bold=True)[0]
        sheet.text(self.left, self.y, name, size=15)
        sheet.text(self.right, self.y, _("Statement"), size=18, is_bold=True, align=Align.END)
        self.y += 18
        sheet.text(self.left, self.y, self._days(), size=9, colour=GREY)
        words = f"{_('Amounts in')} {formats.unit(statement.currency)}"
        sheet.text(self.right, self.y, words, size=9, colour=GREY, align=Align.END)
        self.y += 26
        self.table(self._columns(), self._rows())

    def _days(self) -> str:
        period = self.statement.period
        return f"{formats.day(period.first)} – {formats.day(period.last)}"

    def _columns(self) -> list[Column]:
        titles = {
            "price": _("Price"),
            "commission": _("Commission"),
            "fees": _("Tax and delivery"),
            "refund": _("Refund"),
            "payout": _("Payout"),
            "amount": _("Change"),
        }
        return [
            Column(_("Date"), 88, is_figures=False),
            Column(_("Movement"), is_figures=False),
            *(Column(titles[name], 66) for name in COLUMNS),
            Column(_("Balance"), 74),
        ]

    def _rows(self) -> Iterator[list[Cell]]:
        statement = self.statement
        yield self._balance(statement.period.first, _("Opening balance"), statement.opening)
        for movement in statement.movements:
            yield self._row_of(movement)
        sums = [Cell(formats.figure(statement.total(name))) for name in COLUMNS]
        closing = Cell(formats.figure(statement.closing))
        yield [Cell(formats.day(statement.period.last)), Cell(_("Closing balance")), *sums, closing]

    def _balance(self, day: date, title: str, balance: Money) -> list[Cell]:
        return [Cell(formats.day(day)), Cell(title), *(Cell("") for _name in COLUMNS), Cell(formats.figure(balance))]

    def _row_of(self, movement: Movement) -> list[Cell]:
        kind = movement.kind.label
        below = [str(kind)] if movement.title else []
        below += [words for words in (movement.reference, movement.explanation) if words]
        return [
            Cell(formats.day(movement.at.astimezone(self.zone).date())),
            Cell(movement.title or str(kind), " · ".join(below)),
            *(self._amount(getattr(movement, name)) for name in COLUMNS),
            self._amount(movement.balance, is_always=True),
        ]

    def _amount(self, minor: int, *, is_always: bool = False) -> Cell:
        shown = minor or is_always
        return Cell(formats.figure(Money(minor, self.statement.currency)) if shown else "")
