"""Chargebacks as Midtrans tells them: it has no disputes to ask about, only the status of a transaction.

A chargeback has taken its money already, so it is lost; that it was won shows in the status being `settlement` again.
The list of refunds holds chargebacks as well: those that have no key of ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.money import Money
from payments.gateways.contract import DisputeState, DisputeStatus, readable
from payments.gateways.errors import GatewayUnavailable
from payments.gateways.midtrans import wire


def dispute_states(shown: Mapping[str, Any], reference: str) -> list[DisputeState]:
    """The chargebacks of the transaction of our reference. Raises GatewayUnavailable for amounts that nobody can read.

    Each that is listed is one of its own; what a whole chargeback took beside them is one more.
    """
    status = str(shown.get("transaction_status", ""))
    if status in wire.REFUNDED:
        raise GatewayUnavailable("undecided", "refunds made by people and chargebacks stand in one list")
    if status not in wire.DISPUTED:
        return []
    whole = _amount(shown, shown.get("gross_amount"))
    back, found = 0, []
    for row in _rows(shown.get("refunds")):
        amount = _amount(shown, row.get("refund_amount"))
        back += amount.minor
        if not row.get("refund_key"):
            name = readable(row.get("refund_chargeback_id") or "", 64)
            found.append(_state(f"{reference}:{name}", reference, amount, status, row))
    left = whole.minor - back
    if status == "chargeback" and left > 0:
        found.append(_state(reference, reference, Money(left, whole.currency), status, shown))
    if not found:
        raise GatewayUnavailable("unreadable", "it cannot be read how much was charged back")
    return found


def _state(name: str, reference: str, amount: Money, status: str, about: Mapping[str, Any]) -> DisputeState:
    return DisputeState(
        reference=name[:128],
        status=DisputeStatus.LOST,
        amount=amount,
        is_withdrawn=True,
        gateway_reference=reference,
        merchant_reference=reference,
        reason=readable(about.get("reason") or "", 64),
        told=status,
        opened_at=wire.read_moment(str(about.get("created_at") or "")),
    )


def _amount(shown: Mapping[str, Any], text: object) -> Money:
    amount = wire.read_money(text, shown.get("currency", wire.CURRENCY))
    if amount is None or amount.minor <= 0:
        raise GatewayUnavailable("unreadable", "it cannot be read how much was charged back")
    return amount


def _rows(listed: object) -> Sequence[Mapping[str, Any]]:
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
