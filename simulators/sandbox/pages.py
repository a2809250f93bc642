"""What the shopper sees, and what each button does."""

import time
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.page import bill, choices, message, missing, page
from simulators.sandbox.currencies import formatted
from simulators.sandbox.gateway import Gateway

BRAND = "Sandbox Pay"
# Status of the payment: title, sentence, picture.
_OUTCOMES = {
    "captured": ("Paid", "The bank took the money and is telling the shop.", "approve"),
    "declined": ("Declined", "Nothing was charged.", "decline"),
    "cancelled": ("Cancelled", "Nothing was charged.", "cancel"),
    "expired": ("Expired", "The time to pay ran out. Nothing was charged.", "approve-late"),
}


def return_address(payment: Row) -> str:
    """The shop's return_url with `Authority` and `Status` (OK or NOK) added to whatever query it has."""
    is_ok = payment["status"] == "captured" or payment["settle_at"] is not None
    added = urlencode({"Authority": payment["id"], "Status": "OK" if is_ok else "NOK"})
    parts = urlsplit(payment["return_url"])
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _remaining(payment: Row) -> str:
    """How long the shopper still has, with the moment itself in UTC."""
    at = datetime.fromtimestamp(payment["expires_at"], UTC)
    minutes = max(1, round((payment["expires_at"] - time.time()) / 60))
    if minutes >= 2880:
        span = f"{minutes // 1440} days"
    elif minutes >= 120:
        span = f"{minutes // 60} hours"
    else:
        span = f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f'<time datetime="{at.isoformat()}">{span}, until {at:%H:%M} UTC</time>'


class Pages:
    """What the shopper sees, and what each button does."""

    def __init__(self, gateway: Gateway, *, merchant_name: str) -> None:
        self._gateway = gateway
        self._merchant = merchant_name

    def routes(self) -> list[Route]:
        """All addresses under /pay."""
        return [
            Route("/pay/{payment_id}", self.show, methods=["GET"]),
            Route("/pay/{payment_id}/{action}", self.act, methods=["POST"]),
            Route("/pay/{payment_id}/close", self.show, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page as the payment stands now."""
        payment = self._gateway.store.payment(request.path_params["payment_id"])
        if payment is None:
            return missing(BRAND)
        return self._page(payment, self._choices(payment))

    async def act(self, request: Request) -> Response:
        """One button. A payment that has ended keeps its end: the shopper is only sent back to the shop."""
        payment = self._gateway.store.payment(request.path_params["payment_id"])
        moves = {
            "approve": self._gateway.approve,
            "decline": self._gateway.decline,
            "cancel": self._gateway.cancel,
            "approve-late": self._gateway.approve_late,
        }
        action = request.path_params["action"]
        if payment is None or action not in {*moves, "close"}:
            return missing(BRAND)
        if action == "close":
            text = "Nothing was sent to the shop, and you were not sent back. You may close this tab."
            back = f"/pay/{payment['id']}"
            return self._page(payment, message("You closed the window", text, "close", back, "Open the payment again"))
        if payment["status"] == "pending" and payment["settle_at"] is None:
            payment = moves[action](payment)
        return RedirectResponse(return_address(payment), 303, {"Cache-Control": "no-store"})

    def _choices(self, payment: Row) -> str:
        if payment["status"] != "pending":
            title, text, picture = _OUTCOMES[payment["status"]]
            return message(title, text, picture, return_address(payment), f"Back to {self._merchant}")
        if payment["settle_at"] is not None:
            text = "The bank is still working on it. The shop hears the moment it answers."
            back = return_address(payment)
            return message("Confirming", text, "approve-late", back, f"Back to {self._merchant}")
        return choices(f"/pay/{payment['id']}", late=f"{self._gateway.late_seconds:g}")

    def _page(self, payment: Row, desk: str) -> Response:
        amount = formatted(payment["amount"], payment["currency"])
        facts = {"Time left": _remaining(payment)} if payment["status"] == "pending" else {}
        facts["Reference"] = f"<code>{escape(payment['merchant_reference'])}</code>"
        return page(BRAND, f"Pay {amount}", bill(self._merchant, amount, payment["description"], facts), desk)
