"""What the embedded PostgreSQL and Valkey have in common: one owner per data directory, a port, a clean end."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Self

from config.local import ports
from config.local.places import Identity, LocalServiceError, make_data_dir, server_identity
from config.local.process import ManagedProcess, ProcessEnded, command_line, never

BIND_ATTEMPTS = 5
LEFTOVER_WAIT_SECONDS = 30.0
SERVER_ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class AlreadyRunning(LocalServiceError):
    """Another program of ours holds this data directory."""


class EmbeddedServer:
    """A server of ours on 127.0.0.1. Use as a context manager, or `start` and `stop`.

    `port`: exactly this port, refused when taken; else the first free one from `preferred_port` upwards.
    """

    name: str
    title: str
    program: str

    def __init__(
        self,
        data_dir: Path,
        *,
        preferred_port: int,
        port: int | None = None,
        log_path: Path | None = None,
        interrupted: Callable[[], bool] = never,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.log_path = log_path or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.port = port or 0
        self._fixed_port = port
        self._preferred_port = preferred_port
        self._interrupted = interrupted
        self._lock: IO[str] | None = None
        self._process: ManagedProcess | None = None

    @property
    def process(self) -> ManagedProcess:
        """The running server. Raises LocalServiceError when it was not started."""
        if self._process is None:
            raise LocalServiceError(f"{self.title} is not started")
        return self._process

    def start(self) -> Self:
        """Start and wait until it answers. Raises LocalServiceError with the reason when it cannot."""
        self._take_lock()
        try:
            identity = server_identity(self.data_dir)
            self._end_leftover()
            self._prepare(identity)
            self._process = self._launch(identity)
        except BaseException:
            self.stop()
            raise
        return self

    def restart(self) -> None:
        """Start again on the same port and data, after it was stopped or killed."""
        self.stop_process()
        self._fixed_port = self.port
        self._process = self._launch(server_identity(self.data_dir))

    def stop(self) -> bool:
        """Stop and let go of the data directory. True when nothing had to be killed."""
        clean = self.stop_process()
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        return clean

    def stop_process(self) -> bool:
        """Stop the server but keep the data directory for a restart. True when nothing had to be killed."""
        return self._process.stop() if self._process is not None else True

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _prepare(self, identity: Identity | None) -> None:
        make_data_dir(self.data_dir, identity)

    def _spawn(self, port: int, identity: Identity | None) -> ManagedProcess:
        raise NotImplementedError

    def _ready(self, process: ManagedProcess, port: int) -> bool:
        raise NotImplementedError

    def _leftover_pid(self) -> int | None:
        """The pid that the last run wrote down, whether or not that process still lives."""
        raise NotImplementedError

    def _launch(self, identity: Identity | None) -> ManagedProcess:
        """Start on the first port that works: another program may take a free port before the server does."""
        failure: ProcessEnded | None = None
        for _, port in zip(range(BIND_ATTEMPTS), self._candidate_ports(), strict=False):
            self.port = port
            process = self._spawn(port, identity)
            try:
                process.wait_until(
                    lambda process=process, port=port: self._ready(process, port),  # type: ignore[misc]
                    timeout_seconds=300,
                    interrupted=self._interrupted,
                )
            except ProcessEnded as error:
                failure = error
                if ports.is_free(port):
                    raise
                continue
            except LocalServiceError:
                process.stop()
                raise
            return process
        raise failure or LocalServiceError(f"No free port for {self.title}")

    def _candidate_ports(self) -> Iterable[int]:
        if self._fixed_port is None:
            return ports.free_ports(self._preferred_port)
        ports.require_free(self._fixed_port, self.title, "choose another port")
        return [self._fixed_port]

    def _take_lock(self) -> None:
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        lock = self.data_dir.with_name(f"{self.data_dir.name}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyRunning(
                f"{self.title} in {self.data_dir} is in use by another program of this project"
            ) from None
        self._lock = lock

    def _end_leftover(self) -> None:
        """End a server of this directory whose starter was killed: we hold the lock, so nobody uses it."""
        pid = self._leftover_pid()
        if pid is None or not self._is_our_server(pid):
            return
        for number in (signal.SIGINT, signal.SIGKILL):
            deadline = time.monotonic() + LEFTOVER_WAIT_SECONDS
            while self._is_our_server(pid) and time.monotonic() < deadline:
                os.kill(pid, number)
                time.sleep(0.1)
        if self._is_our_server(pid):
            raise LocalServiceError(f"{self.title} of an earlier run (pid {pid}) cannot be stopped")

    def _is_our_server(self, pid: int) -> bool:
        line = command_line(pid)
        return self.program in line and str(self.data_dir) in line
