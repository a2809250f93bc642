"""StartPay: what the shopper sees, and what each button does."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.page import bill, choices, message, missing, page
from simulators.zarinpal.terminal import Terminal, callback_address

BRAND = "Zarinpal (simulated)"
# `?auto=` of the protocol sheet, for scripts that press no button.
AUTO = {"pay": "approve", "decline": "decline", "cancel": "cancel"}
_OUTCOMES = {
    "PAID": ("Paid", "The bank took the money.", "approve", "OK"),
    "VERIFIED": ("Paid", "The bank took the money, and the shop knows.", "approve", "OK"),
    "FAILED": ("Not paid", "Nothing was charged.", "decline", "NOK"),
    "REVERSED": ("Given back", "The shop gave the money back.", "cancel", "NOK"),
}


class Pages:
    """All addresses under /pg/StartPay."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def routes(self) -> list[Route]:
        """The page and its buttons."""
        return [
            Route("/pg/StartPay/{authority}", self.show, methods=["GET"]),
            Route("/pg/StartPay/{authority}/{action}", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page as the session stands now; opening it begins the payment."""
        session = self._terminal.store.session(request.path_params["authority"])
        if session is None:
            return missing(BRAND)
        session = self._terminal.as_it_stands(session)
        if session["state"] == "CREATED":
            session = self._terminal.store.session_set(session["authority"], state="IN_BANK")
        action = AUTO.get(request.query_params.get("auto", ""))
        if action is not None:
            return self._done(session, action)
        return self._page(session, self._desk(session))

    async def act(self, request: Request) -> Response:
        """One button. A session that has ended keeps its end: the shopper is only sent back to the shop."""
        session = self._terminal.store.session(request.path_params["authority"])
        action = request.path_params["action"]
        if session is None or action not in ("approve", "decline", "cancel", "approve-late", "close"):
            return missing(BRAND)
        session = self._terminal.as_it_stands(session)
        if action == "close":
            text = "You were not sent back to the shop. You may close this tab."
            back = f"/pg/StartPay/{session['authority']}"
            return self._page(session, message("You closed the window", text, "close", back, "Open the payment again"))
        return self._done(session, action)

    def _done(self, session: Row, action: str) -> Response:
        if session["state"] in ("CREATED", "IN_BANK") and session["settle_at"] is None:
            moves = {"approve": self._terminal.pay, "approve-late": self._terminal.pay_late}
            session = moves.get(action, self._terminal.fail)(session)
        is_ok = session["state"] in ("PAID", "VERIFIED") or session["settle_at"] is not None
        return RedirectResponse(callback_address(session, "OK" if is_ok else "NOK"), 302, {"Cache-Control": "no-store"})

    def _desk(self, session: Row) -> str:
        if session["state"] in _OUTCOMES:
            title, text, picture, status = _OUTCOMES[session["state"]]
            return message(title, text, picture, callback_address(session, status), "Back to the shop")
        if session["settle_at"] is not None:
            text = "The bank is still working on it."
            return message("Confirming", text, "approve-late", callback_address(session, "OK"), "Back to the shop")
        return choices(f"/pg/StartPay/{session['authority']}", late=f"{self._terminal.rules.late_seconds:g}")

    def _page(self, session: Row, desk: str) -> Response:
        amount = f"{session['amount']:,} Rial"
        facts = {"Toman": f"{session['amount'] // 10:,}", "Authority": f"<code>{escape(session['authority'])}</code>"}
        return page(BRAND, f"Pay {amount}", bill("Serai", amount, session["description"], facts), desk)
