"""The test's hand inside the gateway, under /control; these addresses exist only with --control."""

import asyncio
import secrets
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import Handler, fault_routes, guarded
from simulators.common.faults import Script
from simulators.common.http import Refused, encoded
from simulators.sandbox.gateway import Gateway
from simulators.sandbox.notify import Postman
from simulators.sandbox.wire import sign

SCRIPT = Script(
    operations=("create", "get", "verify", "cancel", "expire", "refund", "get_refund", "movements"),
    stages={
        "wrong_amount": "capture", "other_currency": "capture",
        "duplicate": "notification", "reorder": "notification", "hold": "notification",
        "refund_pending": "refund_outcome", "refund_failed": "refund_outcome",
    },
)  # fmt: skip


class Control:
    """Scripts faults, looks at what happened, and sends notifications by hand."""

    def __init__(self, gateway: Gateway, postman: Postman, *, secret: str) -> None:
        self._gateway = gateway
        self._postman = postman
        self._secret = secret

    def routes(self) -> list[Route]:
        """All addresses under /control."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/control/payments", self._payments),
            ("POST", "/control/payments/{payment_id}/capture", self._capture),
            ("POST", "/control/payments/{payment_id}/forget", self._forget),
            ("POST", "/control/payments/{payment_id}/recount", self._recount),
            ("POST", "/control/payments/{payment_id}/take_back", self._take_back),
            ("POST", "/control/refunds/{refund_reference}/{status}", self._refund_settle),
            ("POST", "/control/notify/{payment_id}", self._notify),
            ("POST", "/control/deliver/{payment_id}", self._deliver),
        ]
        own = [Route(path, guarded(handler), methods=[method]) for method, path, handler in table]
        return [*fault_routes(self._gateway.store, SCRIPT), *own]

    async def _payments(self, request: Request) -> Response:
        wanted = request.query_params.get("merchant_reference")
        if wanted is None:
            rows = self._gateway.store.payments(limit=min(int(request.query_params.get("limit", "100")), 1000))
        else:
            found = self._gateway.store.payment_by_reference(wanted)
            rows = [found] if found else []
        return JSONResponse({"payments": [self._shown(row) for row in rows]})

    def _shown(self, payment: Row) -> Row:
        names = ("event_id", "event_type", "state", "tries", "last_answer")
        deliveries = self._gateway.store.deliveries_of(payment["id"])
        shown = [{name: delivery[name] for name in names} for delivery in deliveries]
        return self._gateway.payment_shown(payment) | {"deliveries": shown}

    async def _capture(self, request: Request) -> Response:
        """The bank's very late yes: captures from any state, also an expired or cancelled one."""
        payment = self._gateway.approve(self._gateway.payment_get(request.path_params["payment_id"]))
        return JSONResponse(self._shown(payment))

    async def _forget(self, request: Request) -> Response:
        """The gateway's books are wrong: a payment is not in them."""
        self._gateway.store.payment_forget(self._gateway.payment_get(request.path_params["payment_id"])["id"])
        return JSONResponse({})

    async def _recount(self, request: Request) -> Response:
        """The gateway's books are wrong: they hold another `amount` of a capture."""
        payment = self._gateway.payment_get(request.path_params["payment_id"])
        amount = int(request.query_params["amount"])
        return JSONResponse(self._shown(self._gateway.store.payment_set(payment["id"], captured_amount=amount)))

    async def _take_back(self, request: Request) -> Response:
        """The bank has taken a capture back, and nobody is told."""
        payment = self._gateway.payment_get(request.path_params["payment_id"])
        nothing = dict.fromkeys(("captured_amount", "captured_currency", "captured_at"))
        return JSONResponse(self._shown(self._gateway.store.payment_set(payment["id"], status="declined", **nothing)))

    async def _refund_settle(self, request: Request) -> Response:
        status = request.path_params["status"]
        if status not in ("succeeded", "failed"):
            raise Refused(404, "not_found", "a refund ends as succeeded or failed")
        refund = self._gateway.refund_get(request.path_params["refund_reference"])
        return JSONResponse(self._gateway.refund_shown(self._gateway.refund_settle(refund, status)))

    async def _deliver(self, request: Request) -> Response:
        """Let held and waiting notifications go now."""
        payment = self._gateway.payment_get(request.path_params["payment_id"])
        released = self._gateway.store.deliveries_release(payment["id"])
        self._gateway.wake()
        return JSONResponse({"released": released})

    async def _notify(self, request: Request) -> Response:
        """Send a notification now, `times` in parallel, without retries; answers what the merchant answered."""
        query = request.query_params
        payment = self._gateway.payment_get(request.path_params["payment_id"])
        times = int(query.get("times", "1"))
        if not 1 <= times <= 200:
            raise Refused(422, "invalid_script", "times must be 1 to 200")
        event_id, body = self._body(payment, request)
        sent, signature = forged(self._secret, body, query.get("bad_signature", ""))
        posts = (self._postman.post(payment["notify_url"], sent, signature) for _ in range(times))
        return JSONResponse({"event_id": event_id, "answers": await asyncio.gather(*posts)})

    def _body(self, payment: Row, request: Request) -> tuple[str, bytes]:
        """The last event again, or a new one when the query bends it or there is none."""
        query = request.query_params
        bent = {name: query[name] for name in ("status", "amount", "currency", "merchant_reference") if name in query}
        past = self._gateway.store.deliveries_of(payment["id"])
        if past and not bent and "new" not in query:
            return past[-1]["event_id"], past[-1]["body"]
        event = self._gateway.event(payment, f"payment.{bent.get('status', payment['status'])}")
        shown = event["payment"]
        shown["status"] = bent.get("status", shown["status"])
        shown["merchant_reference"] = bent.get("merchant_reference", shown["merchant_reference"])
        if shown["status"] == "captured":
            shown["captured_amount"] = int(bent.get("amount") or payment["captured_amount"] or payment["amount"])
            shown["captured_currency"] = bent.get("currency") or payment["captured_currency"] or payment["currency"]
        return event["id"], encoded(event)


def forged(secret: str, body: bytes, how: str) -> tuple[bytes, str]:
    """The body and signature header to send when a notification must be refused; `how` empty signs it rightly."""
    right = sign(secret, body)
    ways = {
        "": (body, right),
        "missing": (body, ""),
        "wrong_key": (body, sign(secrets.token_hex(16), body)),
        "truncated": (body, right[:-1]),
        "changed_body": (body + b" ", right),
        "twice": (body, f"{right},{right}"),
        "old": (body, sign(secret, body, at=time.time() - 600)),
        "future": (body, sign(secret, body, at=time.time() + 600)),
    }
    if how in ("1", "true"):
        how = "wrong_key"
    if how not in ways:
        raise Refused(422, "invalid_script", f"bad_signature must be one of {', '.join(filter(None, ways))}")
    return ways[how]
