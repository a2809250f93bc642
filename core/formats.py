"""Numbers, money and moments as readers of each language write them; the language is the one that is active."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone

from core import language, solar
from core.money import Money, currency

_PERSIAN = str.maketrans("0123456789,.-", "۰۱۲۳۴۵۶۷۸۹٬٫−")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_PERSIAN_NAMES = {"USD": "دلار", "EUR": "یورو", "VND": "دونگ", "IDR": "روپیه"}
_SYMBOLS = {"USD": "US$", "EUR": "€", "VND": "₫", "IDR": "Rp"}
_DAYS = {"en": "d MMMM y", "vi": "d MMMM, y", "id": "d MMMM y"}


def direction() -> str:
    """`rtl` or `ltr`: how the active language is written."""
    return "rtl" if language.is_right_to_left() else "ltr"


def digits(text: object) -> str:
    """The digits of a text in the reader's script, all else as it is."""
    return str(text).translate(_PERSIAN_DIGITS) if language.current() == "fa" else str(text)


def number(value: int | Decimal) -> str:
    """`12,500` in English, `12.500` in Vietnamese and Indonesian, `۱۲٬۵۰۰` in Persian."""
    return _grouped(value, "#,##0.###")


def percent(basis_points: int) -> str:
    """`12.5%` in English, `12,5%` in Vietnamese and Indonesian, `۱۲٫۵٪` in Persian. 1250 is 12.5 %."""
    figure = number(Decimal(basis_points) / 100)
    return f"{figure}٪" if language.current() == "fa" else f"{figure}%"


def _grouped(value: int | Decimal, pattern: str) -> str:
    code = language.current()
    if code == "fa":
        return format_decimal(value, pattern, locale="en").translate(_PERSIAN)
    return format_decimal(value, pattern, locale=code)


def money(amount: Money) -> str:
    """`12.50 USD` in English, `12,50 US$` in Vietnamese, `US$12,50` in Indonesian, `۱۲٫۵۰ دلار` in Persian.

    Persian readers count rials in tomans: 48,500,000 IRR is `۴٬۸۵۰٬۰۰۰ تومان`.
    """
    code = language.current()
    if code in ("fa", "vi"):
        return f"{figure(amount)} {unit(amount.currency)}"
    if code == "id":
        symbol = _SYMBOLS.get(amount.currency, f"{amount.currency} ")
        return f"{'-' if amount.minor < 0 else ''}{symbol}{figure(amount).lstrip('-')}"
    return str(amount)


def figure_of(amount: Money) -> str:
    """The amount with its currency's decimals and without its name, for a table that names the currency once."""
    exponent = currency(amount.currency).exponent
    return _grouped(amount.decimal, "#,##0" + (f".{'0' * exponent}" if exponent else ""))


def figure(amount: Money) -> str:
    """The number of `money`, of what `unit` says: rials are tomans for Persian readers."""
    kind = currency(amount.currency)
    if language.current() == "fa" and kind.display_unit:
        return number(Decimal(amount.minor) / kind.display_divisor)
    return figure_of(amount)


def unit(code: str) -> str:
    """What `figure` counts: `USD`, `₫`, `تومان`."""
    reader, kind = language.current(), currency(code)
    if reader == "fa":
        return kind.display_unit or _PERSIAN_NAMES.get(code, code)
    return _SYMBOLS.get(code, code) if reader in ("vi", "id") else code


def day(value: date) -> str:
    """`25 November 2026`; in Persian by the Solar Hijri calendar, `۴ آذر ۱۴۰۵`."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    code = language.current()
    if code == "fa":
        year, month, number_of_day = solar.solar(value)
        return digits(f"{number_of_day} {solar.MONTHS[month - 1]} {year}")
    return format_date(value, _DAYS[code], locale=code)


def moment(value: datetime) -> str:
    """`25 November 2026, 17:05`, in the site's time zone."""
    code = language.current()
    time = f"{timezone.localtime(value):%H:%M}"
    if code == "fa":
        return f"{day(value)}، ساعت {digits(time)}"
    if code == "vi":
        return f"{time}, {day(value)}"
    if code == "id":
        return f"{day(value)} pukul {time.replace(':', '.')}"
    return f"{day(value)}, {time}"
