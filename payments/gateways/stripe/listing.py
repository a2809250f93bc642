"""What moved in a Stripe account, from its lists of charges and refunds.

Balance transactions would say it in one list, but in the account's own currency where it settles in another.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from payments.gateways.contract import EventSubject, Movement, readable
from payments.gateways.errors import GatewayUnavailable
from payments.gateways.stripe import wire

PAGE = 100  # the most that Stripe lists at once


def rows(ask: Callable[[Any], Mapping[str, Any]], since: datetime, until: datetime) -> list[dict[str, Any]]:
    """All rows that were made from `since` until before `until`, page after page. Raises GatewayUnavailable."""
    asked: dict[str, Any] = {"created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())}, "limit": PAGE}
    found: list[dict[str, Any]] = []
    while True:
        shown = ask(asked)
        page = shown.get("data")
        if not isinstance(page, list) or not all(isinstance(row, dict) and row.get("id") for row in page):
            raise GatewayUnavailable("unreadable", "no list")
        found += page
        if not shown.get("has_more") or not page:
            return found
        asked["starting_after"] = page[-1]["id"]


def payments_of(charges: Sequence[Mapping[str, Any]]) -> list[Movement]:
    """The charges that took money. Stripe copies our reference from the PaymentIntent when it makes the charge."""
    return [
        Movement(
            EventSubject.PAYMENT,
            readable(charge["id"], 128),
            wire.from_units(charge.get("amount_captured", charge.get("amount")), charge.get("currency")),
            _moment(charge),
            merchant_reference=_told(charge, "attempt"),
        )
        for charge in charges
        if charge.get("status") == "succeeded" and charge.get("captured", True)
    ]


def refunds_of(refunds: Sequence[Mapping[str, Any]]) -> list[Movement]:
    """The refunds that were carried out; one that a bank sent back is none."""
    return [
        Movement(
            EventSubject.REFUND,
            readable(refund["id"], 128),
            wire.from_units(refund.get("amount"), refund.get("currency")),
            _moment(refund),
            refund_reference=_told(refund, "refund"),
        )
        for refund in refunds
        if refund.get("status") == "succeeded"
    ]


def _told(shown: Mapping[str, Any], name: str) -> str:
    metadata = shown.get("metadata")
    return readable(metadata.get(name) or "", 128) if isinstance(metadata, Mapping) else ""


def _moment(shown: Mapping[str, Any]) -> datetime:
    created = shown.get("created")
    if isinstance(created, bool) or not isinstance(created, int):
        raise GatewayUnavailable("unreadable", "a row without a moment")
    return datetime.fromtimestamp(created, UTC)
