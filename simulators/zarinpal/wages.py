"""Parts of a payment that go to other accounts when it is settled, as `wages` of a request."""

import re

from simulators.common.book import Row

SMALLEST_PART = 10_000  # Rials
MOST_PARTS = 5
INACTIVE_ENDING = "000"  # an account whose number ends so is not known to Shaparak
MESSAGES = {
    -30: "Terminal do not allow to accept floating wages.",
    -34: "Total wages by fixed, has been overload max amount.",
    -35: "Terminal user wages is over than maximum participants.",
    -36: "The minimum amount for wages should be 10,000 Rials.",
    -37: "One or more iban entered for wages from the bank side are inactive.",
}
_IBAN = re.compile(r"IR\d{2}[0-9A-Z]{1,24}")


class BadWages(Exception):
    """They are not a list of `{iban, amount, description}`."""


def wages_of(content: object) -> list[Row]:
    """What a request asks for. Raises BadWages."""
    if content is None:
        return []
    if not isinstance(content, list):
        raise BadWages
    return [_wage(one) for one in content]


def _wage(one: object) -> Row:
    shown = one if isinstance(one, dict) else {}
    iban, amount, description = (shown.get(name) for name in ("iban", "amount", "description"))
    if not isinstance(iban, str) or not _IBAN.fullmatch(iban):
        raise BadWages
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise BadWages
    if not isinstance(description, str) or len(description) > 255:
        raise BadWages
    return {"iban": iban, "amount": amount, "description": description}


def refusal_of(wages: list[Row], rials: int) -> int:
    """The code with which a payment of so many Rials is refused for its parts; 0 when it is not."""
    if len(wages) > MOST_PARTS:
        return -35
    if any(wage["amount"] < SMALLEST_PART for wage in wages):
        return -36
    if sum(wage["amount"] for wage in wages) > rials:
        return -34
    return -37 if any(wage["iban"].endswith(INACTIVE_ENDING) for wage in wages) else 0
