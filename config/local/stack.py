"""The whole product as real processes: servers, migrated database, web, worker, beat, relay, sandbox gateway.

`make run`, the journeys, the fault tests and the benchmark all start it here, so they start the same thing.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from config.local import places, ports
from config.local.places import LocalServiceError
from config.local.postgres import PREFERRED_PORT as POSTGRES_PORT
from config.local.postgres import EmbeddedPostgres, create_database, drop_database
from config.local.process import ManagedProcess, ProcessEnded, ProcessSpec, group_members, never
from config.local.server import EmbeddedServer
from config.local.valkey import PREFERRED_PORT as VALKEY_PORT
from config.local.valkey import EmbeddedValkey

SIMULATORS = ("sandbox", "zarinpal", "vnpay", "midtrans", "stripe")
ALL_PROCESSES = (*SIMULATORS, "worker", "beat", "relay", "web")
SQLITE_PROCESSES = (*SIMULATORS, "relay", "web")
HOST = "127.0.0.1"
# Of gateways that move no money.
SANDBOX_SECRET = "sandbox-shared-secret"  # noqa: S105
ZARINPAL = {
    "ZARINPAL_MERCHANT_ID": "5e7a1000-0000-4000-8000-000000000001",
    "ZARINPAL_TERMINAL_ID": "250",
    "ZARINPAL_ACCESS_TOKEN": "simulated-panel-token",
}
VNPAY = {"VNPAY_TMN_CODE": "SERAITST", "VNPAY_HASH_SECRET": "simulated-terminal-secret"}
MIDTRANS = {"MIDTRANS_SERVER_KEY": "SB-Mid-server-simulated-key"}
IRIS = {
    "IRIS_CREATOR_KEY": "IRIS-simulated-creator",
    "IRIS_APPROVER_KEY": "IRIS-simulated-approver",
    "IRIS_MERCHANT_KEY": "IRIS-simulated-merchant",
}
STRIPE = {"STRIPE_SECRET_KEY": "sk_test_simulated", "STRIPE_WEBHOOK_SECRET": "whsec_simulated"}
READY_TIMEOUT_SECONDS = 60.0
PREPARE_TIMEOUT_SECONDS = 1800.0
SETTLE_SECONDS = 1.0  # a process without an address to ask is up when it has not ended by then
WORKER_READY_SECONDS = 15.0
LOG_KEEP_BYTES = 1024 * 1024


class Stack:
    """One running Serai in `state_dir`. Use as a context manager, or `start` and `stop`, from the main thread.

    `env` overrides everything that is computed here. `processes` are names; a number makes another one of a kind:
    ("web", "worker", "worker-2"). `commands` replaces the command line of a name, with the same checks.
    `database_url` and `redis_url`: given servers; without them embedded ones are started in `data_dir`.
    `own_database`: on the given server make a database of this name, and drop it at the end; as a copy of `template`
    when that is the name of one.
    `web_port`, `gateway_ports` (by the names of simulators): these ports, refused when taken; else free ones.
    `gateway_arguments`: more arguments for each simulator.
    `demo`: the scale of the demo data to load into an empty database.
    """

    def __init__(
        self,
        state_dir: Path,
        *,
        env: Mapping[str, str] | None = None,
        processes: Sequence[str] = ALL_PROCESSES,
        commands: Mapping[str, Sequence[str]] | None = None,
        engine: str = "embedded",
        database_url: str | None = None,
        own_database: str | None = None,
        template: str | None = None,
        redis_url: str | None = None,
        data_dir: Path | None = None,
        durable: bool = False,
        demo: str | None = None,
        web_port: int | None = None,
        gateway_ports: Mapping[str, int] | None = None,
        gateway_arguments: Sequence[str] = (),
        settings_module: str = "config.settings.dev",
        preferred_ports: Mapping[str, int] | None = None,
        echo: bool = False,
        interrupted: Callable[[], bool] = never,
    ) -> None:
        self.state_dir = state_dir.resolve()
        self.log_dir = self.state_dir / "log"
        self.mail_dir = self.state_dir / "mail"
        self.engine = engine
        self.database_url = database_url
        self.redis_url = redis_url
        self.web_port = web_port
        self.gateway_ports = dict(gateway_ports or {})
        self.servers: dict[str, EmbeddedServer] = {}
        self.running: dict[str, ManagedProcess] = {}
        self.report: dict[str, Any] = {}
        self._own_database = own_database
        self._template = template
        self._overrides = dict(env or {})
        self._names = tuple(processes)
        self._commands = dict(commands or {})
        self._data_dir = data_dir
        self._durable = durable
        self._demo = demo
        self._gateway_arguments = tuple(gateway_arguments)
        self._settings_module = settings_module
        self._preferred_ports = {"postgres": POSTGRES_PORT, "valkey": VALKEY_PORT, **(preferred_ports or {})}
        self._echo = echo
        self._interrupted = interrupted

    # Starting and stopping

    def start(self) -> Self:
        """Start everything and wait until it answers. Raises LocalServiceError; nothing is left behind then."""
        try:
            self._choose_ports()
            self.start_servers()
            self.prepare()
            self.start_processes()
        except BaseException:
            self.stop(patient=False)
            raise
        return self

    def start_servers(self) -> None:
        """Start the embedded servers that are needed, or make the database asked for on the given one."""
        places.make_state_dir(self.state_dir)
        if self.engine != "sqlite" and self.database_url is None:
            postgres = EmbeddedPostgres(
                self._data_home() / "postgres", self._durable, **self._server_arguments("postgres")
            )
            self.servers["postgres"] = postgres.start()
            self.database_url = postgres.url
        if self.engine != "sqlite" and self.redis_url is None:
            valkey = EmbeddedValkey(self._data_home() / "valkey", **self._server_arguments("valkey"))
            self.servers["valkey"] = valkey.start()
            self.redis_url = valkey.url
        if self._own_database and self.database_url:
            create_database(self.database_url, self._own_database, template=self._template)
            self._server_url = self.database_url
            self.database_url = urlunsplit(urlsplit(self.database_url)._replace(path=f"/{self._own_database}"))

    def prepare(self) -> None:
        """Check, migrate, make the roles and load the demo data, in one Python process; fills `report`."""
        self._choose_ports()
        report = self.state_dir / "run" / "prepare.json"
        report.parent.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
        argv = [sys.executable, "-m", "config.local.prepare", "--report", str(report)]
        argv += ["--demo", self._demo, "--marker", str(report.with_name("demo.json"))] if self._demo else []
        log_path = None if self._echo else self._fresh_log("prepare")
        process = ManagedProcess(ProcessSpec("prepare", argv, log_path, self.process_env("prepare")))
        try:
            process.wait_until(report.exists, timeout_seconds=PREPARE_TIMEOUT_SECONDS, interrupted=self._interrupted)
        except ProcessEnded as error:
            reason = "see the lines above" if self._echo else str(error)
            raise LocalServiceError(f"the database could not be prepared: {reason}") from error
        except LocalServiceError:
            process.stop(patient=False)
            raise
        process.wait(READY_TIMEOUT_SECONDS)
        self.report = json.loads(report.read_text())

    def start_processes(self) -> None:
        """Start every process at once, then wait for each to be ready."""
        self._choose_ports()
        for name in self._names:
            self._spawn(name)
        for name in self._names:
            self.wait_ready(name)

    def stop(self, *, patient: bool = True) -> list[str]:
        """Stop web first and the servers last. Returns the names of what had to be killed."""
        killed = [name for name in self._of_kind("web") if not self.running[name].stop(patient=patient)]
        rest = [name for name in self.running if name not in self._of_kind("web")]
        for name in rest:
            self.running[name].ask_to_stop()
        killed += [name for name in rest if not self.running[name].stop(patient=patient)]
        self.running.clear()
        if self._own_database and self.database_url and urlsplit(self.database_url).path == f"/{self._own_database}":
            if "postgres" not in self.servers:
                drop_database(self._server_url, self._own_database)
            self.database_url = self._server_url
        for name in reversed(list(self.servers)):
            if not self.servers.pop(name).stop():
                killed.append(name)
        return killed

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # What tests and the supervisor do to it

    @property
    def web_url(self) -> str:
        """Without a slash at the end."""
        return f"http://{HOST}:{self.web_port}"

    def gateway_url(self, name: str) -> str:
        """Where a simulated gateway answers, without a slash at the end."""
        return f"http://{HOST}:{self.gateway_ports[name]}"

    def pid(self, name: str) -> int:
        """The pid of a process or server."""
        return self._process(name).pid

    def children(self, name: str) -> list[int]:
        """The pids of a process's children that still run: the pool of a worker, the workers of a web server."""
        return [pid for pid in group_members(self.pid(name)) if pid != self.pid(name)]

    def kill(self, name: str, number: int = signal.SIGKILL, *, group: bool = True) -> None:
        """Signal a process, with all its children unless `group` is False, and wait for a SIGKILL to take effect."""
        process = self._process(name)
        if group:
            process.signal_group(number)
        else:
            process.signal(number)
        if number == signal.SIGKILL:
            process.wait(READY_TIMEOUT_SECONDS)

    def restart(self, name: str) -> None:
        """Start a process or server again, stopping it first when it runs, and wait until it is ready."""
        self.respawn(name)
        if name in self.running:
            self.wait_ready(name)

    def respawn(self, name: str) -> None:
        """The same, without waiting for a process to be ready."""
        if name in self.servers:
            self.servers[name].restart()
            return
        if name in self.running:
            self.running[name].stop()  # What is left of its children.
        self._spawn(name)

    def ended(self) -> dict[str, ManagedProcess]:
        """The processes and servers that should run and do not."""
        watched = {**{name: server.process for name, server in self.servers.items()}, **self.running}
        return {name: process for name, process in watched.items() if not process.alive}

    def wait_ready(self, name: str) -> None:
        """Wait until a process does its work. Raises LocalServiceError with the end of its log when it does not."""
        process = self.running[name]
        process.wait_until(
            lambda: self._is_ready(name, process),
            timeout_seconds=READY_TIMEOUT_SECONDS,
            interrupted=self._interrupted,
        )

    def process_env(self, name: str) -> dict[str, str]:
        """The whole environment of a process of this stack; also for commands run beside it."""
        computed = {
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": self._settings_module,
            "MAIL_DIR": str(self.mail_dir),
            "SMS_DIR": str(self.state_dir / "sms"),
            "MEDIA_ROOT": str(self.state_dir / "media"),
            "PRIVATE_ROOT": str(self.state_dir / "private"),
            "SITE_URL": self.web_url,
            "ZARINPAL_CALLBACK_URL": f"{self.web_url}/api/payments/verify/",
            "SANDBOX_GATEWAY_URL": self.gateway_url("sandbox"),
            "SANDBOX_GATEWAY_SECRET": SANDBOX_SECRET,
        }
        if "zarinpal" in self._names:
            base = self.gateway_url("zarinpal")
            computed |= {**ZARINPAL, "ZARINPAL_BASE_URL": base, "ZARINPAL_GRAPHQL_URL": f"{base}/api/v4/graphql/"}
        if "vnpay" in self._names:
            base = self.gateway_url("vnpay")
            computed |= {
                **VNPAY,
                "VNPAY_PAY_URL": f"{base}/paymentv2/vpcpay.html",
                "VNPAY_API_URL": f"{base}/merchant_webapi/api/transaction",
                "VNPAY_IPN_URL": f"{self.web_url}/api/payments/vnpay/ipn/",  # told to VNPAY, read by its simulator
            }
        if "midtrans" in self._names:
            base = self.gateway_url("midtrans")
            computed |= {**MIDTRANS, "MIDTRANS_SNAP_URL": f"{base}/snap/v1", "MIDTRANS_CORE_URL": base}
            if not os.environ.get("IRIS_CREATOR_KEY"):
                computed |= {
                    **IRIS,
                    "IRIS_URL": f"{base}/iris",
                    "IRIS_NOTIFICATION_URL": f"{self.web_url}/api/payments/iris/notification/",  # read by its simulator
                }
        if "stripe" in self._names:
            computed |= {
                **STRIPE,
                "STRIPE_API_URL": self.gateway_url("stripe"),
                "STRIPE_WEBHOOK_URL": f"{self.web_url}/api/payments/stripe/webhook/",  # read by its simulator
            }
        if self.engine == "sqlite":
            computed |= {
                "DB_ENGINE": "sqlite",
                "DATABASE_URL": "",
                "SQLITE_PATH": str(self.state_dir / "serai.sqlite3"),
            }
            computed |= {"REDIS_URL": ""}
        else:
            computed |= {"DB_ENGINE": "postgres", "DATABASE_URL": self.database_url or ""}
            computed |= {"REDIS_URL": self.redis_url or ""}
            # Under ASGI every request runs in a thread of its own: without a pool each would open a connection.
            computed |= {"DATABASE_POOL": "true"} if _kind(name) == "web" and name not in self._commands else {}
        env = {**os.environ, **computed, **self._overrides}
        env["SANDBOX_SECRET"] = env["SANDBOX_GATEWAY_SECRET"]
        return env

    # How each is started

    def _spawn(self, name: str) -> None:
        self.running[name] = ManagedProcess(
            ProcessSpec(
                name=name,
                argv=self._argv(name),
                log_path=self._fresh_log(name),
                env=self.process_env(name),
                stop_timeout_seconds=20 if _kind(name) == "worker" else 10,
            )
        )

    def _argv(self, name: str) -> list[str]:
        if name in self._commands:
            return [part.format(port=self.web_port) for part in self._commands[name]]
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "config", "--skip-checks"]  # `prepare` has checked
        manage = [python, str(places.ROOT / "manage.py")]
        kinds = {
            "web": [
                *[
                    python,
                    "-m",
                    "uvicorn",
                    "config.asgi:application",
                    "--no-proxy-headers",
                    "--host",
                    HOST,
                    "--port",
                    str(self.web_port),
                ],
                *["--lifespan", "off", "--no-access-log", "--timeout-graceful-shutdown", "5"],
            ],
            "worker": [
                *[*celery, "worker", "--loglevel", "INFO", "--hostname", f"{name}@serai"],
                *["--without-gossip", "--without-mingle"],
            ],
            "beat": [
                *[*celery, "beat", "--loglevel", "INFO", "--pidfile", ""],
                *["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler"],
            ],
            "relay": [*manage, "relay", *(["--inline"] if self.engine == "sqlite" else [])],
            **{
                simulator: [
                    *[python, "-m", f"simulators.{simulator}", "--host", HOST],
                    *["--port", str(self.gateway_ports[simulator])],
                    *["--state", str(self.state_dir / f"{simulator}.sqlite3"), *self._gateway_arguments],
                ]
                for simulator in SIMULATORS
            },
        }
        try:
            return kinds[_kind(name)]
        except KeyError:
            raise LocalServiceError(
                f"Unknown process {name!r}: one of {', '.join(kinds)}, or give its command"
            ) from None

    def _is_ready(self, name: str, process: ManagedProcess) -> bool:
        match _kind(name):
            case "web":
                return answers(f"{self.web_url}/readyz")
            case kind if kind in SIMULATORS:
                return answers(f"{self.gateway_url(kind)}/healthz")
            case "worker":  # Celery says so in its log, unless LOG_LEVEL silences it.
                return f"{name}@serai ready" in process.new_log() or process.uptime_seconds > WORKER_READY_SECONDS
            case "relay":
                return "relay ready" in process.new_log()
            case _:
                return process.uptime_seconds > SETTLE_SECONDS

    def _choose_ports(self) -> None:
        start = 20000 + os.getpid() * 7 % 10000  # Stacks of parallel test runs begin looking at different places.
        self.web_port = self.web_port or ports.free_port(start)
        after = self.web_port
        for name in SIMULATORS:
            after = self.gateway_ports.setdefault(name, ports.free_port(after + 1))

    def _server_arguments(self, name: str) -> dict[str, Any]:
        return {
            "preferred_port": self._preferred_ports[name],
            "log_path": self._fresh_log(name),
            "interrupted": self._interrupted,
        }

    def _data_home(self) -> Path:
        if self._data_dir is None:
            self._data_dir = places.data_home(self.state_dir)
        return self._data_dir

    def _fresh_log(self, name: str) -> Path:
        """The log file of a process; a large one of earlier runs is kept once as `.1`."""
        path = self.log_dir / f"{name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_KEEP_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _of_kind(self, kind: str) -> list[str]:
        return [name for name in self.running if _kind(name) == kind]

    def _process(self, name: str) -> ManagedProcess:
        return self.servers[name].process if name in self.servers else self.running[name]


def answers(url: str) -> bool:
    """Whether a GET is answered with 200 within two seconds."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or HOST, address.port, timeout=2)
    try:
        connection.request("GET", address.path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _kind(name: str) -> str:
    return name.partition("-")[0]
