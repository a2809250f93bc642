"""`python -m config.local run | services | exec -- COMMAND`."""

import argparse
import sys

from config.local import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.local")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything, print addresses and log-ins, stop on Ctrl-C")
    commands.add_parser("services", help="start only PostgreSQL and Valkey")
    execute = commands.add_parser("exec", help="run a command with DATABASE_URL and REDIS_URL set")
    execute.add_argument("argv", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args()
    if options.command == "run":
        return run.run()
    if options.command == "services":
        return run.services()
    argv = options.argv[1:] if options.argv[:1] == ["--"] else options.argv
    if not argv:
        execute.error("which command?")
    return run.execute(argv)


if __name__ == "__main__":
    sys.exit(main())
