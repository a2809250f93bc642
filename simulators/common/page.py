"""The hosted payment page: plain HTML and forms, no script, no cookie, nothing from another host."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse, Response

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


@dataclass(frozen=True)
class Action:
    """A button: its name in the address, the words on it, what it does, the strokes of its picture (24-unit grid)."""

    name: str
    title: str
    what: str
    strokes: str


# The bank's and the shopper's moves that every gateway's page offers.
ACTIONS = (
    Action("approve", "Approve", "The bank takes the money and the shop is told at once.", "M5 12.5l4.5 4.5L19 7.5"),
    Action("decline", "Decline", "The bank says no. Nothing is charged.", "M6.5 6.5l11 11M17.5 6.5l-11 11"),
    Action("cancel", "Cancel", "You change your mind and go back to the shop.", "M19 12H5M11 6l-6 6 6 6"),
    Action(
        "approve-late",
        "Approve late ({late} s)",
        "You go back now; the yes comes {late} s later.",
        "M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17",
    ),
    Action(
        "close",
        "Close window",
        "You walk away. Nobody is told, the payment stays open.",
        "M4 5.5h16v13H4zM4 9.5h16M7 7.5h.01",
    ),
)
STROKES = {action.name: action.strokes for action in ACTIONS}


def _icon(strokes: str) -> str:
    return f'<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="{strokes}"/></svg>'


def choices(address: str, *, late: str) -> str:
    """All buttons; each posts to `address`/<its name>."""
    rows = "".join(_choice(address, late, action) for action in ACTIONS)
    return f'<h2>What should the bank do?</h2><ul class="choices">{rows}</ul>'


def _choice(address: str, late: str, action: Action) -> str:
    return (
        f'<li><form method="post" action="{escape(address)}/{action.name}">'
        f'<button class="choice {action.name}" aria-labelledby="t-{action.name}" aria-describedby="d-{action.name}">'
        f"{_icon(action.strokes)}<span>"
        f'<strong id="t-{action.name}">{escape(action.title.format(late=late))}</strong>'
        f'<small id="d-{action.name}">{escape(action.what.format(late=late))}</small>'
        "</span></button></form></li>"
    )


def message(title: str, text: str, picture: str, link: str, label: str) -> str:
    """How it stands, instead of buttons, with one way on; `picture` is the name of an action."""
    return (
        f'<span class="mark">{_icon(STROKES[picture])}</span><h2>{escape(title)}</h2><p class="lead">{escape(text)}</p>'
        f'<a class="onward" href="{escape(link)}">{escape(label)}</a>'
    )


def bill(to: str, amount: str, description: str, facts: dict[str, str]) -> str:
    """What is to be paid, to whom; the values of `facts` are HTML."""
    size = "amount long" if len(amount) > 11 else "amount"
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in facts.items())
    return (
        f'<p class="to">{escape(to)}</p>'
        f'<h1><span class="verb">Payment of</span> <span class="{size}">{escape(amount)}</span></h1>'
        f"<p>{escape(description)}</p><dl>{rows}</dl>"
    )


def page(brand: str, title: str, shown: str, desk: str, status: int = 200) -> Response:
    """The whole page; `shown` is the bill, `desk` what may be done about it."""
    text = _PAGE.substitute(
        title=escape(f"{title} — {brand}"),
        style=_STYLE,
        rosette=_ROSETTE,
        brand=escape(brand),
        foot=escape(
            f"{brand} stands in for a bank while a shop is being built. No money moves, and it never asks for a card."
        ),
        bill=shown,
        choices=desk,
    )
    return HTMLResponse(text, status, _HEADERS)


def missing(brand: str) -> Response:
    """404: no such payment."""
    shown = (
        f'<p class="to">{escape(brand)}</p><h1>No such payment</h1><p>The address may be cut short, or very old.</p>'
    )
    desk = "<h2>What to do</h2><p class='lead'>Go back to the shop and choose how to pay again.</p>"
    return page(brand, "No such payment", shown, desk, status=404)
