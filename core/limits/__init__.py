"""How often anything may be done: `spend` counts one, and refuses what is too much (RELIABILITY.md §7).

Who is asked for the limits knows the request: views and pages. What a refusal says does not tell which key was full.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.errors import TooManyRequests
from core.limits import capacity, windows
from core.limits.client import client_address, network_of
from core.limits.rules import ADDRESS, DATABASE, EVERYBODY, IDENTITY, NETWORK, Rule, counter_name, rule_of
from core.limits.windows import Window

__all__ = ["Attempt", "attempt", "client_address", "give_back", "spend"]


def spend(action: str, request: Any = None, *, identity: str = "") -> None:
    """Count one more of `action`, once in each of its windows, or in none. Raises TooManyRequests.

    `identity` is whom it is about in one spelling: a person's id, a normalised target. A limit whose key is not given
    (no request, no identity) is not looked at. What the database counts stays counted whatever happens later, so it is
    called outside transactions.
    """
    rule = rule_of(action)
    found = _windows(rule, request, identity)
    if not found:
        return
    if rule.store == DATABASE:
        _refuse_in_transaction()
        if wait := windows.count(found):
            raise _refusal(action, wait)
        return
    allowance = capacity.count(found, is_open=rule.is_open_without_redis)
    if not allowance.is_allowed:
        raise _refusal(action, allowance.wait_seconds)


def give_back(action: str, request: Any = None, *, identity: str = "") -> None:
    """Undo a `spend` of an action that the database counts."""
    windows.give_back(_windows(rule_of(action), request, identity))


def _windows(rule: Rule, request: Any, identity: str) -> list[Window]:
    values = {IDENTITY: identity, EVERYBODY: "*"}
    if request is not None and (ADDRESS in rule.rates or NETWORK in rule.rates):
        values[ADDRESS] = client_address(request)
        values[NETWORK] = network_of(values[ADDRESS])
    return [
        Window(counter_name(rule.action, kind, values[kind], rate.seconds), rate)
        for kind, rates in rule.rates.items()
        if values.get(kind)
        for rate in rates
    ]


@dataclass(frozen=True)
class Attempt:
    """A counted try at a secret."""

    name: str
    used: int

    def succeeded(self) -> None:
        """Whoever knows the secret starts anew."""
        if self.used > 1:
            windows.forget_tries(self.name)


def attempt(action: str, request: Any = None, *, identity: str) -> Attempt:
    """Spend a try at the secret of `identity`, before anything is compared. Raises TooManyRequests.

    The first few are free; then each has to wait longer, so that guessing is slow and the owner is never locked out.
    """
    rule = rule_of(action)
    spend(action, request, identity=identity)
    if rule.tries is None:
        return Attempt("", 0)
    _refuse_in_transaction()
    name = counter_name(action, "tries", identity, rule.tries.seconds)
    used, wait = windows.try_once(name, rule.tries)
    if wait:
        raise _refusal(action, wait)
    return Attempt(name, used)


def _refuse_in_transaction() -> None:
    """A rollback would give the try back."""
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError("Limits are counted outside transactions.")


def _refusal(action: str, wait_seconds: int) -> TooManyRequests:
    return TooManyRequests(extra={"retry_after_seconds": wait_seconds, "limit": action})
