"""Bodies that carry a file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser

from core.api.parsers import PayloadTooLarge

MULTIPART_EXTRA = 65_536  # bytes of boundaries, headers and the other fields beside the file


class LimitedMultiPartParser(MultiPartParser):
    """Refuses a body that is longer than a picture may be, before reading it."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.IMAGE_MAX_BYTES + MULTIPART_EXTRA:
            raise PayloadTooLarge(f"A picture has at most {settings.IMAGE_MAX_BYTES} bytes.")
        parsed: Any = super().parse(stream, media_type, parser_context)
        _refuse_repeats(parsed)
        return parsed


def _refuse_repeats(parsed: Any) -> None:
    for fields in (parsed.data, parsed.files):
        for name in fields:
            values = fields.getlist(name)
            if len(values) > 1:
                raise ValidationError({name: ["Given more than once."]}, code="repeated")
            if isinstance(values[0], str) and "\x00" in values[0]:
                raise ValidationError({name: ["A text contains a NUL character."]}, code="nul_character")
