from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.load import demo_load, is_empty
from config.demo.logins import logins_table
from config.demo.scale import SCALES

DEFAULT_SCALE, DEFAULT_SEED = "standard", 1


class Command(BaseCommand):
    help = "Fill an empty database with the demo's shops, goods, people and orders, and print the log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=list(SCALES), help=f"How much; {DEFAULT_SCALE} unless given.")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="The same seed gives the same data.")
        parser.add_argument(
            "--print-logins", action="store_true", help="Print the log-ins; without --scale load nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo's passwords are known to everybody: it loads only with DJANGO_DEBUG.")
        if options["scale"] or not options["print_logins"]:
            self._load(options["scale"] or DEFAULT_SCALE, options["seed"], options["verbosity"])
        self.stdout.write(logins_table(seed=options["seed"]) or "No demo people here.")

    def _load(self, scale: str, seed: int, verbosity: int) -> None:
        if not is_empty():
            self.stdout.write("There are people or goods here already: nothing was changed.")
            return
        demo_load(scale=scale, seed=seed, stream=sys.stderr if verbosity else None)
