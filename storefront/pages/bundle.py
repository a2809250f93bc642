"""What Vite built: the files that a page needs, by the manifest it wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

ENTRY = "src/app/main.tsx"
_FONTS = {"fa": "vazirmatn-arabic-wght-normal"}
_FIRST_FONT = "archivo-latin-wght-normal"


class NotBuilt(Exception):
    """There is no bundle: `make shop` builds it."""


@dataclass(frozen=True)
class Files:
    """Addresses: the program, its style sheets, what it will ask for next, and the font of the first words."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]
    font: str


def files(page: str, language: str, part: str = "shop") -> Files:
    """What a page needs: `page` is the module of its route, `part` the catalogue of its texts. Raises NotBuilt."""
    if settings.DEBUG:
        _read.cache_clear()  # it may have been built again
        _files.cache_clear()
    return _files(settings.STOREFRONT_BUNDLE, page, language, part)


@cache
def _files(folder: Path, page: str, language: str, part: str) -> Files:
    manifest = _read(folder)
    texts = [f"src/shared/i18n/locales/{language}/{name}.json" for name in dict.fromkeys(("shop", part))]
    wanted = [ENTRY, *texts, *([page] if page else [])]
    chunks: dict[str, None] = {}
    for name in wanted:
        _collect(manifest, name, chunks)
    scripts = [_address(manifest[name]["file"]) for name in chunks]
    styles = [_address(path) for name in chunks for path in manifest[name].get("css", ())]
    return Files(
        script=scripts[0],
        styles=tuple(dict.fromkeys(styles)),
        preloads=tuple(scripts[1:]),
        font=_font(manifest, _FONTS.get(language, _FIRST_FONT)),
    )


@cache
def _read(folder: Path) -> dict[str, Any]:
    try:
        text = (folder / "shop" / "manifest.json").read_text()
    except FileNotFoundError:
        raise NotBuilt(f"There is no bundle in {folder}: run `make shop`.") from None
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def _collect(manifest: dict[str, Any], name: str, chunks: dict[str, None]) -> None:
    """The chunk and all that it imports at once, each before who imports it comes again."""
    if name in chunks or name not in manifest:
        return
    chunks[name] = None
    for imported in manifest[name].get("imports", ()):
        _collect(manifest, imported, chunks)


def _font(manifest: dict[str, Any], stem: str) -> str:
    found = (path for path in manifest[ENTRY].get("assets", ()) if stem in path)
    return _address(next(found, "")) if stem else ""


def _address(path: str) -> str:
    return static(f"shop/{path}") if path else ""
