"""How much a page of the shop asks of a phone (UX.md §1.18), measured on the files of the bundle as they are served."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from storefront.pages import bundle

KB = 1000
PAGES = {
    "home": "src/features/home/index.ts",
    "category": "src/features/listing/index.ts",
    "product": "src/features/product/index.ts",
    "store": "src/features/store/index.ts",
    "bag": "src/features/cart/page.ts",
    "checkout": "src/features/checkout/index.ts",
}


def served(address: str) -> int:
    """Bytes of a file as browsers get it that take gzip."""
    path = settings.STOREFRONT_BUNDLE / address.removeprefix("/static/")
    zipped = Path(f"{path}.gz")
    return (zipped if zipped.is_file() else path).stat().st_size


@pytest.mark.parametrize("language", ["en", "fa", "vi", "id"])
@pytest.mark.parametrize("page", PAGES)
def test_the_first_load_is_small(page: str, language: str):
    part = "checkout" if page == "checkout" else "shop"
    files = bundle.files(PAGES[page], language, part)
    assert sum(map(served, (files.script, *files.preloads))) <= 175 * KB
    assert sum(map(served, files.styles)) <= 22 * KB
    assert served(files.font) <= (105 if language == "fa" else 60) * KB


def test_every_other_chunk_is_small():
    assets = settings.STOREFRONT_BUNDLE / "shop" / "assets"
    first = {Path(address).name for page in PAGES.values() for address in bundle.files(page, "en").preloads}
    first.add(Path(bundle.files("", "en").script).name)
    large = {path.name: path.stat().st_size for path in assets.glob("*.js.gz") if path.name[:-3] not in first}
    assert {name: size for name, size in large.items() if size > 45 * KB} == {}
