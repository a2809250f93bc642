"""The test's hand inside payouts, under /control; these addresses exist only with --control."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import guarded
from simulators.common.http import Refused, encoded, limited_body, object_from
from simulators.midtrans import wire
from simulators.midtrans.notify import Postman
from simulators.midtrans.payouts import Deposit

MOVES = {"process": "processed", "complete": "completed", "fail": "failed", "reject": "rejected"}


class PayoutControl:
    """Looks at payouts, moves them as only a bank could, fills the deposit, and posts by hand."""

    def __init__(self, deposit: Deposit, postman: Postman) -> None:
        self._deposit = deposit
        self._postman = postman

    def routes(self) -> list[Route]:
        """All addresses under /control that are about payouts."""
        return [
            Route("/control/payouts", guarded(self._payouts), methods=["GET"]),
            Route("/control/payouts/{reference_no}/notify", guarded(self._notify), methods=["POST"]),
            Route("/control/payouts/{reference_no}/{move}", guarded(self._move), methods=["POST"]),
            Route("/control/payout-keys", guarded(self._forget), methods=["DELETE"]),
            Route("/control/deposit", guarded(self._fill), methods=["POST"]),
        ]

    async def _payouts(self, request: Request) -> Response:
        return JSONResponse({"payouts": self._deposit.book.payouts(), "balance": self._deposit.balance})

    def _payout(self, request: Request) -> Row:
        payout = self._deposit.book.payout(request.path_params["reference_no"])
        if payout is None:
            raise Refused(404, "not_found", "no such payout")
        return payout

    async def _move(self, request: Request) -> Response:
        """From any state: process, complete, fail (`code`), reject; release lets what is held go."""
        payout, move = self._payout(request), request.path_params["move"]
        if move == "release":
            self._deposit.book.deliveries_release(payout["reference_no"])
            self._deposit.wake()
            return JSONResponse(payout)
        if move not in MOVES:
            raise Refused(404, "not_found", "no such move")
        code = request.query_params.get("code", "002") if move == "fail" else ""
        return JSONResponse(self._deposit.move(payout, MOVES[move], error_code=code))

    async def _notify(self, request: Request) -> Response:
        """Post a notification now, `times` in parallel. `status` bends it and is signed; `forged` spoils the
        signature: missing, wrong_key, flipped, or `changed` for a body that was changed after it was signed."""
        payout, query = self._payout(request), request.query_params
        rules = self._deposit.rules
        raw = encoded(self._deposit.told(payout | {name: query[name] for name in ("status",) if name in query}))
        right = wire.iris_signature(rules.merchant_key, raw)
        signatures = {
            "": right, "changed": right, "missing": "", "wrong_key": wire.iris_signature("another", raw),
            "flipped": right[:-1] + ("0" if right[-1] != "0" else "1"),
        }  # fmt: skip
        how = query.get("forged", "")
        if how not in signatures:
            raise Refused(422, "invalid_script", f"forged must be one of {', '.join(filter(None, signatures))}")
        body = raw.replace(b'"status"', b'"stat":1,"status"') if how == "changed" else raw
        posts = (
            self._postman.post(rules.payouts_url, body, signature=signatures[how])
            for _ in range(int(query.get("times", "1")))
        )
        answers = await asyncio.gather(*posts)
        return JSONResponse({"answers": answers, "body": body.decode(), "signature": signatures[how]})

    async def _forget(self, request: Request) -> Response:
        self._deposit.book.answers_forget()
        return Response(status_code=204)

    async def _fill(self, request: Request) -> Response:
        self._deposit.book.balance_set(int(object_from(await limited_body(request))["balance"]))
        return JSONResponse({"balance": self._deposit.balance})
