"""Listening, and saying where."""

import logging
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from simulators.common.protocol import CuttableProtocol


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, line: str) -> None:
        super().__init__(config)
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        if self.started:
            print(self._line, flush=True)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(512)
    return listener


def serve(title: str, log_name: str, host: str, port: int, application: Callable[[str], Starlette]) -> int:
    """Run `application(address)` until told to stop. Returns the exit code; the first line on stdout is the address."""
    logging.basicConfig(level=logging.INFO, format=f"{log_name} %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        listener = _listener(host, port)
    except OSError as error:
        print(f"{title} cannot listen on {host}:{port}: {error.strerror}", file=sys.stderr)
        return 1
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        application(address),
        http=CuttableProtocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,  # as real ones: longer than a client keeps an idle connection, or it is cut in its hands
    )
    server = _Server(config, f"{title} listens on {address}")
    server.run(sockets=[listener])
    return 0 if server.started else 1
