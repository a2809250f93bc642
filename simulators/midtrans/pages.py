"""The payment page: what the shopper sees, and what each button does."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.page import bill, choices, message, missing, page
from simulators.midtrans.merchant import Merchant

BRAND = "Midtrans (simulated)"
ACTIONS = ("approve", "decline", "cancel", "approve-late", "close")


class Pages:
    """The hosted page and its buttons."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def routes(self) -> list[Route]:
        """All addresses under /snap/v2/vtweb."""
        return [
            Route("/snap/v2/vtweb/{token}", self.show, methods=["GET"]),
            Route("/snap/v2/vtweb/{token}/{action}", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page that a token opens; `?auto=approve` presses a button at once."""
        snap = self._merchant.store.snap_of_token(request.path_params["token"])
        if snap is None:
            return missing(BRAND)
        auto = request.query_params.get("auto", "")
        return self._press(snap, auto) if auto in ACTIONS else self._page(snap, self._desk(snap))

    async def act(self, request: Request) -> Response:
        """A button. A second press finds what the first one did."""
        snap = self._merchant.store.snap_of_token(request.path_params["token"])
        action = request.path_params["action"]
        if snap is None or action not in ACTIONS:
            return missing(BRAND)
        return self._press(snap, action)

    def _press(self, snap: Row, action: str) -> Response:
        if action == "close":
            desk = message("Window closed", "Nobody was told.", "close", self._merchant.finish_address(snap), "Go back")
            return self._page(snap, desk)
        if self._merchant.is_open(snap):
            moves = {
                "approve": self._merchant.approve,
                "decline": self._merchant.decline,
                "approve-late": self._merchant.approve_late,
            }
            snap = moves[action](snap) if action in moves else snap  # who cancels chooses nothing
        return RedirectResponse(self._merchant.finish_address(snap), 302, {"Cache-Control": "no-store"})

    def _desk(self, snap: Row) -> str:
        back = self._merchant.finish_address(snap)
        if self._merchant.is_open(snap):
            late = f"{self._merchant.rules.late_seconds:g}"
            return choices(f"/snap/v2/vtweb/{snap['token']}", late=late)
        if snap["status"] in ("capture", "settlement"):
            return message("Paid", "The bank took the money.", "approve", back, "Back to the shop")
        if snap["status"] == "pending":
            return message("Confirming", "The transfer is on its way.", "approve-late", back, "Back to the shop")
        return message("Not paid", "This page is no longer open.", "decline", back, "Back to the shop")

    def _page(self, snap: Row, desk: str) -> Response:
        rupiah = "Rp\u00a0" + f"{snap['asked']:,}".replace(",", ".")
        facts = {"Order": f"<code>{escape(snap['order_id'])}</code>"}
        return page(BRAND, f"Pay {rupiah}", bill("Serai", rupiah, snap["name"], facts), desk)
