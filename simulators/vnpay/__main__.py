"""Start the gateway: `python -m simulators.vnpay --port 8012`. Its first line on stdout is its address."""

import argparse
import os

from starlette.applications import Starlette

from simulators.common.serve import serve
from simulators.vnpay.app import application
from simulators.vnpay.store import Store
from simulators.vnpay.terminal import Rules


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    env = os.environ
    parser = argparse.ArgumentParser(prog="python -m simulators.vnpay", description="VNPAY, for tests.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8012, help="0 takes any free port (default %(default)s)")
    parser.add_argument("--state", default=":memory:", metavar="FILE.sqlite3", help="memory that survives a restart")
    parser.add_argument("--tmn-code", default=env.get("VNPAY_TMN_CODE", ""), help="the terminal's code")
    parser.add_argument(
        "--secret",
        default=env.get("VNPAY_HASH_SECRET", ""),
        help="the key both sign with; better given as VNPAY_HASH_SECRET, which ps does not show",
    )
    parser.add_argument("--ipn-url", default=env.get("VNPAY_IPN_URL", ""), help="where payments are told to")
    parser.add_argument("--late-seconds", type=float, default=10.0, help="delay of 'Approve late'")
    parser.add_argument("--retry-seconds", type=float, default=300.0, help="wait before an IPN is called again")
    parser.add_argument("--control", action="store_true", help="open /control/* to script faults; for tests only")
    options = parser.parse_args(arguments)
    for name in ("tmn_code", "secret", "ipn_url"):
        if not getattr(options, name):
            parser.error(f"--{name.replace('_', '-')} must not be empty")
    return options


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()
    rules = Rules(options.tmn_code, options.secret, options.ipn_url, options.late_seconds, options.retry_seconds)

    def made(address: str) -> Starlette:
        return application(rules, Store(options.state), control=options.control)

    return serve("VNPAY (simulated)", "vnpay", options.host, options.port, made)


if __name__ == "__main__":
    raise SystemExit(main())
