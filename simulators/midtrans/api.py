"""Snap and the Core API: the key checked, answers as Midtrans writes them, with the scripted faults between."""

import time
import uuid
from collections.abc import Awaitable, Callable

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
from simulators.midtrans import wire
from simulators.midtrans.merchant import Merchant, refund_shown

ACTIONS = ("cancel", "expire", "approve", "deny", "refund")


class Api:
    """Creation of pages, status, and what may be done to a transaction."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def routes(self) -> list[Route]:
        """All addresses that want the key."""
        return [
            Route("/snap/v1/transactions", self._guarded(self._create, "create"), methods=["POST"]),
            Route("/v2/{order_id}/status", self._guarded(self._status, "status"), methods=["GET"]),
            Route("/v2/{order_id}/refund/online/direct", self._guarded(self._refund, "refund"), methods=["POST"]),
            Route("/v2/{order_id}/{action}", self._guarded(self._act, ""), methods=["POST"]),
        ]

    def _guarded(
        self, work: Callable[[Request, Row], Awaitable[Response]], name: str
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            is_snap = name == "create"
            if not wire.is_ours(self._merchant.rules.server_key, request.headers.get("authorization", "")):
                return _refusal(401, "Access denied due to unauthorized transaction", is_snap)
            try:
                asked = object_from(await limited_body(request))
            except Refused as refused:
                return _refusal(400, refused.detail, is_snap)
            operation = name or request.path_params["action"]
            details = asked.get("transaction_details")
            reference = request.path_params.get("order_id") or (
                str(details.get("order_id")) if isinstance(details, dict) else None
            )
            fault = self._merchant.store.fault_take((operation, "any"), reference)
            early = await misbehave_before(fault, request, failing) if fault else None
            if early is not None:
                return early
            if fault and fault["kind"] == "code":  # Core API refuses in the body of a 200
                return _core({"status_code": f"{fault['details']['code']:03d}", "status_message": "Refused"})
            try:
                answer = await work(request, asked)
            except Refused as refused:
                answer = _refusal(refused.status, refused.detail, is_snap)
            return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

        return endpoint

    async def _create(self, request: Request, asked: Row) -> Response:
        override, append = (request.headers.get(f"x-{way}-notification", "") for way in ("override", "append"))
        usual = self._merchant.rules.notify_url
        notify = override or ",".join(filter(None, (usual, append)))
        snap = self._merchant.open(asked, notify)
        address = f"{self._merchant.address}/snap/v2/vtweb/{snap['token']}"
        return Response(encoded({"token": snap["token"], "redirect_url": address}), 201, media_type="application/json")

    async def _status(self, request: Request, asked: Row) -> Response:
        return _core({**self._merchant.shown(self._transaction(request)), "status_message": "Success, found"})

    async def _act(self, request: Request, asked: Row) -> Response:
        action = request.path_params["action"]
        if action not in ACTIONS:
            raise Refused(404, "not_found", "no such action")
        if action == "refund":
            return await self._refund(request, asked)
        snap = self._transaction(request)
        is_challenged = snap["status"] == "capture" and snap["fraud"] == "challenge"
        is_pending = snap["status"] == "pending"
        allowed = {
            "cancel": is_pending or snap["status"] == "capture", "expire": is_pending,
            "approve": is_challenged, "deny": is_challenged,
        }  # fmt: skip
        if not allowed[action]:
            return _core({"status_code": "412", "status_message": "Transaction status cannot be updated."})
        if action == "approve":
            snap = self._merchant.move(snap, "capture", fraud="accept", due_at=self._settles_at())
        else:
            snap = self._merchant.move(snap, {"cancel": "cancel", "expire": "expire", "deny": "deny"}[action])
        code = "407" if action == "expire" else "200"
        words = "Success, transaction has expired" if action == "expire" else f"Success, {action}"
        return _core({**self._merchant.shown(snap), "status_code": code, "status_message": words})

    def _settles_at(self) -> float:
        return time.time() + self._merchant.rules.settle_seconds

    async def _refund(self, request: Request, asked: Row) -> Response:
        snap = self._transaction(request)
        key, amount = str(asked.get("refund_key") or uuid.uuid4()), asked.get("amount")
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise Refused(400, "invalid", "amount must be a number")
        fault = self._merchant.store.fault_take(("refund_outcome",), snap["order_id"])
        made = (
            ("414", "Merchant balance is not enough.")
            if fault
            else self._merchant.refund(snap, key=key, amount=amount, reason=str(asked.get("reason", "")))
        )
        if isinstance(made, tuple):
            return _core({"status_code": made[0], "status_message": made[1]})
        shown = {**self._merchant.shown(self._transaction(request)), **refund_shown(made)}
        return _core({**shown, "status_code": "200", "status_message": "Success, refund request is approved"})

    def _transaction(self, request: Request) -> Row:
        """The transaction of the address. A page that is only open is none."""
        self._merchant.tick(time.time())
        snap = self._merchant.store.snap(request.path_params["order_id"])
        if snap is None or not snap["status"]:
            raise Refused(404, "not_found", "Transaction doesn't exist.")
        return snap


def _core(content: Row) -> Response:
    """The Core API says its code in the body; the HTTP status is 200 also for refusals."""
    return Response(encoded(content), 200, media_type="application/json")


def _refusal(status: int, words: str, is_snap: bool) -> Response:
    if is_snap:
        return Response(encoded({"error_messages": [words]}), status, media_type="application/json")
    content = {"status_code": str(status), "status_message": words, "id": str(uuid.uuid4())}
    return Response(encoded(content), status, media_type="application/json")


def _garbage(style: str, body: bytes) -> Response:
    if style == "types":  # numbers where text was promised
        content = object_from(body)
        numbers = {name: float(content[name]) for name in ("gross_amount",) if name in content}
        return _core(content | numbers)
    if style == "unsigned":
        return _core({name: value for name, value in object_from(body).items() if name != "signature_key"})
    if style == "foreign":  # about another shop's order
        return _core(object_from(body) | {"order_id": "another-order", "refund_key": "another-refund"})
    if style == "swapped":  # as some banks are answered: the transaction's id where the order's should be
        content = object_from(body)
        return _core(content | {"order_id": content.get("transaction_id")})
    return unreadable(style)
