"""A hundred at once at a limit of n: exactly n pass."""

from __future__ import annotations

import time
import uuid
from collections import Counter

import pytest
from django.test import Client

from core import limits
from core.errors import TooManyRequests
from core.models import RateWindow
from tests.races.harness import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
REQUESTS = 100


@pytest.fixture(autouse=True)
def real_limits(settings):
    settings.LIMITS_PROFILE = "normal"


def spent(action: str, **who: object) -> Counter[str]:
    def once() -> str:
        limits.spend(action, **who)  # type: ignore[arg-type]
        return "passed"

    ended = race([once] * REQUESTS)
    assert all(isinstance(one, TooManyRequests | str) for one in ended), ended
    return Counter("passed" if one == "passed" else "refused" for one in ended)


def test_the_database_lets_exactly_n_of_a_hundred_pass():
    assert spent("credentials", identity=uuid.uuid4().hex) == {"passed": 3, "refused": 97}
    assert RateWindow.objects.get().used == 3


def test_with_several_windows_the_smallest_decides_and_none_overflows():
    assert spent("otp-request", identity=uuid.uuid4().hex) == {"passed": 5, "refused": 95}
    assert all(row.used <= row.allowed for row in RateWindow.objects.all())


def test_redis_lets_exactly_n_of_a_hundred_pass():
    assert spent("cart", identity=uuid.uuid4().hex) == {"passed": 60, "refused": 40}


def test_a_hundred_wrong_passwords_at_once_are_five_guesses(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)  # the next guess is due two seconds later

    def guess() -> int:
        body = {"identifier": "mina@example.com", "password": "wrong"}
        address = f"100.64.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}"
        return Client().post("/api/accounts/login/", body, "application/json", REMOTE_ADDR=address).status_code

    statuses = Counter(race([guess] * REQUESTS))
    assert statuses == {401: 5, 429: 95}
