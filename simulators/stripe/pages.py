"""The payment page: what the shopper sees, and what each button does."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.page import bill, choices, message, missing, page
from simulators.stripe import wire
from simulators.stripe.account import Account

BRAND = "Stripe (simulated)"
ACTIONS = ("approve", "decline", "cancel", "approve-late", "close")


class Pages:
    """The hosted page and its buttons."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        """All addresses under /pay."""
        return [
            Route("/pay/{id}", self.show, methods=["GET"]),
            Route("/pay/{id}/{action}", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page of a session; `?auto=approve` presses a button at once."""
        session = self._account.store.session(request.path_params["id"])
        if session is None:
            return missing(BRAND)
        auto = request.query_params.get("auto", "")
        return self._press(session, auto) if auto in ACTIONS else self._page(session, self._desk(session))

    async def act(self, request: Request) -> Response:
        """A button. A second press finds what the first one did."""
        session = self._account.store.session(request.path_params["id"])
        if session is None or request.path_params["action"] not in ACTIONS:
            return missing(BRAND)
        return self._press(session, request.path_params["action"])

    def _press(self, session: Row, action: str) -> Response:
        if action == "close":
            desk = message("Window closed", "Nobody was told.", "close", session["cancel_url"], "Go back")
            return self._page(session, desk)
        if action == "cancel":  # a step back; the session stays open
            return RedirectResponse(session["cancel_url"], 302, {"Cache-Control": "no-store"})
        if session["status"] == "open":
            moves = {
                "approve": self._account.pay,
                "decline": self._account.decline,
                "approve-late": self._account.pay_slowly,
            }
            session = moves[action](session)
        if session["status"] == "complete":
            return RedirectResponse(_success(session), 302, {"Cache-Control": "no-store"})
        return self._page(session, self._desk(session))

    def _desk(self, session: Row) -> str:
        if session["status"] == "open":
            buttons = choices(f"/pay/{session['id']}", late=f"{self._account.rules.late_seconds:g}")
            declined = '<p class="lead" role="alert">Your card was declined. Try another one.</p>'
            return declined + buttons if session["failure"] else buttons
        if session["payment_status"] == "paid":
            return message("Paid", "The bank took the money.", "approve", _success(session), "Back to the shop")
        if session["status"] == "complete":
            words = "The bank is still working on it."
            return message("Confirming", words, "approve-late", _success(session), "Back to the shop")
        return message("Not paid", "This page is no longer open.", "decline", session["cancel_url"], "Back to the shop")

    def _page(self, session: Row, desk: str) -> Response:
        amount = wire.shown(session["amount"], session["currency"])
        facts = {"Session": f"<code>{escape(session['id'][:24])}…</code>"}
        return page(BRAND, f"Pay {amount}", bill("Serai", amount, session["name"], facts), desk)


def _success(session: Row) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])
