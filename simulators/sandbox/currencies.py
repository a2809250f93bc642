"""The currencies this gateway takes, and how its page writes an amount."""

from dataclasses import dataclass

LARGEST_AMOUNT = 10**15


@dataclass(frozen=True)
class Currency:
    """`digits` is the number of decimals of the minor unit (ISO 4217, with the shop's zero for IRR and IDR)."""

    digits: int
    pattern: str
    thousands: str = ","
    point: str = "."


CURRENCIES = {
    "USD": Currency(2, "${}"),
    "EUR": Currency(2, "€{}"),
    "IRR": Currency(0, "{}\u00a0IRR"),
    "VND": Currency(0, "{}\u00a0₫", thousands="."),
    "IDR": Currency(0, "Rp\u00a0{}", thousands="."),
}


def formatted(minor: int, currency: str) -> str:
    """An amount for people: 1250 USD is `$12.50`, 1250 VND is `1.250 ₫`. Never breaks."""
    rule = CURRENCIES[currency]
    whole, fraction = divmod(minor, 10**rule.digits)
    number = f"{whole:,}".replace(",", rule.thousands)
    if rule.digits:
        number += f"{rule.point}{fraction:0{rule.digits}d}"
    return rule.pattern.format(number)
