"""The limits of the settings as values, and the names under which their counters stand."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

IDENTITY, ADDRESS, NETWORK, EVERYBODY = "identity", "address", "network", "everybody"
KINDS = (IDENTITY, ADDRESS, NETWORK, EVERYBODY)
DATABASE, REDIS = "database", "redis"
RAISED_TIMES = 1_000


@dataclass(frozen=True)
class Rate:
    """`count` in a window of `seconds`."""

    count: int
    seconds: int


@dataclass(frozen=True)
class Tries:
    """`free` tries within `seconds`; then waits that begin with `first` and double up to `longest` seconds."""

    free: int
    seconds: int
    longest: int
    first: int = 2


@dataclass(frozen=True)
class Rule:
    """The limits of one action."""

    action: str
    store: str
    is_open_without_redis: bool
    rates: dict[str, tuple[Rate, ...]] = field(default_factory=dict)
    tries: Tries | None = None


def rule_of(action: str) -> Rule:
    """The rule under the profile of the settings: `raised` lifts what depends on addresses and capacity alone."""
    return _rule(action, settings.LIMITS_PROFILE == "raised")


@functools.cache
def _rule(action: str, is_raised: bool) -> Rule:
    given: dict[str, Any] = settings.LIMITS[action]
    store = given.get("store", DATABASE)
    rates = {
        kind: tuple(_rate(text, is_raised and (kind in (ADDRESS, NETWORK) or store == REDIS)) for text in given[kind])
        for kind in KINDS
        if kind in given
    }
    tries = Tries(**given["tries"]) if "tries" in given else None
    return Rule(action, store, given.get("when_down", "open") == "open", rates, tries)


def _rate(text: str, is_raised: bool) -> Rate:
    count, _, seconds = text.partition("/")
    return Rate(int(count) * (RAISED_TIMES if is_raised else 1), int(seconds))


def counter_name(action: str, kind: str, value: str, seconds: int) -> str:
    """What a counter is called: nobody can read from it whom it counts."""
    digest = hashlib.blake2b(value.encode(), digest_size=15, key=settings.SECRET_KEY.encode()[:64]).hexdigest()
    return f"{action}:{kind}:{seconds}:{digest}"
