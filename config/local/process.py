"""One child process: its own session, its own log file, and nothing of it left when it is stopped."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from config.local.places import ROOT, Identity, LocalServiceError, popen_arguments

POLL_SECONDS = 0.02
GROUP_GRACE_SECONDS = 2.0
KILL_WAIT_SECONDS = 10.0
LOG_TAIL_LINES = 15
LOG_TAIL_BYTES = 64 * 1024

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class ProcessSpec:
    """How one process is started and stopped.

    Without a `log_path` it writes where its parent writes. `death_signal` is what the kernel sends it when its parent
    dies without stopping it (Linux only).
    """

    name: str
    argv: Sequence[str]
    log_path: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = ROOT
    identity: Identity | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_seconds: float = 15.0
    death_signal: signal.Signals = signal.SIGKILL


class ManagedProcess:
    """A running `ProcessSpec`. Start it from the main thread: the kernel ties children to the thread that made them."""

    def __init__(self, spec: ProcessSpec) -> None:
        self.spec = spec
        self._log_start = 0
        self._asked = False
        self.started_at = time.monotonic()
        self._popen = self._spawn()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def returncode(self) -> int | None:
        """The exit status; None while it runs, negative for the signal that ended it."""
        return self._popen.poll()

    @property
    def alive(self) -> bool:
        return self.returncode is None

    @property
    def uptime_seconds(self) -> float:
        return time.monotonic() - self.started_at

    def signal(self, number: int) -> None:
        """Signal the process itself, not its children."""
        if self.alive:
            self._popen.send_signal(number)

    def signal_group(self, number: int) -> None:
        """Signal the process and all its children at once."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def wait(self, timeout_seconds: float) -> bool:
        """Wait for the end; False when it still runs after the timeout."""
        try:
            self._popen.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def ask_to_stop(self) -> None:
        """Send the stop signal, once: a second one means "at once" to some programs."""
        if not self._asked:
            self._asked = True
            self.signal(self.spec.stop_signal)

    def stop(self, *, patient: bool = True) -> bool:
        """Ask it to end, then make it end, with every child. True when nothing had to be killed."""
        self.ask_to_stop()
        clean = self.wait(self.spec.stop_timeout_seconds if patient else 0.5)
        deadline = time.monotonic() + (GROUP_GRACE_SECONDS if clean else 0)
        while group_members(self.pid) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        if group_members(self.pid):
            clean = False
            self.signal_group(signal.SIGKILL)
        self.wait(KILL_WAIT_SECONDS)
        return clean

    def new_log(self) -> str:
        """What it has written to its log since this start (at most the last 64 KiB)."""
        if self.spec.log_path is None:
            return ""
        with self.spec.log_path.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, size - LOG_TAIL_BYTES))
            return log.read().decode(errors="replace")

    def log_tail(self, lines: int = LOG_TAIL_LINES) -> str:
        """The last lines it wrote, indented for a message."""
        return "\n".join(f"    {line}" for line in self.new_log().splitlines()[-lines:])

    def wait_until(self, ready: Callable[[], bool], *, timeout_seconds: float, interrupted: Callable[[], bool]) -> None:
        """Poll `ready`. Raises LocalServiceError when the process ends first, the time is up, or on interruption."""
        name = self.spec.name
        deadline = time.monotonic() + timeout_seconds
        while not ready():
            if not self.alive:
                raise ProcessEnded(f"{name} ended while starting (exit status {self.returncode}){self._last_words()}")
            if interrupted():
                raise Interrupted(f"interrupted while {name} was starting")
            if time.monotonic() > deadline:
                raise LocalServiceError(
                    f"{name} was not ready after {timeout_seconds:.0f} s; log: {self.spec.log_path}{self._last_words()}"
                )
            time.sleep(POLL_SECONDS)

    def _last_words(self) -> str:
        tail = self.log_tail()
        return f":\n{tail}" if tail else ""

    def _spawn(self) -> subprocess.Popen[bytes]:
        log_path = self.spec.log_path
        if log_path is None:
            return self._popen_with(None)
        log_path.parent.mkdir(parents=True, exist_ok=True)
        with log_path.open("ab") as log:
            self._log_start = log.tell()
            return self._popen_with(log)

    def _popen_with(self, log: IO[bytes] | None) -> subprocess.Popen[bytes]:
        spec = self.spec
        try:
            return subprocess.Popen(
                list(spec.argv),
                cwd=spec.cwd,
                env=dict(spec.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
                preexec_fn=_tie_to_parent(spec.death_signal),
                **popen_arguments(spec.identity),
            )
        except OSError as error:
            raise LocalServiceError(f"{spec.name} cannot be started: {error}") from error


class ProcessEnded(LocalServiceError):
    """The process ended before it was ready."""


class Interrupted(LocalServiceError):
    """The person asked to stop while something was starting."""


def never() -> bool:
    """For callers that cannot be interrupted."""
    return False


def group_members(group: int) -> list[int]:
    """The pids of a process group that still run (zombies do not count)."""
    if Path("/proc/self/stat").exists():
        return [pid for pid, pgid, state in _proc_table() if pgid == group and state not in "ZX"]
    listing = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=False)
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == group and not row[2].startswith("Z")]


def command_line(pid: int) -> str:
    """The command line of a live process; empty when there is none."""
    path = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/stat").exists():
        try:
            return path.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    listing = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip()


def _proc_table() -> list[tuple[int, int, str]]:
    table = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The command name stands in brackets and may hold spaces: proc(5), /proc/pid/stat.
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        table.append((int(entry.name), int(fields[2]), fields[0]))
    return table


def _tie_to_parent(number: signal.Signals) -> Callable[[], None] | None:
    """On Linux: let the kernel send `number` to the child when this process dies, however it dies."""
    libc, parent = _LIBC, os.getpid()
    if libc is None:
        return None

    def arrange() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
