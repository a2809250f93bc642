"""How often anything may be done (RELIABILITY.md §7). `core.limits` reads and enforces it.

Each action has up to four kinds of key: `identity` (a person, or what stands for one), `address` (IPv4, or an IPv6
/64), `network` (/24, /48) and `everybody`, each with "count/seconds". `store` is `database` for what protects people,
counted in PostgreSQL and never lost, or `redis` for what protects capacity; `when_down` says what happens without
Redis: `open` lets all pass, `local` counts in the process. `tries` are free tries within so many seconds, then waits
that double up to a longest one: never a lock.
"""

from __future__ import annotations

from typing import Any

from config.settings.base import DEBUG
from config.settings.env import Reader, problem

_env = Reader("Limits")

LIMITS_PROFILE = _env.choice(
    "LIMITS_PROFILE",
    "raised" if DEBUG else "normal",
    "raised lifts the limits per address and of capacity, for tests and benchmarks from one machine. Never in "
    "production; limits that protect an account always hold.",
    choices=["normal", "raised"],
)
LIMITS: dict[str, dict[str, Any]] = {
    "register": {"address": ["5/3600", "20/86400"], "network": ["50/3600"]},
    "login": {"address": ["30/3600"], "network": ["300/3600"], "tries": {"free": 5, "seconds": 300, "longest": 900}},
    "staff-login": {
        "address": ["30/3600"],
        "network": ["300/3600"],
        "tries": {"free": 5, "seconds": 900, "longest": 900},
    },
    "second-factor": {"identity": ["5/900"]},
    "otp-request": {
        "identity": ["5/3600", "10/86400"],
        "address": ["10/3600", "30/86400"],
        "network": ["100/3600"],
    },
    "otp-verify": {"address": ["30/3600"], "tries": {"free": 20, "seconds": 86400, "first": 86400, "longest": 86400}},
    "text-message": {"everybody": ["5000/86400"]},
    "mail-confirmation": {"identity": ["3/3600", "10/86400"], "address": ["10/3600"], "network": ["100/3600"]},
    "password-reset": {"identity": ["3/3600", "10/86400"], "address": ["10/3600", "30/86400"], "network": ["100/3600"]},
    "link": {"address": ["60/3600"]},
    "credentials": {"identity": ["3/86400"]},
    "data-export": {"identity": ["3/86400"]},
    "upload": {"identity": ["30/3600"]},
    "review": {"store": "redis", "identity": ["10/3600"], "when_down": "local"},
    "vote": {"store": "redis", "identity": ["60/60"], "when_down": "local"},
    "coupon-wrong": {"identity": ["10/3600"], "address": ["50/3600"]},
    "token-refresh": {"store": "redis", "identity": ["3/30"], "address": ["60/3600"], "when_down": "open"},
    "order": {"store": "redis", "address": ["60/60"], "when_down": "open"},
    "cart": {"store": "redis", "identity": ["60/60"], "address": ["600/60"], "when_down": "open"},
    "coupon": {"store": "redis", "identity": ["20/60"], "address": ["60/60"], "when_down": "open"},
    "catalogue": {"store": "redis", "address": ["600/60"], "when_down": "local"},
    "search": {"store": "redis", "address": ["600/60"], "when_down": "local"},
}
_overrides = _env.words(
    "LIMITS_OVERRIDES", [], "Other numbers for single limits: login.address=60/3600+200/86400,search.address=900/60."
)


def _override(text: str) -> None:
    where, mark, numbers = text.partition("=")
    action, _, kind = where.partition(".")
    rates = numbers.split("+")
    is_known = bool(mark) and action in LIMITS and kind in ("identity", "address", "network", "everybody")
    parts = [rate.split("/") for rate in rates]
    if not is_known or not all(len(part) == 2 and all(p.isdecimal() and int(p) > 0 for p in part) for part in parts):
        problem(f"LIMITS_OVERRIDES has {text!r}, expected action.kind=count/seconds of config/settings/limits.py")
        return
    LIMITS[action][kind] = rates


for _text in _overrides:
    _override(_text)

ORDERS_PER_MINUTE = _env.integer("ORDERS_PER_MINUTE", 6, "Orders one person may place in a minute.", low=1)
ORDERS_PER_HOUR = _env.integer("ORDERS_PER_HOUR", 30, "Orders one person may place in an hour.", low=1)
ORDERS_UNPAID = _env.integer("ORDERS_UNPAID", 5, "Orders of one person that may wait for their payment.", low=1)
ORDERS_HELD_UNITS = _env.integer(
    "ORDERS_HELD_UNITS", 20, "Pieces of one offer that several unpaid orders of a person may keep together.", low=1
)
SMS_COUNTRIES = _env.words(
    "SMS_COUNTRIES", [], "Countries (ISO 3166-1, VN,ID,IR) to whose numbers text messages go; empty: all."
)
