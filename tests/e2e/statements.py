"""Which test shows which statement: `python -m tests.e2e.statements` writes docs/ux-statements.md."""

from __future__ import annotations

import re
from pathlib import Path

from config.local import places

PAGE = places.ROOT / "docs" / "ux-statements.md"
_TEST = re.compile(r"^def test_((?:[A-Z]+\d+_)+)(\w+)\(", re.MULTILINE)
_HEAD = """# Statements and their tests

Each statement about what people see has an id; the names of the tests in `tests/e2e/` begin with the ids they show.
Written by `python -m tests.e2e.statements`.

| id | test | file |
|---|---|---|
"""


def statements() -> list[tuple[str, str, str]]:
    """Id, what the test says, file; sorted by id."""
    found = []
    for path in sorted((places.ROOT / "tests" / "e2e").glob("test_*.py")):
        for ids, words in _TEST.findall(path.read_text()):
            found += [(one, words.replace("_", " "), path.name) for one in ids.strip("_").split("_")]
    return sorted(found, key=lambda one: (re.sub(r"\d", "", one[0]), int(re.sub(r"\D", "", one[0])), one[1]))


def document() -> str:
    return _HEAD + "".join(f"| {one} | {words} | `{name}` |\n" for one, words, name in statements())


def write(page: Path = PAGE) -> None:
    page.write_text(document())


if __name__ == "__main__":
    write()
