"""Attributes in one cell of a file: `layout=75; colour=black`, quoted where a value holds a separator itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

SEPARATORS = ";؛\n"
_PAIR = re.compile(
    rf'\s*(?P<code>[^\s={SEPARATORS}]+)\s*=\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^{SEPARATORS}"]*))\s*'
    rf"(?:[{SEPARATORS}]\s*|$)"
)


def read_pairs(cell: str) -> list[tuple[str, str]]:
    """Codes and values in the order written. Raises ValueError for what is no list of pairs."""
    pairs, position = [], 0
    while position < len(cell):
        found = _PAIR.match(cell, position)
        if found is None:
            raise ValueError(cell[position:])
        value = found["plain"] if found["quoted"] is None else found["quoted"].replace('""', '"')
        pairs.append((found["code"].casefold(), value.strip()))
        position = found.end()
    return pairs


def written(values: Mapping[str, str]) -> str:
    """The cell that says these values, by their codes; "" for none."""
    return "; ".join(f"{code}={_quoted(value)}" for code, value in sorted(values.items()))


def _quoted(value: str) -> str:
    if not any(mark in value for mark in f'"{SEPARATORS}'):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
