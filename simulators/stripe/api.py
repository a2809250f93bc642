"""/v1: the key checked, forms read, answers stored under their idempotency keys, with the scripted faults between."""

import hmac
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.http import (
    Refused,
    encoded,
    failing,
    limited_body,
    misbehave_after,
    misbehave_before,
    object_from,
    unreadable,
)
from simulators.stripe import wire
from simulators.stripe.account import Account, refund_shown, transfer_shown

Work = Callable[[Request, Row], Row]


class Api:
    """Sessions, PaymentIntents and disputes to read, refunds, and transfers to connected accounts."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        """All addresses that want the key."""
        return [
            self._route("/v1/checkout/sessions", "POST", "create", self._create),
            self._route("/v1/checkout/sessions", "GET", "list", self._list),
            self._route("/v1/checkout/sessions/{id}", "GET", "retrieve", self._retrieve),
            self._route("/v1/checkout/sessions/{id}/expire", "POST", "expire", self._expire),
            self._route("/v1/payment_intents/{id}", "GET", "retrieve", self._intent),
            self._route("/v1/disputes", "GET", "disputes", self._disputes),
            self._route("/v1/disputes/{id}", "GET", "dispute", self._dispute),
            self._route("/v1/charges", "GET", "charges", self._charges),
            self._route("/v1/refunds", "POST", "refund", self._refund),
            self._route("/v1/refunds", "GET", "refunds", self._refunds),
            self._route("/v1/transfers", "POST", "transfer", self._transfer),
            self._route("/v1/transfers", "GET", "transfers", self._transfers),
        ]

    def _route(self, path: str, method: str, operation: str, work: Work) -> Route:
        return Route(path, self._guarded(operation, work), methods=[method])

    def _guarded(self, operation: str, work: Work) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode(), self._account.rules.secret_key.encode()):
                return _refusal(401, "", "Invalid API Key provided")
            self._account.tick(time.time())
            try:
                raw = (await limited_body(request)).decode() or request.url.query
                asked = wire.nested(raw)
            except (Refused, ValueError) as refused:
                return _refusal(400, "parameter_unknown", str(refused))
            fault = self._account.store.fault_take((operation, "any"), self._reference(request, asked))
            early = await misbehave_before(fault, request, failing) if fault else None
            if early is not None:
                return early
            answer = self._answered_once(request, asked, raw, lambda: self._work(work, request, asked))
            return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

        return endpoint

    def _answered_once(self, request: Request, asked: Row, raw: str, work: Callable[[], Response]) -> Response:
        """The answer that was stored under the call's idempotency key, or a new one, which is stored: Stripe's own
        failure too, but not what was not valid."""
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        known = self._account.store.answer(key) if key else None
        called = f"{request.url.path}?{raw}"
        if known is None:
            fault = self._account.store.fault_take(("answer",), self._reference(request, asked)) if key else None
            answer = _refusal(500, "", "Something went wrong.", kind="api_error") if fault else work()
            if key and not 400 <= answer.status_code < 500:
                self._account.store.answer_keep(key, called, answer.status_code, bytes(answer.body))
            return answer
        if known["request"] != called:
            words = "Keys for idempotent requests can only be used with the same parameters they were first used with."
            return _refusal(400, "", words, kind="idempotency_error")
        return Response(known["body"], known["status"], {"Idempotent-Replayed": "true"}, "application/json")

    def _work(self, work: Work, request: Request, asked: Row) -> Response:
        try:
            return _json(work(request, asked))
        except Refused as refused:
            return _refusal(refused.status, refused.code, refused.detail)

    def _reference(self, request: Request, asked: Row) -> str | None:
        """Our reference of the payment that a call is about, for scripted faults."""
        store = self._account.store
        name = str(request.path_params.get("id", ""))
        dispute = store.dispute(name)
        intent = dispute["intent"] if dispute else str(asked.get("payment_intent", ""))
        session = store.session(name) or store.session_of_intent(intent)
        if session:
            return str(session["reference"])
        metadata = asked.get("metadata")
        payout = metadata.get("payout") if isinstance(metadata, dict) else None
        return asked.get("client_reference_id") or payout

    def _session(self, request: Request) -> Row:
        session = self._account.store.session(request.path_params["id"])
        if session is None:
            raise Refused(404, "resource_missing", f"No such checkout.session: '{request.path_params['id']}'")
        return session

    def _create(self, request: Request, asked: Row) -> Row:
        return self._account.shown(self._account.open(asked))

    def _list(self, request: Request, asked: Row) -> Row:
        limit = int(asked.get("limit") or 10)
        intent = asked.get("payment_intent")
        rows = [row for row in self._account.store.sessions() if intent in (None, row["intent"])]
        shown = [self._account.shown(row) for row in rows[:limit]]
        return {"object": "list", "data": shown, "has_more": len(rows) > limit, "url": "/v1/checkout/sessions"}

    def _retrieve(self, request: Request, asked: Row) -> Row:
        expand = asked.get("expand")
        wanted = list(expand.values()) if isinstance(expand, dict) else []
        if any(one not in ("payment_intent", "payment_intent.latest_charge") for one in wanted):
            raise Refused(400, "", "This property cannot be expanded.")
        return self._account.shown(self._session(request), expanded=max(wanted, default=""))

    def _expire(self, request: Request, asked: Row) -> Row:
        session = self._session(request)
        if session["status"] != "open":
            raise Refused(400, "", 'Only Checkout Sessions with a status in ["open"] can be expired.')
        return self._account.shown(self._account.expire(session))

    def _intent(self, request: Request, asked: Row) -> Row:
        session = self._account.store.session_of_intent(request.path_params["id"])
        if session is None:
            raise Refused(404, "resource_missing", f"No such payment_intent: '{request.path_params['id']}'")
        return self._account.intent(session)

    def _dispute(self, request: Request, asked: Row) -> Row:
        dispute = self._account.store.dispute(request.path_params["id"])
        if dispute is None:
            raise Refused(404, "resource_missing", f"No such dispute: '{request.path_params['id']}'")
        return self._account.disputes.shown(dispute)

    def _disputes(self, request: Request, asked: Row) -> Row:
        rows = self._account.store.disputes(str(asked.get("payment_intent", "")))
        shown = [self._account.disputes.shown(row) for row in rows]
        return {"object": "list", "data": shown, "has_more": False, "url": "/v1/disputes"}

    def _refund(self, request: Request, asked: Row) -> Row:
        return refund_shown(self._account.refund(asked))

    def _charges(self, request: Request, asked: Row) -> Row:
        rows = self._account.store.charged(*_stretch(asked))
        charges = [(self._account.charge(row) or {}) | {"created": int(row["charged_at"])} for row in rows]
        return _page(charges, asked, "/v1/charges")

    def _refunds(self, request: Request, asked: Row) -> Row:
        store, intent = self._account.store, str(asked.get("payment_intent", ""))
        rows = store.refunds(intent) if intent else store.refunds_made(*_stretch(asked))
        return _page([refund_shown(row) for row in rows], asked, "/v1/refunds")

    def _transfer(self, request: Request, asked: Row) -> Row:
        return transfer_shown(self._account.transfer(asked))

    def _transfers(self, request: Request, asked: Row) -> Row:
        rows = self._account.store.transfers(str(asked.get("transfer_group", "")))
        shown = [transfer_shown(row) for row in rows]
        return {"object": "list", "data": shown, "has_more": False, "url": "/v1/transfers"}


def _stretch(asked: Row) -> tuple[float, float]:
    """`created[gte]` and `created[lt]`, unix seconds."""
    created = asked.get("created")
    bounds: Row = created if isinstance(created, dict) else {}
    return float(bounds.get("gte", 0)), float(bounds.get("lt", 1e12))


def _page(rows: list[Row], asked: Row, url: str) -> Row:
    """So many of the rows as were asked for, after the one that is named."""
    start = asked.get("starting_after")
    first = next((number + 1 for number, row in enumerate(rows) if row["id"] == start), 0) if start else 0
    limit = int(asked.get("limit") or 10)
    return {"object": "list", "data": rows[first : first + limit], "has_more": len(rows) > first + limit, "url": url}


def _json(content: Any, status: int = 200) -> Response:
    return Response(encoded(content), status, {"Request-Id": f"req_{secrets.token_hex(7)}"}, "application/json")


def _refusal(status: int, code: str, words: str, *, kind: str = "invalid_request_error") -> Response:
    error = {"type": kind, "message": words} | ({"code": code} if code else {})
    return _json({"error": error}, status)


def _garbage(style: str, body: bytes) -> Response:
    if style == "types":  # numbers as text
        content = object_from(body)
        return _json(content | {"amount_total": "many", "status": 7})
    if style == "unsigned":
        return Response(json.dumps(object_from(body)).encode(), 200, media_type="text/plain")
    if style == "foreign":  # about another payment
        another = {"id": "cs_test_another", "client_reference_id": "another", "metadata": {"refund": "another"}}
        return _json(object_from(body) | another)
    return unreadable(style)
