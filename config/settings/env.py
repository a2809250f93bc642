"""The environment: every variable Serai reads, with its type, default and meaning.

Nothing else in the code base reads `os.environ`. Problems are collected, one line each, and reported together by
`stop_on_problems`, so that an operator fixes a broken configuration in one go.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


@dataclass(frozen=True)
class Variable:
    """One environment variable as `.env.example` shows it."""

    name: str
    kind: str
    default: str
    help: str
    group: str
    secret: bool = False
    aliases: tuple[str, ...] = ()


ENV_FILE = Path(__file__).resolve().parent.parent.parent / ".env"
if ENV_FILE.exists() and os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings.test":
    environ.Env.read_env(str(ENV_FILE))  # what the environment itself says wins

VARIABLES: dict[str, Variable] = {}
_problems: list[str] = []


def problem(text: str) -> None:
    """Remember one thing that is wrong with the configuration."""
    if text not in _problems:
        _problems.append(text)


def problems() -> list[str]:
    return list(_problems)


def stop_on_problems() -> None:
    """Raise ImproperlyConfigured with one line per problem; say nothing when there is none."""
    if _problems:
        raise ImproperlyConfigured("The configuration has problems:\n" + "\n".join(f"  - {line}" for line in _problems))


def _raw(variable: Variable) -> str | None:
    for name in (variable.name, *variable.aliases):
        value = os.environ.get(name)
        if value is not None:
            return value.strip()
    return None


def _read(variable: Variable, parse: Callable[[str], T], default: T, expected: str) -> T:
    VARIABLES[variable.name] = variable
    raw = _raw(variable)
    if raw is None or (raw == "" and variable.kind != "text"):
        return default
    try:
        return parse(raw)
    except ValueError as error:
        shown = "(hidden)" if variable.secret else repr(raw)
        problem(f"{variable.name} is {shown}, expected {expected}" + (f" ({error})" if str(error) else ""))
        return default


def is_public_ipv4(text: str) -> bool:
    """Whether a text is an IPv4 address that the world can see."""
    try:
        return ipaddress.IPv4Address(text).is_global
    except ValueError:
        return False


def _parse_bool(raw: str) -> bool:
    word = raw.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError


class Reader:
    """Reads the variables of one group, in the order `.env.example` lists them."""

    def __init__(self, group: str) -> None:
        self.group = group

    def _variable(
        self, name: str, kind: str, default: Any, help: str, secret: bool, aliases: Sequence[str]
    ) -> Variable:
        shown = ",".join(default) if isinstance(default, list) else str(default)
        return Variable(name, kind, shown, help, self.group, secret, tuple(aliases))

    def text(
        self,
        name: str,
        default: str,
        help: str,
        *,
        secret: bool = False,
        aliases: Sequence[str] = (),
        shown: str | None = None,
    ) -> str:
        variable = self._variable(name, "text", default if shown is None else shown, help, secret, aliases)
        return _read(variable, str, default, "text")

    def boolean(self, name: str, default: bool, help: str, *, aliases: Sequence[str] = ()) -> bool:
        variable = self._variable(name, "boolean", default, help, False, aliases)
        return _read(variable, _parse_bool, default, "true or false")

    def integer(
        self, name: str, default: int, help: str, *, low: int = 0, high: int = 2**31, aliases: Sequence[str] = ()
    ) -> int:
        def parse(raw: str) -> int:
            if not raw.removeprefix("-").isdecimal():
                raise ValueError
            number = int(raw)
            if not low <= number <= high:
                raise ValueError
            return number

        variable = self._variable(name, "integer", default, help, False, aliases)
        return _read(variable, parse, default, f"a whole number from {low} to {high}")

    def words(self, name: str, default: list[str], help: str, *, aliases: Sequence[str] = ()) -> list[str]:
        def parse(raw: str) -> list[str]:
            return [word.strip() for word in raw.split(",") if word.strip()]

        variable = self._variable(name, "list", default, help, False, aliases)
        return _read(variable, parse, default, "words separated by commas")

    def choice(self, name: str, default: str, help: str, *, choices: Sequence[str]) -> str:
        def parse(raw: str) -> str:
            if raw.lower() not in choices:
                raise ValueError
            return raw.lower()

        variable = self._variable(name, "choice", default, help + f" One of: {', '.join(choices)}.", False, ())
        return _read(variable, parse, default, "one of " + ", ".join(choices))

    def url(self, name: str, default: str, help: str, *, schemes: Sequence[str], secret: bool = False) -> str:
        def parse(raw: str) -> str:
            scheme, mark, rest = raw.partition("://")
            if raw and (not mark or scheme not in schemes or not rest):
                raise ValueError
            return raw

        variable = self._variable(name, "url", default, help, secret, ())
        return _read(variable, parse, default, "an address that starts with " + " or ".join(f"{s}://" for s in schemes))
