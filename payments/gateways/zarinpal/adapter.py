"""Zarinpal through the gateway contract.

What is different here: there is no notification and no signature, so only `verify` proves anything; `request` opens a
new session at each call; money that was paid and never verified stays where it is until somebody asks. Amounts are
sent in Rials, which are the minor unit of IRR.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from core.money import Money
from payments.gateways.contract import (
    AmountLimits,
    Capabilities,
    GatewayEvent,
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    SplitRules,
    Started,
    StartRequest,
)
from payments.gateways.errors import SPLITS_REFUSED, WRONG_KEY, BadSignature, GatewayRefused, GatewayUnavailable
from payments.gateways.http import GatewayHttp
from payments.gateways.zarinpal.client import ZarinpalClient

CURRENCY = "IRR"
WRONG_TOKEN = "wrong_token"  # noqa: S105  # what `check` says of the panel's token or the terminal's number
ATTEMPT = "attempt"  # our own reference, in the query of the callback address
REVERSIBLE_FOR = timedelta(minutes=29)  # Zarinpal allows 30
SMALLEST_REFUND = 20_000
MOST_PARTS = 5  # the number that -35 refuses is not published; a payment has few stores
LONGEST_EXPIRY = timedelta(minutes=30)  # how long a session lives is not published
LATE_FOR = timedelta(minutes=2)  # what is paid later still stands in the list of the unverified

_AUTHORITY = re.compile(r"[AS][0-9A-Za-z]{35}")
_CAPABILITIES = Capabilities(
    limits={CURRENCY: AmountLimits(Money(10_000, CURRENCY), Money(1_000_000_000, CURRENCY))},
    supports_refund=True,
    supports_partial_refund=True,
    supports_query=True,
    supports_cancel=False,
    longest_expiry=LONGEST_EXPIRY,
    tells_cancelled=False,
    late_for=LATE_FOR,
    starts_have_keys=False,
    refunds_have_keys=False,
    splits=SplitRules(most_parts=MOST_PARTS, smallest=Money(10_000, CURRENCY)),
    time_zone="Asia/Tehran",
)
_WRONG_AMOUNT, _NOT_PAID, _FOREIGN, _INVALID, _NOT_FOUND = "-50", "-51", "-53", "-54", "-55"
_NOT_OURS = ("-9", "-10", "-11")  # malformed, unknown or inactive merchant id
_SPLITS_REFUSED = tuple(str(code) for code in range(-39, -29))  # as an account that Shaparak does not know
_NOT_REVERSIBLE = ("-60", "-61", "-62", "-63")
_OPEN_STATES = {"PAID": GatewayStatus.PENDING, "IN_BANK": GatewayStatus.PENDING, "FAILED": GatewayStatus.DECLINED}

_SESSIONS = """
query Sessions($terminal_id: ID!, $description: String, $limit: Int) {
  Session(terminal_id: $terminal_id, description: $description, limit: $limit) { id, status, amount, description }
}
"""
_ADD_REFUND = """
mutation AddRefund($session_id: ID!, $amount: BigInteger!, $description: String,
                   $method: InstantPayoutActionTypeEnum, $reason: RefundReasonEnum) {
  resource: AddRefund(session_id: $session_id, amount: $amount, description: $description,
                      method: $method, reason: $reason) {
    terminal_id, id, amount, timeline { refund_amount, refund_time, refund_status }
  }
}
"""


class ZarinpalGateway:
    """One terminal. `base_url` serves the API and StartPay; `callback_url` must be at the terminal's own domain."""

    def __init__(
        self,
        *,
        base_url: str,
        graphql_url: str,
        merchant_id: str,
        callback_url: str = "",
        terminal_id: str = "",
        access_token: str = "",
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
        verify_timeout_seconds: float = 20.0,
    ) -> None:
        http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds)
        self._client = ZarinpalClient(
            base_url=base_url, graphql_url=graphql_url, merchant_id=merchant_id, access_token=access_token, http=http
        )
        self._start_pay = f"{base_url.rstrip('/')}/pg/StartPay/"
        self._callback_url = callback_url
        self._terminal_id = terminal_id
        self._has_panel = bool(terminal_id and access_token)
        self._timeout = total_timeout_seconds
        self._verify_timeout = verify_timeout_seconds

    @property
    def name(self) -> str:
        """`zarinpal`."""
        return "zarinpal"

    @property
    def capabilities(self) -> Capabilities:
        """Rials only; nothing can be closed from here, and a cancelled payment looks like a declined one."""
        return _CAPABILITIES

    def check(self) -> None:
        """List what is unverified; with a token of the panel also a session there, as refunds have to."""
        try:
            self._client.call("unVerified", {}, timeout_seconds=self._timeout)
        except GatewayRefused as refused:
            if refused.code not in _NOT_OURS:
                raise
            raise GatewayRefused(WRONG_KEY, refused.code) from refused
        if self._has_panel:
            try:
                self._client.graphql(
                    _SESSIONS, {"terminal_id": self._terminal_id, "limit": 1}, timeout_seconds=self._timeout
                )
            except GatewayRefused as refused:
                raise GatewayRefused(WRONG_TOKEN, refused.code) from refused

    def start(self, request: StartRequest) -> Started:
        """Open a session. A repeat opens another one; the first can no longer be paid, as nobody has its address."""
        content: dict[str, object] = {
            "amount": request.amount.minor,
            "currency": CURRENCY,
            # The description finds the session again when money goes back.
            "description": f"{request.description} ({request.merchant_reference})"[:500],
            "callback_url": _with_attempt(self._callback_url or request.return_url, request.merchant_reference),
            "metadata": {"order_id": request.merchant_reference},
        }
        if request.splits:
            content["wages"] = [
                {"iban": one.destination, "amount": one.amount.minor, "description": one.description[:255]}
                for one in request.splits
            ]
        try:
            authority = self._client.call("request", content, timeout_seconds=self._timeout).get("authority")
        except GatewayRefused as refused:
            if request.splits and refused.code in _SPLITS_REFUSED:
                raise GatewayRefused(SPLITS_REFUSED, refused.code) from refused
            raise
        if not isinstance(authority, str) or not _AUTHORITY.fullmatch(authority):
            raise GatewayUnavailable("unreadable", "no authority")
        return Started(authority, self._start_pay + authority, request.expires_at)

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """Take the money, or learn why not. Repeats are answered with 101, which is the same success."""
        if not _AUTHORITY.fullmatch(gateway_reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        content = {"amount": expected.minor, "authority": gateway_reference}
        try:
            shown = self._client.call("verify", content, timeout_seconds=self._verify_timeout)
        except GatewayRefused as refused:
            return self._not_verified(gateway_reference, refused)
        return GatewayState(
            GatewayStatus.CAPTURED,
            captured=expected,  # another amount is refused with -50
            gateway_reference=gateway_reference,
            receipt=_receipt(shown.get("ref_id")),
        )

    def _not_verified(self, authority: str, refused: GatewayRefused) -> GatewayState:
        if refused.code == _NOT_PAID:
            return self._inquire(authority)
        if refused.code == _WRONG_AMOUNT:
            return self._with_other_amount(authority)
        if refused.code in (_INVALID, _NOT_FOUND):
            return GatewayState(GatewayStatus.NOT_FOUND, reason=refused.code)
        if refused.code == _FOREIGN:
            return GatewayState(GatewayStatus.UNKNOWN, gateway_reference=authority, reason=str(refused))
        raise GatewayUnavailable("refused", str(refused)) from refused  # our configuration: says nothing about money

    def _inquire(self, authority: str) -> GatewayState:
        shown = self._client.call("inquiry", {"authority": authority}, timeout_seconds=self._timeout)
        word = str(shown.get("status", ""))
        if word == "REVERSED":
            return GatewayState(GatewayStatus.DECLINED, gateway_reference=authority, reason="reversed")
        status = _OPEN_STATES.get(word, GatewayStatus.UNKNOWN)
        return GatewayState(status, gateway_reference=authority, reason=word)

    def _with_other_amount(self, authority: str) -> GatewayState:
        """Paid, but not what was asked for: what it was stands in the list of the unverified."""
        found = next((one for one in self.unsettled() if one.gateway_reference == authority), None)
        if found is None or found.captured is None:
            return GatewayState(GatewayStatus.UNKNOWN, gateway_reference=authority, reason=_WRONG_AMOUNT)
        return GatewayState(GatewayStatus.CAPTURED, captured=found.captured, gateway_reference=authority)

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a session stands; by our own reference only one that was paid is known, and it waits to be verified."""
        if bool(merchant_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        if gateway_reference:
            if not _AUTHORITY.fullmatch(gateway_reference):
                return GatewayState(GatewayStatus.NOT_FOUND)
            try:
                return self._inquire(gateway_reference)
            except GatewayRefused as refused:
                return self._not_verified(gateway_reference, refused)
        found = next((one for one in self.unsettled() if one.merchant_reference == merchant_reference), None)
        if found is None:
            return GatewayState(GatewayStatus.NOT_FOUND)
        return GatewayState(
            GatewayStatus.PENDING, gateway_reference=found.gateway_reference, merchant_reference=merchant_reference
        )

    def cancel(self, gateway_reference: str) -> GatewayState:
        """Nothing can be closed here: how it stands."""
        return self.query(gateway_reference=gateway_reference)

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Zarinpal sends no notifications, so nothing that says so is true."""
        raise BadSignature("missing", "Zarinpal does not notify")

    def unsettled(self) -> Sequence[GatewayState]:
        """The last hundred that were paid and not verified, with the amount paid and our reference where it is ours."""
        shown = self._client.call("unVerified", {}, timeout_seconds=self._timeout)
        listed = shown.get("authorities")
        return [state for one in (listed if isinstance(listed, list) else []) if (state := _unverified(one))]

    def refund(self, request: RefundRequest) -> RefundResult:
        """A whole, fresh payment is reversed, free of charge; anything else goes back by the refund service.

        The refund service is called once only: a repeat that cannot be reversed stays pending. Refused:
        `below_minimum`, `no_access_token`, `session_not_found`, and what Zarinpal says.
        """
        if _is_reversible(request):
            try:
                content = {"authority": request.gateway_reference}
                self._client.call("reverse", content, timeout_seconds=self._timeout)
            except GatewayRefused as refused:
                if refused.code not in _NOT_REVERSIBLE:
                    raise
                if self._is_reversed(request):
                    return RefundResult(RefundStatus.SUCCEEDED, request.gateway_reference)
            else:
                return RefundResult(RefundStatus.SUCCEEDED, request.gateway_reference)
        if request.is_repeat:
            return RefundResult(RefundStatus.PENDING)
        return self._refund_by_session(request)

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands: what can be known is that a whole payment went back.

        There is no key that would make a second call safe, so one that may have arrived stays pending until people
        look; only a reversal may simply be repeated.
        """
        if self._is_reversed(request):
            return RefundResult(RefundStatus.SUCCEEDED, request.gateway_reference)
        session = self._session_of(request) if self._terminal_id else None
        if session is not None and session.get("status") == "REFUNDED":
            return RefundResult(RefundStatus.SUCCEEDED, str(session["id"]))
        if _is_reversible(request) and session is not None and session.get("status") in ("PAID", "VERIFIED"):
            return RefundResult(RefundStatus.NOT_FOUND)
        return RefundResult(RefundStatus.PENDING)

    def _is_reversed(self, request: RefundRequest) -> bool:
        return self._inquire(request.gateway_reference).reason == "reversed"

    def _refund_by_session(self, request: RefundRequest) -> RefundResult:
        if request.amount.minor < SMALLEST_REFUND:
            raise GatewayRefused("below_minimum", f"Zarinpal gives back {SMALLEST_REFUND} Rials or more")
        session = self._session_of(request)
        if session is None:
            raise GatewayRefused("session_not_found", "no session has our reference in its description")
        variables = {
            "session_id": session["id"],
            "amount": request.amount.minor,
            "description": request.refund_reference,
            "method": "CARD",
            "reason": "CUSTOMER_REQUEST",
        }
        made = self._client.graphql(_ADD_REFUND, variables, timeout_seconds=self._verify_timeout).get("resource")
        if not isinstance(made, dict) or not made.get("id"):
            raise GatewayUnavailable("unreadable", "no refund in the answer")
        timeline = made.get("timeline")
        is_done = isinstance(timeline, dict) and bool(timeline.get("refund_time"))
        return RefundResult(RefundStatus.SUCCEEDED if is_done else RefundStatus.PENDING, str(made["id"])[:128])

    def _session_of(self, request: RefundRequest) -> dict[str, Any] | None:
        """The session of a payment in the panel's list, found by our reference in its description."""
        if not request.merchant_reference:
            return None
        variables = {"terminal_id": self._terminal_id, "description": request.merchant_reference, "limit": 25}
        listed = self._client.graphql(_SESSIONS, variables, timeout_seconds=self._timeout).get("Session")
        paid = [one for one in (listed if isinstance(listed, list) else []) if _is_of(one, request)]
        return paid[0] if len(paid) == 1 else None


def _with_attempt(url: str, reference: str) -> str:
    """The callback address with our reference in its query: a return is only looked up with both references."""
    parts = urlsplit(url)
    added = urlencode({ATTEMPT: reference})
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _unverified(shown: object) -> GatewayState | None:
    """An entry of the list, as far as it makes sense."""
    if not isinstance(shown, dict):
        return None
    authority, amount = shown.get("authority"), shown.get("amount")
    if not isinstance(authority, str) or not _AUTHORITY.fullmatch(authority):
        return None
    try:
        query = parse_qs(urlsplit(str(shown.get("callback_url", ""))).query)
    except ValueError:  # an address that somebody else gave
        query = {}
    is_amount = isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount <= 10**15
    return GatewayState(
        GatewayStatus.PENDING,
        captured=Money(amount, CURRENCY) if is_amount and isinstance(amount, int) else None,
        gateway_reference=authority,
        merchant_reference=query.get(ATTEMPT, [""])[0][:128],
    )


def _is_reversible(request: RefundRequest) -> bool:
    at = request.captured_at
    return request.is_whole and at is not None and datetime.now(UTC) - at < REVERSIBLE_FOR


def _is_of(shown: object, request: RefundRequest) -> bool:
    """Whether a session in the list is the one of the payment, and was paid."""
    if (
        not isinstance(shown, dict)
        or not shown.get("id")
        or shown.get("status") not in ("PAID", "VERIFIED", "REFUNDED")
    ):
        return False
    return request.merchant_reference in str(shown.get("description", ""))


def _receipt(value: object) -> str:
    return str(value)[:64] if isinstance(value, int | str) and not isinstance(value, bool) else ""
