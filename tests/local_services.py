"""Pytest plugin: PostgreSQL and Valkey for the tests, before Django reads its settings.

Loaded with `-p tests.local_services`. DATABASE_URL, or DB_ENGINE other than embedded, means a database is there
already; REDIS_URL likewise. The addresses go into the environment, so the workers of pytest-xdist inherit them and
start nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from config.local import places
from config.local.postgres import EmbeddedPostgres
from config.local.server import EmbeddedServer
from config.local.valkey import EmbeddedValkey

PREFERRED_PORTS = {"postgres": 16432, "valkey": 17379}

_servers: list[EmbeddedServer] = []
_homes: list[Path] = []


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name, "").strip())


def _engine() -> str:
    return os.environ.get("DB_ENGINE", "").strip().lower() or "embedded"


def _home() -> Path:
    if not _homes:
        _homes.append(places.temporary_home())
    return _homes[0]


def _start() -> None:
    if _engine() == "embedded" and not _is_set("DATABASE_URL"):
        postgres = EmbeddedPostgres(_home() / "postgres", durable=False, preferred_port=PREFERRED_PORTS["postgres"])
        os.environ["DATABASE_URL"] = postgres.start().url
        _servers.append(postgres)
    if _engine() != "sqlite" and not _is_set("REDIS_URL"):
        valkey = EmbeddedValkey(_home() / "valkey", preferred_port=PREFERRED_PORTS["valkey"])
        os.environ["REDIS_URL"] = valkey.start().url
        _servers.append(valkey)


def _stop() -> None:
    while _servers:
        _servers.pop().stop()
    while _homes:
        shutil.rmtree(_homes.pop(), ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Wrap the hook in which pytest-django loads the settings, so that the addresses are known by then."""
    try:
        _start()
    except places.LocalServiceError as error:
        _stop()
        raise pytest.UsageError(str(error)) from error
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what was started here."""
    _stop()
