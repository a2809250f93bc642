"""What Stripe's events are about. Only those of sessions, refunds, disputes and reversed transfers are ours to read:
those of PaymentIntents and charges say the same again."""

import hashlib
from collections.abc import Mapping
from typing import Any

from payments.gateways.contract import EventSubject, GatewayEvent, GatewayStatus, readable
from payments.gateways.stripe import wire
from payments.gateways.stripe.calls import told

_REPORTED = {
    "checkout.session.completed": GatewayStatus.CAPTURED,
    "checkout.session.async_payment_succeeded": GatewayStatus.CAPTURED,
    "checkout.session.async_payment_failed": GatewayStatus.DECLINED,
    "checkout.session.expired": GatewayStatus.EXPIRED,
}
_REFUND_EVENTS = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")
_DISPUTE_EVENTS = "charge.dispute."
_TRANSFER_EVENTS = ("transfer.reversed",)


def event_of(event: Mapping[str, Any], body: bytes, *, is_live: bool) -> GatewayEvent:
    """A well-signed event in the words of the contract; never raises."""
    identifier, kind = event.get("id"), readable(event.get("type", ""), 40)
    key = readable(identifier, 128) if isinstance(identifier, str) else ""
    data = event.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    if not key or not isinstance(about, dict):
        return GatewayEvent(
            key or hashlib.sha256(body).hexdigest(), EventSubject.OTHER, type=kind, problems=("no object",)
        )
    if event.get("livemode") not in (None, is_live):
        return GatewayEvent(key, EventSubject.OTHER, type=kind, problems=("of another mode",))
    name = readable(about.get("id", ""), 128)
    if kind in _REFUND_EVENTS and told(about, "refund"):
        return GatewayEvent(
            key,
            EventSubject.REFUND,
            type=kind,
            gateway_reference=readable(told(about, "session") or "", 128),
            refund_reference=readable(told(about, "refund"), 128),
        )
    if kind.startswith(_DISPUTE_EVENTS) and name:
        return GatewayEvent(key, EventSubject.DISPUTE, type=kind, dispute_reference=name)
    if kind in _TRANSFER_EVENTS and told(about, "payout"):
        payout = readable(told(about, "payout"), 128)
        return GatewayEvent(key, EventSubject.TRANSFER, type=kind, gateway_reference=name, payout_reference=payout)
    if kind not in _REPORTED:
        return GatewayEvent(key, EventSubject.OTHER, type=kind)
    return _of_session(key, kind, about)


def _of_session(key: str, kind: str, about: Mapping[str, Any]) -> GatewayEvent:
    reported = _REPORTED[kind]
    if reported is GatewayStatus.CAPTURED and about.get("payment_status") != "paid":
        reported = GatewayStatus.PENDING
    amount = wire.amount_of(about)
    return GatewayEvent(
        key,
        EventSubject.PAYMENT,
        type=kind,
        gateway_reference=readable(about.get("id", ""), 128),
        merchant_reference=readable(about.get("client_reference_id") or "", 128),
        reported=reported,
        amount=amount,
        problems=() if amount is not None else ("unreadable amount",),
    )
