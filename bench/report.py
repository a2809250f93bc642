"""The table of a run, on the terminal and in docs/performance.md."""

from __future__ import annotations

import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.client import Load
from bench.cpu import Used
from bench.lines import Line


@dataclass(frozen=True)
class Slice:
    """One measured slice: CPU per request or flow, and what the crowd achieved."""

    used: Used
    load: Load


@dataclass(frozen=True)
class Row:
    """A line of the table; `ratio` is the least CPU of this line by the least of its floor, of as many slices, each
    right before.
    """

    name: str
    server_ms: float
    database_ms: float
    ratio: float
    gate: float | None
    aim: float | None
    per_second: float
    p95_ms: float
    statements: int | None
    budget: int | None

    @property
    def is_passed(self) -> bool:
        in_budget = self.budget is None or self.statements is None or self.statements <= self.budget
        return in_budget and (self.gate is None or self.ratio <= self.gate)

    @property
    def verdict(self) -> str:
        if self.gate is None:
            return ""
        if not self.is_passed:
            return "FAILS"
        return "aim met" if self.aim is not None and self.ratio <= self.aim else "passes"


def rows_of(lines: Sequence[Line], statements: dict[str, int]) -> list[Row]:
    rows = []
    for line in lines:
        slices: list[Slice] = line.results
        floors: list[Slice] = line.floors or slices
        best, best_floor = (min((one.used for one in of), key=lambda used: used.total_ms) for of in (slices, floors))
        rows.append(
            Row(
                name=line.name,
                server_ms=best.server_ms,
                database_ms=best.database_ms,
                ratio=best.total_ms / best_floor.total_ms,
                gate=line.gate,
                aim=line.aim,
                per_second=max(one.load.per_second for one in slices),
                p95_ms=statistics.median(one.load.p95_ms for one in slices),
                statements=statements.get(line.name),
                budget=line.budget,
            )
        )
    return rows


HEADINGS = ("", "CPU ms: server + db", "ratio", "gate", "aim", "verdict", "SQL", "requests/s", "p95 ms")


def cells(row: Row) -> tuple[str, ...]:
    budget = f" ≤ {row.budget}" if row.budget is not None else ""
    return (
        row.name,
        f"{row.server_ms:.2f} + {row.database_ms:.2f}",
        f"{row.ratio:.2f}",
        f"{row.gate:.1f}" if row.gate is not None else "",
        f"{row.aim:.2f}" if row.aim is not None else "",
        row.verdict,
        f"{row.statements}{budget}" if row.statements is not None else "",
        f"{row.per_second:,.0f}",
        f"{row.p95_ms:.1f}",
    )


def show(rows: Sequence[Row], notes: Sequence[str]) -> None:
    table = Table(*HEADINGS)
    for row in rows:
        table.add_row(*cells(row), style="red" if row.verdict == "FAILS" else None)
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    for note in notes:
        console.print(note)


def machine(postgres: str) -> str:
    """One sentence about where this was measured."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    cores = sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())
    return f"{cores} cores ({model}), Python {platform.python_version()}, PostgreSQL {postgres}"


def page(rows: Sequence[Row], notes: Sequence[str], *, command: str, place: str, when: str) -> str:
    """docs/performance.md."""
    head = "| " + " | ".join(HEADINGS) + " |\n|" + "---|" * len(HEADINGS)
    body = "\n".join("| " + " | ".join(cells(row)) + " |" for row in rows)
    told = "\n".join(f"- {note}" for note in notes)
    return f"""# What the hot paths cost

Measured {when} on {place}, everything, the clients included, on this one machine:

    {command}

*CPU ms* is what the server's processes and PostgreSQL's backends used per request (per flow in the last line) in the
best of the rounds: neighbours on the machine only ever add to it. *Ratio* is that by the best of as many slices of its
floor, each measured right before. The floors are a bare Django view without middleware that answers 24 products of one
`.values()` query, and one that places an order with a read, two guarded updates and two lines; they run under
gunicorn's gthread worker, on the same database. *Gate* is the highest ratio that passes, *aim* the one wished for.
*SQL* counts the statements of one request, without `BEGIN`, `COMMIT` and savepoints. Requests per second and p95 are
hints: they depend on the machine and its neighbours, and gate nothing.

{head}
{body}

{told}

`make bench` measures again; `python -m bench --write` rewrites this page.
"""
