"""Uploaded pictures: what comes in is decoded and written anew, so nothing hidden in a file survives."""

from __future__ import annotations

import re
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from core import formats
from core.errors import FieldProblem, Invalid

KINDS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
STORED_SIDE = 2048  # pixels of the longer side as stored
STORED_QUALITY = 82
STORED_METHOD = 2  # of 0 to 6: a twentieth larger than with 4, in less than half the time
# Marks of a file that is a picture and something else at once (RELIABILITY.md §5.2).
_POLYGLOT = re.compile(rb"<script|<\?php|<html|<!doctype|javascript:|%PDF-1", re.IGNORECASE)
_EXECUTABLE = re.compile(r"\.(php\d?|phtml|html?|xhtml|svg|js|mjs|exe|sh|py|pl|cgi|asp|aspx|jsp)(\.|$)", re.IGNORECASE)

Image.MAX_IMAGE_PIXELS = settings.IMAGE_MAX_PIXELS


class BadPicture(Invalid):
    """An uploaded file that is not a plain picture of an accepted kind and size."""

    code = "bad_picture"
    title = gettext_lazy("This file cannot be used as a picture.")

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem("/file", code, detail)])


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture: WebP bytes, upright, without metadata."""

    content: bytes
    width: int
    height: int


def picture_reencode(raw: bytes, *, name: str = "", content_type: str = "", side: int = STORED_SIDE) -> Picture:
    """Check and re-encode an upload. Size is judged from the header, before anything is decoded;
    `side` is the longer side that is kept, in pixels.

    Raises BadPicture: empty, not JPEG/PNG/WebP, named as something else, animated, truncated, too large, polyglot.
    """
    if not raw:
        raise BadPicture("empty", _("The file is empty."))
    if len(raw) > settings.IMAGE_MAX_BYTES:
        raise BadPicture(
            "too_large",
            _("A picture has at most %(count)s bytes.") % {"count": formats.number(settings.IMAGE_MAX_BYTES)},
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(raw, name, content_type, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error, KeyError, IndexError, MemoryError) as error:
        raise BadPicture("unreadable", _("The file is not a whole JPEG, PNG or WebP picture.")) from error


def picture_smaller(raw: bytes, *, width: int) -> bytes:
    """A stored picture as WebP of this width."""
    with Image.open(BytesIO(raw), formats=list(KINDS)) as source:
        source.load()
        height = max(1, round(source.height * width / source.width))
        smaller = source.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    target = BytesIO()
    smaller.save(target, "WEBP", quality=STORED_QUALITY, method=STORED_METHOD)
    return target.getvalue()


def picture_store(picture: Picture, *, folder: str) -> str:
    """The name of the stored file: always ours."""
    return str(default_storage.save(f"{folder}/{uuid4()}.webp", ContentFile(picture.content)))


def _decode(raw: bytes, name: str, content_type: str, side: int) -> Picture:
    with Image.open(BytesIO(raw), formats=list(KINDS)) as source:
        _check_header(source, name, content_type)
        if _POLYGLOT.search(raw):
            raise BadPicture("polyglot", _("The file holds more than a picture."))
        source.load()
        upright = ImageOps.exif_transpose(source)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    clean = _eight_bits(upright).convert("RGBA" if has_alpha else "RGB")
    clean.thumbnail((side, side))
    clean.info = {}
    target = BytesIO()
    clean.save(target, "WEBP", quality=STORED_QUALITY, method=STORED_METHOD)
    return Picture(target.getvalue(), *clean.size)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey with 16 bits as grey with 8; Pillow's own conversion would cut instead of scale."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _check_header(source: Image.Image, name: str, content_type: str) -> None:
    kind = str(source.format)
    width, height = source.size
    if max(width, height) > settings.IMAGE_MAX_SIDE or width * height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels()
    if getattr(source, "n_frames", 1) > 1:
        raise BadPicture("animated", _("Moving pictures are not accepted."))
    if name and (_EXECUTABLE.search(name) or not name.lower().endswith(KINDS[kind])):
        raise BadPicture("wrong_name", _("The content is %(kind)s; the name says something else.") % {"kind": kind})
    if content_type not in ("", "application/octet-stream", Image.MIME[kind]):
        raise BadPicture(
            "wrong_type", _("The content is %(kind)s; its declared type says something else.") % {"kind": kind}
        )


def _too_many_pixels() -> BadPicture:
    return BadPicture(
        "too_many_pixels",
        _("At most %(side)s pixels a side and %(millions)s million in all.")
        % {
            "side": formats.number(settings.IMAGE_MAX_SIDE),
            "millions": formats.number(settings.IMAGE_MAX_PIXELS // 1_000_000),
        },
    )
