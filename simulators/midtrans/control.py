"""The test's hand inside the gateway, under /control; these addresses exist only with --control."""

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import fault_routes, guarded
from simulators.common.faults import Script
from simulators.common.http import Refused, encoded
from simulators.midtrans import wire
from simulators.midtrans.merchant import Merchant
from simulators.midtrans.notify import Postman

SCRIPT = Script(
    operations=(
        "create", "status", "cancel", "expire", "approve", "deny", "refund",
        "payout_create", "payout_approve", "payout_reject", "payout_details", "payout_history", "payout_balance",
    ),
    stages={
        "wrong_amount": "capture", "wrong_currency": "capture", "duplicate": "notification", "hold": "notification",
        "reorder": "notification", "refund_failed": "refund_outcome", "slow_settlement": "settlement",
        "payout_failed": "payout_outcome", "approval_refused": "payout_approval",
    },
    coded=True,
)  # fmt: skip


class Control:
    """Scripts faults, looks at what happened, moves transactions as only banks could, and posts by hand."""

    def __init__(self, merchant: Merchant, postman: Postman) -> None:
        self._merchant = merchant
        self._postman = postman

    def routes(self) -> list[Route]:
        """All addresses under /control."""
        return [
            *fault_routes(self._merchant.store, SCRIPT),
            Route("/control/transactions", guarded(self._transactions), methods=["GET"]),
            Route("/control/transactions/{order_id}/{move}", guarded(self._move), methods=["POST"]),
            Route("/control/notify/{order_id}", guarded(self._notify), methods=["POST"]),
        ]

    async def _transactions(self, request: Request) -> Response:
        return JSONResponse({"transactions": [self._shown(row) for row in self._merchant.store.snaps()]})

    def _shown(self, snap: Row) -> Row:
        names = ("event_type", "state", "tries", "last_answer")
        told = [{name: sent[name] for name in names} for sent in self._merchant.store.deliveries_of(snap["order_id"])]
        return snap | {"told": told, "refunds": self._merchant.store.refunds(snap["order_id"])}

    def _snap(self, request: Request) -> Row:
        snap = self._merchant.store.snap(request.path_params["order_id"])
        if snap is None:
            raise Refused(404, "not_found", "no such transaction")
        return snap

    async def _move(self, request: Request) -> Response:
        """From any state: pay, challenge, settle, deny, cancel, expire, refund, partial_refund; chargeback (of an
        `amount`) and win, as the shopper's bank does; release lets what is held go."""
        merchant, snap = self._merchant, self._snap(request)
        move = request.path_params["move"]
        if move == "release":
            merchant.store.deliveries_release(snap["order_id"])
            merchant.wake()
            return JSONResponse(self._shown(snap))
        moves = {"pay": merchant.approve, "decline": merchant.decline, "challenge": merchant.challenge}
        states = {"settle": "settlement", "deny": "deny", "cancel": "cancel", "expire": "expire"}
        states |= {name: name for name in ("refund", "partial_refund")}
        if move in ("chargeback", "win"):
            amount = request.query_params.get("amount")
            taken = int(amount) if amount else None
            moved = merchant.win(snap) if move == "win" else merchant.charge_back(snap, taken)
            return JSONResponse(self._shown(moved))
        if move in moves:
            return JSONResponse(self._shown(moves[move](snap)))
        if move not in states:
            raise Refused(404, "not_found", "no such move")
        return JSONResponse(self._shown(merchant.move(snap, states[move])))

    async def _notify(self, request: Request) -> Response:
        """Post a notification now, `times` in parallel. `status` and `gross_amount` bend it and are signed; `forged`
        spoils the signature; `unsigned_status` changes what no signature covers."""
        snap, query = self._snap(request), request.query_params
        body = self._merchant.shown(snap)
        if "status" in query:
            body["transaction_status"] = query["status"]
        body |= {name: query[name] for name in ("gross_amount", "order_id", "status_code", "currency") if name in query}
        key = self._merchant.rules.server_key
        body["signature_key"] = wire.signature(key, body["order_id"], body["status_code"], body["gross_amount"])
        raw = forged(body, key, query.get("forged", ""))
        url = snap["notify_urls"].split(",")[0]
        answers = await asyncio.gather(*(self._postman.post(url, raw) for _ in range(int(query.get("times", "1")))))
        return JSONResponse({"answers": answers, "body": raw.decode()})


def forged(body: Row, key: str, how: str) -> bytes:
    """A notification as an attacker, or a careless sender, would write it; `how` empty leaves it right."""
    digest = str(body["signature_key"])
    other = wire.signature(key, body["order_id"], body["status_code"], body["gross_amount"].removesuffix(".00"))
    ways: dict[str, Row] = {
        "": body,
        "missing": {name: value for name, value in body.items() if name != "signature_key"},
        "wrong_key": body
        | {
            "signature_key": wire.signature(
                secrets.token_hex(16), body["order_id"], body["status_code"], body["gross_amount"]
            )
        },
        "flipped": body | {"signature_key": digest[:-1] + ("0" if digest[-1] != "0" else "1")},
        "short": body | {"signature_key": digest[:64]},
        "rounded": body | {"signature_key": other},
        "changed": body | {"gross_amount": "1" + body["gross_amount"]},
        "list": body | {"signature_key": [digest]},
        "extra": body | {"new_field": {"deep": [1, 2]}, "custom_field1": "x"},
    }
    if how not in ways:
        raise Refused(422, "invalid_script", f"forged must be one of {', '.join(filter(None, ways))}")
    return encoded(ways[how])
