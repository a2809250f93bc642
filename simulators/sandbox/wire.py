"""Signatures: how a request, an answer and a notification prove who wrote them."""

import hashlib
import hmac
import re
import time

SIGNATURE_HEADER = "X-Sandbox-Signature"
MERCHANT_HEADER = "X-Sandbox-Merchant"
_SIGNATURE = re.compile(r"t=(?P<at>\d{1,12}),v1=(?P<digest>[0-9a-f]{64})")


class SignatureRefused(Exception):
    """The signature header is missing, malformed, too old, too new, or made with another key."""


def digest_of(secret: str, at: str, parts: tuple[str, ...], body: bytes) -> str:
    """HMAC-SHA256, in lower-case hex, over `at`, each part and the body, joined by full stops."""
    message = ".".join((at, *parts, "")).encode() + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def sign(secret: str, body: bytes, *parts: str, at: float | None = None) -> str:
    """The header value `t=<unix seconds>,v1=<hex>`. `parts` are method and target for a request, else none."""
    moment = str(int(time.time() if at is None else at))
    return f"t={moment},v1={digest_of(secret, moment, parts, body)}"


def check(secret: str, header: str | None, body: bytes, *parts: str, tolerance_seconds: float) -> None:
    """Raise SignatureRefused unless `header` signs exactly this body (and method and target) about now."""
    match = _SIGNATURE.fullmatch(header or "")
    if match is None:
        raise SignatureRefused("missing or malformed signature")
    if abs(time.time() - int(match["at"])) > tolerance_seconds:
        raise SignatureRefused("timestamp outside the tolerance")
    if not hmac.compare_digest(digest_of(secret, match["at"], parts, body), match["digest"]):
        raise SignatureRefused("signature does not match")
