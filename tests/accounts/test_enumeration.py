"""Answers and their time tell nobody who has an account (A3)."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.races.harness import FULL

TRIES = 200 if FULL else 60  # make prove measures longer
LIMIT_SECONDS = 0.010
PASSWORD = "correct horse battery"
numbers = itertools.count(1)

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]


@pytest.fixture
def known(make_user, settings) -> list[str]:
    """As many accounts as tries: a limit of one of them must not slow a later try."""
    settings.ACCOUNTS_EMAIL_CONFIRMATION = "required"
    hashed = make_user("known0@example.com").password
    people = [
        User(email=f"known{number}@example.com", password=hashed, email_confirmed_at="2026-01-01T00:00Z")
        for number in range(1, TRIES)
    ]
    User.objects.bulk_create(people)
    return [f"known{number}@example.com" for number in range(TRIES)]


def unknown() -> list[str]:
    return [f"nobody{next(numbers)}@example.com" for _ in range(TRIES)]


BODIES: dict[str, Callable[[str], dict[str, str]]] = {
    "login": lambda email: {"identifier": email, "password": "wrong wrong wrong"},
    "otp/request": lambda email: {"target": email},
    "register": lambda email: {"email": email, "password": PASSWORD},
    "password-reset": lambda email: {"email": email},
}


@pytest.mark.parametrize("door", BODIES)
def test_known_and_unknown_accounts_get_one_answer_in_one_time(door, known):
    client, times, answers = Client(), {True: [], False: []}, {True: set(), False: set()}
    for pair in zip(known, unknown(), strict=True):
        for is_known, email in zip((True, False), pair, strict=True):
            started = time.perf_counter()
            answer = client.post(f"/api/accounts/{door}/", BODIES[door](email), content_type="application/json")
            times[is_known].append(time.perf_counter() - started)
            body = answer.json()
            body.pop("request_id", None)
            answers[is_known].add((answer.status_code, str(body)))
    assert answers[True] == answers[False]
    assert len(answers[True]) == 1
    assert abs(statistics.median(times[True]) - statistics.median(times[False])) < LIMIT_SECONDS
