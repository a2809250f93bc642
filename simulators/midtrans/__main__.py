"""Start the gateway: `python -m simulators.midtrans --port 8013`. Its first line on stdout is its address."""

import argparse
import os

from starlette.applications import Starlette

from simulators.common.serve import serve
from simulators.midtrans.app import application
from simulators.midtrans.merchant import Rules
from simulators.midtrans.store import Store


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m simulators.midtrans", description="Midtrans, for tests.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8013, help="0 takes any free port (default %(default)s)")
    parser.add_argument("--state", default=":memory:", metavar="FILE.sqlite3", help="memory that survives a restart")
    parser.add_argument(
        "--server-key",
        default=os.environ.get("MIDTRANS_SERVER_KEY", ""),
        help="the merchant's key; better given as MIDTRANS_SERVER_KEY, which ps does not show",
    )
    parser.add_argument("--notify-url", default="", help="where payments are told to, unless their header says")
    parser.add_argument("--late-seconds", type=float, default=10.0, help="delay of 'Approve late'")
    parser.add_argument("--settle-seconds", type=float, default=1.0, help="from capture to settlement")
    parser.add_argument("--retry-seconds", type=float, default=120.0, help="wait before a notification is posted again")
    for name, says in (
        ("creator-key", "creates payouts"),
        ("approver-key", "approves payouts"),
        ("merchant-key", "signs notifications of payouts"),
        ("payouts-url", "where payouts are told to"),
    ):
        variable = "IRIS_" + name.upper().replace("-", "_").replace("PAYOUTS", "NOTIFICATION")
        parser.add_argument(f"--{name}", default=os.environ.get(variable, ""), help=f"{says}; also as {variable}")
    parser.add_argument("--deposit", type=int, default=10**12, help="rupiah to pay out from (default %(default)s)")
    parser.add_argument("--bank-seconds", type=float, default=3.0, help="from one step of a payout to the next")
    parser.add_argument("--control", action="store_true", help="open /control/* to script faults; for tests only")
    options = parser.parse_args(arguments)
    if not options.server_key:
        parser.error("--server-key must not be empty")
    return options


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    options = parse()
    rules = Rules(
        options.server_key,
        notify_url=options.notify_url,
        late_seconds=options.late_seconds,
        settle_seconds=options.settle_seconds,
        retry_seconds=options.retry_seconds,
        creator_key=options.creator_key,
        approver_key=options.approver_key,
        merchant_key=options.merchant_key,
        payouts_url=options.payouts_url,
        deposit=options.deposit,
        bank_seconds=options.bank_seconds,
    )

    def made(address: str) -> Starlette:
        return application(rules, Store(options.state), address, control=options.control)

    return serve("Midtrans (simulated)", "midtrans", options.host, options.port, made)


if __name__ == "__main__":
    raise SystemExit(main())
