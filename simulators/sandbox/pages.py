"""The hosted payment page: plain HTML and forms, no script, no cookie, nothing from another host."""

import base64
import hashlib
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.sandbox.currencies import formatted
from simulators.sandbox.gateway import Gateway

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_STYLE = (_HERE / "page.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# No form-action: browsers apply it to the redirect after a form as well, and the shop's address may redirect again.
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_ROSETTE = "".join(f'<ellipse rx="150" ry="56" transform="rotate({angle})"/>' for angle in range(0, 180, 5))

# Action, words on the button, what it does, and the strokes of its picture on a 24-unit grid.
_ACTIONS = (
    ("approve", "Approve", "The bank takes the money and the shop is told at once.", "M5 12.5l4.5 4.5L19 7.5"),
    ("decline", "Decline", "The bank says no. Nothing is charged.", "M6.5 6.5l11 11M17.5 6.5l-11 11"),
    ("cancel", "Cancel", "You change your mind and go back to the shop.", "M19 12H5M11 6l-6 6 6 6"),
    (
        "approve-late",
        "Approve late ({late} s)",
        "You go back now; the yes comes {late} s later.",
        "M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17",
    ),
    (
        "close",
        "Close window",
        "You walk away. Nobody is told, the payment stays open.",
        "M4 5.5h16v13H4zM4 9.5h16M7 7.5h.01",
    ),
)
_STROKES = {action: strokes for action, _, _, strokes in _ACTIONS}
# Status of the payment: title, sentence, picture.
_OUTCOMES = {
    "captured": ("Paid", "The bank took the money and is telling the shop.", _STROKES["approve"]),
    "declined": ("Declined", "Nothing was charged.", _STROKES["decline"]),
    "cancelled": ("Cancelled", "Nothing was charged.", _STROKES["cancel"]),
    "expired": ("Expired", "The time to pay ran out. Nothing was charged.", _STROKES["approve-late"]),
}


def return_address(payment: Row) -> str:
    """The shop's return_url with `Authority` and `Status` (OK or NOK) added to whatever query it has."""
    is_ok = payment["status"] == "captured" or payment["settle_at"] is not None
    added = urlencode({"Authority": payment["id"], "Status": "OK" if is_ok else "NOK"})
    parts = urlsplit(payment["return_url"])
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _icon(strokes: str) -> str:
    return f'<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="{strokes}"/></svg>'


def _choice(payment: Row, late: str, action: str, title: str, what: str, strokes: str) -> str:
    return (
        f'<li><form method="post" action="/pay/{payment["id"]}/{action}">'
        f'<button class="choice {action}" aria-labelledby="t-{action}" aria-describedby="d-{action}">'
        f"{_icon(strokes)}<span>"
        f'<strong id="t-{action}">{escape(title.format(late=late))}</strong>'
        f'<small id="d-{action}">{escape(what.format(late=late))}</small>'
        "</span></button></form></li>"
    )


def _message(title: str, text: str, strokes: str, link: str, label: str) -> str:
    return (
        f'<span class="mark">{_icon(strokes)}</span><h2>{escape(title)}</h2><p class="lead">{escape(text)}</p>'
        f'<a class="onward" href="{escape(link)}">{escape(label)}</a>'
    )


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
            return self._missing()
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
            return self._missing()
        if action == "close":
            text = "Nothing was sent to the shop, and you were not sent back. You may close this tab."
            back = f"/pay/{payment['id']}"
            return self._page(
                payment, _message("You closed the window", text, _STROKES["close"], back, "Open the payment again")
            )
        if payment["status"] == "pending" and payment["settle_at"] is None:
            payment = moves[action](payment)
        return RedirectResponse(return_address(payment), 303, {"Cache-Control": "no-store"})

    def _choices(self, payment: Row) -> str:
        if payment["status"] != "pending":
            title, text, strokes = _OUTCOMES[payment["status"]]
            return _message(title, text, strokes, return_address(payment), f"Back to {self._merchant}")
        if payment["settle_at"] is not None:
            text = "The bank is still working on it. The shop hears the moment it answers."
            back = return_address(payment)
            return _message("Confirming", text, _STROKES["approve-late"], back, f"Back to {self._merchant}")
        late = f"{self._gateway.late_seconds:g}"
        rows = "".join(_choice(payment, late, *action) for action in _ACTIONS)
        return f'<h2>What should the bank do?</h2><ul class="choices">{rows}</ul>'

    def _page(self, payment: Row, choices: str) -> Response:
        amount = formatted(payment["amount"], payment["currency"])
        size = "amount long" if len(amount) > 11 else "amount"
        due = f"<div><dt>Time left</dt><dd>{_remaining(payment)}</dd></div>" if payment["status"] == "pending" else ""
        bill = (
            f'<p class="to">{escape(self._merchant)}</p>'
            f'<h1><span class="verb">Payment of</span> <span class="{size}">{escape(amount)}</span></h1>'
            f"<p>{escape(payment['description'])}</p>"
            f"<dl>{due}<div><dt>Reference</dt><dd><code>{escape(payment['merchant_reference'])}</code></dd></div></dl>"
        )
        return self._html(f"Pay {amount} — Sandbox Pay", bill, choices)

    def _missing(self) -> Response:
        bill = '<p class="to">Sandbox Pay</p><h1>No such payment</h1><p>The address may be cut short, or very old.</p>'
        help_text = "<h2>What to do</h2><p class='lead'>Go back to the shop and choose how to pay again.</p>"
        return self._html("No such payment — Sandbox Pay", bill, help_text, status=404)

    def _html(self, title: str, bill: str, choices: str, status: int = 200) -> Response:
        text = _PAGE.substitute(title=escape(title), style=_STYLE, rosette=_ROSETTE, bill=bill, choices=choices)
        return HTMLResponse(text, status, _HEADERS)
