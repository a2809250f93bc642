"""The payout API, known as Iris: two keys with a role each, answers under idempotency keys, and scripted faults."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
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
from simulators.midtrans.payouts import BANKS, Deposit, refused, zulu

CREATOR, APPROVER = "creator", "approver"
Work = Callable[[Request, Row, str], object]


class Iris:
    """All addresses below /iris."""

    def __init__(self, deposit: Deposit) -> None:
        self._deposit = deposit
        rules = deposit.rules
        self._keys = {CREATOR: rules.creator_key, APPROVER: rules.approver_key}

    def routes(self) -> list[Route]:
        """Each with its operation's name, and with whose key it wants."""
        both = (CREATOR, APPROVER)
        table: tuple[tuple[str, str, str, tuple[str, ...], Work], ...] = (
            ("/payouts", "POST", "payout_create", (CREATOR,), self._create),
            ("/payouts/approve", "POST", "payout_approve", (APPROVER,), self._approve),
            ("/payouts/reject", "POST", "payout_reject", (APPROVER,), self._reject),
            ("/payouts/{reference_no}", "GET", "payout_details", both, self._details),
            ("/statements", "GET", "payout_history", both, self._history),
            ("/balance", "GET", "payout_balance", both, self._balance),
            ("/beneficiary_banks", "GET", "payout_banks", both, self._banks),
        )
        ping = Route("/iris/ping", lambda request: PlainTextResponse("pong"), methods=["GET"])
        return [ping, *(self._route(*row) for row in table)]

    def _route(self, path: str, method: str, name: str, roles: tuple[str, ...], work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            role = next((role for role, key in self._keys.items() if key and wire.is_ours(key, given)), "")
            if role not in roles:
                return _refusal(403 if role else 401, {"error_message": "HTTP Basic: Access denied"})
            raw = await limited_body(request)
            fault = self._deposit.book.fault_take((name, "any"), self._about(request, raw))
            early = await misbehave_before(fault, request, failing) if fault else None
            if early is not None:
                return early
            answer = self._answer(request, raw, work)
            return await misbehave_after(fault, request, answer, failing, _garbage) if fault else answer

        return Route(f"/iris/api/v1{path}", endpoint, methods=[method])

    def _about(self, request: Request, raw: bytes) -> str | None:
        """The key under which the payout was created that a call is about, for scripted faults."""
        numbers = [request.path_params.get("reference_no", "")]
        try:
            numbers += [str(number) for number in object_from(raw).get("reference_nos", [])]
        except Refused:
            return None
        found = next(filter(None, map(self._deposit.book.payout, numbers)), None)
        return str(found["key"]) if found else request.headers.get("x-idempotency-key")

    def _answer(self, request: Request, raw: bytes, work: Work) -> Response:
        """The answer, kept under the key of the call where it has one."""
        book, key = self._deposit.book, request.headers.get("x-idempotency-key", "")
        fingerprint = hashlib.sha256(request.url.path.encode() + b"\n" + raw).hexdigest()
        known = book.answer_of(key) if key else None
        if known is not None and known["fingerprint"] != fingerprint:
            words = "idempotency-key is not unique"
            return _refusal(400, {"error_message": words, "errors": words})
        if known is not None:
            return Response(known["body"], known["status"], media_type="application/json")
        answer = self._worked(request, raw, work)
        if key:
            book.answer_keep(key, fingerprint, answer.status_code, bytes(answer.body))
        return answer

    def _worked(self, request: Request, raw: bytes, work: Work) -> Response:
        try:
            made = work(request, object_from(raw), request.headers.get("x-idempotency-key", ""))
        except Refused as no:
            content = json.loads(no.detail) if no.code == "refused" else {"error_message": no.detail}
            return _refusal(no.status, content)
        status = 201 if request.url.path.endswith("/payouts") else 200
        return Response(encoded(made), status, media_type="application/json")

    # The operations

    def _create(self, request: Request, asked: Row, key: str) -> Row:
        made = self._deposit.create(asked, key)
        return {"payouts": [{"status": one["status"], "reference_no": one["reference_no"]} for one in made]}

    def _approve(self, request: Request, asked: Row, key: str) -> Row:
        self._deposit.decide(asked, "approved")
        return {"status": "ok"}

    def _reject(self, request: Request, asked: Row, key: str) -> Row:
        self._deposit.decide(asked, "rejected")
        return {"status": "ok"}

    def _details(self, request: Request, asked: Row, key: str) -> Row:
        self._deposit.tick(time.time())
        payout = self._deposit.book.payout(request.path_params["reference_no"])
        if payout is None:
            raise Refused(404, "not_found", "Specified payout not found")
        return _shown(payout)

    def _history(self, request: Request, asked: Row, key: str) -> list[Row]:
        first, last = (_day(request.query_params.get(name, "")) for name in ("from_date", "to_date"))
        return [_shown(payout) for payout in self._deposit.book.payouts_between(first, last + 86_400)]

    def _balance(self, request: Request, asked: Row, key: str) -> Row:
        return {"balance": wire.decimals(self._deposit.balance)}

    def _banks(self, request: Request, asked: Row, key: str) -> Row:
        return {"beneficiary_banks": [{"code": code, "name": name} for code, name in BANKS.items()]}


def _shown(payout: Row) -> Row:
    """A payout as answers show it; why it failed, only notifications tell."""
    return {
        "amount": wire.decimals(payout["amount"]),
        "beneficiary_name": payout["name"],
        "beneficiary_account": payout["account"],
        "bank": BANKS[payout["bank"]],
        "reference_no": payout["reference_no"],
        "notes": payout["notes"],
        "status": payout["status"],
        "created_by": "Creator",
        "created_at": zulu(payout["created_at"]),
        "updated_at": zulu(payout["updated_at"]),
    }


def _day(text: str) -> float:
    """The first moment of a day in Jakarta. Raises Refused."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=wire.JAKARTA).timestamp()
    except ValueError:
        raise refused("Invalid date", [text]) from None


def _refusal(status: int, content: Row) -> Response:
    return Response(encoded(content), status, media_type="application/json")


def _garbage(style: str, body: bytes) -> Response:
    if style == "foreign":  # about another payout
        return _refusal(200, object_from(body) | {"reference_no": "another", "amount": "1.00"})
    return unreadable(style)
