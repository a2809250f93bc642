"""Midtrans's signature, key and clock, and the words in which it says how a transaction stands."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from core.money import Money, UnknownCurrency
from payments.gateways.contract import GatewayStatus
from payments.gateways.errors import BadSignature

JAKARTA = timezone(timedelta(hours=7), "WIB")
CURRENCY = "IDR"
SUCCESS, NOT_FOUND, EXPIRED, NOT_NOW = "200", "404", "407", "412"  # status_code
SIGNATURE = "signature_key"
_SIGNED = ("order_id", "status_code", "gross_amount")
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)
REFUNDED = ("refund", "partial_refund")
DISPUTED = ("chargeback", "partial_chargeback")


def authorization(server_key: str) -> str:
    """The value of the header: the key as user of HTTP Basic, without a password."""
    return "Basic " + base64.b64encode(f"{server_key}:".encode()).decode()


def signature(server_key: str, order_id: str, status_code: str, gross_amount: str) -> str:
    """SHA-512 of the values exactly as received, one behind the other, in lower-case hex."""
    return hashlib.sha512(f"{order_id}{status_code}{gross_amount}{server_key}".encode()).hexdigest()


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body; numbers stay the text they were written as. Raises ValueError."""
    try:
        value = json.loads(raw, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def check_signature(server_keys: Sequence[str], shown: Mapping[str, Any]) -> None:
    """Raises BadSignature unless one of the keys signed order, status code and amount.

    The status itself is not covered, so a signed body is a reason to ask, never a proof.
    """
    given, parts = shown.get(SIGNATURE), [shown.get(name) for name in _SIGNED]
    if not isinstance(given, str) or not given:
        raise BadSignature("missing")
    if not all(isinstance(part, str) for part in parts):
        raise BadSignature("malformed")
    try:
        is_signed = any(
            hmac.compare_digest(signature(key, *(str(part) for part in parts)).encode(), given.encode())
            for key in server_keys
        )
    except UnicodeEncodeError as error:  # JSON can name half of a character
        raise BadSignature("malformed") from error
    if not is_signed:
        raise BadSignature("mismatch")


def status_of(shown: Mapping[str, Any], *, now: datetime) -> GatewayStatus:
    """How a transaction stands.

    Money counts when it is captured or settled with the code of success and nothing speaks of fraud. A card that the
    bank denies may be followed by another one on the same page, so that is the end only when the page's time is over,
    which is not told for cards.
    """
    status, fraud = str(shown.get("transaction_status", "")), str(shown.get("fraud_status") or "accept")
    if status in ("capture", "settlement", *REFUNDED, *DISPUTED):
        is_done = status in (*REFUNDED, *DISPUTED) or str(shown.get("status_code", SUCCESS)) == SUCCESS
        if fraud == "accept" and is_done:
            return GatewayStatus.CAPTURED
        if status == "capture":
            return GatewayStatus.DECLINED if fraud == "deny" else GatewayStatus.PENDING  # the merchant must decide
        return GatewayStatus.UNKNOWN
    if status == "deny":
        ends_at = read_moment(str(shown.get("expiry_time", "")))
        return GatewayStatus.DECLINED if ends_at is not None and ends_at <= now else GatewayStatus.OPEN
    return {
        "pending": GatewayStatus.PENDING,
        "authorize": GatewayStatus.PENDING,
        "cancel": GatewayStatus.CANCELLED,
        "expire": GatewayStatus.EXPIRED,
        "failure": GatewayStatus.DECLINED,
    }.get(status, GatewayStatus.UNKNOWN)


def amount_of(shown: Mapping[str, Any]) -> Money | None:
    """What the shopper paid for, when it can be read.

    Where Midtrans adds its fee for the shopper to pay, `gross_amount` holds both, and the metadata says what was ours.
    """
    gross = read_money(shown.get("gross_amount"), shown.get("currency", CURRENCY))
    ours = _own_amount(shown.get("metadata"))
    own = read_money(ours, shown.get("currency", CURRENCY)) if ours is not None else None
    return own if gross is not None and own is not None and own <= gross else gross


def _own_amount(metadata: object) -> object:
    for name in ("extra_info", "gross_amount_info", "original_amount"):
        if not isinstance(metadata, Mapping):
            return None
        metadata = metadata.get(name)
    return metadata


def read_money(text: object, code: object) -> Money | None:
    """An amount as Midtrans writes it: `150000.00`, `150000`."""
    if not isinstance(text, str) or not isinstance(code, str) or not _AMOUNT.fullmatch(text):
        return None
    try:
        return Money.parse(text, code)
    except (UnknownCurrency, ValueError):
        return None


def written(moment: datetime) -> str:
    """A moment as Snap reads it: the clock of Jakarta with its offset."""
    return moment.astimezone(JAKARTA).strftime("%Y-%m-%d %H:%M:%S +0700")


def read_moment(text: str) -> datetime | None:
    """An aware moment from `2020-01-09 18:27:19`, which is the clock of Jakarta."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=JAKARTA).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
