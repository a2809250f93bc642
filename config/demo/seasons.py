"""When people order: a weekly rhythm, pay days, one feast a year in each market, a quiet month, steady growth."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

# Before these days people buy: (month, day) of the first and the last day, inside one year. Nowruz, Tết, Lebaran
# (the latter two as in the years around 2026), and the end of the year.
_FEASTS = {
    "ir": ((3, 4), (3, 19)),
    "vn": ((1, 24), (2, 14)),
    "id": ((2, 26), (3, 17)),
    "intl": ((11, 24), (12, 21)),
}
_WEEK = (0.9, 0.85, 0.95, 1.0, 1.25, 1.4, 1.15)  # Monday first
_HOURS = (1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 7, 8, 7, 6, 6, 6, 7, 8, 9, 9, 7, 4, 2)
QUIET_MONTH = 6
MARKETS = ("vn", "ir", "id", "intl")


def feast_factor(market: str, day: date) -> float:
    first, last = _FEASTS[market]
    return 2.6 if first <= (day.month, day.day) <= last else 1.0


def _day_weight(day: date, share: float) -> float:
    """`share` of the story that lies behind the day."""
    pay_day = 1.5 if day.day >= 25 or day.day <= 3 else 1.0
    quiet = 0.45 if day.month == QUIET_MONTH else 1.0
    feasts = sum(feast_factor(market, day) for market in MARKETS) / len(MARKETS)
    return _WEEK[day.weekday()] * pay_day * quiet * feasts * (0.6 + share)


def order_moments(begins_at: datetime, ends_at: datetime, count: int, rng: Random) -> list[datetime]:
    """`count` moments in order, all inside the span."""
    days = [begins_at + timedelta(days=number) for number in range((ends_at - begins_at).days)]
    weights = [_day_weight(day.date(), number / len(days)) for number, day in enumerate(days)]
    chosen = rng.choices(days, weights, k=count)
    moments = [
        day.replace(hour=rng.choices(range(24), _HOURS)[0], minute=rng.randint(0, 59), second=rng.randint(0, 59))
        for day in chosen
    ]
    return sorted(min(max(moment, begins_at), ends_at) for moment in moments)
