"""The payment page: what the shopper sees, and what each button does."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.page import bill, choices, message, missing, page
from simulators.vnpay import wire
from simulators.vnpay.terminal import CANCELLED, DECLINED, OPEN, PAID, Terminal

BRAND = "VNPAY (simulated)"
ENDS = {"approve": PAID, "decline": DECLINED, "cancel": CANCELLED}
PROBLEMS = {
    "70": "Sai chữ ký: the signature of the address is wrong (code 70).",
    "02": "The terminal's code is unknown (code 02).",
    "03": "A parameter is missing or malformed (code 03).",
}


class Pages:
    """The hosted page and its buttons."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def routes(self) -> list[Route]:
        """All addresses under /paymentv2."""
        return [
            Route("/paymentv2/vpcpay.html", self.show, methods=["GET"]),
            Route("/paymentv2/pay/{txn_ref}/{action}", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page of the purchase that a signed address asks for; `?auto=` is not part of what is signed."""
        asked = wire.read(self._terminal.rules.secret, request.scope["query_string"].decode("latin-1"))
        purchase = self._terminal.open(asked) if asked is not None else "70"
        if isinstance(purchase, str):
            shown = f'<p class="to">{BRAND}</p><h1>This payment cannot begin</h1><p>{escape(PROBLEMS[purchase])}</p>'
            return page(BRAND, "Error", shown, "<h2>Nothing was charged</h2>", status=400)
        purchase = self._terminal.as_it_stands(purchase)
        auto = request.query_params.get("auto", "")
        if auto in ENDS or auto == "approve-late":
            return self._done(purchase, auto)
        return self._page(purchase, self._desk(purchase))

    async def act(self, request: Request) -> Response:
        """One button. A purchase that has ended keeps its end: the shopper is only sent back to the shop."""
        purchase = self._terminal.store.purchase(request.path_params["txn_ref"])
        action = request.path_params["action"]
        if purchase is None or action not in (*ENDS, "approve-late", "close"):
            return missing(BRAND)
        if action == "close":
            text = "You were not sent back to the shop. You may close this tab."
            back = self._terminal.return_address(purchase)
            return self._page(purchase, message("You closed the window", text, "close", back, "Back to the shop"))
        return self._done(self._terminal.as_it_stands(purchase), action)

    def _done(self, purchase: Row, action: str) -> Response:
        if purchase["status"] == OPEN and purchase["settle_at"] is None:
            late = action == "approve-late"
            purchase = self._terminal.end_late(purchase) if late else self._terminal.end(purchase, ENDS[action])
        return RedirectResponse(self._terminal.return_address(purchase), 302, {"Cache-Control": "no-store"})

    def _desk(self, purchase: Row) -> str:
        back = self._terminal.return_address(purchase)
        if purchase["status"] == "00":
            return message("Paid", "The bank took the money.", "approve", back, "Back to the shop")
        if purchase["status"] != OPEN:
            return message("Not paid", "Nothing was charged.", "decline", back, "Back to the shop")
        if purchase["settle_at"] is not None:
            return message("Confirming", "The bank is still working on it.", "approve-late", back, "Back to the shop")
        return choices(f"/paymentv2/pay/{purchase['txn_ref']}", late=f"{self._terminal.rules.late_seconds:g}")

    def _page(self, purchase: Row, desk: str) -> Response:
        dong = f"{purchase['amount'] // 100:,}".replace(",", ".") + "\u00a0₫"
        facts = {"Reference": f"<code>{escape(purchase['txn_ref'])}</code>"}
        return page(BRAND, f"Pay {dong}", bill("Serai", dong, purchase["order_info"], facts), desk)
