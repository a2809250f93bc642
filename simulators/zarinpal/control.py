"""The test's hand inside the gateway, under /control; these addresses exist only with --control."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.control import fault_routes, guarded
from simulators.common.faults import Script
from simulators.common.http import Refused
from simulators.zarinpal.terminal import Terminal

SCRIPT = Script(
    operations=("request", "verify", "inquiry", "unVerified", "reverse", "refund", "sessions"),
    stages={"wrong_amount": "capture", "refund_pending": "refund_outcome"},
    coded=True,
)


class Control:
    """Scripts faults, looks at what happened, and moves sessions as only a bank or a clock could."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def routes(self) -> list[Route]:
        """All addresses under /control."""
        return [
            *fault_routes(self._terminal.store, SCRIPT),
            Route("/control/sessions", guarded(self._sessions), methods=["GET"]),
            Route("/control/sessions/{authority}/{move}", guarded(self._move), methods=["POST"]),
        ]

    async def _sessions(self, request: Request) -> Response:
        rows = self._terminal.store.sessions(description=request.query_params.get("description"))
        return JSONResponse({"sessions": [self._shown(row) for row in rows]})

    def _shown(self, session: Row) -> Row:
        store = self._terminal.store
        return session | {"refunded": store.refunded(session["id"]), "wages": store.wages(session["id"])}

    async def _move(self, request: Request) -> Response:
        """`pay`: the bank's very late yes, from any state. `age`: the payment was made `seconds` longer ago."""
        session = self._terminal.store.session(request.path_params["authority"])
        move = request.path_params["move"]
        if session is None or move not in ("pay", "age"):
            raise Refused(404, "not_found", "no such session or move")
        if move == "pay":
            return JSONResponse(self._shown(self._terminal.pay(session)))
        seconds = float(request.query_params.get("seconds", "3600"))
        moments = {name: session[name] - seconds for name in ("created_at", "paid_at") if session[name] is not None}
        return JSONResponse(self._shown(self._terminal.store.session_set(session["authority"], **moments)))
