"""Signatures and keys as Midtrans makes and checks them, and its clock."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta, timezone

JAKARTA = timezone(timedelta(hours=7))


def signature(server_key: str, order_id: str, status_code: str, gross_amount: str) -> str:
    """SHA-512 in lower-case hex of what is joined without anything between."""
    return hashlib.sha512(f"{order_id}{status_code}{gross_amount}{server_key}".encode()).hexdigest()


def iris_signature(merchant_key: str, body: bytes) -> str:
    """SHA-512 in lower-case hex of a body with the merchant's key behind it."""
    return hashlib.sha512(body + merchant_key.encode()).hexdigest()


def is_ours(server_key: str, header: str) -> bool:
    """Whether an Authorization header carries the merchant's key."""
    right = "Basic " + base64.b64encode(f"{server_key}:".encode()).decode()
    return hmac.compare_digest(right.encode(), header.encode())


def moment(at: float | None) -> str | None:
    """Unix seconds on the clock of Jakarta."""
    return None if at is None else datetime.fromtimestamp(at, JAKARTA).strftime("%Y-%m-%d %H:%M:%S")


def seconds_of(text: str) -> float | None:
    """Unix seconds of `2020-01-09 18:27:19 +0700`."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z").timestamp()
    except ValueError:
        return None


def decimals(amount: int) -> str:
    """An amount as answers and notifications write it."""
    return f"{amount}.00"
