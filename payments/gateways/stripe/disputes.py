"""Stripe's disputes in the words of the contract. Its balance transactions say what the dispute has moved: the amount
leaves when the bank claims it and comes back when the dispute is won, and a fee may come with either."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.money import Money
from payments.gateways.contract import DisputeState, DisputeStatus, readable
from payments.gateways.errors import GatewayUnavailable
from payments.gateways.stripe import wire

_STATUSES = {
    "warning_needs_response": DisputeStatus.INQUIRY,
    "warning_under_review": DisputeStatus.INQUIRY,
    "warning_closed": DisputeStatus.CLOSED,
    "needs_response": DisputeStatus.NEEDS_RESPONSE,
    "under_review": DisputeStatus.UNDER_REVIEW,
    "appeal_needs_response": DisputeStatus.NEEDS_RESPONSE,
    "appeal_under_review": DisputeStatus.UNDER_REVIEW,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
    "prevented": DisputeStatus.CLOSED,
}


def dispute_state(shown: Mapping[str, Any], session: Mapping[str, Any]) -> DisputeState:
    """A dispute of the payment of a session, which is empty where Stripe knows none: then it is no payment of ours.

    Raises GatewayUnavailable where it cannot be read what was disputed or moved.
    """
    amount = wire.from_units(shown.get("amount"), shown.get("currency"))
    moves = shown.get("balance_transactions")
    reference = shown.get("id")
    if not amount or not isinstance(reference, str) or not isinstance(moves, list):
        raise GatewayUnavailable("unreadable", "the dispute cannot be read")
    if not all(isinstance(move, Mapping) and isinstance(move.get("amount"), int) for move in moves):
        raise GatewayUnavailable("unreadable", "it cannot be read what the dispute moved")
    told = readable(shown.get("status", ""), 40)
    details = shown.get("evidence_details")
    return DisputeState(
        reference=readable(reference, 128),
        status=_STATUSES.get(told, DisputeStatus.UNKNOWN),
        amount=amount,
        is_withdrawn=sum(move["amount"] for move in moves) < 0,
        gateway_reference=readable(session.get("id", ""), 128),
        merchant_reference=readable(session.get("client_reference_id") or "", 128),
        reason=readable(shown.get("reason") or "", 64),
        told=told,
        fee=_fee(moves),
        evidence_due_at=_moment(details.get("due_by") if isinstance(details, Mapping) else None),
        opened_at=_moment(shown.get("created")),
    )


def _fee(moves: list[Mapping[str, Any]]) -> Money | None:
    """What Stripe keeps, all moves together; None where it says nothing that we can read."""
    units = [move.get("fee") for move in moves]
    codes = {move.get("currency") for move in moves}
    if not moves or len(codes) != 1 or not all(type(unit) is int for unit in units):
        return None
    return wire.from_units(sum(unit for unit in units if type(unit) is int), codes.pop())


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
