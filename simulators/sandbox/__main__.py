"""Start the gateway: `python -m simulators.sandbox --port 8010`. Its first line on stdout is its address."""

from starlette.applications import Starlette

from simulators.common.serve import serve
from simulators.sandbox.app import application
from simulators.sandbox.options import parse
from simulators.sandbox.store import Store


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()

    def made(address: str) -> Starlette:
        return application(options, Store(options.state), (options.public_url or address).rstrip("/"))

    return serve("Sandbox Pay", "sandbox", options.host, options.port, made)


if __name__ == "__main__":
    raise SystemExit(main())
