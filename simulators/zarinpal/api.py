"""The REST calls under /pg/v4/payment, with the scripted faults in between, and the refund GraphQL."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
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
from simulators.zarinpal.terminal import MESSAGES, SMALLEST_REFUND, Coded, Terminal, order_id_of

# Codes that come with an HTTP status of their own; all others come with 200.
STATUSES = {-9: 422, -14: 422}
Body = Mapping[str, Any]
Operation = Callable[[Terminal, Body], Row]


def _request(terminal: Terminal, body: Body) -> Row:
    session = terminal.request(body)
    return {"code": 100, "message": "Success", "authority": session["authority"], "fee_type": "Merchant", "fee": 0}


def _verify(terminal: Terminal, body: Body) -> Row:
    code, session = terminal.verify(terminal.session_of(body), body)
    return {
        "wages": terminal.store.wages(session["id"]) or None,
        "code": code,
        "message": "Paid" if code == 100 else "Verified",
        "card_hash": secrets.token_hex(32).upper(),
        "card_pan": "502229******5995",
        "ref_id": session["ref_id"],
        "fee_type": "Merchant",
        "fee": 0,
        "shaparak_fee": 1200,
        "order_id": None,
    }


def _inquiry(terminal: Terminal, body: Body) -> Row:
    state = terminal.session_of(body)["state"]
    return {"status": "IN_BANK" if state == "CREATED" else state, "code": 100, "message": "Success"}


def _unverified(terminal: Terminal, body: Body) -> Row:
    shown = [
        {
            "authority": session["authority"],
            "amount": session["amount"],
            "callback_url": session["callback_url"],
            "referer": None,
            "date": f"{datetime.fromtimestamp(session['paid_at'], UTC):%Y-%m-%d %H:%M:%S}",
        }
        for session in terminal.store.unverified()
    ]
    return {"code": "100", "message": "Success", "authorities": shown}  # a text here, as the documentation shows it


def _reverse(terminal: Terminal, body: Body) -> Row:
    terminal.reverse(terminal.session_of(body))
    return {"code": 100, "message": "Reversed"}


OPERATIONS: dict[str, Operation] = {
    "request": _request,
    "verify": _verify,
    "inquiry": _inquiry,
    "unVerified": _unverified,
    "reverse": _reverse,
}


class Api:
    """Wraps each call: fault before, work, fault after, envelope."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def routes(self) -> list[Route]:
        """All addresses the merchant calls."""
        rest = [
            Route(f"/pg/v4/payment/{name}.json", self._endpoint(name, operation), methods=["POST"])
            for name, operation in OPERATIONS.items()
        ]
        return [*rest, Route("/api/v4/graphql/", self._graphql, methods=["POST"])]

    def _endpoint(self, name: str, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                body = object_from(await limited_body(request))
            except Refused:
                return _error(Coded(-9, [{"body": "The body is not JSON."}]))
            fault = self._fault(name, body)
            early = await misbehave_before(fault, request, failing) if fault else None
            if early is not None:
                return early
            answer = self._answer(operation, body, fault)
            return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

        return endpoint

    def _fault(self, name: str, body: Body) -> Row | None:
        session = self._terminal.store.session(str(body.get("authority", "")))
        reference = session["merchant_reference"] if session else order_id_of(body)
        return self._terminal.store.fault_take((name, "any"), reference)

    def _answer(self, operation: Operation, body: Body, fault: Row | None) -> Response:
        try:
            if fault and fault["kind"] == "code":
                raise Coded(fault["details"]["code"])
            self._terminal.check_merchant(body)
            return _json({"data": operation(self._terminal, body), "errors": []})
        except Coded as refused:
            return _error(refused)

    # Refunds

    async def _graphql(self, request: Request) -> Response:
        rules = self._terminal.rules
        if request.headers.get("Authorization") != f"Bearer {rules.access_token}":
            return _json({"errors": [{"message": "Unauthenticated."}]}, 401)
        try:
            body = object_from(await limited_body(request))
        except Refused:
            return _json({"errors": [{"message": "Syntax Error"}]}, 400)
        variables = body.get("variables")
        asked: dict[str, Any] = variables if isinstance(variables, dict) else {}
        query = str(body.get("query", ""))
        name, work = ("refund", self._add_refund) if "AddRefund(" in query else ("sessions", self._sessions)
        session = self._terminal.store.session_by_id(str(asked.get("session_id", "")))
        fault = self._terminal.store.fault_take((name, "any"), session["merchant_reference"] if session else None)
        early = await misbehave_before(fault, request, failing) if fault else None
        if early is not None:
            return early
        answer = work(asked)
        return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

    def _sessions(self, asked: Row) -> Response:
        if str(asked.get("terminal_id")) != self._terminal.rules.terminal_id:
            return _json({"errors": [{"message": "The terminal is not yours."}], "data": {"Session": None}})
        found = self._terminal.store.sessions(
            description=asked.get("description"),
            limit=int(asked.get("limit") or 25),
            offset=int(asked.get("offset") or 0),
        )
        shown = [self._shown(self._terminal.as_it_stands(session)) for session in found]
        wanted = asked.get("filter")
        return _json({"data": {"Session": [one for one in shown if wanted in (None, one["status"])]}})

    def _shown(self, session: Row) -> Row:
        is_refunded = (
            session["state"] == "REVERSED" or self._terminal.store.refunded(session["id"]) >= session["amount"]
        )
        words = {"CREATED": "ACTIVE", "IN_BANK": "ACTIVE", "FAILED": "TRASH"}
        return {
            "id": str(session["id"]),
            "status": "REFUNDED" if is_refunded else words.get(session["state"], session["state"]),
            "amount": session["amount"],
            "description": session["description"],
            "created_at": f"{datetime.fromtimestamp(session['created_at'], UTC):%Y-%m-%d %H:%M:%S}",
        }

    def _add_refund(self, asked: Row) -> Response:
        store = self._terminal.store
        session, amount = store.session_by_id(str(asked.get("session_id", ""))), asked.get("amount")
        problem = ""
        if session is None or session["state"] not in ("PAID", "VERIFIED"):
            problem = "The session cannot be refunded."
        elif not isinstance(amount, int) or amount < SMALLEST_REFUND:
            problem = f"The amount must be at least {SMALLEST_REFUND}."
        elif store.refunded(session["id"]) + amount > session["amount"]:
            problem = "The amount is more than what is left of the session."
        if problem or session is None or not isinstance(amount, int):
            return _json({"errors": [{"message": problem}], "data": {"resource": None}})
        fault = store.fault_take(("refund_outcome",), session["merchant_reference"])
        refund = store.refund_add(
            session, amount=amount, description=str(asked.get("description") or "")[:500], is_done=fault is None
        )
        at = f"{datetime.fromtimestamp(refund['created_at'], UTC):%Y-%m-%d %H:%M:%S}" if refund["is_done"] else None
        timeline = {"refund_amount": amount, "refund_time": at, "refund_status": "PENDING" if at is None else "DONE"}
        shown = {"terminal_id": self._terminal.rules.terminal_id, "id": refund["id"], "amount": amount}
        return _json({"data": {"resource": shown | {"timeline": timeline}}})


def _json(content: object, status: int = 200) -> Response:
    return Response(encoded(content), status, {"Cache-Control": "no-store"}, "application/json")


def _error(refused: Coded) -> Response:
    """`data` is an empty list or an empty object: both are seen in the wild."""
    error: Row = {"code": refused.code, "message": MESSAGES.get(refused.code, "Error.")}
    error["validations"] = refused.validations
    return _json({"data": [] if refused.code % 2 else {}, "errors": error}, STATUSES.get(refused.code, 200))


def _garbage(style: str, body: bytes) -> Response:
    if style == "types":  # as the documentation also shows it: the code a text, fields null, fields nobody knows
        content = json.loads(body)
        if isinstance(content["data"], dict):
            nulls = {name: None for name in ("card_pan", "card_hash", "fee", "fee_type") if name in content["data"]}
            content["data"] |= {"code": str(content["data"].get("code")), "news": {"a": 1}, **nulls}
        return _json(content)
    return unreadable(style)
