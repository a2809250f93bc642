"""JSON out, by orjson; problems carry their own content type."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer

from core.money import Money
from core.problems import CONTENT_TYPE


def plain(value: Any) -> Any:
    """What orjson does not know: money, translated texts, decimals."""
    if isinstance(value, Money):
        return value.as_dict()
    if isinstance(value, Promise):
        return str(value)
    return str(value)


# Without the passthrough orjson writes a Money by its fields and never asks `plain`.
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def json_bytes(value: Any) -> bytes:
    return orjson.dumps(value, default=plain, option=_OPTIONS)


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code >= 400 and isinstance(data, dict) and "request_id" in data:
            response["Content-Type"] = CONTENT_TYPE  # the header is set already when DRF renders
        return json_bytes(data)


class IgnoreAcceptNegotiation(BaseContentNegotiation):
    """The API speaks JSON whatever `Accept` says."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        content_type = request.content_type or ""
        main = content_type.partition(";")[0].strip().lower()
        for parser in parsers:
            if parser.media_type == main:
                return parser
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
