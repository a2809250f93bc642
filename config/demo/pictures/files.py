"""Where drawings lie in the media storage: under the sum of what they hold, so that equal ones share a file.

Only the demo stores SVG: what people upload goes through `core.media`, which takes raster pictures alone.
"""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config.demo.pictures.marks import mark_drawn


def picture_stored(kind: str, svg: str) -> str:
    """The name of the file; written when it is not there yet."""
    return _stored(f"products/demo/{kind}", svg)


def mark_stored(name: str) -> str:
    """The file with the mark of a shop or a brand."""
    return _stored("brands/demo/mark", mark_drawn(name))


def _stored(stem: str, svg: str) -> str:
    raw = svg.encode()
    name = f"{stem}-{hashlib.sha256(raw).hexdigest()[:16]}.svg"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(raw))
    return name
