"""Sandbox Pay behind the gateway contract. Its unit is our minor unit, so amounts pass unchanged."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from core.money import Money
from payments.gateways.contract import (
    AmountLimits,
    Capabilities,
    EventSubject,
    GatewayEvent,
    GatewayState,
    GatewayStatus,
    Movement,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Started,
    StartRequest,
)
from payments.gateways.errors import GatewayRefused, GatewayUnavailable
from payments.gateways.http import MAX_ANSWER_BYTES, GatewayHttp
from payments.gateways.sandbox.client import SIGNATURE_HEADER, SandboxClient, check_signature

# README.md §1 of the sheet.
_CURRENCIES = ("USD", "EUR", "IRR", "VND", "IDR")
_LARGEST_MINOR = 10**15
_REFERENCE = re.compile(r"pay_[A-Za-z0-9_-]{1,124}")
_CAPABILITIES = Capabilities(
    limits={code: AmountLimits(Money(1, code), Money(_LARGEST_MINOR, code)) for code in _CURRENCIES},
    supports_refund=True,
    supports_partial_refund=True,
    supports_query=True,
    supports_cancel=True,
    longest_expiry=timedelta(days=7),
    lists_movements=True,
)


class SandboxGateway:
    """The gateway `sandbox`.

    `redirect_origin` is where payment pages live when browsers reach the gateway by another address than we do.
    `previous_secrets` are still accepted on notifications while a key is being rotated.
    """

    def __init__(
        self,
        *,
        base_url: str,
        merchant: str,
        secret: str,
        previous_secrets: Sequence[str] = (),
        redirect_origin: str = "",
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
        verify_timeout_seconds: float = 20.0,
        tolerance_seconds: float = 300.0,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds, max_answer_bytes=max_answer_bytes)
        self._client = SandboxClient(
            base_url=base_url, merchant=merchant, secret=secret, http=http, tolerance_seconds=tolerance_seconds
        )
        self._secrets = (secret, *previous_secrets)
        self._redirect_origin = _origin(redirect_origin or base_url)
        self._timeout = total_timeout_seconds
        self._verify_timeout = verify_timeout_seconds
        self._tolerance = tolerance_seconds

    @property
    def name(self) -> str:
        """`sandbox`."""
        return "sandbox"

    @property
    def capabilities(self) -> Capabilities:
        """Five currencies, everything supported."""
        return _CAPABILITIES

    def check(self) -> None:
        """Ask about a payment that cannot be."""
        self.query(merchant_reference=f"check-{uuid.uuid4()}")

    def start(self, request: StartRequest) -> Started:
        """Open a payment at Sandbox Pay."""
        content = {
            "merchant_reference": request.merchant_reference,
            "amount": request.amount.minor,
            "currency": request.amount.currency,
            "description": request.description,
            "return_url": request.return_url,
            "notify_url": request.notify_url,
            "expires_at": request.expires_at.astimezone(UTC).isoformat(),
        }
        shown = self._client.post("/v1/payments", content, timeout_seconds=self._timeout)
        if shown.get("merchant_reference") != request.merchant_reference:
            raise GatewayUnavailable("unreadable", "the answer is about another payment")
        redirect_url = _text(shown, "payment_url")
        if _origin(redirect_url) != self._redirect_origin:
            raise GatewayUnavailable("unreadable", "payment_url is not at the gateway")
        expires_at = _moment(shown.get("expires_at"))
        if expires_at is None:
            raise GatewayUnavailable("unreadable", "expires_at is missing")
        return Started(_text(shown, "id"), redirect_url, expires_at)

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """Confirm a capture of `expected`; what was really captured is in the state."""
        content = {"amount": expected.minor, "currency": expected.currency}
        if not _REFERENCE.fullmatch(gateway_reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        path = f"/v1/payments/{gateway_reference}/verify"
        try:
            shown = self._client.post(path, content, timeout_seconds=self._verify_timeout)
        except GatewayRefused as refused:
            return _not_found(refused)
        return _state(shown, gateway_reference=gateway_reference)

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a payment stands, by exactly one of the references."""
        if bool(merchant_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        if gateway_reference and not _REFERENCE.fullmatch(gateway_reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        try:
            if gateway_reference:
                shown = self._client.get(f"/v1/payments/{gateway_reference}", timeout_seconds=self._timeout)
            else:
                shown = self._client.get(
                    "/v1/payments", timeout_seconds=self._timeout, merchant_reference=merchant_reference
                )
        except GatewayRefused as refused:
            return _not_found(refused)
        return _state(shown, gateway_reference=gateway_reference, merchant_reference=merchant_reference)

    def cancel(self, gateway_reference: str) -> GatewayState:
        """Close a pending payment; one that has ended, or that the bank is working on, is reported as it stands."""
        if not _REFERENCE.fullmatch(gateway_reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        path = f"/v1/payments/{gateway_reference}/cancel"
        try:
            shown = self._client.post(path, {}, timeout_seconds=self._timeout)
        except GatewayRefused as refused:
            if refused.code == "not_pending":
                return self.query(gateway_reference=gateway_reference)
            return _not_found(refused)
        return _state(shown, gateway_reference=gateway_reference)

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back, once per refund_reference."""
        content = {
            "refund_reference": request.refund_reference,
            "payment_id": request.gateway_reference,
            "amount": request.amount.minor,
            "currency": request.amount.currency,
            "reason": request.reason,
        }
        return _refund(
            self._client.post("/v1/refunds", content, timeout_seconds=self._timeout), request.refund_reference
        )

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands."""
        reference = request.refund_reference
        try:
            shown = self._client.get("/v1/refunds", timeout_seconds=self._timeout, refund_reference=reference)
        except GatewayRefused as refused:
            if refused.code == "not_found":
                return RefundResult(RefundStatus.NOT_FOUND)
            raise
        return _refund(shown, reference)

    def unsettled(self) -> Sequence[GatewayState]:
        """None: a capture needs no confirmation here."""
        return ()

    def movements(self, since: datetime, until: datetime) -> Sequence[Movement]:
        """What was captured and given back meanwhile, page by page."""
        found: list[Movement] = []
        moments = {"since": since.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()}
        after = 0
        while True:
            shown = self._client.get("/v1/movements", timeout_seconds=self._timeout, **moments, after=str(after))
            rows = shown.get("movements")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise GatewayUnavailable("unreadable", "no list of movements")
            found += [_movement(row) for row in rows]
            after += len(rows)
            if not shown.get("has_more") or not rows:
                return found

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read a notification. Raises BadSignature; what was signed but makes no sense has subject OTHER."""
        lowered = {name.lower(): value for name, value in headers.items()}
        header = lowered.get(SIGNATURE_HEADER.lower())
        check_signature(self._secrets, header, body, tolerance_seconds=self._tolerance)
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict) or not isinstance(event.get("id"), str) or not 1 <= len(event["id"]) <= 128:
            key = hashlib.sha256(body).hexdigest()
            return GatewayEvent(key, EventSubject.OTHER, problems=("not an event",))
        return _event(event)


def _event(event: dict[str, Any]) -> GatewayEvent:
    event_type = str(event.get("type", ""))[:64]
    payment, refund = event.get("payment"), event.get("refund")
    known = event_type.startswith("payment.") or (event_type.startswith("refund.") and isinstance(refund, dict))
    if not known or not isinstance(payment, dict):
        return GatewayEvent(event["id"], EventSubject.OTHER, event_type, problems=("unknown type",))
    is_refund = isinstance(refund, dict) and event_type.startswith("refund.")
    about: dict[str, Any] = refund if is_refund and isinstance(refund, dict) else payment
    names = ("amount", "currency") if is_refund else ("captured_amount", "captured_currency")
    amount = _money(about.get(names[0]), about.get(names[1]))
    has_amount = about.get(names[0]) is not None
    return GatewayEvent(
        event_key=event["id"],
        subject=EventSubject.REFUND if is_refund else EventSubject.PAYMENT,
        type=event_type,
        gateway_reference=_reference(payment, "id"),
        merchant_reference=_reference(payment, "merchant_reference"),
        refund_reference=_reference(about, "refund_reference") if is_refund else "",
        reported=_status(payment.get("status")),
        amount=amount,
        problems=("unreadable amount",) if has_amount and amount is None else (),
    )


def _state(shown: dict[str, Any], *, gateway_reference: str = "", merchant_reference: str = "") -> GatewayState:
    """The state in an answer, which must be about the payment that was asked for."""
    if gateway_reference and shown.get("id") != gateway_reference:
        raise GatewayUnavailable("unreadable", "the answer is about another payment")
    if merchant_reference and shown.get("merchant_reference") != merchant_reference:
        raise GatewayUnavailable("unreadable", "the answer is about another payment")
    status = _status(shown.get("status"))
    captured = _money(shown.get("captured_amount"), shown.get("captured_currency"))
    if status is GatewayStatus.CAPTURED and captured is None:
        raise GatewayUnavailable("unreadable", "captured, but the amount cannot be read")
    return GatewayState(
        status=status,
        captured=captured if status is GatewayStatus.CAPTURED else None,
        at=_moment(shown.get("captured_at")),
        gateway_reference=_text(shown, "id"),
        merchant_reference=_text(shown, "merchant_reference"),
        reason=str(shown.get("reason", ""))[:500],
    )


def _movement(shown: dict[str, Any]) -> Movement:
    at = _moment(shown.get("at"))
    if at is None or shown.get("kind") not in ("payment", "refund"):
        raise GatewayUnavailable("unreadable", "a movement without moment or kind")
    return Movement(
        EventSubject(shown["kind"]),
        _text(shown, "id"),
        _money(shown.get("amount"), shown.get("currency")),
        at,
        merchant_reference=_reference(shown, "merchant_reference"),
        refund_reference=_reference(shown, "refund_reference"),
    )


def _not_found(refused: GatewayRefused) -> GatewayState:
    """The state `not_found`, when that is what the refusal says; else the refusal itself."""
    if refused.code == "not_found":
        return GatewayState(GatewayStatus.NOT_FOUND)
    raise refused


def _refund(shown: dict[str, Any], refund_reference: str) -> RefundResult:
    if shown.get("refund_reference") != refund_reference:
        raise GatewayUnavailable("unreadable", "the answer is about another refund")
    try:
        status = RefundStatus(str(shown.get("status")))
    except ValueError as error:
        raise GatewayUnavailable("unreadable", "unknown refund status") from error
    return RefundResult(status, _text(shown, "id"))


def _status(value: object) -> GatewayStatus:
    try:
        return GatewayStatus(str(value))
    except ValueError:
        return GatewayStatus.UNKNOWN


def _money(minor: object, currency: object) -> Money | None:
    """Money only from a whole, non-negative number and a currency we know."""
    if isinstance(minor, bool) or not isinstance(minor, int) or not 0 <= minor <= _LARGEST_MINOR:
        return None
    return Money(minor, currency) if isinstance(currency, str) and currency in _CURRENCIES else None


def _text(shown: dict[str, Any], name: str) -> str:
    value = shown.get(name)
    if not isinstance(value, str) or not value:
        raise GatewayUnavailable("unreadable", f"{name} is missing")
    return value


def _reference(shown: dict[str, Any], name: str) -> str:
    """A reference as far as it is one: text that fits our columns, else empty."""
    value = shown.get(name)
    return value if isinstance(value, str) and len(value) <= 128 and "\x00" not in value else ""


def _moment(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; what makes two addresses the same place."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    has_credentials = "@" in parts.netloc
    return ("", "", None) if has_credentials else (parts.scheme, (parts.hostname or "").lower(), port)
