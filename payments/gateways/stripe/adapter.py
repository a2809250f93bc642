"""Stripe through the gateway contract: a Checkout Session for each attempt, on a page that Stripe hosts.

What is different here: a declined card or a step back leaves the session open, so the shopper finds it again; it is
closed by expiring it. A repeated call with the same key gets the stored answer, so nothing happens twice; where that is
a failure of Stripe's own it would be answered for ever, and another key is taken. A session lives for a day, longer
than an order; the sweep ends it when the order's time is over.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

from core.money import Money
from payments.gateways.contract import (
    AmountLimits,
    Capabilities,
    DisputeState,
    GatewayEvent,
    GatewayState,
    GatewayStatus,
    Movement,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Started,
    StartRequest,
    TransferRequest,
    TransferState,
    TransferStatus,
)
from payments.gateways.errors import WRONG_KEY, GatewayRefused, GatewayUnavailable
from payments.gateways.http import GatewayHttp
from payments.gateways.stripe import listing, wire
from payments.gateways.stripe.calls import called, keyed, listed, told
from payments.gateways.stripe.disputes import dispute_state
from payments.gateways.stripe.events import event_of

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
    tells_disputes=True,
    lists_movements=True,
)
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
            shown = called(lambda: self._client.v1.checkout.sessions.list({"limit": 1}))
        except GatewayUnavailable as error:
            if error.code != "refused":
                raise
            raise GatewayRefused(WRONG_KEY) from error
        if shown.get("object") != "list":
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
        session = keyed(
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
            called(lambda: self._client.v1.checkout.sessions.expire(gateway_reference))
        except GatewayRefused as refused:
            state = self.query(gateway_reference=gateway_reference)
            if state.status is GatewayStatus.OPEN:
                raise GatewayUnavailable("refused", refused.detail) from refused
            return state
        return self.query(gateway_reference=gateway_reference)

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read an event from its raw bytes. Raises BadSignature."""
        lowered = {name.lower(): value for name, value in headers.items()}
        event = wire.read_event(
            self._secrets, lowered.get("stripe-signature", ""), body, now=datetime.now(UTC).timestamp()
        )
        return event_of(event, body, is_live=self._is_live)

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
        made = keyed(
            f"refund:{request.refund_reference}:{request.attempt}",
            lambda key: self._client.v1.refunds.create(params, key),
            most_keys=MOST_KEYS if request.is_repeat else 1,
        )
        return _refund(made, request)

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands, by our reference among the refunds of the payment. One that failed in an earlier attempt
        is not this one."""
        intent = self._intent(request)
        rows = listed(lambda: self._client.v1.refunds.list({"payment_intent": intent, "limit": 100}), "refunds")
        for made in rows:
            if told(made, "refund") != request.refund_reference:
                continue
            result = _refund(made, request)
            if result.status is not RefundStatus.FAILED or told(made, "attempt") == str(request.attempt):
                return result
        return RefundResult(RefundStatus.NOT_FOUND)

    def movements(self, since: datetime, until: datetime) -> Sequence[Movement]:
        """Its charges and refunds, in the currencies they were made in."""
        charges = listing.rows(lambda asked: called(lambda: self._client.v1.charges.list(asked)), since, until)
        refunds = listing.rows(lambda asked: called(lambda: self._client.v1.refunds.list(asked)), since, until)
        return [*listing.payments_of(charges), *listing.refunds_of(refunds)]

    # Payouts

    def transfer(self, request: TransferRequest) -> TransferState:
        """Send money to a connected account, which has it at once."""
        params: Any = {
            "amount": wire.to_units(request.amount),
            "currency": request.amount.currency.lower(),
            "destination": request.destination,
            "transfer_group": _group(request.reference),
            "description": request.description,
            "metadata": {"payout": request.reference},
        }
        made = keyed(
            f"transfer:{request.reference}",
            lambda key: self._client.v1.transfers.create(params, key),
            most_keys=MOST_KEYS if request.is_repeat else 1,
        )
        if told(made, "payout") != request.reference or not isinstance(made.get("id"), str):
            raise GatewayUnavailable("unreadable", "the answer is about another transfer")
        if wire.from_units(made.get("amount"), made.get("currency")) != request.amount:
            raise GatewayUnavailable("unreadable", "the transfer is of another amount")
        return _transferred(made)

    def query_transfer(self, request: TransferRequest) -> TransferState:
        """The transfer of a payout, by its group."""
        for row in self._transfers(request.reference):
            if told(row, "payout") == request.reference and isinstance(row.get("id"), str):
                return _transferred(row)
        return TransferState(TransferStatus.NOT_FOUND)

    def transfer_returned(self, reference: str) -> Money | None:
        """How much of the transfer of a payout was reversed."""
        for row in self._transfers(reference):
            if told(row, "payout") == reference:
                returned = wire.from_units(row.get("amount_reversed"), row.get("currency"))
                if returned is None:
                    raise GatewayUnavailable("unreadable", "it cannot be read how much was reversed")
                return returned
        return None

    def _transfers(self, reference: str) -> list[dict[str, Any]]:
        params: Any = {"transfer_group": _group(reference), "limit": 100}
        return listed(lambda: self._client.v1.transfers.list(params), "transfers")

    # Disputes

    def query_disputes(self, *, dispute_reference: str = "", gateway_reference: str = "") -> Sequence[DisputeState]:
        """One dispute, or those of a session's PaymentIntent, with the session that each is about."""
        if bool(dispute_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        if dispute_reference:
            shown = called(lambda: self._client.v1.disputes.retrieve(dispute_reference))
            if shown.get("id") != dispute_reference:
                raise GatewayUnavailable("unreadable", "the answer is about another dispute")
            return [self._dispute(shown)]
        intent = wire.intent_of(self._session(gateway_reference) or {}).get("id")
        if not isinstance(intent, str):
            return []
        rows = listed(lambda: self._client.v1.disputes.list({"payment_intent": intent, "limit": 100}), "disputes")
        return [self._dispute(row) for row in rows]

    def _dispute(self, shown: Mapping[str, Any]) -> DisputeState:
        self._check_mode(shown)
        intent = shown.get("payment_intent")
        if not isinstance(intent, str):
            return dispute_state(shown, {})
        sessions = listed(
            lambda: self._client.v1.checkout.sessions.list({"payment_intent": intent, "limit": 10}), "sessions"
        )
        return dispute_state(shown, sessions[0] if sessions else {})

    # The API

    def _session(self, reference: str) -> dict[str, Any] | None:
        try:
            session = called(
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


def _transferred(shown: Mapping[str, Any]) -> TransferState:
    return TransferState(TransferStatus.SUCCEEDED, str(shown["id"])[:128])


def _refund(shown: Mapping[str, Any], request: RefundRequest) -> RefundResult:
    """A refund in the words of the contract. Raises GatewayUnavailable for another one than was asked for."""
    if told(shown, "refund") != request.refund_reference:
        raise GatewayUnavailable("unreadable", "the answer is about another refund")
    if wire.from_units(shown.get("amount"), shown.get("currency")) != request.amount:
        raise GatewayUnavailable("unreadable", "the refund is of another amount")
    status = _REFUND_STATUSES.get(str(shown.get("status")), RefundStatus.PENDING)
    return RefundResult(status, str(shown.get("id", ""))[:128])
