"""Versions over HTTP: `ETag: "7"` goes out, `If-Match: "7"` or `version` in the body comes back (RFC 9110 §13.1.1)."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

_ETAG = re.compile(r'"([1-9][0-9]{0,9})"')
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|"[1-9][0-9]{0,9}")$'},
    OpenApiParameter.HEADER,
    required=False,
    description="The ETag you read, instead of `version` in the body. Another one is a 409 that says who changed what.",
    examples=[OpenApiExample("The version you read", '"7"')],
)


def version_given(request: Request, body: dict[str, Any]) -> int | None:
    """The version an edit was written on, from the header or else the body, where it is taken out.

    None when neither says it, or with `If-Match: *`. Raises ValidationError for a header that is no version.
    """
    in_body = body.pop("version", None)
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return in_body if in_body is None else int(in_body)
    found = _ETAG.fullmatch(header)
    if found is None:
        expected = ErrorDetail(_('Expected a version in quotes, such as "7".'), code="not_a_version")
        raise ValidationError({"If-Match": [expected]})
    return int(found[1])


def with_version(response: Response, version: int) -> Response:
    response["ETag"] = f'"{version}"'
    return response
