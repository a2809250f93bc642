"""Write `.env.example` from the variables that the settings declare, or check that it is fresh."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

HEADER = """\
# Every environment variable that Serai reads, with its default.
# Written by `manage.py env_example`; `make lint` fails when it is stale.
# Copy this file to .env and uncomment what you change. A bad value stops the start with one line per problem.
"""
LINE_WIDTH = 118


class DeclaredVariable(Protocol):
    """What the settings tell about one variable."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def default(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def secret(self) -> bool: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


def env_example_text(variables: Iterable[DeclaredVariable]) -> str:
    """The whole file: groups by name, variables in the order declared; a secret never shows its default."""
    parts = [HEADER]
    ordered = sorted(variables, key=lambda variable: variable.group)
    for group, members in groupby(ordered, key=lambda variable: variable.group):
        parts.append(f"\n# --- {group} ---\n")
        parts.extend(_variable_text(variable) for variable in members)
    return "".join(parts)


def _variable_text(variable: DeclaredVariable) -> str:
    notes = [variable.kind]
    if variable.secret:
        notes.append("secret")
    if variable.aliases:
        notes.append("also read as " + ", ".join(variable.aliases))
    sentence = f"{variable.help} ({'; '.join(notes)})"
    comment = textwrap.fill(sentence, LINE_WIDTH, initial_indent="# ", subsequent_indent="# ")
    return f"\n{comment}\n#{variable.name}={'' if variable.secret else variable.default}\n"


class Command(BaseCommand):
    help = "Write .env.example from the settings; with --check, fail when it is stale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail when the file is stale")

    def handle(self, *args: object, check: bool = False, **options: object) -> None:
        path = Path(settings.BASE_DIR) / ".env.example"
        text = env_example_text(settings.ENVIRONMENT_VARIABLES.values())
        if not check:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path.name}: {len(settings.ENVIRONMENT_VARIABLES)} variables.")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(".env.example is stale: run `manage.py env_example` and commit the file.")
