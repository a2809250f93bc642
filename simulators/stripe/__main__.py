"""Start the gateway: `python -m simulators.stripe --port 8014`. Its first line on stdout is its address."""

import argparse
import os

from starlette.applications import Starlette

from simulators.common.serve import serve
from simulators.stripe.account import Rules
from simulators.stripe.app import application
from simulators.stripe.store import Store


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    env = os.environ
    parser = argparse.ArgumentParser(prog="python -m simulators.stripe", description="Stripe, for tests.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8014, help="0 takes any free port (default %(default)s)")
    parser.add_argument("--state", default=":memory:", metavar="FILE.sqlite3", help="memory that survives a restart")
    parser.add_argument(
        "--secret-key",
        default=env.get("STRIPE_SECRET_KEY", ""),
        help="the account's key; better given as STRIPE_SECRET_KEY, which ps does not show",
    )
    parser.add_argument(
        "--webhook-secret", default=env.get("STRIPE_WEBHOOK_SECRET", ""), help="signs events; or STRIPE_WEBHOOK_SECRET"
    )
    parser.add_argument("--webhook-url", default=env.get("STRIPE_WEBHOOK_URL", ""), help="where events are posted to")
    parser.add_argument("--late-seconds", type=float, default=10.0, help="delay of 'Approve late'")
    parser.add_argument("--retry-seconds", type=float, default=60.0, help="wait before an event is posted again")
    parser.add_argument("--control", action="store_true", help="open /control/* to script faults; for tests only")
    options = parser.parse_args(arguments)
    for name in ("secret_key", "webhook_secret"):
        if not getattr(options, name):
            parser.error(f"--{name.replace('_', '-')} must not be empty")
    return options


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()
    rules = Rules(
        options.secret_key,
        options.webhook_secret,
        webhook_url=options.webhook_url,
        late_seconds=options.late_seconds,
        retry_seconds=options.retry_seconds,
    )

    def made(address: str) -> Starlette:
        return application(rules, Store(options.state), address, control=options.control)

    return serve("Stripe (simulated)", "stripe", options.host, options.port, made)


if __name__ == "__main__":
    raise SystemExit(main())
