"""Stripe through the gateway contract: a Checkout Session for each attempt, on a page that Stripe hosts.

What is different here: a declined card or a step back leaves the session open, so the shopper finds it again; it is
closed by expiring it. A repeated call with the same key gets the stored answer, so nothing happens twice; where that is
a failure of Stripe's own it would be answered for ever, and another key is taken. A session lives for a day, longer
than an order; the sweep ends it when the order's time is over.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import stripe

from core.money import Money
from payments.gateways.contract import (
    AmountLimits,
    Capabilities,
    EventSubject,
    GatewayEvent,
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Started,
    StartRequest,
    TransferRequest,
    readable,
)
from payments.gateways.errors import WRONG_KEY, GatewayRefused, GatewayUnavailable
from payments.gateways.http import GatewayHttp
from payments.gateways.stripe import wire

MAX_ANSWER_BYTES = 512 * 1024  # a session with its PaymentIntent and charge
MOST_KEYS = 5
_CAPABILITIES = Capabilities(
    limits={
        "USD": AmountLimits(Money(50, "USD"), Money(99_999_999, "USD")),
        "EUR": AmountLimits(Money(50, "EUR"), Money(99_999_999, "EUR")),
    },
    supports_refund=True,
    supports_partial_refund=True,
    supports_query=True,
    supports_cancel=True,
    longest_expiry=timedelta(hours=24),
)
_REPORTED = {
    "checkout.session.completed": GatewayStatus.CAPTURED,
    "checkout.session.async_payment_succeeded": GatewayStatus.CAPTURED,
    "checkout.session.async_payment_failed": GatewayStatus.DECLINED,
    "checkout.session.expired": GatewayStatus.EXPIRED,
}
_REFUND_EVENTS = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")
_REFUND_STATUSES = {
    "succeeded": RefundStatus.SUCCEEDED, "failed": RefundStatus.FAILED, "canceled": RefundStatus.FAILED,
}  # fmt: skip


class StripeGateway:
    """One account. `previous_secrets` still check what was signed before the endpoint's secret was rolled."""

    def __init__(
        self,
        *,
        api_url: str,
        secret_key: str,
        webhook_secret: str,
        return_url: str,
        unfinish_url: str = "",
        previous_secrets: Sequence[str] = (),
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
    ) -> None:
        http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds, max_answer_bytes=MAX_ANSWER_BYTES)
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_url},
            max_network_retries=0,  # who calls us decides about repeats
            http_client=wire.Transport(http, total_timeout_seconds=total_timeout_seconds),
        )
        self._secrets = (webhook_secret, *previous_secrets)
        self._return_url = return_url
        self._unfinish_url = unfinish_url or return_url
        self._is_live = "_live_" in secret_key

    @property
    def name(self) -> str:
        """`stripe`."""
        return "stripe"

    @property
    def capabilities(self) -> Capabilities:
        """Dollars and euros; a session can be closed."""
        return _CAPABILITIES

    def check(self) -> None:
        """List a session, which the key has to allow anyway."""
        try:
            listed = _called(lambda: self._client.v1.checkout.sessions.list({"limit": 1}))
        except GatewayUnavailable as error:
            if error.code != "refused":
                raise
            raise GatewayRefused(WRONG_KEY) from error
        if listed.get("object") != "list":
            raise GatewayUnavailable("unreadable", "no list")

    def start(self, request: StartRequest) -> Started:
        """Open a session. A repeat under the same reference is answered with the same one."""
        reference = request.merchant_reference
        back, without = (f"{url}?attempt={reference}" for url in (self._return_url, self._unfinish_url))
        price = {
            "currency": request.amount.currency.lower(),
            "unit_amount": wire.to_units(request.amount),
            "product_data": {"name": request.description},
        }
        params: Any = {  # the library has a type for each call; mypy would not see that this is one
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "client_reference_id": reference,
            "metadata": {"attempt": reference},
            "payment_intent_data": {"metadata": {"attempt": reference}, "transfer_group": f"attempt_{reference}"},
            "success_url": back,
            "cancel_url": without,
        }
        session = _keyed(
            f"session:{reference}",
            lambda key: self._client.v1.checkout.sessions.create(params, key),
            most_keys=MOST_KEYS,
        )
        self._check_mode(session)
        identifier, address = session.get("id"), session.get("url")
        if session.get("client_reference_id") != reference:
            raise GatewayUnavailable("unreadable", "the answer is about another payment")
        if not isinstance(identifier, str) or not isinstance(address, str):
            raise GatewayUnavailable("unreadable", "no session or address")
        return Started(identifier, address, request.expires_at)

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """How the payment stands, by query: nothing needs to be confirmed here."""
        return self.query(gateway_reference=gateway_reference)

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a payment stands. By our own reference alone nothing is known: `start` answers with the same session."""
        if bool(merchant_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        if not gateway_reference:
            return GatewayState(GatewayStatus.NOT_FOUND)
        session = self._session(gateway_reference)
        return GatewayState(GatewayStatus.NOT_FOUND) if session is None else _state(session)

    def cancel(self, gateway_reference: str) -> GatewayState:
        """Expire the session; what was paid meanwhile stays paid. How it stands then."""
        try:
            _called(lambda: self._client.v1.checkout.sessions.expire(gateway_reference))
        except GatewayRefused as refused:
            state = self.query(gateway_reference=gateway_reference)
            if state.status is GatewayStatus.OPEN:
                raise GatewayUnavailable("refused", refused.detail) from refused
            return state
        return self.query(gateway_reference=gateway_reference)

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read an event from its raw bytes. Raises BadSignature. Only events of sessions and refunds are ours to read:
        those of PaymentIntents and charges say the same again."""
        lowered = {name.lower(): value for name, value in headers.items()}
        event = wire.read_event(
            self._secrets, lowered.get("stripe-signature", ""), body, now=datetime.now(UTC).timestamp()
        )
        identifier, kind = event.get("id"), readable(event.get("type", ""), 40)
        key = readable(identifier, 128) if isinstance(identifier, str) else ""
        data = event.get("data")
        about = data.get("object") if isinstance(data, dict) else None
        if not key or not isinstance(about, dict):
            return GatewayEvent(
                key or hashlib.sha256(body).hexdigest(), EventSubject.OTHER, type=kind, problems=("no object",)
            )
        if event.get("livemode") not in (None, self._is_live):
            return GatewayEvent(key, EventSubject.OTHER, type=kind, problems=("of another mode",))
        told = about.get("metadata")
        metadata: dict[str, Any] = told if isinstance(told, dict) else {}
        if kind in _REFUND_EVENTS and metadata.get("refund"):
            return GatewayEvent(
                key,
                EventSubject.REFUND,
                type=kind,
                gateway_reference=readable(metadata.get("session", ""), 128),
                refund_reference=readable(metadata["refund"], 128),
            )
        if kind not in _REPORTED:
            return GatewayEvent(key, EventSubject.OTHER, type=kind)
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

    def unsettled(self) -> Sequence[GatewayState]:
        """None: a payment needs no confirmation here."""
        return ()

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back, under one key for each attempt. A repeat leaves a stored failure behind, since
        `query_refund` has not found the refund just before."""
        params: Any = {
            "payment_intent": self._intent(request),
            "amount": wire.to_units(request.amount),
            "metadata": {
                "refund": request.refund_reference, "session": request.gateway_reference,
                "attempt": str(request.attempt),
            },
        }  # fmt: skip
        made = _keyed(
            f"refund:{request.refund_reference}:{request.attempt}",
            lambda key: self._client.v1.refunds.create(params, key),
            most_keys=MOST_KEYS if request.is_repeat else 1,
        )
        return _refund(made, request)

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands, by our reference among the refunds of the payment. One that failed in an earlier attempt
        is not this one."""
        intent = self._intent(request)
        listed = _called(lambda: self._client.v1.refunds.list({"payment_intent": intent, "limit": 100}))
        rows = listed.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise GatewayUnavailable("unreadable", "no list of refunds")
        for made in rows:
            if _told(made, "refund") != request.refund_reference:
                continue
            result = _refund(made, request)
            if result.status is not RefundStatus.FAILED or _told(made, "attempt") == str(request.attempt):
                return result
        if listed.get("has_more") is not False:
            raise GatewayUnavailable("unreadable", "the list of refunds goes on")
        return RefundResult(RefundStatus.NOT_FOUND)

    # Payouts

    def transfer(self, request: TransferRequest) -> str:
        """Send money to a connected account; Stripe's id of the transfer."""
        params: Any = {
            "amount": wire.to_units(request.amount),
            "currency": request.amount.currency.lower(),
            "destination": request.destination,
            "transfer_group": _group(request.reference),
            "description": request.description,
            "metadata": {"payout": request.reference},
        }
        made = _keyed(
            f"transfer:{request.reference}",
            lambda key: self._client.v1.transfers.create(params, key),
            most_keys=MOST_KEYS if request.is_repeat else 1,
        )
        if _told(made, "payout") != request.reference or not isinstance(made.get("id"), str):
            raise GatewayUnavailable("unreadable", "the answer is about another transfer")
        if wire.from_units(made.get("amount"), made.get("currency")) != request.amount:
            raise GatewayUnavailable("unreadable", "the transfer is of another amount")
        return str(made["id"])[:128]

    def query_transfer(self, reference: str) -> str:
        """Stripe's id of the transfer of a payout, by its group; empty when there is none."""
        listed = _called(lambda: self._client.v1.transfers.list({"transfer_group": _group(reference), "limit": 100}))
        rows = listed.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise GatewayUnavailable("unreadable", "no list of transfers")
        for row in rows:
            if _told(row, "payout") == reference and isinstance(row.get("id"), str):
                return str(row["id"])[:128]
        return ""

    # The API

    def _session(self, reference: str) -> dict[str, Any] | None:
        try:
            session = _called(
                lambda: self._client.v1.checkout.sessions.retrieve(
                    reference, {"expand": ["payment_intent.latest_charge"]}
                )
            )
        except GatewayRefused as refused:
            if refused.code == "resource_missing":
                return None
            raise
        self._check_mode(session)
        if session.get("id") != reference:
            raise GatewayUnavailable("unreadable", "the answer is about another session")
        return session

    def _intent(self, request: RefundRequest) -> str:
        """The PaymentIntent of a paid session. Raises GatewayRefused `not_paid`."""
        session = self._session(request.gateway_reference)
        intent = wire.intent_of(session or {}).get("id")
        if not isinstance(intent, str):
            raise GatewayRefused("not_paid", "the session has no payment")
        return intent

    def _check_mode(self, shown: Mapping[str, Any]) -> None:
        if shown.get("livemode") not in (None, self._is_live):
            raise GatewayUnavailable("refused", "the answer is of another mode than our key")


def _called(call: Callable[[], Any]) -> dict[str, Any]:
    """An answer as plain values. Raises GatewayRefused where Stripe said no, GatewayUnavailable where it said nothing
    about the payment: it is busy, a call with the same key is under way, or it does not accept our key."""
    try:
        shown: dict[str, Any] = call().to_dict()
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayUnavailable("refused", "Stripe does not accept our key") from error
    except stripe.InvalidRequestError as error:
        raise GatewayRefused(str(error.code or "invalid_request"), str(error.user_message or "")[:500]) from error
    except (stripe.CardError, stripe.IdempotencyError) as error:
        raise GatewayRefused(str(error.code or "refused"), str(error.user_message or "")[:500]) from error
    except stripe.StripeError as error:
        is_busy = isinstance(error.json_body, dict) and "error" in error.json_body  # a call with this key is under way
        raise GatewayUnavailable("busy" if is_busy else "unreadable", type(error).__name__) from error
    except (ValueError, RecursionError, AttributeError) as error:
        raise GatewayUnavailable("unreadable", type(error).__name__) from error
    return shown


def _keyed(key: str, call: Callable[[Any], Any], *, most_keys: int) -> dict[str, Any]:
    """The answer to a call with an idempotency key; with the next of so many keys where a failure is stored."""
    for number in range(1, most_keys + 1):
        options = {"idempotency_key": key if number == 1 else f"{key}#{number}"}
        try:
            return _called(partial(call, options))
        except GatewayUnavailable as error:
            if error.code != "stored_error" or number == most_keys:
                raise
    raise AssertionError("at least one key")


def _state(session: Mapping[str, Any]) -> GatewayState:
    status = wire.status_of(session)
    if status is GatewayStatus.CAPTURED and wire.has_gone_back(session):
        status = GatewayStatus.UNKNOWN  # no money to pay an order with
    captured = wire.received_of(session) if status is GatewayStatus.CAPTURED else None
    if status is GatewayStatus.CAPTURED and captured is None:
        raise GatewayUnavailable("unreadable", "paid, but it cannot be read what arrived")
    intent = wire.intent_of(session)
    failure = intent.get("last_payment_error")
    reason = str(failure.get("code", "")) if isinstance(failure, Mapping) else ""
    return GatewayState(
        status,
        captured=captured,
        gateway_reference=str(session.get("id", "")),
        merchant_reference=str(session.get("client_reference_id") or ""),
        reason=f"{session.get('status')} {session.get('payment_status')} {reason}".strip()[:500],
        receipt=str(intent.get("id", ""))[:64],
    )


def _group(reference: str) -> str:
    return f"payout_{reference}"


def _told(shown: Mapping[str, Any], name: str) -> object:
    """What we told Stripe of a refund or transfer, where it is one of ours."""
    metadata = shown.get("metadata")
    return metadata.get(name) if isinstance(metadata, Mapping) else None


def _refund(shown: Mapping[str, Any], request: RefundRequest) -> RefundResult:
    """A refund in the words of the contract. Raises GatewayUnavailable for another one than was asked for."""
    if _told(shown, "refund") != request.refund_reference:
        raise GatewayUnavailable("unreadable", "the answer is about another refund")
    if wire.from_units(shown.get("amount"), shown.get("currency")) != request.amount:
        raise GatewayUnavailable("unreadable", "the refund is of another amount")
    status = _REFUND_STATUSES.get(str(shown.get("status")), RefundStatus.PENDING)
    return RefundResult(status, str(shown.get("id", ""))[:128])
