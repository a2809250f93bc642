"""The merchant's API under /v1: signed JSON in, signed JSON out, with the scripted faults in between."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.http import (
    GARBAGE_BODIES,
    MAINTENANCE,
    NO_TEXT,
    Refused,
    encoded,
    limited_body,
    misbehave_after,
    misbehave_before,
    object_from,
)
from simulators.sandbox.gateway import Gateway, moment
from simulators.sandbox.wire import MERCHANT_HEADER, SIGNATURE_HEADER, SignatureRefused, check, sign

PAGE = 100  # movements listed at once
Body = Mapping[str, Any]
Answer = tuple[int, Row]
# An operation: from path parameters, query and body, the HTTP status and the JSON to answer with.
Operation = Callable[[Gateway, Request, Body], Answer]


def _create(gateway: Gateway, request: Request, body: Body) -> Answer:
    payment, is_new = gateway.payment_create(body)
    return 201 if is_new else 200, gateway.payment_shown(payment)


def _get(gateway: Gateway, request: Request, body: Body) -> Answer:
    return 200, gateway.payment_shown(gateway.payment_get(request.path_params["payment_id"]))


def _find(gateway: Gateway, request: Request, body: Body) -> Answer:
    payment = gateway.store.payment_by_reference(request.query_params.get("merchant_reference", ""))
    if payment is None:
        raise Refused(404, "not_found", "no payment with this merchant_reference")
    return 200, gateway.payment_shown(payment)


def _verify(gateway: Gateway, request: Request, body: Body) -> Answer:
    return 200, gateway.payment_verify(gateway.payment_get(request.path_params["payment_id"]), body)


def _cancel(gateway: Gateway, request: Request, body: Body) -> Answer:
    payment = gateway.payment_get(request.path_params["payment_id"])
    return 200, gateway.payment_shown(gateway.payment_withdraw(payment, "cancelled"))


def _expire(gateway: Gateway, request: Request, body: Body) -> Answer:
    payment = gateway.payment_get(request.path_params["payment_id"])
    return 200, gateway.payment_shown(gateway.payment_withdraw(payment, "expired"))


def _refund(gateway: Gateway, request: Request, body: Body) -> Answer:
    refund, is_new = gateway.refund_create(body)
    return 201 if is_new else 200, gateway.refund_shown(refund)


def _get_refund(gateway: Gateway, request: Request, body: Body) -> Answer:
    return 200, gateway.refund_shown(gateway.refund_get(request.query_params.get("refund_reference", "")))


def _movements(gateway: Gateway, request: Request, body: Body) -> Answer:
    query = request.query_params
    since, until = (_seconds(query.get(name, "")) for name in ("since", "until"))
    after = query.get("after", "0")
    if not after.isdecimal():
        raise Refused(422, "invalid_field", "after must be a whole number")
    rows = gateway.store.movements(since, until, after=int(after), limit=PAGE + 1)
    shown = [row | {"at": moment(row["at"])} for row in rows[:PAGE]]
    return 200, {"movements": shown, "has_more": len(rows) > PAGE}


def _seconds(text: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused(422, "invalid_field", "since and until must be moments with a zone")
    return at.timestamp()


def _reference(gateway: Gateway, request: Request, body: Body) -> str | None:
    """The merchant_reference a call is about, by whatever it names; None when it names nothing known."""
    named = body.get("merchant_reference") or request.query_params.get("merchant_reference")
    if isinstance(named, str):
        return named
    refund = gateway.store.refund(request.query_params.get("refund_reference", ""))
    payment_id = request.path_params.get("payment_id") or (refund["payment_id"] if refund else body.get("payment_id"))
    payment = gateway.store.payment(payment_id) if isinstance(payment_id, str) else None
    return payment["merchant_reference"] if payment else None


class Api:
    """Wraps each operation: signature, fault before, work, fault after, signed answer."""

    def __init__(self, gateway: Gateway, *, merchant: str, secret: str, tolerance_seconds: float) -> None:
        self._gateway = gateway
        self._merchant = merchant
        self._secret = secret
        self._tolerance = tolerance_seconds

    def routes(self) -> list[Route]:
        """All addresses under /v1."""
        payment = "/v1/payments/{payment_id}"
        return [
            Route("/v1/payments", self._endpoint("create", _create), methods=["POST"]),
            Route("/v1/payments", self._endpoint("get", _find), methods=["GET"]),
            Route(payment, self._endpoint("get", _get), methods=["GET"]),
            Route(f"{payment}/verify", self._endpoint("verify", _verify), methods=["POST"]),
            Route(f"{payment}/cancel", self._endpoint("cancel", _cancel), methods=["POST"]),
            Route(f"{payment}/expire", self._endpoint("expire", _expire), methods=["POST"]),
            Route("/v1/refunds", self._endpoint("refund", _refund), methods=["POST"]),
            Route("/v1/refunds", self._endpoint("get_refund", _get_refund), methods=["GET"]),
            Route("/v1/movements", self._endpoint("movements", _movements), methods=["GET"]),
        ]

    def _endpoint(self, name: str, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                raw = await limited_body(request)
                self._authenticate(request, raw)
                body = object_from(raw)
            except Refused as refused:
                return self._refusal(refused)
            fault = self._gateway.store.fault_take((name, "any"), _reference(self._gateway, request, body))
            early = await misbehave_before(fault, request, self._failure) if fault else None
            if early is not None:
                return early
            try:
                answer = self._signed(*operation(self._gateway, request, body))
            except Refused as refused:
                answer = self._refusal(refused)
            if fault:
                return await misbehave_after(fault, request, answer, self._failure, self._garbage)
            return answer

        return endpoint

    def _authenticate(self, request: Request, raw: bytes) -> None:
        query = request.scope["query_string"].decode("latin-1")
        target = request.scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        signatures = request.headers.getlist(SIGNATURE_HEADER)
        try:
            if request.headers.getlist(MERCHANT_HEADER) != [self._merchant]:
                raise SignatureRefused("unknown merchant key")
            header = signatures[0] if len(signatures) == 1 else None
            check(self._secret, header, raw, request.method, target, tolerance_seconds=self._tolerance)
        except SignatureRefused as error:
            raise Refused(401, "bad_signature", str(error)) from error

    def _signed(self, status: int, content: object) -> Response:
        return self._raw(status, encoded(content))

    def _raw(self, status: int, body: bytes, media_type: str = "application/json") -> Response:
        headers = {SIGNATURE_HEADER: sign(self._secret, body), "Cache-Control": "no-store"}
        return Response(body, status, headers, media_type)

    def _refusal(self, refused: Refused) -> Response:
        return self._signed(refused.status, {"error": {"code": refused.code, "detail": refused.detail}})

    def _failure(self, status: int) -> Response:
        return self._signed(status, {"error": {"code": "internal", "detail": "the gateway failed"}})

    def _garbage(self, style: str, body: bytes) -> Response:
        """Answers that no merchant can read, in the styles real gateways have been seen to use."""
        if style == "redirect":
            return Response(status_code=302, headers={"Location": "/healthz"})
        if style == "unsigned":
            return Response(body, 200, media_type="application/json")
        if style == "html":
            return self._raw(200, MAINTENANCE, "text/html")
        if style == "types":
            content = json.loads(body)
            shown = {name: str(content[name]) for name in content if name.endswith("amount") and content[name]}
            return self._signed(200, content | shown)
        return self._raw(200, GARBAGE_BODIES.get(style, NO_TEXT))
