"""VNPAY through the gateway contract.

What is different here: a payment is opened by an address that we sign ourselves, without a call; an attempt is known by
one reference that must be new each day; queries and refunds need the moment at which the address was made. So the
reference is our payment's id with that moment behind it. Amounts are written times 100, although the dong has no cents.
"""

import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

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
)
from payments.gateways.errors import WRONG_KEY, BadSignature, GatewayRefused, GatewayUnavailable
from payments.gateways.http import GatewayHttp
from payments.gateways.vnpay.wire import (
    HASH,
    check_message,
    checksum,
    read_moment,
    read_query,
    signed_query,
    written,
)

CURRENCY, VERSION = "VND", "2.1.0"
HUNDREDTHS = 100  # vnp_Amount is the amount times this
LATE_FOR = timedelta(minutes=15)  # after vnp_ExpireDate nobody can begin to pay; a bank may still be at work
LONGEST_EXPIRY = timedelta(hours=24)
NOTHING_HAPPENED = "0"  # vnp_TransactionNo of what never reached a bank

_IPV4 = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", re.ASCII)
_REFERENCE = re.compile(r"([0-9a-f]{32})([0-9]{14})", re.ASCII)
_CAPABILITIES = Capabilities(
    limits={CURRENCY: AmountLimits(Money(5_000, CURRENCY), Money(9_999_999_999, CURRENCY))},
    supports_refund=True,
    supports_partial_refund=True,
    supports_query=True,
    supports_cancel=False,
    longest_expiry=LONGEST_EXPIRY,
    tells_cancelled=False,
    late_for=LATE_FOR,
    starts_have_keys=False,
    refunds_have_keys=False,
    time_zone="Asia/Ho_Chi_Minh",
)
_QUERY_ORDER = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate", "vnp_CreateDate",
    "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
_REFUND_ORDER = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TransactionType", "vnp_TxnRef", "vnp_Amount",
    "vnp_TransactionNo", "vnp_TransactionDate", "vnp_CreateBy", "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
_REFUND_ANSWER_ORDER = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
    "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus", "vnp_OrderInfo",
)  # fmt: skip
_QUERY_ANSWER_ORDER = (*_REFUND_ANSWER_ORDER, "vnp_PromotionCode", "vnp_PromotionAmount")

PAYMENT, WHOLE_REFUND, PART_REFUND = "01", "02", "03"  # vnp_TransactionType
NO_SUCH_TERMINAL, NOT_SIGNED = "02", "97"
OK, UNKNOWN_TRANSACTION, UNDER_WAY, NOT_PAID = "00", "91", "94", "95"  # vnp_ResponseCode of the API
# vnp_TransactionStatus of a payment. 04 (debited, not settled), 07 (suspected fraud) and anything else: ask again, or
# a human.
_STATUSES = {"00": GatewayStatus.CAPTURED, "01": GatewayStatus.PENDING, "02": GatewayStatus.DECLINED}
_REFUND_STATUSES = {
    "00": RefundStatus.SUCCEEDED, "05": RefundStatus.PENDING, "06": RefundStatus.PENDING, "09": RefundStatus.FAILED,
}  # fmt: skip
_CANCELLED, _TIME_OVER = "24", "11"  # vnp_ResponseCode of a return


class VnpayGateway:
    """One terminal. `previous_secrets` still check what was signed before the key was changed."""

    def __init__(
        self,
        *,
        pay_url: str,
        api_url: str,
        tmn_code: str,
        hash_secret: str,
        return_url: str,
        previous_secrets: Sequence[str] = (),
        server_address: str = "127.0.0.1",
        connect_timeout_seconds: float = 3.0,
        total_timeout_seconds: float = 10.0,
    ) -> None:
        self._http = GatewayHttp(connect_timeout_seconds=connect_timeout_seconds)
        self._pay_url = pay_url
        self._api_url = api_url
        self._tmn_code = tmn_code
        self._secret = hash_secret
        self._secrets = (hash_secret, *previous_secrets)
        self._return_url = return_url
        self._server_address = server_address
        self._timeout = total_timeout_seconds

    @property
    def name(self) -> str:
        """`vnpay`."""
        return "vnpay"

    @property
    def capabilities(self) -> Capabilities:
        """Dong only; nothing can be closed from here."""
        return _CAPABILITIES

    def check(self) -> None:
        """Ask about a payment that cannot be. Where the two keys differ VNPAY refuses our signature, and we do not know
        its own."""
        reference = uuid.uuid4().hex + written(datetime.now(UTC))
        try:
            shown = self._ask(reference)
        except GatewayUnavailable as error:
            if not isinstance(error.__cause__, BadSignature):
                raise
            raise GatewayRefused(WRONG_KEY, str(error.__cause__)) from error
        code = shown["vnp_ResponseCode"]
        if code in (NO_SUCH_TERMINAL, NOT_SIGNED):
            raise GatewayRefused(WRONG_KEY, f"querydr answers {code}")
        if code not in (OK, UNKNOWN_TRANSACTION):
            raise GatewayUnavailable("refused", f"querydr answers {code[:20]}")

    def start(self, request: StartRequest) -> Started:
        """Sign the address of the payment page. No call is made, so nothing can be lost."""
        now = datetime.now(UTC)
        reference = uuid.UUID(request.merchant_reference).hex + written(now)
        expires_at = min(request.expires_at, now + LONGEST_EXPIRY)
        parameters = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self._tmn_code,
            "vnp_Amount": str(request.amount.minor * HUNDREDTHS),
            "vnp_CurrCode": CURRENCY,
            "vnp_TxnRef": reference,
            "vnp_OrderInfo": plain_text(request.description),
            "vnp_OrderType": "other",
            "vnp_Locale": "vn",
            "vnp_ReturnUrl": self._return_url,
            "vnp_IpAddr": request.payer_address if _IPV4.fullmatch(request.payer_address) else self._server_address,
            "vnp_CreateDate": written(now),
            "vnp_ExpireDate": written(expires_at),
        }
        return Started(reference, f"{self._pay_url}?{signed_query(self._secret, parameters)}", expires_at)

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """How the payment stands, by query: nothing needs to be confirmed here."""
        return self.query(gateway_reference=gateway_reference)

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a payment stands. By our own reference alone nothing is known, and nothing can be lost that way."""
        if bool(merchant_reference) == bool(gateway_reference):
            raise ValueError("query by exactly one reference")
        if not gateway_reference or not _REFERENCE.fullmatch(gateway_reference):
            return GatewayState(GatewayStatus.NOT_FOUND)
        shown = self._query(gateway_reference)
        if shown["vnp_ResponseCode"] == UNKNOWN_TRANSACTION:
            return GatewayState(GatewayStatus.NOT_FOUND, gateway_reference=gateway_reference)
        if shown.get("vnp_TransactionType", PAYMENT) != PAYMENT:
            raise GatewayUnavailable("unreadable", "the answer is about a refund")
        return _state(shown, gateway_reference)

    def cancel(self, gateway_reference: str) -> GatewayState:
        """Nothing can be closed here: how it stands."""
        return self.query(gateway_reference=gateway_reference)

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read an IPN, or the query of a returning browser, from its raw query string. Raises BadSignature."""
        try:
            shown = read_query(self._secrets, body.decode())
        except UnicodeDecodeError as error:
            raise BadSignature("malformed") from error
        if shown.get("vnp_TmnCode") != self._tmn_code:
            raise BadSignature("mismatch", "for another terminal")
        reference = shown.get("vnp_TxnRef", "")
        amount = _money(shown.get("vnp_Amount", ""))
        match = _REFERENCE.fullmatch(reference)
        return GatewayEvent(
            event_key=hashlib.sha256(repr(sorted(shown.items())).encode()).hexdigest(),
            subject=EventSubject.PAYMENT,
            type=f"{shown.get('vnp_ResponseCode', '')[:8]}/{shown.get('vnp_TransactionStatus', '')[:8]}",
            gateway_reference=reference[:128],
            merchant_reference=str(uuid.UUID(match[1])) if match else "",
            reported=_reported(shown),
            amount=amount,
            problems=() if amount is not None else ("unreadable amount",),
        )

    def unsettled(self) -> Sequence[GatewayState]:
        """None: a payment needs no confirmation here."""
        return ()

    def refund(self, request: RefundRequest) -> RefundResult:
        """Ask for money to go back. Accepted is not done: `query_refund` tells.

        Each try has a request number of its own. While another refund of the payment is under way VNPAY takes none
        (94): only of a repeat may that be our own.
        """
        date = _date_of(request.gateway_reference)
        number = uuid.uuid5(uuid.UUID(request.refund_reference), str(request.attempt)).hex
        message = self._message("refund", request.gateway_reference, number) | {
            "vnp_TransactionType": _kind(request),
            "vnp_Amount": str(request.amount.minor * HUNDREDTHS),
            "vnp_TransactionNo": "",
            "vnp_TransactionDate": date,
            "vnp_CreateBy": "Serai",
            "vnp_OrderInfo": plain_text(f"Refund {request.refund_reference}"),
        }
        shown = self._send(message, _REFUND_ORDER, _REFUND_ANSWER_ORDER, request.gateway_reference)
        code = shown["vnp_ResponseCode"]
        if code == UNDER_WAY and request.is_repeat:
            return RefundResult(RefundStatus.PENDING)
        if code != OK:
            raise GatewayRefused(code, shown.get("vnp_Message", "")[:500])
        return _refund(shown)

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund stands: the query answers with the latest transaction of the reference, if that is this refund.

        While that is still the payment, a whole refund has not arrived and may be sent again (VNPAY refuses a second
        one); a part may be on its way unseen, and two parts would both be paid: that waits for people.
        """
        shown = self._query(request.gateway_reference)
        if shown["vnp_ResponseCode"] != OK:
            return RefundResult(RefundStatus.PENDING, request.known_as)
        if shown.get("vnp_TransactionType", PAYMENT) == PAYMENT:
            may_be_sent = request.is_whole and not request.known_as
            return RefundResult(RefundStatus.NOT_FOUND if may_be_sent else RefundStatus.PENDING, request.known_as)
        return (
            _refund(shown) if _is_this_refund(shown, request) else RefundResult(RefundStatus.PENDING, request.known_as)
        )

    # The API

    def _query(self, reference: str) -> dict[str, str]:
        shown = self._ask(reference)
        if shown["vnp_ResponseCode"] not in (OK, UNKNOWN_TRANSACTION):
            raise GatewayUnavailable("refused", f"querydr answers {shown['vnp_ResponseCode']}")
        return shown

    def _ask(self, reference: str) -> dict[str, str]:
        message = self._message("querydr", reference, uuid.uuid4().hex) | {
            "vnp_TransactionDate": _date_of(reference),
            "vnp_OrderInfo": "Query",
        }
        return self._send(message, _QUERY_ORDER, _QUERY_ANSWER_ORDER, reference)

    def _message(self, command: str, reference: str, request_id: str) -> dict[str, str]:
        return {
            "vnp_RequestId": request_id,
            "vnp_Version": VERSION,
            "vnp_Command": command,
            "vnp_TmnCode": self._tmn_code,
            "vnp_TxnRef": reference,
            "vnp_CreateDate": written(datetime.now(UTC)),
            "vnp_IpAddr": self._server_address,
        }

    def _send(
        self, message: dict[str, str], order: Sequence[str], answer_order: Sequence[str], reference: str
    ) -> dict[str, str]:
        """One signed call and its signed answer. What VNPAY did not sign says nothing: GatewayUnavailable."""
        signed = message | {HASH: checksum(self._secret, (message[name] for name in order))}
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        body = json.dumps(signed, separators=(",", ":")).encode()
        answer = self._http.send("POST", self._api_url, headers=headers, body=body, total_timeout_seconds=self._timeout)
        shown = {name: _text(value) for name, value in answer.json_object().items()}
        try:
            check_message(self._secret, shown, answer_order)
        except BadSignature as error:
            raise GatewayUnavailable("unreadable", f"the answer's signature: {error}") from error
        if shown.get("vnp_TxnRef", reference) not in (reference, "") or "vnp_ResponseCode" not in shown:
            raise GatewayUnavailable("unreadable", "the answer is about another payment")
        return shown


def plain_text(text: str) -> str:
    """Letters, digits and spaces of ASCII, at most 255: what vnp_OrderInfo may hold. Vietnamese loses its accents."""
    spelled = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = re.sub(r"[^A-Za-z0-9 ]+", "", spelled.encode("ascii", "ignore").decode())
    return " ".join(kept.split())[:255] or "Order"


def _date_of(reference: str) -> str:
    """The moment at which a reference was made. Raises GatewayRefused `not_ours`."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise GatewayRefused("not_ours", "no reference that we made")
    return match[2]


def _state(shown: dict[str, str], reference: str) -> GatewayState:
    status = _STATUSES.get(shown.get("vnp_TransactionStatus", ""), GatewayStatus.UNKNOWN)
    captured = _money(shown.get("vnp_Amount", ""))
    if status is GatewayStatus.CAPTURED and captured is None:
        raise GatewayUnavailable("unreadable", "captured, but the amount cannot be read")
    number = shown.get("vnp_TransactionNo", "")
    return GatewayState(
        status,
        captured=captured if status is GatewayStatus.CAPTURED else None,
        at=read_moment(shown.get("vnp_PayDate", "")) if status is GatewayStatus.CAPTURED else None,
        gateway_reference=reference,
        reason=f"status {shown.get('vnp_TransactionStatus', '')}"[:500],
        receipt=number[:64] if number not in ("", NOTHING_HAPPENED) else "",
    )


def _refund(shown: dict[str, str]) -> RefundResult:
    status = _REFUND_STATUSES.get(shown.get("vnp_TransactionStatus", ""), RefundStatus.PENDING)
    return RefundResult(status, shown.get("vnp_TransactionNo", "")[:128])


def _kind(request: RefundRequest) -> str:
    return WHOLE_REFUND if request.is_whole else PART_REFUND


def _is_this_refund(shown: dict[str, str], request: RefundRequest) -> bool:
    """Whether a refund that VNPAY shows is the one that was asked for: by its number, else by kind and amount."""
    number = shown.get("vnp_TransactionNo", "")
    if request.known_as:
        return number == request.known_as
    is_alike = (
        shown.get("vnp_TransactionType") == _kind(request) and _money(shown.get("vnp_Amount", "")) == request.amount
    )
    return is_alike and number not in request.others


def _reported(shown: dict[str, str]) -> GatewayStatus:
    """What an IPN or a return claims; success is said twice, and both must say it."""
    response, status = shown.get("vnp_ResponseCode", ""), shown.get("vnp_TransactionStatus", "")
    if (response, status) == ("00", "00"):
        return GatewayStatus.CAPTURED
    if response in ("00", "07") or status in ("01", "04", "07"):
        return GatewayStatus.UNKNOWN
    return {_CANCELLED: GatewayStatus.CANCELLED, _TIME_OVER: GatewayStatus.EXPIRED}.get(
        response, GatewayStatus.DECLINED
    )


def _money(hundredths: str) -> Money | None:
    """Money from an amount times 100, when it is one."""
    if not re.fullmatch(r"[0-9]{1,15}", hundredths, re.ASCII):
        return None
    minor, rest = divmod(int(hundredths), HUNDREDTHS)
    return Money(minor, CURRENCY) if not rest else None


def _text(value: object) -> str:
    """A value as it was signed: a number as its digits, null as nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)
