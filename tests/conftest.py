"""What all tests share: a client, people, the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from core import outbox
from core.models import OutboxMessage
from tests.accounts import factories


@pytest.fixture
def api(db: None) -> APIClient:
    """An anonymous client of the API. `api.get(url, headers=bearer(user))` acts as a person."""
    return factories.client_for()


@pytest.fixture
def api_as(db: None) -> Callable[..., APIClient]:
    """`api_as(user)`: a client of its own, signed in by bearer token."""
    return factories.client_for


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """`make_user("mina@example.com", phone=…, username=…, name=…, groups=("staff",), is_superuser=…)`."""
    return factories.make_user


@pytest.fixture
def bearer() -> Callable[..., dict[str, str]]:
    """`bearer(user)`: the Authorization header of a new session."""
    return factories.bearer


@pytest.fixture
def drain_outbox(db: None) -> Callable[..., int]:
    """`drain_outbox()`: run all that is due in this process; returns how many were handled.

    A handler that fails fails the test, unless `allow_failures=True`.
    """

    def drain(*, allow_failures: bool = False) -> int:
        handled = outbox.drain()
        failed = list(OutboxMessage.objects.filter(handled_at=None).exclude(last_error=""))
        assert allow_failures or not failed, [(row.task, row.last_error) for row in failed]
        return handled

    return drain
