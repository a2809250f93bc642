"""Price history: the lowest price before a reduction (Directive 98/6/EC, art. 6a, as amended by 2019/2161)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(days=30)


def lowest_before(history: Iterable[tuple[datetime, int]], now: datetime) -> int | None:
    """The lowest price that held at any time in the 30 days before `now`; None where there was none.

    `history` is when each price began. The price that held as the window opened counts, however old it is.
    """
    opens = now - WINDOW
    before_window: tuple[datetime, int] | None = None
    inside: list[int] = []
    for began, minor in history:
        if began > opens:
            inside.append(minor)
        elif before_window is None or began >= before_window[0]:
            before_window = (began, minor)
    prices = inside if before_window is None else [*inside, before_window[1]]
    return min(prices, default=None)
