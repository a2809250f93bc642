"""Counters in Redis: one call counts in all windows or in none. Without Redis all pass, or the process counts alone."""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from redis.connection import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError, ResponseError

from core.limits.windows import Window

log = logging.getLogger(__name__)

PREFIX = "serai:limit:"
SILENCE_SECONDS = 5.0  # after a failure Redis is not asked for so long, so that nobody waits for it twice
LOCAL_KEPT = 20_000
# ARGV: count and seconds of each key. Returns whether it counted, what is left, and the seconds until there is more.
_SCRIPT = """
local left, wait = 1e9, 0
for i, key in ipairs(KEYS) do
  local used = tonumber(redis.call('GET', key) or '0')
  local allowed = tonumber(ARGV[2 * i - 1])
  if used >= allowed then
    local ttl = redis.call('TTL', key)
    if ttl < 1 then ttl = 1 end
    if ttl > wait then wait = ttl end
  end
  if allowed - used - 1 < left then left = allowed - used - 1 end
end
if wait > 0 then return {0, 0, wait} end
for i, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
end
return {1, left, 0}
"""
_SHA = hashlib.sha1(_SCRIPT.encode()).hexdigest()  # noqa: S324 - how Redis names scripts


@dataclass(frozen=True)
class Allowance:
    """Whether it may happen; if so how often more, else in how many seconds."""

    is_allowed: bool
    left: int
    wait_seconds: int


# Connections that nobody uses right now. redis-py's client doubles the cost of a call with what it does around it, and
# every uncached read of the shop makes one.
_idle: deque[Any] = deque()
os.register_at_fork(after_in_child=_idle.clear)


@functools.cache
def _pool() -> ConnectionPool:
    """Makes connections, and keeps none."""
    url = settings.CACHE_URL or settings.REDIS_URL
    return ConnectionPool.from_url(url, protocol=2, socket_timeout=0.3, socket_connect_timeout=0.3)


def _call(*command: Any) -> Any:
    """One round trip. A connection that Redis closed while it was idle is replaced once.

    Raises RedisError, OSError.
    """
    while True:
        connection: Any
        try:
            connection, is_used = _idle.pop(), True
        except IndexError:
            connection, is_used = _pool().make_connection(), False
        try:
            if not is_used:
                connection.connect()
            connection.send_command(*command)
            answer = connection.read_response()
        except ResponseError:
            _idle.append(connection)
            raise
        except BaseException as error:
            connection.disconnect()
            if not (is_used and isinstance(error, RedisConnectionError)):
                raise
        else:
            _idle.append(connection)
            return answer


class _Local:
    """The same counting in this process, for as long as Redis is away or where there is none."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.used: dict[str, tuple[int, float]] = {}
        self.silent_until = 0.0

    def count(self, windows: Sequence[Window]) -> Allowance:
        now = time.monotonic()
        with self.lock:
            if len(self.used) > LOCAL_KEPT:
                self.used = {name: pair for name, pair in self.used.items() if pair[1] > now}
            found = [self.used.get(window.name, (0, 0.0)) for window in windows]
            fresh = [
                (used, ends) if ends > now else (0, now + window.rate.seconds)
                for (used, ends), window in zip(found, windows, strict=True)
            ]
            waits = [ends - now for (used, ends), w in zip(fresh, windows, strict=True) if used >= w.rate.count]
            if waits:
                return Allowance(False, 0, int(max(waits)) + 1)
            for (used, ends), window in zip(fresh, windows, strict=True):
                self.used[window.name] = (used + 1, ends)
            return Allowance(True, min(w.rate.count - used - 1 for (used, _), w in zip(fresh, windows, strict=True)), 0)


_local = _Local()


def count(windows: Sequence[Window], *, is_open: bool) -> Allowance:
    """Count one in every window that has room for it, all or none. `is_open`: without Redis it may happen."""
    if not (settings.CACHE_URL or settings.REDIS_URL):
        return _local.count(windows)
    if time.monotonic() >= _local.silent_until:
        try:
            return _ask(windows)
        except (RedisError, OSError) as error:
            _local.silent_until = time.monotonic() + SILENCE_SECONDS
            log.warning("limits without Redis", extra={"reason": str(error)[:200]})
    return Allowance(True, 0, 0) if is_open else _local.count(windows)


def _ask(windows: Sequence[Window]) -> Allowance:
    keys = [PREFIX + window.name for window in windows]
    numbers = [number for window in windows for number in (window.rate.count, window.rate.seconds)]
    try:
        is_allowed, left, wait = _call("EVALSHA", _SHA, len(keys), *keys, *numbers)
    except NoScriptError:  # Redis has started anew
        is_allowed, left, wait = _call("EVAL", _SCRIPT, len(keys), *keys, *numbers)
    return Allowance(bool(is_allowed), int(left), int(wait))
