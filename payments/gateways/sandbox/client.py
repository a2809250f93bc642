"""Sandbox Pay's signed JSON over HTTP. Knows the wire, not the meaning (simulators/sandbox/README.md §2)."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from payments.gateways.errors import BadSignature, GatewayRefused, GatewayUnavailable
from payments.gateways.http import Answer, GatewayHttp

SIGNATURE_HEADER = "X-Sandbox-Signature"
MERCHANT_HEADER = "X-Sandbox-Merchant"
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def _digest(secret: str, at: str, parts: tuple[str, ...], body: bytes) -> str:
    message = ".".join((at, *parts, "")).encode() + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def sign(secret: str, body: bytes, *parts: str) -> str:
    """The signature header for a body sent now; `parts` are method and target, for requests."""
    at = str(int(time.time()))
    return f"t={at},v1={_digest(secret, at, parts, body)}"


def check_signature(secrets: Sequence[str], header: str | None, body: bytes, *, tolerance_seconds: float) -> None:
    """Raise BadSignature unless one of the secrets signed exactly this body within the tolerance of now."""
    if not header:
        raise BadSignature("missing")
    match = _SIGNATURE.fullmatch(header)
    if match is None:
        raise BadSignature("malformed")
    at, given = match.groups()
    if abs(time.time() - int(at)) > tolerance_seconds:
        raise BadSignature("timestamp", f"signed at {at}")
    # Every secret is tried, so that the time taken does not tell which one matched.
    matches = [hmac.compare_digest(_digest(secret, at, (), body), given) for secret in secrets]
    if not any(matches):
        raise BadSignature("mismatch")


class SandboxClient:
    """Calls Sandbox Pay. Raises GatewayUnavailable or GatewayRefused, and nothing else."""

    def __init__(
        self, *, base_url: str, merchant: str, secret: str, http: GatewayHttp, tolerance_seconds: float
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._path_prefix = urlsplit(self._base_url).path
        self._merchant = merchant
        self._secret = secret
        self._http = http
        self._tolerance = tolerance_seconds

    def get(self, path: str, *, timeout_seconds: float, **query: str) -> dict[str, Any]:
        """GET a resource; `query` becomes the query string."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, b"", timeout_seconds)

    def post(self, path: str, content: Mapping[str, object], *, timeout_seconds: float) -> dict[str, Any]:
        """POST a JSON object."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return self._call("POST", path, body, timeout_seconds)

    def _call(self, method: str, target: str, body: bytes, timeout_seconds: float) -> dict[str, Any]:
        headers = {
            MERCHANT_HEADER: self._merchant,
            SIGNATURE_HEADER: sign(self._secret, body, method, self._path_prefix + target),
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
        url = self._base_url + target
        answer = self._http.send(method, url, headers=headers, body=body, total_timeout_seconds=timeout_seconds)
        self._authenticate(answer)
        content = answer.json_object()
        if answer.status >= 400:
            error = content.get("error")
            shown = error if isinstance(error, dict) else {}
            raise GatewayRefused(str(shown.get("code", answer.status))[:64], str(shown.get("detail", ""))[:500])
        return content

    def _authenticate(self, answer: Answer) -> None:
        """An answer that the gateway did not sign says nothing about what the gateway did."""
        header = answer.headers.get(SIGNATURE_HEADER)
        try:
            check_signature([self._secret], header, answer.body, tolerance_seconds=self._tolerance)
        except BadSignature as error:
            raise GatewayUnavailable("unreadable", f"the answer's signature: {error}") from error
