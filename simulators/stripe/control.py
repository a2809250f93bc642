"""The test's hand inside the gateway, under /control; these addresses exist only with --control."""

import asyncio
import secrets
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import fault_routes, guarded
from simulators.common.faults import Script
from simulators.common.http import Refused, encoded
from simulators.stripe import wire
from simulators.stripe.account import Account, refund_shown, transfer_shown
from simulators.stripe.notify import Postman

DISPUTES = ("inquiry", "dispute", "escalate", "respond", "win", "lose", "close", "appeal")
SCRIPT = Script(
    operations=(
        "create", "retrieve", "list", "expire", "charges", "refund", "refunds", "transfer", "transfers", "dispute",
        "disputes",
    ),
    stages={
        "wrong_amount": "capture", "wrong_currency": "capture", "duplicate": "notification", "hold": "notification",
        "reorder": "notification", "refund_pending": "refund_outcome", "refund_failed": "refund_outcome",
        "refund_returned": "refund_outcome", "no_balance": "transfer_outcome", "stored_error": "answer",
    },
)  # fmt: skip


class Control:
    """Scripts faults, looks at what happened, moves sessions as only banks could, and posts by hand."""

    def __init__(self, account: Account, postman: Postman) -> None:
        self._account = account
        self._postman = postman

    def routes(self) -> list[Route]:
        """All addresses under /control."""
        return [
            *fault_routes(self._account.store, SCRIPT),
            Route("/control/sessions", guarded(self._sessions), methods=["GET"]),
            Route("/control/sessions/{id}/{move}", guarded(self._move), methods=["POST"]),
            Route("/control/transfers/{payout}/reverse", guarded(self._reverse), methods=["POST"]),
            Route("/control/notify/{id}", guarded(self._notify), methods=["POST"]),
        ]

    async def _sessions(self, request: Request) -> Response:
        return JSONResponse({"sessions": [self._shown(row) for row in self._account.store.sessions()]})

    def _shown(self, session: Row) -> Row:
        names = ("event_type", "state", "tries", "last_answer")
        told = [{name: sent[name] for name in names} for sent in self._account.store.deliveries_of(session["id"])]
        store, disputes = self._account.store, self._account.disputes
        refunds = [refund_shown(row) for row in store.refunds(session["intent"])]
        disputed = [disputes.shown(row) for row in store.disputes(session["intent"])]
        return session | {"told": told, "refunds": refunds, "disputes": disputed}

    def _session(self, request: Request) -> Row:
        session = self._account.store.session(request.path_params["id"])
        if session is None:
            raise Refused(404, "not_found", "no such session")
        return session

    async def _move(self, request: Request) -> Response:
        """From any state: pay, decline, pay_slowly, fail_slowly, expire; give_back, as a person does in the dashboard;
        release lets what is held go; forget and recount (`amount`), as if Stripe's books were wrong; inquiry, dispute
        (of an `amount`), escalate, respond, win, lose, close and appeal, as the shopper's bank does."""
        account, session, move = self._account, self._session(request), request.path_params["move"]
        if move == "release":
            account.store.deliveries_release(session["id"])
            account.wake()
            return JSONResponse(self._shown(session))
        if move == "forget":
            account.store.session_forget(session)
            return JSONResponse({})
        if move == "recount":
            received = int(request.query_params["amount"])
            return JSONResponse(self._shown(account.store.session_set(session["id"], received=received)))
        if move == "give_back":
            account.refund({"payment_intent": session["intent"]})
            return JSONResponse(self._shown(session))
        if move in DISPUTES:
            amount = request.query_params.get("amount")
            account.disputes.move(session, move, amount=int(amount) if amount else None)
            return JSONResponse(self._shown(session))
        moves = {
            "pay": account.pay, "decline": account.decline, "pay_slowly": account.pay_slowly,
            "fail_slowly": account.fail_slowly, "expire": account.expire,
        }  # fmt: skip
        if move not in moves:
            raise Refused(404, "not_found", "no such move")
        return JSONResponse(self._shown(moves[move](session)))

    async def _reverse(self, request: Request) -> Response:
        """The transfer of a payout comes back, all of it or an `amount`: the event that tells of it, signed."""
        transfers = self._account.store.transfers(f"payout_{request.path_params['payout']}")
        if not transfers:
            raise Refused(404, "not_found", "no such transfer")
        amount = int(request.query_params.get("amount", transfers[0]["amount"]))
        transfer = self._account.store.transfer_reverse(transfers[0]["id"], amount)
        body = encoded(self._account.event("transfer.reversed", transfer_shown(transfer)))
        signature = wire.signed(self._account.rules.webhook_secret, int(time.time()), body)
        return JSONResponse({"body": body.decode(), "signature": signature})

    async def _notify(self, request: Request) -> Response:
        """Post an event now, `times` in parallel: `type` says which; one of a refund or dispute is about the latest.
        `amount`, `currency`, `reference`, `livemode` bend what it says and are signed; `forged` spoils the signature;
        `event` gives its id, `age` the signature's age."""
        session, query = self._session(request), request.query_params
        kind = query.get("type", "checkout.session.completed")
        about = self._account.shown(session)
        if "amount" in query:
            about["amount_total"] = int(query["amount"])
        if "reference" in query:
            about["client_reference_id"] = query["reference"]
        if "currency" in query:
            about["currency"] = query["currency"]
        if "session" in query:
            about["id"] = query["session"]
        if kind.startswith("charge.dispute."):
            about = self._account.disputes.shown(self._account.store.disputes(session["intent"])[0])
        if kind.startswith("refund."):
            about = refund_shown(self._account.store.refunds(session["intent"])[0])
        event = self._account.event(kind, about) | {"livemode": query.get("livemode") == "true"}
        event |= {"id": query["event"]} if "event" in query else {}
        body, header = self._forged(
            encoded(event), int(time.time() - float(query.get("age", "0"))), query.get("forged", "")
        )
        url = query.get("url", self._account.rules.webhook_url)
        times = int(query.get("times", "1")) if url else 0
        answers = await asyncio.gather(*(self._postman.post(url, body, header) for _ in range(times)))
        return JSONResponse({"answers": answers, "body": body.decode(), "signature": header})

    def _forged(self, body: bytes, at: int, how: str) -> tuple[bytes, str]:
        """An event as an attacker, or a careless sender, would write it; `forged` empty leaves it right."""
        secret = self._account.rules.webhook_secret
        right = wire.signed(secret, at, body)
        ways = {
            "": (body, right),
            "missing": (body, ""),
            "wrong_key": (body, wire.signed(secrets.token_hex(16), at, body)),
            "flipped": (body, right[:-1] + ("0" if right[-1] != "0" else "1")),
            "changed": (body.replace(b'"object":', b'"object": ', 1), right),
            "test_scheme": (body, right.replace("v1=", "v0=")),
            "no_time": (body, right.split(",")[1]),
            "rolled": (body, f"{right},{wire.signed(secrets.token_hex(16), at, body).split(',')[1]}"),
        }
        if how not in ways:
            raise Refused(422, "invalid_script", f"forged must be one of {', '.join(filter(None, ways))}")
        return ways[how]
