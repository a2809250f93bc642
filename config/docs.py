"""The API's documents: OpenAPI 3.1, Swagger UI, ReDoc, and a page that fills in the one-time code while developing.

Nothing here asks another host for anything: scripts and styles come from the sidecar package and from `static/`.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import orjson
import yaml
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.exceptions import ParseError

from accounts import selectors
from accounts.identity import one_time_code_of
from accounts.models import CodePurpose
from core.api.parsers import MAX_BYTES, parse_json
from core.api.renderers import json_bytes
from core.errors import Invalid
from core.problems import problem_response

Document = dict[str, Any]

EMPTY_PICTURE = b"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/%3E"


@functools.cache
def document() -> Document:
    """The OpenAPI document of this process, as plain JSON values."""
    with override(settings.LANGUAGE_CODE):
        generator: Any = SchemaGenerator  # untyped
        made: Document = orjson.loads(json_bytes(generator().get_schema(request=None, public=True)))
    return made


@functools.cache
def _as_json() -> bytes:
    return orjson.dumps(document(), option=orjson.OPT_INDENT_2)


@functools.cache
def _as_yaml() -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # PyYAML has the fast one where it was built with libyaml
    return str(yaml.dump(document(), Dumper=dumper, allow_unicode=True, sort_keys=False, width=120))


@require_safe
def schema_json(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_as_json(), content_type="application/json")


@require_safe
def schema_yaml(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_as_yaml(), content_type="application/yaml; charset=utf-8")


class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI; its start script is a request of its own, so a policy can do without inline scripts."""


@functools.cache
def _redoc_bundle() -> bytes:
    """The sidecar's bundle; it would load its maker's logo from another host, and a policy error is no better."""
    found = finders.find("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js")
    return Path(str(found)).read_bytes().replace(b"https://cdn.redoc.ly/redoc/logo-mini.svg", EMPTY_PICTURE)


@require_safe
def redoc_script(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(_redoc_bundle(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def redoc(request: HttpRequest) -> HttpResponse:
    return render(request, "docs/redoc.html")


def _only_while_developing() -> None:
    """Raises Http404: a page that reads one-time codes does not exist in production."""
    if not settings.DEBUG:
        raise Http404


@require_safe
def code_page(request: HttpRequest) -> HttpResponse:
    """Ask for a code, have it filled in, sign in, copy the access token."""
    _only_while_developing()
    return render(request, "docs/plus.html")


@require_POST
def code_read(request: HttpRequest) -> HttpResponse:
    """`{"target": …}` → `{"code": …}`, the live code of a target. JSON only, so that no foreign form can ask."""
    _only_while_developing()
    if request.content_type != "application/json":
        return problem_response(415, "unsupported_media_type", _("The body must be application/json."))
    try:
        body = parse_json(request.read(MAX_BYTES))
        target = body.get("target") if isinstance(body, dict) else None
        code = selectors.one_time_code_live(target=str(target or ""), purpose=CodePurpose.LOGIN)
    except (ParseError, Invalid) as error:
        return problem_response(400, "invalid", str(error))
    if code is None:
        return problem_response(404, "not_found", _("No code waits for this target."))
    return JsonResponse({"code": one_time_code_of(code.pk)})
