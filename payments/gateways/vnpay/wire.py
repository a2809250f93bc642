"""How VNPAY signs: queries by their sorted, encoded parameters, API messages by some values in a fixed order."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl, urlencode

from payments.gateways.errors import BadSignature

HASH, HASH_TYPE = "vnp_SecureHash", "vnp_SecureHashType"
HANOI = timezone(timedelta(hours=7))
_MOMENT = "%Y%m%d%H%M%S"


def digest(secret: str, text: str) -> str:
    """HMAC-SHA512 in lower-case hex."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed_query(secret: str, parameters: Mapping[str, str]) -> str:
    """The query string of these parameters, with its hash at the end."""
    query = urlencode(sorted(parameters.items()))
    return f"{query}&{HASH}={digest(secret, query)}"


def read_query(secrets: Sequence[str], raw: str) -> dict[str, str]:
    """The parameters of a query that VNPAY signed, without the hash. Raises BadSignature.

    The raw text is tried first: languages disagree about the encoding of a few characters, and each signs its own.
    Names that do not begin with `vnp_` are somebody else's.
    """
    pairs = [part for part in raw.split("&") if part.startswith("vnp_") and not part.endswith("=")]
    plain = sorted(part for part in pairs if part.split("=")[0] not in (HASH, HASH_TYPE))
    given = [value for name, value in parse_qsl(raw, keep_blank_values=True) if name == HASH]
    if not given:
        raise BadSignature("missing")
    read = [(name, value) for name, value in parse_qsl("&".join(plain))]
    if len(given) > 1 or len(dict(read)) != len(read):
        raise BadSignature("malformed", "a parameter is given twice")
    _check(secrets, given[0], ["&".join(plain), urlencode(sorted(read))])
    return dict(read)


def checksum(secret: str, values: Iterable[str]) -> str:
    """The hash of an API message: its values joined by bars, an absent one empty."""
    return digest(secret, "|".join(values))


def check_message(secret: str, message: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise BadSignature unless VNPAY signed the values of these names."""
    given = message.get(HASH, "")
    if not given:
        raise BadSignature("missing")
    _check([secret], given, ["|".join(message.get(name, "") for name in names)])


def _check(secrets: Sequence[str], given: str, texts: Sequence[str]) -> None:
    # Every key and text is tried, so that the time taken does not tell which one matched.
    lowered = given.lower().encode("utf-8", "replace")
    matches = [hmac.compare_digest(digest(secret, text).encode(), lowered) for secret in secrets for text in texts]
    if not any(matches):
        raise BadSignature("mismatch")


def written(moment: datetime) -> str:
    """A moment as VNPAY writes it: 14 digits, the clock of Hanoi."""
    return moment.astimezone(HANOI).strftime(_MOMENT)


def read_moment(text: str) -> datetime | None:
    """The moment in such a text, in UTC; None when it is none."""
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=HANOI).astimezone(UTC)
    except ValueError:
        return None
