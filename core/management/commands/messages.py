"""The catalogues of texts under `locale/` (core.catalogues)."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import catalogues, labels

SHOWN = 40


def _template(root: Path) -> Catalog:
    """All texts: those of the code, and the labels of the models."""
    template = catalogues.extracted(root)
    for text, place in labels.texts():
        template.add(text, locations=[(place, 1)])
    return template


class Command(BaseCommand):
    help = "Bring the catalogues up to date with the code; --check fails when one is incomplete; --compile makes .mo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="change nothing, fail when a catalogue is incomplete")
        mode.add_argument("--compile", action="store_true", help="only compile the catalogues that have changed")

    def handle(self, *args: object, check: bool = False, **options: object) -> None:
        root = Path(settings.BASE_DIR)
        if check:
            self._check(root)
        elif options["compile"]:
            for path in catalogues.compile_stale(root):
                self.stdout.write(f"Compiled {path.relative_to(root)}.")
        else:
            self._update(root)

    def _check(self, root: Path) -> None:
        template = _template(root)
        problems = [
            problem
            for code in catalogues.catalogue_codes()
            for problem in catalogues.problems_of(catalogues.read(root, code), template)
        ]
        if problems:
            more = f"\n… and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
            raise CommandError("\n".join(problems[:SHOWN]) + more)

    def _update(self, root: Path) -> None:
        template = _template(root)
        for code in catalogues.catalogue_codes():
            catalogue = catalogues.update(root, code, template)
            catalogues.compile_one(root, code)
            open_texts = sum("not translated" in problem for problem in catalogues.problems_of(catalogue, template))
            self.stdout.write(f"{code}: {len(catalogue)} texts, {open_texts} to translate.")
