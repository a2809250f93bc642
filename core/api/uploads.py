"""Bodies that carry a file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser

from core import formats
from core.api.parsers import PayloadTooLarge
from core.tables import LIMITS

MULTIPART_EXTRA = 65_536  # bytes of boundaries, headers and the other fields beside the file


class LimitedMultiPartParser(MultiPartParser):
    """Refuses a body that is longer than its file may be, before reading it: a picture, unless a subclass says else."""

    @property
    def most_bytes(self) -> int:
        return int(settings.IMAGE_MAX_BYTES)

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > self.most_bytes + MULTIPART_EXTRA:
            raise PayloadTooLarge(
                _("The file has at most %(count)s bytes.") % {"count": formats.number(self.most_bytes)}
            )
        parsed: Any = super().parse(stream, media_type, parser_context)
        _refuse_repeats(parsed)
        return parsed


class TableParser(LimitedMultiPartParser):
    """For a CSV or XLSX file."""

    @property
    def most_bytes(self) -> int:
        return LIMITS.file_bytes


def _refuse_repeats(parsed: Any) -> None:
    for fields in (parsed.data, parsed.files):
        for name in fields:
            values = fields.getlist(name)
            if len(values) > 1:
                raise ValidationError({name: [_("Given more than once.")]}, code="repeated")
            if isinstance(values[0], str) and "\x00" in values[0]:
                raise ValidationError({name: [_("A text contains a NUL character.")]}, code="nul_character")
