"""Limits: whose request it is, what is counted, what a refusal says. The real numbers, not the raised ones."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from django.test import Client, RequestFactory
from redis import Redis

from core import limits
from core.errors import TooManyRequests
from core.limits import capacity, windows
from core.limits.client import client_address, network_of
from core.models import RateTry, RateWindow
from tests.accounts.factories import PASSWORD

REGISTER, LOGIN, SEARCH = "/api/accounts/register/", "/api/accounts/login/", "/api/catalog/search/"
numbers = itertools.count(random.randrange(1, 60_000))


@pytest.fixture
def real_limits(settings):
    settings.LIMITS_PROFILE = "normal"


def new_address() -> str:
    """One that no other test came from: Redis outlives a test."""
    number = next(numbers)
    return f"100.{64 + number % 60}.{number // 250 % 250}.{number % 250 + 1}"


def asked_by(remote: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers={k.replace("_", "-"): v for k, v in headers.items()})


LIES = {"X_Forwarded_For": "1.2.3.4", "Forwarded": "for=1.2.3.4", "X_Real_IP": "1.2.3.4", "Client_IP": "1.2.3.4"}


@pytest.mark.parametrize("name", LIES)
def test_without_a_proxy_of_ours_no_header_says_where_a_request_comes_from(name, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert client_address(asked_by("203.0.113.9", **{name: LIES[name]})) == "203.0.113.9"


@pytest.mark.parametrize(
    ("count", "chain", "expected"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 5.6.7.8, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),  # it came past the outer proxy: only who connected is known
        (1, "nonsense", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_behind_our_proxies_only_what_they_appended_counts(count, chain, expected, settings):
    settings.TRUSTED_PROXY_COUNT = count
    assert client_address(asked_by("10.0.0.1", X_Forwarded_For=chain, X_Real_IP="9.9.9.9")) == expected


def test_a_whole_ipv6_prefix_is_one_client_and_a_mapped_address_is_ipv4(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    ones = {client_address(asked_by(f"2001:db8:1:2::{n:x}")) for n in (1, 2, 0xFFFF)}
    assert ones == {"2001:db8:1:2::/64"}
    assert network_of("2001:db8:1:2::/64") == "2001:db8:1::/48"
    assert client_address(asked_by("::ffff:203.0.113.9")) == "203.0.113.9"
    assert network_of("203.0.113.9") == "203.0.113.0/24"
    assert client_address(asked_by("")) == network_of("unknown") == "unknown"


def registering(address: str, **headers: str):
    body = {"email": f"p{next(numbers)}.{random.random()}@example.com", "password": PASSWORD}
    return Client().post(REGISTER, body, content_type="application/json", REMOTE_ADDR=address, headers=headers)


def test_the_sixth_account_of_an_hour_from_one_address_is_refused_whatever_headers_say(db, real_limits):
    address = new_address()
    statuses = [registering(address, **{"X-Forwarded-For": f"9.9.9.{n}"}).status_code for n in range(7)]
    assert statuses == [201] * 5 + [429] * 2
    assert registering(new_address()).status_code == 201


def test_a_refusal_says_when_to_try_again_and_not_whose_limit_it_was(db, real_limits):
    address = new_address()
    answer = [registering(address) for _ in range(6)][-1]
    body = answer.json()
    assert (answer.status_code, body["code"]) == (429, "too_many_requests")
    assert answer["Content-Type"] == "application/problem+json"
    wait = int(answer["Retry-After"])
    assert 1 <= wait <= 3600
    assert answer["RateLimit"] == f'"register";r=0;t={wait}'
    said = answer.content.decode().lower()
    assert not any(word in said for word in ("address", "network", "identity", address))


def test_a_refused_request_does_not_use_up_the_longer_windows(db, real_limits):
    address = new_address()
    for _ in range(8):
        registering(address)
    assert sorted(RateWindow.objects.values_list("used", flat=True)) == [5, 5, 5]


def test_names_of_counters_tell_nobody_whom_they_count(db, real_limits):
    address = new_address()
    registering(address)
    assert not any(address in name for name in RateWindow.objects.values_list("name", flat=True))


def signing_in(identifier: str, password: str = "wrong") -> int:
    body = {"identifier": identifier, "password": password}
    return Client().post(LOGIN, body, content_type="application/json", REMOTE_ADDR=new_address()).status_code


def test_after_five_wrong_passwords_the_next_has_to_wait_twice_as_long_each_time(
    db, real_limits, make_user, monkeypatch
):
    make_user("mina@example.com")
    now = time.time()
    clock = {"now": now}
    monkeypatch.setattr(time, "time", lambda: clock["now"])
    assert [signing_in("mina@example.com") for _ in range(6)] == [401] * 5 + [429]
    for pause in (2, 4, 8, 16):
        clock["now"] += pause - 0.5
        assert signing_in("mina@example.com") == 429
        clock["now"] += 0.5
        assert signing_in("mina@example.com") == 401
    clock["now"] += 32
    assert signing_in("Mina@Example.com ", PASSWORD) == 200  # the owner is never locked out
    assert [signing_in("mina@example.com") for _ in range(6)] == [401] * 5 + [429]


def test_a_pause_is_never_longer_than_a_quarter_of_an_hour(db, real_limits, monkeypatch):
    clock = {"now": time.time()}
    monkeypatch.setattr(time, "time", lambda: clock["now"])
    for _ in range(20):
        assert signing_in("nobody@example.com") == 401
        wait = RateTry.objects.get().next_at - clock["now"]
        clock["now"] += wait
    assert wait == 900


def test_spellings_of_one_identifier_share_their_tries(db, real_limits):
    spellings = ["+989121234567", "+98 912 123 4567", "+٩٨٩١٢١٢٣٤٥٦٧", "+98-912-123-4567", " +989121234567"]
    assert [signing_in(text) for text in [*spellings, "+989121234567"]] == [401] * 5 + [429]


def test_one_target_gets_five_codes_an_hour(db, real_limits):
    ask = lambda: Client().post(  # noqa: E731
        "/api/accounts/otp/request/", {"target": "mina@example.com"}, "application/json", REMOTE_ADDR=new_address()
    )
    assert [ask().status_code for _ in range(6)] == [202] * 5 + [429]


def test_searches_are_counted_in_redis_and_cached_answers_are_not(db, real_limits, settings):
    settings.LIMITS = {**settings.LIMITS, "search": {**settings.LIMITS["search"], "address": ["3/60"]}}
    rules_forgotten()
    address = new_address()
    search = lambda n: Client().get(SEARCH, {"q": f"lamp{n}"}, REMOTE_ADDR=address).status_code  # noqa: E731
    assert [search(n) for n in range(5)] == [200] * 3 + [429] * 2
    settings.CATALOG_CACHE_SECONDS = 15
    other = new_address()
    word = f"cached{other}"
    ask = lambda: Client().get(SEARCH, {"q": word}, REMOTE_ADDR=other).status_code  # noqa: E731
    assert [ask() for _ in range(9)] == [200] * 9


def rules_forgotten() -> None:
    from core.limits import rules

    rules._rule.cache_clear()


@pytest.fixture(autouse=True)
def _rules_as_they_are():
    yield
    rules_forgotten()


def connections_forgotten():
    capacity._pool.cache_clear()
    capacity._idle.clear()


@pytest.fixture
def redis_away(monkeypatch, settings):
    """An address where nobody answers."""
    settings.REDIS_URL, settings.CACHE_URL = "redis://127.0.0.1:1/0", ""
    monkeypatch.setattr(capacity._local, "silent_until", 0.0)
    monkeypatch.setattr(capacity._local, "used", {})
    connections_forgotten()
    yield
    connections_forgotten()


def test_a_redis_that_closed_our_connections_or_forgot_the_script_is_asked_all_the_same(db, real_limits, settings):
    settings.LIMITS = {**settings.LIMITS, "search": {**settings.LIMITS["search"], "address": ["3/60"]}}
    rules_forgotten()
    server = Redis.from_url(settings.CACHE_URL or settings.REDIS_URL)
    request = asked_by(new_address())
    limits.spend("search", request)
    server.client_kill_filter(_type="normal", skipme=True)
    limits.spend("search", request)
    server.script_flush()
    limits.spend("search", request)
    assert capacity._local.silent_until < time.monotonic()
    with pytest.raises(TooManyRequests):
        limits.spend("search", request)


def test_without_redis_carts_stay_open_and_searches_are_counted_by_the_process(db, real_limits, redis_away, settings):
    settings.LIMITS = {**settings.LIMITS, "search": {**settings.LIMITS["search"], "address": ["3/60"]}}
    rules_forgotten()
    for _ in range(100):
        limits.spend("cart", identity="mina")
    request = asked_by(new_address())
    for _ in range(3):
        limits.spend("search", request)
    with pytest.raises(TooManyRequests):
        limits.spend("search", request)


def test_after_a_failure_redis_is_left_alone_for_a_while(db, real_limits, redis_away, monkeypatch):
    limits.spend("cart", identity="mina")
    assert capacity._local.silent_until > time.monotonic() + 4


def test_a_window_that_is_over_counts_no_more_and_is_purged(db, real_limits, monkeypatch):
    now = time.time()
    address = new_address()
    assert [registering(address).status_code for _ in range(6)][-1] == 429
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert registering(address).status_code == 201
    monkeypatch.setattr(time, "time", lambda: now + 2 * 86_400)
    assert windows.purge() >= 5
    assert not RateWindow.objects.exists()


def test_limits_are_not_counted_where_a_rollback_would_undo_them(db, real_limits):
    from core.db import atomic

    with atomic(), pytest.raises(RuntimeError):
        limits.spend("credentials", identity="mina")


def test_a_raised_profile_still_protects_an_identity(db, settings):
    settings.LIMITS_PROFILE = "raised"
    assert [signing_in("mina@example.com") for _ in range(6)] == [401] * 5 + [429]
    assert all(registering("100.64.0.1").status_code == 201 for _ in range(8))
