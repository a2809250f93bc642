"""Signatures as VNPAY makes and checks them, and its clock."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl, urlencode

HASH = "vnp_SecureHash"
HANOI = timezone(timedelta(hours=7))


def hmac_of(secret: str, text: str) -> str:
    """HMAC-SHA512 in lower-case hex."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed(secret: str, parameters: Mapping[str, object]) -> str:
    """The query string of what is not empty, sorted by name, with its hash."""
    query = urlencode(sorted((name, str(value)) for name, value in parameters.items() if value not in ("", None)))
    return f"{query}&{HASH}={hmac_of(secret, query)}"


def read(secret: str, raw: str) -> dict[str, str] | None:
    """The parameters of a query that the merchant signed, else None."""
    parameters = {name: value for name, value in parse_qsl(raw) if name.startswith("vnp_")}
    given = parameters.pop(HASH, "")
    parameters.pop("vnp_SecureHashType", None)
    right = hmac_of(secret, urlencode(sorted(parameters.items())))
    return parameters if hmac.compare_digest(right, given.lower()) else None


def barred(values: Iterable[object]) -> str:
    """Values joined by bars, an absent one empty: what API messages sign."""
    return "|".join("" if value is None else str(value) for value in values)


def moment(at: float) -> str:
    """Unix seconds as 14 digits of the clock of Hanoi."""
    return datetime.fromtimestamp(at, HANOI).strftime("%Y%m%d%H%M%S")


def seconds_of(text: str) -> float | None:
    """Unix seconds of 14 such digits."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=HANOI).timestamp()
    except ValueError:
        return None
