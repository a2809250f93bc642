"""Zarinpal's JSON over HTTP: the REST envelope with its codes, and the GraphQL of refunds. Knows the wire only."""

import json
from collections.abc import Mapping
from typing import Any

from payments.gateways.errors import GatewayRefused, GatewayUnavailable
from payments.gateways.http import Answer, GatewayHttp

SUCCESS, ALREADY = 100, 101  # both are success: the second says that it was verified before
TOO_MANY, INTERNAL = -12, -52  # nothing is known then: ask again


class ZarinpalClient:
    """Calls one terminal. Raises GatewayUnavailable or GatewayRefused, and nothing else."""

    def __init__(
        self, *, base_url: str, graphql_url: str, merchant_id: str, access_token: str, http: GatewayHttp
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._graphql_url = graphql_url
        self._merchant_id = merchant_id
        self._access_token = access_token
        self._http = http

    def call(self, operation: str, content: Mapping[str, object], *, timeout_seconds: float) -> dict[str, Any]:
        """The `data` of a success, its `code` a number. Raises GatewayRefused with the code as text."""
        url = f"{self._base_url}/pg/v4/payment/{operation}.json"
        answer = self._post(url, {"merchant_id": self._merchant_id, **content}, {}, timeout_seconds)
        envelope = answer.json_object()
        # A refusal may come with any status, and `data` and `errors` as lists or objects: what counts is the code.
        data, errors = (value if isinstance(value, dict) else {} for value in map(envelope.get, ("data", "errors")))
        code = _code(data.get("code", errors.get("code")))
        if code in (SUCCESS, ALREADY) and data:
            return data | {"code": code}
        if code is None or code > 0:
            raise GatewayUnavailable("unreadable", f"HTTP {answer.status} without a code")
        if code == TOO_MANY:
            raise GatewayUnavailable("too_many_requests", str(code))
        if code == INTERNAL:
            raise GatewayUnavailable("server_error", str(code))
        raise GatewayRefused(str(code), str(errors.get("message", ""))[:500])

    def graphql(self, query: str, variables: Mapping[str, object], *, timeout_seconds: float) -> dict[str, Any]:
        """The `data` of a query. Raises GatewayRefused: `no_access_token`, `unauthorised`, `graphql`."""
        if not self._access_token:
            raise GatewayRefused("no_access_token", "ZARINPAL_ACCESS_TOKEN is not set")
        headers = {"Authorization": f"Bearer {self._access_token}"}
        body = {"query": query, "variables": dict(variables)}
        answer = self._post(self._graphql_url, body, headers, timeout_seconds)
        if answer.status in (401, 403):
            raise GatewayRefused("unauthorised", f"HTTP {answer.status}")
        envelope = answer.json_object()
        if envelope.get("errors"):
            raise GatewayRefused("graphql", json.dumps(envelope["errors"], ensure_ascii=False)[:500])
        data = envelope.get("data")
        if not isinstance(data, dict):
            raise GatewayUnavailable("unreadable", "no data")
        return data

    def _post(
        self, url: str, content: Mapping[str, object], headers: Mapping[str, str], timeout_seconds: float
    ) -> Answer:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        sent = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return self._http.send(
            "POST", url, headers={**sent, **headers}, body=body, total_timeout_seconds=timeout_seconds
        )


def _code(value: object) -> int | None:
    """The code as a number; the documentation shows it as a text too."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
