"""The embedded PostgreSQL and Valkey, really started, as whoever runs the tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import redis

from config.local import places
from config.local.places import LocalServiceError
from config.local.postgres import EmbeddedPostgres
from config.local.server import AlreadyRunning
from config.local.valkey import EmbeddedValkey
from tests.local.conftest import folder, processes_naming, wait_until_gone

POSTGRES_PORT = 21432
VALKEY_PORT = 22379


def postgres(home: Path, *, durable: bool = False, **ports: int) -> EmbeddedPostgres:
    return EmbeddedPostgres(home / "postgres", durable, **{"preferred_port": POSTGRES_PORT, **ports})


def valkey(home: Path, **ports: int) -> EmbeddedValkey:
    return EmbeddedValkey(home / "valkey", **{"preferred_port": VALKEY_PORT, **ports})


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A data directory, made once: making one takes longer than most tests here."""
    with folder() as home:
        with postgres(home):
            pass
        yield home / "postgres"


@pytest.fixture
def furnished(home: Path, cluster: Path) -> Path:
    """A folder of this test's own, with a copy of the data directory."""
    subprocess.run(["cp", "-a", str(cluster), str(home)], check=True)  # with its owner
    return home


def shown(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def test_postgres_serves_a_database_with_the_extensions_search_needs(home: Path) -> None:
    with postgres(home) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE EXTENSION unaccent")
        assert connection.execute("SELECT unaccent('Hà Nội'), similarity('serai', 'serai')").fetchone() == (
            "Ha Noi",
            1.0,
        )
        assert shown(connection, "max_connections") == "400"
        assert shown(connection, "listen_addresses") == "127.0.0.1"
        assert shown(connection, "unix_socket_directories") == ""
    assert processes_naming(home) == []


@pytest.mark.parametrize(("durable", "value"), [(True, "on"), (False, "off")])
def test_only_throwaway_data_is_written_without_waiting_for_the_disk(
    furnished: Path, durable: bool, value: str
) -> None:
    with postgres(furnished, durable=durable) as server, psycopg.connect(server.url) as connection:
        names = ("fsync", "synchronous_commit", "full_page_writes")
        assert [shown(connection, name) for name in names] == [value] * 3


def test_valkey_answers_keeps_everything_and_writes_nothing(home: Path) -> None:
    with valkey(home) as server, redis.Redis.from_url(server.url) as client:
        assert client.set("bag", "full") is True
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("save") == {"save": ""}
    assert [path.name for path in (home / "valkey").iterdir()] == []


def test_committed_rows_survive_kill_9_of_the_database(furnished: Path) -> None:
    with postgres(furnished, durable=True) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE bag AS SELECT 41 AS items")
        server.process.signal_group(signal.SIGKILL)
        assert server.process.wait(10)
        port = server.port
        server.restart()
        assert server.port == port
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT items FROM bag").fetchone() == (41,)


def test_servers_die_with_a_starter_that_was_killed_and_start_again(furnished: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from tests.local.test_servers import postgres, valkey\n"
        "home = Path(sys.argv[1]); postgres(home).start(); valkey(home).start()\n"
        "print('up', flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(furnished)], stdout=subprocess.PIPE, text=True, cwd=places.ROOT
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == "up\n"
    assert len(processes_naming(furnished)) >= 3
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert wait_until_gone(furnished) == []
    with postgres(furnished) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("serai",)


def test_a_half_made_data_directory_is_moved_aside_and_made_anew(home: Path) -> None:
    for name in ("postgres", "postgres.partial"):
        (home / name / "base").mkdir(parents=True)
    with postgres(home) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (home / "postgres.partial").exists()
    assert [path.name for path in home.glob("postgres.broken-*/*")] == ["base"]


def test_a_pid_file_that_names_another_program_does_not_stop_the_start(furnished: Path) -> None:
    with postgres(furnished) as server:
        pid_file = server.data_dir / "postmaster.pid"
        text = pid_file.read_text()
    pid_file.write_text(text.replace(text.splitlines()[0], str(os.getpid()), 1))
    with postgres(furnished) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_major_version_is_refused_and_left_alone(furnished: Path) -> None:
    with postgres(furnished) as server:
        version = server.data_dir / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(LocalServiceError, match=r"was made by PostgreSQL 17, this one is 18: move the folder away"):
        postgres(furnished).start()
    assert version.read_text() == "17\n"


@pytest.mark.parametrize("make", [postgres, valkey])
def test_a_port_that_was_asked_for_and_is_taken_is_refused_by_name(home: Path, make: type[EmbeddedValkey]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LocalServiceError, match=rf"^Port {port} for (PostgreSQL|Valkey) is already taken"):
            make(home, port=port).start()


@pytest.mark.parametrize("make", [postgres, valkey])
def test_a_preferred_port_that_is_taken_gives_the_next_free_one(home: Path, make: type[EmbeddedValkey]) -> None:
    with make(home) as first, make(home / "second", preferred_port=first.port) as second:
        assert first.port < second.port < 32768


def test_one_data_directory_has_one_user_at_a_time(furnished: Path) -> None:
    with postgres(furnished), pytest.raises(AlreadyRunning, match="is in use by another program of this project"):
        postgres(furnished).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs its servers as somebody else")
def test_root_runs_the_servers_as_nobody_and_keeps_private_folders_private(tmp_path: Path, home: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    state = private / "state"
    place = places.data_home(state)
    try:
        assert place.parent != state
        assert places.data_home(state) == place  # Found again by what is written in the state folder.
        with postgres(place) as server:
            assert Path(f"/proc/{server.process.pid}").owner() == "nobody"
        assert private.stat().st_mode & 0o777 == 0o700
    finally:
        subprocess.run(["rm", "-rf", str(place)], check=True)
