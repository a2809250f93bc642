"""What all tests share: a client, people, the outbox."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient
from xdist.scheduler import LoadFileScheduling

from config.local.stack import ALL_PROCESSES, Stack
from core import catalogues, outbox
from core.models import OutboxMessage
from markets.selectors import language_of_market
from payments import registry
from tests import local_services
from tests.accounts import factories
from tests.running import LEASE_SECONDS, Shop, new_home

examples.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("suite")  # how fast the machine is decides about nothing

SQLITE = "tests/journeys/test_sqlite.py"  # has a shop of its own
ONE_SHOP = ("tests/faults/", "tests/journeys/")  # share the running shops below, and so one worker of pytest-xdist
FIRST = (*ONE_SHOP, "tests/local/", "tests/demo/")  # wait for processes: no core is to be left alone with them


class ByShopAndFile(LoadFileScheduling):
    """One file after the other goes to the worker that is free; what shares a running shop is as one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "shop" if nodeid.startswith(ONE_SHOP) and not nodeid.startswith(SQLITE) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByShopAndFile:
    return ByShopAndFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (not item.nodeid.startswith(FIRST), item.nodeid.startswith(SQLITE)))


def pytest_configure() -> None:
    """The catalogues may have changed since they were last compiled."""
    catalogues.compile_stale(Path(settings.BASE_DIR))


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of the tests is a copy of the migrated one."""
    if migrated := local_services.template():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test with real transactions ends by emptying every table that was filled, which takes a twentieth of the time
    of Django's own way (truncating all, then making the permissions anew). What the data migrations put there
    (markets, rates, couriers) is put back, so that the order of tests does not matter."""
    kept = {"contenttypes.contenttype", "auth.permission"}
    with django_db_blocker.unblock():
        models = [model for model in apps.get_models() if model._meta.managed and model._meta.label_lower not in kept]
        filled = {model: list(model._base_manager.all()) for model in models}
        # Remembered for the whole run, as every process remembers them between its requests.
        language_of_market("")
        registry.offers()
    tables = sorted(
        {*connection.introspection.django_table_names()} - {apps.get_model(name)._meta.db_table for name in kept}
    )
    found = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)

    def empty(test: TransactionTestCase) -> None:
        with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
            cursor.execute(found)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {name}")
            for model, rows in filled.items():
                model._base_manager.bulk_create(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@contextmanager
def rows_until_the_end(django_db_blocker: Any) -> Iterator[None]:
    """For fixtures of a module: the rows written inside are there for every test, whose own are undone one by one, and
    are undone in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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


@contextmanager
def running_shop(
    database: DjangoDbBlocker, *, processes: Sequence[str] = ALL_PROCESSES, **environment: str
) -> Iterator[Shop]:
    """The product as running processes with a database and a Valkey of its own."""
    home = new_home()
    environment = {"OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS), "CATALOG_CACHE_SECONDS": "2", **environment}
    stack = Stack(
        home,
        env=environment,
        processes=processes,
        gateway_arguments=["--control"],
        database_url=os.environ.get("DATABASE_URL"),
        own_database=home.name.replace("-", "_"),
        template=local_services.template(),
    )
    try:
        with stack:
            yield Shop(stack, database)
    finally:
        shutil.rmtree(home, ignore_errors=True)


_shops_open = ExitStack()


@pytest.fixture(scope="session")
def shop(django_db_blocker: DjangoDbBlocker) -> Shop:
    """A marketplace that lets everybody in, shared by journeys and fault tests."""
    orders = dict.fromkeys(("ORDERS_PER_MINUTE", "ORDERS_PER_HOUR", "ORDERS_UNPAID"), "1000")  # of a few people
    return _shops_open.enter_context(running_shop(django_db_blocker, REVIEW_INVITATION_DAYS="0", **orders))


@pytest.fixture(scope="session")
def careful_shop(django_db_blocker: DjangoDbBlocker) -> Shop:
    """A marketplace whose staff look at sellers and products first; nobody pays in it and no job runs by the clock."""
    processes = ("worker", "relay", "web")
    return _shops_open.enter_context(
        running_shop(django_db_blocker, processes=processes, MARKETPLACE_MODERATION="review")
    )


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """After the last test that shares them the shops close: their processes, idle or not, slow what follows."""
    if nextitem is None or not nextitem.nodeid.startswith(ONE_SHOP):
        _shops_open.close()
