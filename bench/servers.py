"""Production-like servers for a measurement: databases with bulk products, Serai under WSGI, the floor beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.cpu import resident_mib
from config.local import places, ports
from config.local.postgres import create_database
from config.local.process import ManagedProcess, ProcessSpec, group_members, never
from config.local.stack import SANDBOX_SECRET, Stack, answers

WORKERS, THREADS = 2, 4
FLOOR_SERVER = "gthread"  # as HOTPATHS.md defines the floor its gates are ratios to
FIRST_PORT = 18400
SERVERS = {
    "granian": (
        "-m granian --interface wsgi --host 127.0.0.1 --port {port} --workers {workers} --blocking-threads {threads} "
        "--no-ws --log-level warning {application}"
    ),
    "gthread": (
        "-m gunicorn -k gthread -w {workers} --threads {threads} -b 127.0.0.1:{port} --keep-alive 60 "
        "--log-level warning {application}"
    ),
}
FLOOR_TABLES = """
DROP TABLE IF EXISTS floor_line, floor_order, floor_item, floor_card;
CREATE TABLE floor_card AS
    SELECT l.id, l.slug, l.name, l.currency, l.price_minor, l.compare_at_minor, l.is_available, l.listed_at
    FROM storefront_productlisting l JOIN markets_market m ON m.id = l.market_id AND m.code = 'intl';
ALTER TABLE floor_card ADD PRIMARY KEY (id);
CREATE INDEX ON floor_card (listed_at DESC, id DESC);
CREATE TABLE floor_item AS SELECT id, price_minor, 1000000 AS stock FROM marketplace_storeitem LIMIT 10000;
ALTER TABLE floor_item ADD PRIMARY KEY (id), ADD CHECK (stock >= 0);
CREATE TABLE floor_order (id uuid PRIMARY KEY, total_minor bigint NOT NULL, created_at timestamptz NOT NULL);
CREATE TABLE floor_line (id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES floor_order DEFERRABLE INITIALLY DEFERRED,
    item_id uuid NOT NULL REFERENCES floor_item DEFERRABLE INITIALLY DEFERRED, quantity int NOT NULL,
    price_minor bigint NOT NULL);
CREATE INDEX ON floor_line (order_id);
CREATE INDEX ON floor_line (item_id);
ANALYZE floor_card, floor_item;
"""


def _says(process: ManagedProcess, text: str) -> Callable[[], bool]:
    return lambda: text in process.new_log()


@dataclass
class Server:
    """A running web server. `cold_start_seconds`: from its start to its first answer."""

    name: str
    process: ManagedProcess
    port: int
    database_url: str
    cold_start_seconds: float = 0.0
    fresh_mib: float = field(default=0.0)
    beside: list[ManagedProcess] = field(default_factory=list)  # a relay and a worker, whose work counts as its own

    def pids(self) -> list[int]:
        return [pid for process in (self.process, *self.beside) for pid in group_members(process.pid)]

    def worker_mib(self) -> float:
        """Resident memory of the largest worker."""
        workers = [pid for pid in group_members(self.process.pid) if pid != self.process.pid]
        return max((resident_mib(pid) for pid in workers), default=0.0)


class Bench:
    """The servers of one run: on the database of DATABASE_URL, or on an embedded one that stays for the next run."""

    def __init__(self, state_dir: Path, kind: str) -> None:
        self.kind = kind
        self.state_dir = state_dir
        given = os.environ.get("DATABASE_URL", "").strip() or None
        redis = os.environ.get("REDIS_URL", "").strip() or None
        self.stack = Stack(state_dir, processes=("sandbox",), database_url=given, redis_url=redis, durable=True)
        self.servers: list[Server] = []

    @contextmanager
    def running(self) -> Iterator[Bench]:
        try:
            self.stack.start_servers()
            self.stack.start_processes()
            yield self
        finally:
            for server in self.servers:
                for process in (server.process, *server.beside):
                    process.stop()
            self.stack.stop()

    def database(self, name: str, **bulk: int) -> str:
        """The address of a migrated database with what `seed_bulk` loads of each kind; made at the first run, kept for
        the next."""
        base = self.stack.database_url or ""
        create_database(base, name)
        url = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
        self.manage(url, "migrate", "-v", "0")
        self.manage(url, "seed_bulk", *(f"--{kind}={count}" for kind, count in bulk.items()))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(FLOOR_TABLES.encode())
            connection.execute("VACUUM (ANALYZE)")
        return url

    @property
    def gateway_port(self) -> int:
        """Where the simulated gateway answers."""
        return self.stack.gateway_ports["sandbox"]

    def env(self, database_url: str, **more: str) -> dict[str, str]:
        """A production-like environment, without what production demands of its addresses (https)."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DJANGO_DEBUG": "false",
            "DATABASE_URL": database_url,
            "REDIS_URL": self.stack.redis_url or "",
            "MAIL_DIR": str(self.state_dir / "mail"),
            "MEDIA_ROOT": str(self.state_dir / "media"),
            "CATALOG_CACHE_SECONDS": "0",
            "SANDBOX_GATEWAY_ENABLED": "true",
            "SANDBOX_GATEWAY_URL": self.stack.gateway_url("sandbox"),
            "SANDBOX_GATEWAY_SECRET": SANDBOX_SECRET,
            "ACCOUNTS_EMAIL_CONFIRMATION": "optional",
            "LIMITS_PROFILE": "raised",  # all load comes from one address
            "SIMPLE_JWT_ACCESS_LIFETIME_MIN": "1440",  # people sign in once, and loading a million products takes time
            **more,
        }

    def manage(self, database_url: str, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, str(places.ROOT / "manage.py"), *arguments],
            env=self.env(database_url),
            cwd=places.ROOT,
            check=True,
        )

    def serve(self, name: str, application: str, database_url: str, *, kind: str = "", **env: str) -> Server:
        """Start a server and wait for its first answer. Raises LocalServiceError."""
        port = ports.free_port(FIRST_PORT + len(self.servers))
        command = SERVERS[kind or self.kind].format(
            port=port, workers=WORKERS, threads=THREADS, application=application
        )
        log = self.state_dir / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.unlink(missing_ok=True)
        spec = ProcessSpec(name, [sys.executable, *command.split()], log, self.env(database_url, **env))
        started = time.perf_counter()
        server = Server(name, ManagedProcess(spec), port, database_url)
        self.servers.append(server)
        server.process.wait_until(
            lambda: answers(f"http://127.0.0.1:{port}/livez"), timeout_seconds=60, interrupted=never
        )
        server.cold_start_seconds = time.perf_counter() - started
        server.fresh_mib = server.worker_mib()
        return server

    def work_for(self, server: Server) -> None:
        """Start a relay and a worker on the database of a server. Raises LocalServiceError."""
        celery = ["-m", "celery", "-A", "config", "--skip-checks", "worker", "--loglevel", "INFO"]
        celery += ["--hostname", f"{server.name}@bench", "--concurrency", f"{WORKERS}", "--without-gossip"]
        relay = [str(places.ROOT / "manage.py"), "relay"]
        for name, command, ready in (("relay", relay, "relay ready"), ("worker", celery, "@bench ready")):
            log = self.state_dir / "log" / f"{server.name}-{name}.log"
            env = self.env(server.database_url) | {"PYTHONUNBUFFERED": "1"}
            process = ManagedProcess(ProcessSpec(name, [sys.executable, *command], log, env, stop_timeout_seconds=20))
            server.beside.append(process)
            process.wait_until(_says(process, ready), timeout_seconds=60, interrupted=never)
