"""The test's hand inside the gateway, under /control; these addresses exist only with --control."""

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import fault_routes, guarded
from simulators.common.faults import Script
from simulators.common.http import Refused
from simulators.vnpay import wire
from simulators.vnpay.notify import Postman
from simulators.vnpay.terminal import PAID, SUSPECTED, Terminal

SCRIPT = Script(
    operations=("querydr", "refund"),
    stages={
        "wrong_amount": "capture", "duplicate": "notification", "hold": "notification",
        "refund_pending": "refund_outcome", "refund_failed": "refund_outcome",
    },
    coded=True,
)  # fmt: skip
MOVES = {"pay": PAID, "suspect": SUSPECTED}


class Control:
    """Scripts faults, looks at what happened, moves purchases as only a bank could, and calls the IPN by hand."""

    def __init__(self, terminal: Terminal, postman: Postman) -> None:
        self._terminal = terminal
        self._postman = postman

    def routes(self) -> list[Route]:
        """All addresses under /control."""
        return [
            *fault_routes(self._terminal.store, SCRIPT),
            Route("/control/purchases", guarded(self._purchases), methods=["GET"]),
            Route("/control/purchases/{txn_ref}/{move}", guarded(self._move), methods=["POST"]),
            Route("/control/ipn/{txn_ref}", guarded(self._ipn), methods=["POST"]),
        ]

    async def _purchases(self, request: Request) -> Response:
        return JSONResponse({"purchases": [self._shown(row) for row in self._terminal.store.purchases()]})

    def _shown(self, purchase: Row) -> Row:
        store, reference = self._terminal.store, purchase["txn_ref"]
        names = ("state", "tries", "last_answer")
        ipns = [{name: sent[name] for name in names} for sent in store.deliveries_of(reference)]
        return purchase | {"ipns": ipns, "refunds": self._terminal.refunds(reference)}

    def _purchase(self, request: Request) -> Row:
        purchase = self._terminal.store.purchase(request.path_params["txn_ref"])
        if purchase is None:
            raise Refused(404, "not_found", "no such purchase")
        return purchase

    async def _move(self, request: Request) -> Response:
        """`pay`: the bank's very late yes, from any state. `suspect`: held as a suspected fraud. `release` lets what is
        held go."""
        if request.path_params["move"] == "release":
            purchase = self._purchase(request)
            self._terminal.store.deliveries_release(purchase["txn_ref"])
            self._terminal.wake()
            return JSONResponse(self._shown(purchase))
        move = MOVES.get(request.path_params["move"])
        if move is None:
            raise Refused(404, "not_found", "no such move")
        return JSONResponse(self._shown(self._terminal.end(self._purchase(request), move)))

    async def _ipn(self, request: Request) -> Response:
        """Call the IPN now, `times` in parallel; `amount`, `txn_ref`, `tmn_code` bend it; `forged` spoils the hash."""
        purchase, query = self._purchase(request), request.query_params
        notice = self._terminal.notice(purchase)
        bent = {"vnp_Amount": "amount", "vnp_TxnRef": "txn_ref", "vnp_TmnCode": "tmn_code"}
        notice |= {name: query[given] for name, given in bent.items() if given in query}
        sent = forged(
            self._terminal.rules.secret, wire.signed(self._terminal.rules.secret, notice), query.get("forged", "")
        )
        calls = (self._postman.call(self._terminal.rules.ipn_url, sent) for _ in range(int(query.get("times", "1"))))
        return JSONResponse({"query": sent, "answers": await asyncio.gather(*calls)})


def forged(secret: str, query: str, how: str) -> str:
    """The query as an attacker, or a careless sender, would write it; `how` empty leaves it right."""
    plain, _, digest = query.rpartition(f"&{wire.HASH}=")
    ways = {
        "": query,
        "upper": f"{plain}&{wire.HASH}={digest.upper()}",
        "extra": f"{query}&utm_source=mail",
        "missing": plain,
        "wrong_key": f"{plain}&{wire.HASH}={wire.hmac_of(secrets.token_hex(16), plain)}",
        "truncated": query[:-1],
        "flipped": f"{query[:-1]}{'0' if query[-1] != '0' else '1'}",
        "changed": query.replace("vnp_Amount=", "vnp_Amount=1", 1),
        "twice": f"{query}&{wire.HASH}={digest}",
    }
    if how not in ways:
        raise Refused(422, "invalid_script", f"forged must be one of {', '.join(filter(None, ways))}")
    return ways[how]
