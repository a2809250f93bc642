"""Iris's signature and words. Key, amounts and JSON are as in the rest of Midtrans."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from payments.gateways.contract import TransferStatus
from payments.gateways.errors import BadSignature

SIGNATURE = "iris-signature"
REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # it becomes part of an address
_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_STATUSES = {
    "queued": TransferStatus.HELD,
    "approved": TransferStatus.PENDING,
    "processed": TransferStatus.PENDING,
    "completed": TransferStatus.SUCCEEDED,
    "failed": TransferStatus.FAILED,
    "rejected": TransferStatus.FAILED,
}


def signature(merchant_key: str, body: bytes) -> str:
    """SHA-512 of the body with the merchant's key behind it, in lower-case hex."""
    return hashlib.sha512(body + merchant_key.encode()).hexdigest()


def check_signature(merchant_keys: Sequence[str], headers: Mapping[str, str], body: bytes) -> None:
    """Raises BadSignature unless one of the keys signed the body."""
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    if not given:
        raise BadSignature("missing")
    if not given.isascii():
        raise BadSignature("malformed")
    if not any(hmac.compare_digest(signature(key, body), given) for key in merchant_keys):
        raise BadSignature("mismatch")


def status_of(word: object) -> TransferStatus:
    """How a payout stands. A word that we do not know says that it is not at its end."""
    return _STATUSES.get(str(word), TransferStatus.PENDING)


def read_list(raw: bytes) -> list[dict[str, Any]]:
    """The JSON objects in a list; numbers stay the text they were written as. Raises ValueError."""
    try:
        value = json.loads(raw, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError("no list of objects")
    return value


def failure_of(shown: Mapping[str, Any]) -> str:
    """Why a payout failed, as far as it is told: answers may say nothing of what notifications do. Of what may be the
    number of an account, the last digits."""
    said = f"{shown.get('error_code') or ''} {shown.get('error_message') or ''}".strip()
    said = _LONG_NUMBER.sub(lambda number: f"…{number[0][-4:]}", said)[:200]
    return said or ("rejected" if shown.get("status") == "rejected" else "")
