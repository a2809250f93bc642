"""Start the gateway: `python -m simulators.zarinpal --port 8011`. Its first line on stdout is its address."""

import argparse
import os

from starlette.applications import Starlette

from simulators.common.serve import serve
from simulators.zarinpal.app import application
from simulators.zarinpal.store import Store
from simulators.zarinpal.terminal import Rules


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m simulators.zarinpal", description="Zarinpal, for tests.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8011, help="0 takes any free port (default %(default)s)")
    parser.add_argument("--state", default=":memory:", metavar="FILE.sqlite3", help="memory that survives a restart")
    parser.add_argument("--merchant-id", default=os.environ.get("ZARINPAL_MERCHANT_ID", ""), help="the terminal's UUID")
    parser.add_argument("--terminal-id", default=os.environ.get("ZARINPAL_TERMINAL_ID", "250"), help="for refunds")
    parser.add_argument(
        "--access-token",
        default=os.environ.get("ZARINPAL_ACCESS_TOKEN", ""),
        help="for refunds; better given as ZARINPAL_ACCESS_TOKEN, which ps does not show",
    )
    parser.add_argument("--callback-host", action="append", default=[], help="allowed host of callbacks; default any")
    parser.add_argument("--lifetime-seconds", type=float, default=900.0, help="how long a session can be paid")
    parser.add_argument("--late-seconds", type=float, default=10.0, help="delay of 'Approve late'")
    parser.add_argument("--reverse-seconds", type=float, default=1800.0, help="how long a payment can be reversed")
    parser.add_argument("--no-reverse-ip", action="store_true", help="refuse to reverse: no IP is registered (-62)")
    parser.add_argument("--control", action="store_true", help="open /control/* to script faults; for tests only")
    options = parser.parse_args(arguments)
    if not options.merchant_id:
        parser.error("--merchant-id, or ZARINPAL_MERCHANT_ID, must not be empty")
    return options


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()
    rules = Rules(
        merchant_id=options.merchant_id,
        terminal_id=options.terminal_id,
        access_token=options.access_token,
        callback_hosts=frozenset(options.callback_host),
        lifetime_seconds=options.lifetime_seconds,
        late_seconds=options.late_seconds,
        reverse_seconds=options.reverse_seconds,
        has_reverse_ip=not options.no_reverse_ip,
    )

    def made(address: str) -> Starlette:
        return application(rules, Store(options.state), control=options.control)

    return serve("Zarinpal (simulated)", "zarinpal", options.host, options.port, made)


if __name__ == "__main__":
    raise SystemExit(main())
