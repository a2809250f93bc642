"""The Solar Hijri calendar, in which Persian readers write dates; valid from 1244 to 1500 (1865 to 2122)."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
# In a cycle of 33 years these are leap years; they begin on 20 March as ours do, or a day later.
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_EPOCH = date(1865, 3, 21)  # 1 Farvardin 1244
_FIRST_YEAR = 1244


def is_leap(year: int) -> bool:
    return year % 33 in _LEAP


def solar(day: date) -> tuple[int, int, int]:
    """Year, month and day: `solar(date(2026, 3, 21))` is (1405, 1, 1). Raises ValueError before 1865."""
    left = (day - _EPOCH).days
    if left < 0:
        raise ValueError(f"{day} is before {_EPOCH}")
    year = _FIRST_YEAR
    while left >= (length := 366 if is_leap(year) else 365):
        left -= length
        year += 1
    if left < 186:  # six months of 31 days, then months of 30
        return year, left // 31 + 1, left % 31 + 1
    left -= 186
    return year, left // 30 + 7, left % 30 + 1
