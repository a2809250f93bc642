"""What all tests share: a client, people, the outbox."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_migrate
from rest_framework.test import APIClient

from config.local.stack import Stack
from core import catalogues, outbox
from core.models import OutboxMessage
from markets.selectors import language_of_market
from tests.accounts import factories
from tests.running import LEASE_SECONDS, Shop, new_home


def pytest_configure() -> None:
    """The catalogues may have changed since they were last compiled."""
    catalogues.compile_stale(Path(settings.BASE_DIR))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A test with real transactions ends by emptying every table. What the data migrations put there (markets, rates,
    couriers) comes back with the `post_migrate` that follows, so that the order of tests does not matter."""
    made_after_flush = {"contenttypes", "auth"}
    with django_db_blocker.unblock():
        kinds = [model for model in apps.get_models() if model._meta.app_label not in made_after_flush]
        rows = [row for model in kinds if model._meta.managed for row in model._base_manager.all()]
        language_of_market("")  # remembered for the whole run, as every process remembers it between its requests

    def put_back(**kwargs: Any) -> None:
        with transaction.atomic():
            for row in rows:
                type(row)._base_manager.bulk_create([row], ignore_conflicts=True)

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(put_back, sender=last, weak=False, dispatch_uid="tests.put_back")


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


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """The whole product as running processes with servers of its own, shared by journeys and fault tests."""
    home = new_home()
    stack = Stack(
        home,
        env={"OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS), "REVIEW_INVITATION_DAYS": "0"},
        sandbox_arguments=["--control"],
    )
    try:
        with stack:
            yield Shop(stack)
    finally:
        shutil.rmtree(home, ignore_errors=True)
