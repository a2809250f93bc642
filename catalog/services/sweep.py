"""Files in the media storage that no row names: left by a crash between file and row, or replaced by a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import Brand, Category, ProductImage

FOLDERS = ("products", "categories", "brands")
OLD_ENOUGH = timedelta(hours=24)  # an upload of this moment has its file before its row
BATCH = 500


def orphan_pictures_delete() -> int:
    """Delete what has lain in the folders of the catalogue for a day without a row. Returns how many files."""
    deleted, before = 0, timezone.now() - OLD_ENOUGH
    for batch in _batches():
        for name in sorted(set(batch) - _named(batch)):
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                deleted += 1
    return deleted


def _batches() -> Iterator[list[str]]:
    for folder in FOLDERS:
        if not default_storage.exists(folder):
            continue
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        for start in range(0, len(names), BATCH):
            yield names[start : start + BATCH]


def _named(names: list[str]) -> set[str]:
    """Those that a row names, deleted rows too: they may be restored. A size is named by its picture."""
    originals = {name: _original(name) for name in names}
    known = set(ProductImage.all_objects.filter(file__in={*names, *originals.values()}).values_list("file", flat=True))
    known |= set(Category.all_objects.filter(image__in=names).values_list("image", flat=True))
    known |= set(Brand.all_objects.filter(logo__in=names).values_list("logo", flat=True))
    return {name for name in names if name in known or originals[name] in known}


def _original(name: str) -> str:
    """`products/abc-400.webp` is a size of `products/abc.webp`."""
    stem, mark, width = name.removesuffix(".webp").rpartition("-")
    return f"{stem}.webp" if mark and width.isdigit() and len(width) <= 4 else name
