"""Midtrans through the gateway contract: Snap opens the page, the Core API says how it stands.

What is different here: a page that is opened is no transaction yet. Until the shopper has chosen how to pay, Midtrans
knows nothing of it (404), and nothing can be closed. The reference of both sides is our own `order_id`, one for each
attempt. Money that is not settled yet cannot be given back, only cancelled. The official client has no time-outs, and
puts an id into an address unquoted; so this is our own.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import quote

from core.money import Money
from payments.gateways.contract import (
    AmountLimits,
    Capabilities,
    DisputeState,
    EventSubject,
    GatewayEvent,
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Started,
    StartRequest,
    readable,
)
from payments.gateways.errors import WRONG_KEY, BadSignature, GatewayRefused, GatewayUnavailable
from payments.gateways.http import GatewayHttp
from payments.gateways.midtrans import wire
from payments.gateways.midtrans.disputes import dispute_states

LONGEST_EXPIRY = timedelta(days=7)
_CAPABILITIES = Capabilities(
    limits={wire.CURRENCY: AmountLimits(Money(1_000, wire.CURRENCY), Money(999_999_999, wire.CURRENCY))},
    supports_refund=True,
    supports_partial_refund=True,
    supports_query=True,
    supports_cancel=True,
    longest_expiry=LONGEST_EXPIRY,
    late_for=timedelta(minutes=2),  # the page of a denied card cannot be shut, and ends on a whole minute
    tells_after_capture=True,
    tells_disputes=True,
    disputes_have_names=False,
    time_zone="Asia/Jakarta",
)
_TAKEN = re.compile(r"order_id.*(taken|used|utilized|digunakan)", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(r"[A-Za-z0-9~._-]{1,50}", re.ASCII)
_CODE = re.compile(r"[1-5][0-9]{2}", re.ASCII)
OK = wire.SUCCESS
# What is kept of a transaction for people (FEATURES.md D-M13).
_KEPT = ("transaction_id", "gross_amount", "payment_type", "transaction_status", "fraud_status", "settlement_time")


class MidtransGateway:
    """One merchant. `previous_keys` still check what was signed before the key was changed."""

    def __init__(
        self,
        *,
        snap_url: str,
        core_url: str,
        server_key: str,
        return_url: str,
        previous_keys: Sequence[str] = (),
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
    ) -> None:
        self._http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds)
        self._snap_url = snap_url.rstrip("/")
        self._core_url = core_url.rstrip("/")
        self._authorization = wire.authorization(server_key)
        self._keys = (server_key, *previous_keys)
        self._return_url = return_url
        self._timeout = total_timeout_seconds

    @property
    def name(self) -> str:
        """`midtrans`."""
        return "midtrans"

    @property
    def capabilities(self) -> Capabilities:
        """Rupiah only."""
        return _CAPABILITIES

    def check(self) -> None:
        """Ask about a transaction that cannot be: whose key is right is told that there is none."""
        try:
            status, shown = self._call("GET", f"{self._core_url}/v2/check-{uuid.uuid4()}/status")
        except GatewayUnavailable as error:
            if error.code != "refused":
                raise
            raise GatewayRefused(WRONG_KEY) from error
        code = str(shown.get("status_code", status))
        if code == "401":
            raise GatewayRefused(WRONG_KEY)
        if code != wire.NOT_FOUND:
            raise GatewayUnavailable("unreadable", f"status answers {code[:20]}")

    def start(self, request: StartRequest) -> Started:
        """Open the page. A repeat under the same reference opens it anew, and the earlier address works no longer.

        Where the reference has been paid in the meantime nothing is opened: GatewayUnavailable, ask how it stands.
        """
        now = datetime.now(UTC)
        expires_at = min(request.expires_at, now + LONGEST_EXPIRY)
        content = {
            "transaction_details": {"order_id": request.merchant_reference, "gross_amount": request.amount.minor},
            "item_details": [
                {
                    "id": request.merchant_reference[:50],
                    "price": request.amount.minor,
                    "quantity": 1,
                    "name": request.description[:50],
                }
            ],
            "credit_card": {"secure": True},
            "callbacks": {"finish": self._return_url},
            "expiry": _expiry(now, expires_at),
        }
        status, shown = self._call(
            "POST", f"{self._snap_url}/transactions", content, {"X-Override-Notification": request.notify_url}
        )
        if status >= 400:
            said = _messages(shown)
            if _TAKEN.search(said):
                raise GatewayUnavailable("taken", "the reference is in use: it may be paid")
            raise GatewayRefused(str(status), said[:500])
        token, address = shown.get("token"), shown.get("redirect_url")
        if (
            not isinstance(token, str)
            or not isinstance(address, str)
            or not address.startswith(("http://", "https://"))
        ):
            raise GatewayUnavailable("unreadable", "no token or address")
        details = {"snap_token": token, "snap_redirect_url": address, "gross_amount": str(request.amount.minor)}
        return Started(request.merchant_reference, address, expires_at, details=details)

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """How the payment stands, by query: nothing needs to be confirmed here."""
        return self.query(gateway_reference=gateway_reference)

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a payment stands. One that we opened and Midtrans does not know is open: no way to pay is chosen yet."""
        if bool(merchant_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        reference = merchant_reference or gateway_reference
        if not _REFERENCE.fullmatch(reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        shown = self._status(reference)
        if shown is None:
            return GatewayState(GatewayStatus.OPEN if gateway_reference else GatewayStatus.NOT_FOUND)
        return _state(shown, reference)

    def cancel(self, gateway_reference: str) -> GatewayState:
        """End what waits for the shopper; what a bank has taken meanwhile stays taken. How it stands then.

        A page without a transaction cannot be ended; but it is shut when another one is opened under its reference,
        whose address nobody learns. A card that waits for the merchant's decision is denied.
        """
        code, shown = self._act(gateway_reference, "expire")
        if code == wire.NOT_NOW and (self._status(gateway_reference) or {}).get("fraud_status") == "challenge":
            self._act(gateway_reference, "deny")  # refused once somebody has approved it: then it stays paid
        if code == wire.NOT_FOUND and self._shut(gateway_reference):
            return GatewayState(GatewayStatus.CANCELLED, gateway_reference=gateway_reference)
        if code not in (OK, wire.EXPIRED, wire.NOT_NOW, wire.NOT_FOUND):
            raise GatewayRefused(code, _messages(shown)[:500])
        return self.query(gateway_reference=gateway_reference)

    def _shut(self, reference: str) -> bool:
        """Whether the page of this reference was replaced; not when it was used meanwhile."""
        now = datetime.now(UTC)
        content = {
            "transaction_details": {
                "order_id": reference,
                "gross_amount": _CAPABILITIES.limits[wire.CURRENCY].smallest.minor,
            },
            "expiry": _expiry(now, now),
        }
        status, shown = self._call("POST", f"{self._snap_url}/transactions", content)
        if status >= 400 and not _TAKEN.search(_messages(shown)):
            raise GatewayUnavailable("refused", _messages(shown)[:500])
        if status < 400 and not shown.get("token"):
            raise GatewayUnavailable("unreadable", "no token")
        return status < 400

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read a notification from its raw bytes. Raises BadSignature."""
        try:
            shown = wire.read_object(body)
        except ValueError as error:
            raise BadSignature("malformed") from error
        wire.check_signature(self._keys, shown)
        reference, status = str(shown["order_id"]), str(shown.get("transaction_status", ""))
        amount = wire.amount_of(shown)
        refund = _latest_refund(shown) if status in wire.REFUNDED else ""
        return GatewayEvent(
            event_key=hashlib.sha256(repr(_identity(shown)).encode()).hexdigest(),
            subject=_subject(status, refund),
            type=readable(status, 40),
            gateway_reference=readable(reference, 128),
            merchant_reference=readable(reference, 128),
            refund_reference=refund,
            reported=wire.status_of(shown, now=datetime.now(UTC)),
            amount=amount,
            problems=() if amount is not None else ("unreadable amount",),
        )

    def query_disputes(self, *, dispute_reference: str = "", gateway_reference: str = "") -> Sequence[DisputeState]:
        """The chargebacks of a transaction; by their own references nothing can be asked here."""
        if dispute_reference or not _REFERENCE.fullmatch(gateway_reference):
            raise ValueError("query by the reference of the payment")
        shown = self._status(gateway_reference)
        if shown is None:
            raise GatewayUnavailable("not_found", "the gateway knows no such transaction")
        return dispute_states(shown, gateway_reference)

    def unsettled(self) -> Sequence[GatewayState]:
        """None: a payment needs no confirmation here."""
        return ()

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back once per reference; a whole payment that is not settled yet is cancelled instead.

        Part of such a payment has to wait until it is settled: GatewayUnavailable. Raises GatewayRefused for a way of
        paying that Midtrans cannot give back through, as bank transfers and shops.
        """
        shown = self._status(request.gateway_reference)
        if shown is None:
            raise GatewayRefused(wire.NOT_FOUND, "the gateway knows no such transaction")
        if shown.get("transaction_status") in ("capture", "authorize"):
            return self._undo(request)
        if shown.get("transaction_status") == "cancel":
            return _cancelled(request, shown)
        content = {
            "refund_key": request.refund_reference,
            "amount": request.amount.minor,
            "reason": (request.reason or "Refund")[:255],
        }
        code, shown = self._act(request.gateway_reference, "refund", content)
        _check_done(code, shown)
        if shown.get("refund_key") != request.refund_reference:
            raise GatewayUnavailable("unreadable", "the answer is about another refund")
        return RefundResult(RefundStatus.SUCCEEDED, str(shown.get("refund_chargeback_id", ""))[:128])

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands, by its key in the list of the transaction's refunds."""
        shown = self._status(request.gateway_reference)
        if shown is None:
            return RefundResult(RefundStatus.PENDING, request.known_as)
        if shown.get("transaction_status") == "cancel":
            return _cancelled(request, shown)
        for made in _refunds(shown):
            if made.get("refund_key") == request.refund_reference:
                return RefundResult(RefundStatus.SUCCEEDED, str(made.get("refund_chargeback_id", ""))[:128])
        return RefundResult(RefundStatus.NOT_FOUND)

    def _undo(self, request: RefundRequest) -> RefundResult:
        if not request.is_whole:
            raise GatewayUnavailable("not_settled", "part of a payment goes back only once it is settled")
        code, shown = self._act(request.gateway_reference, "cancel")
        if code == wire.NOT_NOW:
            raise GatewayUnavailable("not_settled", "it is being settled")
        _check_done(code, shown)
        if shown.get("transaction_status") != "cancel":
            raise GatewayUnavailable("unreadable", "the answer is about no cancellation")
        return _cancelled(request, shown)

    # The API

    def _status(self, reference: str) -> dict[str, Any] | None:
        """A transaction as Midtrans has it; None when it knows none."""
        status, shown = self._call("GET", f"{self._core_url}/v2/{quote(reference, safe='')}/status")
        code = str(shown.get("status_code", status))
        if code == wire.NOT_FOUND:
            return None
        if not shown.get("transaction_status"):
            raise GatewayUnavailable("unreadable" if code == OK else "refused", f"status answers {code}")
        if shown.get("order_id") not in (reference, shown.get("transaction_id") or reference):
            raise GatewayUnavailable("unreadable", "the answer is about another transaction")
        return shown

    def _act(self, reference: str, action: str, content: object = None) -> tuple[str, dict[str, Any]]:
        """A move of a transaction: its status code, which may stand in the body of a 200, and the answer."""
        status, shown = self._call("POST", f"{self._core_url}/v2/{quote(reference, safe='')}/{action}", content)
        code = str(shown.get("status_code", status if status >= 400 else ""))
        if not _CODE.fullmatch(code):
            raise GatewayUnavailable("unreadable", f"{action} answers without a code")
        if code.startswith("5") or code in ("401", "429"):
            raise GatewayUnavailable("refused", f"{action} answers {code}")
        return code, shown

    def _call(
        self, method: str, url: str, content: object = None, more: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": self._authorization, "Accept": "application/json", "Accept-Encoding": "identity"}
        body = b""
        if method == "POST":
            headers["Content-Type"] = "application/json"
            body = json.dumps(content if content is not None else {}, separators=(",", ":")).encode()
        answer = self._http.send(
            method, url, headers=headers | dict(more or {}), body=body, total_timeout_seconds=self._timeout
        )
        try:
            shown = wire.read_object(answer.body)
        except ValueError as error:
            raise GatewayUnavailable("unreadable", "the answer is not a JSON object") from error
        if answer.status in (401, 403):
            raise GatewayUnavailable("refused", "Midtrans does not accept our key")
        return answer.status, shown


def _expiry(now: datetime, ends_at: datetime) -> dict[str, object]:
    """Whole minutes from now, at least one; without a start the clock would run from the choice of a bank only."""
    minutes = max(1, ceil((ends_at - now).total_seconds() / 60))
    return {"start_time": wire.written(now), "unit": "minute", "duration": minutes}


def _state(shown: Mapping[str, Any], reference: str) -> GatewayState:
    """A transaction in the words of the contract, under the id we asked by: some banks answer with another one."""
    status = wire.status_of(shown, now=datetime.now(UTC))
    if shown.get("transaction_status") in (*wire.REFUNDED, *wire.DISPUTED):
        status = (
            GatewayStatus.UNKNOWN
        )  # it was paid, and all or part of it has gone back: no money to pay an order with
    captured = wire.amount_of(shown) if status is GatewayStatus.CAPTURED else None
    if status is GatewayStatus.CAPTURED and captured is None:
        raise GatewayUnavailable("unreadable", "captured, but the amount cannot be read")
    at = wire.read_moment(str(shown.get("settlement_time") or shown.get("transaction_time") or ""))
    details = {name: str(shown[name]) for name in _KEPT if shown.get(name) is not None}
    said = {name: value for name, value in shown.items() if name != wire.SIGNATURE}
    return GatewayState(
        status,
        captured=captured,
        at=at if status is GatewayStatus.CAPTURED else None,
        gateway_reference=reference,
        reason=f"{shown.get('transaction_status')} {shown.get('fraud_status') or ''}".strip()[:500],
        receipt=str(shown.get("approval_code") or shown.get("transaction_id") or "")[:64],
        details=details | {"midtrans_response": json.dumps(said, sort_keys=True)},
    )


def _check_done(code: str, shown: Mapping[str, Any]) -> None:
    """Raises GatewayRefused where Midtrans said no, GatewayUnavailable for a code that says neither yes nor no."""
    if code.startswith("4"):
        raise GatewayRefused(code, _messages(shown)[:500])
    if code != OK:
        raise GatewayUnavailable("unreadable", f"answered with {code}")


def _cancelled(request: RefundRequest, shown: Mapping[str, Any]) -> RefundResult:
    """A payment that was cancelled before it was settled: all of it went back."""
    if not request.is_whole:
        raise GatewayRefused("cancelled", "the whole payment was cancelled")
    return RefundResult(RefundStatus.SUCCEEDED, str(shown.get("transaction_id", ""))[:128])


def _refunds(shown: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = shown.get("refunds")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _latest_refund(shown: Mapping[str, Any]) -> str:
    made = _refunds(shown)
    return readable((made[-1] if made else shown).get("refund_key", ""), 128)


def _identity(shown: Mapping[str, Any]) -> list[str]:
    """What makes a notification another one than before."""
    names = ("order_id", "transaction_id", "status_code", "transaction_status", "fraud_status", "gross_amount")
    return [str(shown.get(name, "")) for name in (*names, "currency", "refund_amount")] + [_latest_refund(shown)]


def _subject(status: str, refund: str) -> EventSubject:
    if status in wire.DISPUTED:
        return EventSubject.DISPUTE
    return EventSubject.REFUND if refund else EventSubject.PAYMENT


def _messages(shown: Mapping[str, Any]) -> str:
    listed = shown.get("error_messages")
    return "; ".join(map(str, listed)) if isinstance(listed, list) else str(shown.get("status_message", ""))
