"""`python -m config.local run | services | exec -- COMMAND | shop [COMMAND]`."""

import argparse
import subprocess
import sys
from pathlib import Path

from config.local import places, run, shop


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.local")
    parser.add_argument("--state", type=Path, default=places.state_dir(), help="the state folder (default %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything, print addresses and log-ins, stop on Ctrl-C")
    commands.add_parser("services", help="start only PostgreSQL and Valkey")
    execute = commands.add_parser("exec", help="run a command with DATABASE_URL and REDIS_URL set")
    execute.add_argument("argv", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    front = commands.add_parser("shop", help="build the storefront, or run a command of its folder with its Node")
    front.add_argument("argv", nargs=argparse.REMAINDER, metavar="COMMAND")
    options = parser.parse_args()
    state = options.state.resolve()
    if options.command == "run":
        return run.run(state)
    if options.command == "shop":
        return _shop(options.argv)
    if options.command == "services":
        return run.services(state)
    argv = options.argv[1:] if options.argv[:1] == ["--"] else options.argv
    if not argv:
        execute.error("which command?")
    return run.execute(state, argv)


def _shop(argv: list[str]) -> int:
    try:
        if argv:
            shop.run(*argv)
        else:
            shop.build()
    except shop.NoNode as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
