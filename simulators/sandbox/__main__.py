"""Start the gateway: `python -m simulators.sandbox --port 8010`. Its first line on stdout is its address."""

import logging
import socket
import sys

import uvicorn

from simulators.sandbox.app import application
from simulators.sandbox.options import Options, parse
from simulators.sandbox.protocol import CuttableProtocol
from simulators.sandbox.store import Store


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        if self.started:
            print(f"Sandbox Pay listens on {self._address}", flush=True)


def _listener(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((options.host, options.port))
    listener.listen(512)
    return listener


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()
    logging.basicConfig(level=logging.INFO, format="sandbox %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        listener = _listener(options)
    except OSError as error:
        print(f"Sandbox Pay cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    host = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{host}:{listener.getsockname()[1]}"
    public_url = (options.public_url or address).rstrip("/")
    store = Store(options.state)
    config = uvicorn.Config(
        application(options, store, public_url),
        http=CuttableProtocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,  # as real ones: longer than a client keeps an idle connection, or it is cut in its hands
    )
    server = _Server(config, address)
    server.run(sockets=[listener])
    return 0 if server.started else 1


if __name__ == "__main__":
    raise SystemExit(main())
