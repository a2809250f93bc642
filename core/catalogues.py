"""The catalogues of texts under `locale/`: extracted, updated, checked and compiled by Babel, without GNU gettext.

English is the language of the code, so it has no catalogue. docs/languages.md says how to work with them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

DOMAIN = "django"
# Not shipped, not read by people of the house, or (simulators) the words of somebody else.
LEFT_OUT = frozenset({"tests", "bench", "simulators", "docs", "frontend", "locale", "media", "migrations", "demo"})
# Babel counts none for Persian; CLDR and Django tell one from many ("this row", "these rows").
PLURALS = {"fa": "nplurals=2; plural=(n > 1);"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|\{(\w*)\}")


def catalogue_codes() -> list[str]:
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def po_path(root: Path, code: str) -> Path:
    return root / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def source_files(root: Path) -> Iterator[Path]:
    """The Python files and templates whose texts people read."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in LEFT_OUT)
        yield from (Path(folder, name) for name in sorted(files) if name.endswith((".py", ".html", ".txt")))


def texts_of(path: Path) -> Iterator[tuple[Any, str | None]]:
    """The texts of one file with their contexts; a text with a plural is a pair."""
    is_python = path.suffix == ".py"
    source = path.read_text(encoding="utf-8")
    if not is_python:
        if "{%" not in source and "{{" not in source:
            return
        source = templatize(source, origin=str(path))
    handle = BytesIO(source.encode())
    for _, text, _, context in extract("python", handle, KEYWORDS, options={"encoding": "utf-8"}):
        yield text, context


def extracted(root: Path) -> Catalog:
    """A catalogue of all texts of the code."""
    template = Catalog(domain=DOMAIN)
    for path in source_files(root):
        place = (path.relative_to(root).as_posix(), 1)
        for text, context in texts_of(path):
            template.add(text, locations=[place], context=context)
    return template


def _empty(code: str) -> Catalog:
    made = Catalog(
        locale=code,
        domain=DOMAIN,
        header_comment="# The texts of Serai. docs/languages.md says how to work on this file.",
        project="Serai",
        version="1",
        fuzzy=False,
    )
    if code in PLURALS:
        made.mime_headers = [("Plural-Forms", PLURALS[code])]
    return made


def read(root: Path, code: str) -> Catalog:
    """The catalogue of a language, an empty one when there is none yet."""
    path = po_path(root, code)
    if not path.exists():
        return _empty(code)
    with path.open("rb") as handle:
        return read_po(handle, locale=code, domain=DOMAIN)


def update(root: Path, code: str, template: Catalog) -> Catalog:
    """Bring a catalogue up to date with the code: new texts come in empty, those that are gone go."""
    catalogue = read(root, code)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    path = po_path(root, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def problems_of(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being complete, a line each."""
    code = str(catalogue.locale)
    for wanted in _messages(template):
        found = catalogue.get(wanted.id, wanted.context)
        name = f"{code}: {_first(wanted.id)!r}"
        if found is None:
            yield f"{name} is missing: run `make messages`"
        elif found.fuzzy:
            yield f"{name} is fuzzy"
        elif not _is_translated(found, catalogue.num_plurals):
            yield f"{name} is not translated"
        else:
            yield from (f"{name} {problem}" for problem in _differences(found))
    for message in _messages(catalogue):
        if template.get(message.id, message.context) is None:
            yield f"{code}: {_first(message.id)!r} is in no source file any more: run `make messages`"


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _first(text: Any) -> str:
    return str(text if isinstance(text, str) else text[0])


def _is_translated(message: Message, plurals: int) -> bool:
    if isinstance(message.id, str):
        return bool(message.string)
    return isinstance(message.string, tuple) and len(message.string) == plurals and all(message.string)


def _differences(message: Message) -> Iterator[str]:
    """Placeholders and edges that a translation has and its text has not, or the other way round.

    One form of a plural may say the number as a word.
    """
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    allowed = {_placeholders(source) for source in sources}
    for form in forms:
        if _placeholders(form) not in allowed:
            yield f"has other placeholders: {form!r}"
        if _edges(form) != _edges(sources[0]):
            yield f"begins or ends with other spaces or lines: {form!r}"


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(match.group(0) for match in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def compile_one(root: Path, code: str) -> Path:
    """Write the .mo file that gettext reads. It appears whole: another process may be doing the same."""
    target = po_path(root, code).with_suffix(".mo")
    made = target.with_suffix(f".{os.getpid()}.tmp")
    with made.open("wb") as handle:
        write_mo(handle, read(root, code))
    made.replace(target)
    return target


def compile_stale(root: Path) -> list[Path]:
    """Compile the catalogues that are newer than their .mo files."""
    stale = []
    for code in catalogue_codes():
        source = po_path(root, code)
        target = source.with_suffix(".mo")
        if source.exists() and not (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            stale.append(compile_one(root, code))
    return stale
