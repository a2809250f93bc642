"""What the program can be told on its command line."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """The settings of one running gateway. Durations are seconds."""

    host: str = "127.0.0.1"
    port: int = 8010
    state: str = ":memory:"
    merchant: str = "serai"
    merchant_name: str = "Serai"
    secret: str = "sandbox-secret"
    public_url: str = ""
    late_seconds: float = 10.0
    retry_base_seconds: float = 1.0
    tolerance_seconds: float = 300.0
    control: bool = False


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; a value that makes no sense ends the program with one line on stderr."""
    default = Options()
    parser = argparse.ArgumentParser(prog="python -m simulators.sandbox", description="A payment gateway for tests.")
    parser.add_argument("--host", default=default.host, help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=default.port, help="0 takes any free port (default %(default)s)")
    parser.add_argument("--state", default=default.state, metavar="FILE.sqlite3", help="memory that survives a restart")
    parser.add_argument("--merchant", default=default.merchant, help="merchant key (default %(default)s)")
    parser.add_argument("--merchant-name", default=default.merchant_name, help="shown to the shopper")
    parser.add_argument(
        "--secret",
        default=os.environ.get("SANDBOX_SECRET", default.secret),
        metavar="KEY",
        help="shared signing key; better given as SANDBOX_SECRET, which ps does not show",
    )
    parser.add_argument("--public-url", default="", help="base of payment pages, when browsers use another address")
    parser.add_argument("--late-seconds", type=float, default=default.late_seconds, help="delay of 'Approve late'")
    parser.add_argument(
        "--retry-base-seconds",
        type=float,
        default=default.retry_base_seconds,
        help="wait before the second notification; doubles each time (default %(default)s)",
    )
    parser.add_argument("--tolerance-seconds", type=float, default=default.tolerance_seconds, help="age of a signature")
    parser.add_argument("--control", action="store_true", help="open /control/* to script faults; for tests only")
    options = Options(**vars(parser.parse_args(arguments)))
    for name in ("late_seconds", "retry_base_seconds", "tolerance_seconds"):
        if getattr(options, name) < 0:
            parser.error(f"--{name.replace('_', '-')} must not be negative")
    if not options.secret:
        parser.error("--secret must not be empty")
    return options
