"""Pytest plugin: PostgreSQL and Valkey for the tests, before Django reads its settings; one migrated database to copy.

Loaded with `-p tests.local_services`. DATABASE_URL, or DB_ENGINE other than embedded, means a database is there
already; REDIS_URL likewise. The addresses go into the environment, so the workers of pytest-xdist inherit them and
start nothing.

While the workers still collect, a database is migrated. Every other one of the run is a copy of it, in a moment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from config.local import places
from config.local.postgres import EmbeddedPostgres, create_database, drop_database
from config.local.server import EmbeddedServer
from config.local.valkey import EmbeddedValkey

PREFERRED_PORTS = {"postgres": 16432, "valkey": 17379}
TEMPLATE = "SERAI_TEST_TEMPLATE"  # the variable that tells its name to the workers
TEMPLATE_SECONDS = 600

_servers: list[EmbeddedServer] = []
_homes: list[Path] = []
_migrations: list[tuple[subprocess.Popen[bytes], threading.Thread]] = []


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
    if _engine() != "sqlite" and _is_set("DATABASE_URL") and not _is_set(TEMPLATE):
        os.environ[TEMPLATE] = f"serai_template_{os.getpid()}"
        _migrate()


def _migrate() -> None:
    """Begin to migrate a database, which gets its name when it is whole."""
    server, unfinished = os.environ["DATABASE_URL"], _unfinished()
    create_database(server, unfinished)
    address = urlunsplit(urlsplit(server)._replace(path=f"/{unfinished}"))
    migration = subprocess.Popen(
        [sys.executable, str(places.ROOT / "manage.py"), "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        cwd=places.ROOT,
    )

    def finish() -> None:
        if migration.wait() == 0:
            with psycopg.connect(server, autocommit=True) as connection:
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(os.environ[TEMPLATE])))
        else:
            drop_database(server, unfinished)

    finishing = threading.Thread(target=finish, daemon=True)
    finishing.start()
    _migrations.append((migration, finishing))


def _unfinished() -> str:
    return f"{os.environ[TEMPLATE]}_unfinished"


def template() -> str | None:
    """The name of a migrated database on the server at DATABASE_URL, once it is whole; None when there is no such
    server. Nobody may connect to it: it is there to be copied."""
    if not _is_set(TEMPLATE):
        return None
    deadline = time.monotonic() + TEMPLATE_SECONDS
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while True:
            rows = connection.execute("SELECT datname FROM pg_database").fetchall()
            if (os.environ[TEMPLATE],) in rows:
                return os.environ[TEMPLATE]
            if (_unfinished(),) not in rows or time.monotonic() > deadline:
                pytest.exit("the database of the tests could not be migrated: see above", returncode=4)
            time.sleep(0.1)


def _stop() -> None:
    while _migrations:
        migration, finishing = _migrations.pop()
        migration.kill()
        finishing.join()
        for name in (_unfinished(), os.environ.pop(TEMPLATE)):
            drop_database(os.environ["DATABASE_URL"], name)
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
