from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.services import invariants


class Command(BaseCommand):
    help = "Recompute every invariant over the whole database; exit 1 and name the rows when one does not hold."
    requires_system_checks = ()  # it reads rows, whatever the settings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="Print breaches only.")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = invariants()
        broken = 0
        for number, (code, (title, check)) in enumerate(checks.items(), start=1):
            breaches = check()
            broken += len(breaches)
            if breaches or not options["quiet"]:
                verdict = f"{len(breaches)} broken" if breaches else "holds"
                self.stdout.write(f"[{number}/{len(checks)}] {code:4} {title}: {verdict}")
            for breach in breaches[:50]:
                self.stdout.write(self.style.ERROR(f"      {breach.row}: {breach.detail}"))
        if broken:
            sys.exit(1)
