"""`make fuzz`: every operation of the API, rightly and wrongly called, by each role in turn, on rows that exist."""

from __future__ import annotations

import argparse
import itertools
import json
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from httpx import get

from config.local import places
from config.local.stack import Stack
from tests.fuzz.exclusions import EXCLUSIONS, Exclusion
from tests.fuzz.world import ROLES

MINUTES = 5.0
PROCESSES = ("sandbox", "vnpay", "midtrans", "stripe", "worker", "relay", "web")
SLOW_SECONDS = 2
LOOKS, LOOK_SECONDS = 3, 20  # second looks at operations without a success, and how long one takes for a role
Tally = dict[str, dict[int, int]]
_worlds = itertools.count(1)


@dataclass
class Outcome:
    """What one role saw: schemathesis' exit status, and how often each operation answered with each status."""

    role: str
    exit_status: int
    answers: Tally


def main() -> int:
    """Fuzz; the exit status is 0 when nothing failed and every operation was answered with 2xx at least once."""
    options = _options()
    home = places.temporary_home()
    environment = {
        "DJANGO_DEBUG": "false",
        "SANDBOX_GATEWAY_ENABLED": "true",
        "SIMPLE_JWT_ACCESS_LIFETIME_MIN": "120",
        "OTP_LIFETIME_SECONDS": "900",
        "LOG_LEVEL": "WARNING",
        "ACCOUNTS_EMAIL_CONFIRMATION": "optional",
        "FINANCE_SECRET_KEYS": "a-key-for-the-payout-accounts-of-the-fuzzer",
        "SECOND_FACTOR_KEYS": "a-key-for-the-authenticator-apps-of-the-fuzzer",
        "LIMITS_PROFILE": "raised",  # all requests come from one address, and all orders from a few people
        "ORDERS_PER_MINUTE": "100000",
        "ORDERS_PER_HOUR": "100000",
        "ORDERS_UNPAID": "100000",
        "ORDERS_HELD_UNITS": "100000",
    }
    try:
        with Stack(home, env=environment, processes=PROCESSES, commands={}) as stack:
            (home / "schema.json").write_text(get(f"{stack.web_url}/api/schema/", timeout=30).text)
            names = _operations(home / "schema.json")
            if options.operation:
                names = {name: label for name, label in names.items() if name in options.operation}
            outcomes = [_run(stack, home, role, options) for role in options.roles]
            outcomes += _look_again(stack, home, names, outcomes, options)
            _keep_logs(stack, options.keep)
        return _summary(names, outcomes)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _look_again(
    stack: Stack, home: Path, names: Mapping[str, str], outcomes: Sequence[Outcome], options: argparse.Namespace
) -> list[Outcome]:
    """On a busy machine the time may end before an operation was rightly called; those get some of their own."""
    found: list[Outcome] = []
    for seed in range(options.seed + 1, options.seed + 1 + LOOKS):
        missing = _without_success(names, [*outcomes, *found])
        if not missing:
            break
        print("\nAgain, for want of a 2xx: " + ", ".join(missing))
        again = argparse.Namespace(**{**vars(options), "operation": missing, "seed": seed})
        again.minutes = LOOK_SECONDS * len(options.roles) / 60
        found += [_run(stack, home, role, again) for role in options.roles]
    return found


def _without_success(names: Mapping[str, str], outcomes: Sequence[Outcome]) -> list[str]:
    """The operations that nobody got a 2xx from."""
    return [
        operation
        for operation in names
        if not any(200 <= status < 300 for outcome in outcomes for status in outcome.answers.get(operation, {}))
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all roles together")
    parser.add_argument("--seed", default="1", help="a number, or `random`")
    parser.add_argument("--role", dest="roles", action="append", choices=ROLES, help="only this one; may be repeated")
    parser.add_argument("--operation", action="append", default=[], help="only this operationId; may be repeated")
    parser.add_argument("--keep", type=Path, help="a folder for the logs of the processes")
    parser.add_argument(
        "--workers", type=int, default=1, help="requests at once; the same seed repeats itself with one"
    )
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    options = parser.parse_args()
    options.roles = options.roles or list(ROLES)
    options.seed = random.randrange(10**9) if options.seed == "random" else int(options.seed)
    return options


def _operations(schema: Path) -> dict[str, str]:
    """Method and path of every operation, by its id."""
    paths = json.loads(schema.read_text())["paths"]
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def _run(stack: Stack, home: Path, role: str, options: argparse.Namespace) -> Outcome:
    world, tally, config = (home / f"{role}.{name}" for name in ("world.json", "tally.json", "toml"))
    environment = {
        **stack.process_env("fuzz"),
        "FUZZ_WORLD": str(world),
        "FUZZ_TALLY": str(tally),
        "FUZZ_URL": stack.web_url,
        "FUZZ_SEED": str(options.seed),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
    }
    making = [sys.executable, "-m", "tests.fuzz.world", "--role", role, "--report", str(world)]
    making += ["--first", str(next(_worlds) * 100_000)]
    subprocess.run(making, cwd=places.ROOT, env=environment, check=True)
    config.write_text(_configuration(json.loads(world.read_text())["token"]))
    seconds = max(10, int(options.minutes * 60 / len(options.roles)))
    print(f"\n=== {role}: {seconds} s, seed {options.seed}", flush=True)
    done = subprocess.run(
        _command(stack, config, seconds, options), cwd=places.ROOT, env=_without_django(environment), check=False
    )
    told = json.loads(tally.read_text()) if tally.exists() else {"answers": [], "is_signed_in": False}
    answers: Tally = defaultdict(lambda: defaultdict(int))
    for operation, status, count in told["answers"]:
        answers[operation][status] += count
    if not told["is_signed_in"]:
        print(f"The {role} was signed out on the way; what came after proves nothing.")
    return Outcome(role, done.returncode or int(not told["is_signed_in"]), answers)


def _command(stack: Stack, config: Path, seconds: int, options: argparse.Namespace) -> list[str]:
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run"]
    command += [f"{stack.web_url}/api/schema.yaml", "--url", stack.web_url, "--mode", "all"]
    command += ["--phases", options.phases, "--max-time", str(seconds), "--seed", str(options.seed)]
    command += ["--max-response-time", str(SLOW_SECONDS), "--request-timeout", "20", "--continue-on-failure"]
    command += ["--suppress-health-check", "all", "--no-shrink"]
    command += ["--workers", str(options.workers), "--warnings", "off"]
    for name in options.operation:
        command += ["--include-operation-id", name]
    return command


def _without_django(environment: Mapping[str, str]) -> dict[str, str]:
    """The hooks need no Django; the rest of the environment stays."""
    return {name: value for name, value in environment.items() if name != "DJANGO_SETTINGS_MODULE"}


def _configuration(token: str) -> str:
    lines = ["[auth.openapi.bearerAuth]", f'bearer = "{token}"', ""]
    lines += ["[checks]", "enabled = true", ""]  # all of them; named on the command line they would beat what follows
    lines += ["[generation]", "allow-x00 = false", f"# {NUL_REASON}", ""]
    by_operation: dict[str, list[Exclusion]] = defaultdict(list)
    for exclusion in EXCLUSIONS:
        for operation in exclusion.operations:
            by_operation[operation].append(exclusion)
    for operation, exclusions in by_operation.items():
        lines += ["[[operations]]", f"include-operation-id = {json.dumps(operation)}"]
        for exclusion in exclusions:
            lines += [f"# {exclusion.reason}", _setting(exclusion)]
        lines.append("")
    return "\n".join(lines) + "\n"


NUL_REASON = "a valid text has no NUL; that it is refused everywhere is tests/api/test_bad_input.py's"


def _setting(exclusion: Exclusion) -> str:
    widened = f"expected-statuses = {json.dumps(exclusion.expected)}"
    return f"checks.{exclusion.check}.{widened if exclusion.expected else 'enabled = false'}"


def _keep_logs(stack: Stack, folder: Path | None) -> None:
    if folder:
        shutil.copytree(stack.log_dir, folder, dirs_exist_ok=True)


def _summary(names: Mapping[str, str], outcomes: list[Outcome]) -> int:
    """Print the answers per operation and role; the exit status."""
    roles = list(dict.fromkeys(outcome.role for outcome in outcomes))
    print(f"\n{'operation':<62}" + "".join(f"{role:>16}" for role in roles) + "    (2xx of all)")
    for operation, label in sorted(names.items(), key=lambda pair: pair[1].split()[::-1]):
        counts = [_counts(operation, [outcome for outcome in outcomes if outcome.role == role]) for role in roles]
        print(f"{label:<62}" + "".join(f"{accepted:>8}/{total:<7}" for accepted, total in counts))
    without = [names[operation] for operation in _without_success(names, outcomes)]
    broken = sorted({s for o in outcomes for seen in o.answers.values() for s in seen if s >= 500 and s != 503})
    failed = sorted({outcome.role for outcome in outcomes if outcome.exit_status})
    print()
    for label in without:
        print(f"No 2xx: {label}")
    if broken:
        print(f"Server errors: {broken}")
    print(f"Failed as {', '.join(failed)}." if failed else "No check failed.")
    return 1 if failed or without or broken else 0


def _counts(operation: str, outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """How often an operation answered with 2xx, and how often at all."""
    seen = [pair for outcome in outcomes for pair in outcome.answers.get(operation, {}).items()]
    return sum(count for status, count in seen if 200 <= status < 300), sum(count for _, count in seen)


if __name__ == "__main__":
    sys.exit(main())
