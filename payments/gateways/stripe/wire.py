"""Stripe's units, signatures and words. Calls are made by the official library over our own transport."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import stripe

from core.money import Money, UnknownCurrency, currency
from payments.gateways.contract import GatewayStatus
from payments.gateways.errors import BadSignature
from payments.gateways.http import GatewayHttp

TOLERANCE_SECONDS = 300
# Decimals with which Stripe writes an amount, where these are not two. The rupiah has two there, and none with us.
_DECIMALS = {"VND": 0}
USUAL_DECIMALS = 2
MOST_UNITS = 10**12  # no amount has more digits


class Transport(stripe.HTTPClient):
    """Carries the official library's requests under our limits: a deadline, a largest answer, no redirects, no proxy.

    What leaves the outcome unknown is raised as GatewayUnavailable before the library sees it.
    """

    name = "serai"

    def __init__(self, http: GatewayHttp, *, total_timeout_seconds: float) -> None:
        super().__init__()
        self._http = http
        self._timeout = total_timeout_seconds

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **kwargs: object
    ) -> tuple[str, int, Mapping[str, str]]:
        """One request, one answer. Raises GatewayUnavailable."""
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        answer = self._http.send(
            method.upper(), url, headers=headers or {}, body=body, total_timeout_seconds=self._timeout
        )
        return answer.body.decode("utf-8", "replace"), answer.status, answer.headers

    def close(self) -> None:
        """Nothing is held."""


def to_units(amount: Money) -> int:
    """An amount in Stripe's smallest unit."""
    return int(amount.minor * 10 ** (_decimals(amount.currency) - currency(amount.currency).exponent))


def from_units(units: object, code: object) -> Money | None:
    """Money from Stripe's smallest unit, when it is some."""
    if isinstance(units, bool) or not isinstance(units, int) or not isinstance(code, str):
        return None
    if not 0 <= units < MOST_UNITS:
        return None
    try:
        ours = currency(code.upper())
    except UnknownCurrency:
        return None
    minor, rest = divmod(units, 10 ** (_decimals(ours.code) - ours.exponent))
    return None if rest else Money(minor, ours.code)


def _decimals(code: str) -> int:
    return _DECIMALS.get(code, USUAL_DECIMALS)


def read_event(secrets: Sequence[str], header: str, body: bytes, *, now: float) -> dict[str, Any]:
    """The event in a body that Stripe signed within five minutes of now. Raises BadSignature."""
    if not header:
        raise BadSignature("missing")
    try:
        text = body.decode()
        signed_at = int(next(part[2:] for part in header.split(",") if part.startswith("t=")))
    except (UnicodeDecodeError, ValueError, StopIteration) as error:
        raise BadSignature("malformed") from error
    if not header.isascii() or not any(_is_signed(text, header, secret) for secret in secrets):
        raise BadSignature("mismatch")
    if abs(now - signed_at) > TOLERANCE_SECONDS:
        raise BadSignature("timestamp")
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSignature("malformed") from error
    if not isinstance(event, dict):
        raise BadSignature("malformed")
    return event


def _is_signed(text: str, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(text, header, secret))
    except stripe.SignatureVerificationError:
        return False


def status_of(session: Mapping[str, Any]) -> GatewayStatus:
    """How a Checkout Session stands; its `payment_intent` is expanded. A declined card leaves it open for another."""
    status, paid = session.get("status"), session.get("payment_status")
    if status == "open":
        return GatewayStatus.OPEN
    if status == "expired":
        return GatewayStatus.EXPIRED
    if status != "complete":
        return GatewayStatus.UNKNOWN
    if paid == "paid":
        return GatewayStatus.CAPTURED
    if paid != "unpaid":
        return GatewayStatus.UNKNOWN  # no payment was required: not an order of ours
    intent = intent_of(session).get("status")
    return {
        "requires_payment_method": GatewayStatus.DECLINED,  # a slow way of paying came to nothing
        "canceled": GatewayStatus.CANCELLED,
    }.get(str(intent), GatewayStatus.PENDING)


def intent_of(session: Mapping[str, Any]) -> Mapping[str, Any]:
    """The expanded PaymentIntent of a session; empty while there is none."""
    intent = session.get("payment_intent")
    return intent if isinstance(intent, Mapping) else {}


def amount_of(session: Mapping[str, Any]) -> Money | None:
    """What a session is about, in its own currency."""
    return from_units(session.get("amount_total"), session.get("currency"))


def received_of(session: Mapping[str, Any]) -> Money | None:
    """What its PaymentIntent, which is expanded, says that arrived; None for nothing."""
    intent = intent_of(session)
    received = from_units(intent.get("amount_received"), intent.get("currency"))
    return received or None


def has_gone_back(session: Mapping[str, Any]) -> bool:
    """Whether all or part of what was paid was refunded or is disputed; the charge is expanded."""
    charge = intent_of(session).get("latest_charge")
    return isinstance(charge, Mapping) and bool(charge.get("amount_refunded") or charge.get("disputed"))
