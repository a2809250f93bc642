"""Money: integer minor units with a currency, and the only place where amounts are rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Currency:
    """An ISO 4217 currency. `exponent`: decimals of its minor unit as Serai counts it; `cash_step_minor`: the
    smallest amount people pay; `display_divisor` and `display_unit`: how people say it (10 rial are one toman)."""

    code: str
    exponent: int
    cash_step_minor: int
    symbol: str
    display_divisor: int = 1
    display_unit: str = ""


CURRENCIES: dict[str, Currency] = {
    "USD": Currency("USD", 2, 1, "$"),
    "EUR": Currency("EUR", 2, 1, "€"),
    "IRR": Currency("IRR", 0, 10, "﷼", 10, "تومان"),
    "VND": Currency("VND", 0, 1000, "₫"),
    "IDR": Currency("IDR", 0, 100, "Rp"),
}


class CurrencyMismatch(ValueError):
    """Two currencies met where only one makes sense."""


class UnknownCurrency(ValueError):
    """A code that is not in the registry."""


def currency(code: str) -> Currency:
    """Raises UnknownCurrency."""
    try:
        return CURRENCIES[code]
    except KeyError:
        raise UnknownCurrency(f"{code!r} is not one of {', '.join(CURRENCIES)}") from None


def round_half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, order=False)
class Money:
    """An exact amount: `minor` units of `currency`. Money(1250, "USD") is 12.50 USD; Money(1250, "VND") is 1,250 VND.

    Adding or comparing two currencies raises CurrencyMismatch.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("minor units are whole numbers")
        currency(self.currency)

    @classmethod
    def zero(cls, code: str) -> Money:
        return cls(0, code)

    @classmethod
    def parse(cls, amount: str | Decimal | int, code: str) -> Money:
        """`Money.parse("12.50", "USD")`. Raises ValueError when the amount has more decimals than the currency."""
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not an amount") from None
        scaled = value.scaleb(currency(code).exponent)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{code} has {currency(code).exponent} decimals")
        return cls(int(scaled), code)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        if isinstance(quantity, bool) or not isinstance(quantity, int):
            raise TypeError("money is multiplied by whole numbers only; use `scaled` for rates")
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return self.minor != 0

    def scaled(self, rate: Decimal) -> Money:
        """The amount times a rate, rounded half up to the minor unit."""
        return Money(round_half_up(Decimal(self.minor) * rate), self.currency)

    def share(self, weights: Sequence[int]) -> list[Money]:
        """Split in proportion to `weights` so that the parts add up exactly (largest remainder, ties to the first)."""
        return [Money(part, self.currency) for part in split_minor(self.minor, weights)]

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-currency(self.currency).exponent)

    @property
    def amount(self) -> str:
        """The amount as text with the currency's decimals: "12.50", "1250"."""
        return f"{self.decimal:.{currency(self.currency).exponent}f}"

    def as_dict(self) -> dict[str, Any]:
        return {"amount": self.amount, "currency": self.currency, "minor": self.minor}

    def __str__(self) -> str:
        return f"{self.decimal:,.{currency(self.currency).exponent}f} {self.currency}"


def split_minor(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` minor units by `weights` (none negative); the parts sum to `total`."""
    if not weights:
        raise ValueError("nothing to split between")
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    sign = -1 if total < 0 else 1
    exact = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [quotient for quotient, _ in exact]
    missing = abs(total) - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-exact[index][1], index))
    for index in by_remainder[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


def round_to_step(minor: int, step_minor: int) -> int:
    """Round half up to a multiple of `step_minor` (a market's rounding rule)."""
    if step_minor <= 1:
        return minor
    return round_half_up(Decimal(minor) / step_minor) * step_minor


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """An ISO 4217 code of the registry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 3
        kwargs["choices"] = [(code, code) for code in CURRENCIES]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        kwargs.pop("choices", None)
        return name, path, args, kwargs
