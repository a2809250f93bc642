"""The OpenAPI document: only the API, each operation with its problems and an example."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from rest_framework import serializers

from core.api.permissions import Anyone
from core.api.serializers import Input

PROBLEM_TYPE = "application/problem+json"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem.",
    "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; decide by this."},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the request."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string", "description": "Found in the logs by this."},
    },
}
REASONS = {
    "400": ("invalid", "The request has wrong or missing values."),
    "401": ("not_authenticated", "Sign in first."),
    "402": ("payment_declined", "The payment was declined."),
    "403": ("not_allowed", "Your role does not allow this."),
    "404": ("not_found", "There is no such thing here."),
    "409": ("conflict", "This contradicts the present state."),
    "413": ("payload_too_large", "The body is larger than one megabyte."),
    "415": ("unsupported_media_type", "The body must be application/json."),
    "422": ("unprocessable", "The same key was used with another request."),
    "429": ("too_many_requests", "Too many requests. Try again later."),
    "503": ("unavailable", "A part of the system does not answer right now. Try again shortly."),
}


RETRY_HEADERS = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "RateLimit": {"description": 'What was limited, e.g. `"login";r=0;t=30`.', "schema": {"type": "string"}},
}
REFUSALS = "x-refusals"
NOT_BLANK = r"[^\s\x1c-\x1f\x85]"  # of texts whose spaces are trimmed: Python counts more as a space than a schema does


def refuses(*statuses: int) -> dict[str, Any]:
    """For `@extend_schema(extensions=refuses(401, 402))`: document refusals that `_refusals` cannot know."""
    return {REFUSALS: [str(status) for status in statuses]}


class ProblemAwareSchema(AutoSchema):
    """Tags and descriptions from the view: `schema_tag = "Catalog"`, and its own docstring, never an inherited one."""

    def get_tags(self) -> list[str]:
        tag = getattr(self.view, "schema_tag", None)
        return [tag] if tag else list(super().get_tags())

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        return inspect.cleandoc(vars(type(self.view)).get("__doc__") or "")

    def get_auth(self) -> list[dict[str, list[str]]]:
        """With an empty alternative where nobody has to sign in."""
        auth: list[dict[str, list[str]]] = super().get_auth()
        is_open = all(isinstance(permission, Anyone) for permission in self.view.get_permissions())
        return [*auth, {}] if auth and is_open and {} not in auth else auth

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if not vars(type(force_instance(serializer))).get("__doc__"):
            schema.pop("description", None)  # a base class speaks to programmers
        if isinstance(force_instance(serializer), Input):
            schema["additionalProperties"] = False
        return schema

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        schema = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        is_text = type(field) is serializers.CharField and field.trim_whitespace and not field.allow_blank
        if direction == "request" and is_text and isinstance(schema, dict):
            schema.setdefault("pattern", NOT_BLANK)
        if direction == "request" and isinstance(field, serializers.ListSerializer) and isinstance(schema, dict):
            limits = {"minItems": vars(field)["min_length"], "maxItems": vars(field)["max_length"]}
            schema |= {name: limit for name, limit in limits.items() if limit is not None}
        return schema

    def get_paginated_name(self, serializer_name: str) -> str:
        """A list with more than its rows has a component of its own: its paginator's `component_prefix` says which."""
        prefix = getattr(self._get_paginator(), "component_prefix", "")  # type: ignore[no-untyped-call]
        return f"{prefix}{super().get_paginated_name(serializer_name)}"

    def _is_list_view(self, serializer: Any = None) -> bool:
        from core.api.views import ListView  # at call time: DRF reads this module while it imports its views

        if isinstance(self.view, ListView) and self.method == "GET":
            return True
        return bool(super()._is_list_view(serializer))


FILTER_LIMITS = {"maximum": "max_value", "minimum": "min_value", "minLength": "min_length", "maxLength": "max_length"}


class StrictFilterScheme(DjangoFilterExtension):
    """The parameters of filters with the limits that they check."""

    target_class = "core.api.filters.StrictFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> Any:
        base: Any = super()
        parameters = base.get_schema_operation_parameters(auto_schema, *args, **kwargs)
        filters = getattr(getattr(auto_schema.view, "filterset_class", None), "base_filters", {})
        for parameter in parameters:
            extra = filters[parameter["name"]].extra
            parameter["schema"] |= {name: extra[given] for name, given in FILTER_LIMITS.items() if given in extra}
            if parameter["schema"].get("type") == "number":
                parameter["schema"]["type"] = "integer"
        return parameters


def keep_api_only(endpoints: list[Any]) -> list[Any]:
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            yield path, method, operation


def add_problem_responses(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Document the refusals every operation can give (DEPENDENCIES.md P8)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for path, method, operation in _operations(result):
        for status in _refusals(path, method, operation) + operation.pop(REFUSALS, []):
            operation["responses"].setdefault(status, {})
        for status, response in operation["responses"].items():
            if status in REASONS and PROBLEM_TYPE not in response.get("content", {}):
                problem = _problem_response(status)
                response.update(problem, description=response.get("description") or problem["description"])
        operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def _refusals(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    statuses = ["400", "429", "503"]
    if operation.get("security") != [{}] and operation.get("security"):
        statuses += ["401", "403"]
    if "{" in path:
        statuses.append("404")
    if method in ("post", "put", "patch", "delete"):
        statuses += ["404", "409", "413", "415"]
    if any(parameter.get("name") == "Idempotency-Key" for parameter in operation.get("parameters", [])):
        statuses.append("422")
    return statuses


def _problem_response(status: str) -> dict[str, Any]:
    code, detail = REASONS[status]
    example = {
        "type": f"https://serai.example/problems/{code}",
        "title": detail,
        "status": int(status),
        "code": code,
        "detail": detail,
        "errors": [],
        "request_id": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
    }
    headers = {"headers": RETRY_HEADERS} if status == "429" else {}
    return {
        "description": detail,
        **headers,
        "content": {
            PROBLEM_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"value": example}},
            }
        },
    }


def add_examples(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Give every body and parameter that has none an example built from its schema, so each operation can be tried."""
    for _, _, operation in _operations(result):
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in operation["responses"].values()]
        for media in (media for content in contents for media in content.values()):
            if "example" not in media and "examples" not in media:
                media["example"] = example_of(media.get("schema", {}), result)
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query" and parameter.get("schema", {}).get("type") == "string":
                parameter["schema"].setdefault("minLength", 1)
            if "example" not in parameter and "examples" not in parameter:
                parameter["example"] = example_of(parameter.get("schema", {}), result, parameter["name"])
    return result


DEEPEST_LIST, DEEPEST_OBJECT = 6, 12  # a schema that contains itself does so through a list

BY_FORMAT = {
    "uuid": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
    "date-time": "2026-11-20T09:30:00Z",
    "date": "2026-11-20",
    "email": "mina@example.com",
    "uri": "https://serai.example/",
    "decimal": "12.50",
    "binary": "(the bytes of the file)",
}
# What a text of this name looks like; the first that the schema's length and pattern admit is taken.
BY_NAME: dict[str, list[str]] = {
    "name": ["Mina Karimi"],
    "recipient": ["Mina Karimi"],
    "contact_name": ["Mina Karimi"],
    "email": ["mina@example.com"],
    "contact_email": ["mina@example.com"],
    "phone": ["+6281234567890"],
    "contact_phone": ["+6281234567890"],
    "identifier": ["mina@example.com"],
    "target": ["mina@example.com"],
    "username": ["mina.karimi"],
    "password": ["correct horse battery"],
    "old_password": ["correct horse battery"],
    "new_password": ["staple battery horse"],
    "label": ["Home"],
    "line1": ["Jalan Sudirman 12"],
    "line2": ["Flat 3"],
    "city": ["Jakarta"],
    "region": ["DKI Jakarta"],
    "postal_code": ["10220"],
    "country": ["ID"],
    "origin_country": ["ID"],
    "origin_city": ["Bandung"],
    "language": ["en"],
    "market": ["intl"],
    "currency": ["USD"],
    "amount": ["12.50"],
    "code": ["482913", "intl"],
    "title": ["Oak desk lamp"],
    "slug": ["oak-desk-lamp"],
    "sku": ["LAMP-OAK-1"],
    "access": ["eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.c2lnbmF0dXJl"],
    "refresh": ["eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCJ9.c2lnbmF0dXJl"],
    "user_agent": ["Mozilla/5.0 (X11; Linux x86_64)"],
    "Idempotency-Key": ["9f1c7e52-7a5b-4a8e-8f6e-2d1f0c5b7a11"],
    "after": ["WyIwMTkzOGYyZSJd"],
    "before": ["WyIwMTkzOGYyZSJd"],
    "X-Cart-Token": ["mW4rJq0T8vYk2nB7cX1dZs5hLp9gQe3u"],
    "cart_token": ["mW4rJq0T8vYk2nB7cX1dZs5hLp9gQe3u"],
}


def example_of(schema: dict[str, Any], document: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A plausible value for a schema: its own example, default or first choice, else one by name, format and type."""
    if "$ref" in schema:
        referred = schema["$ref"].rsplit("/", 1)[1]
        return example_of(document["components"]["schemas"][referred], document, name, depth)
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            return example_of(schema[key][0], document, name, depth)
    if schema.get("allOf"):
        return _example_of_all(schema["allOf"], document, name, depth)
    return _example_by_type(schema, document, name, depth)


def _example_of_all(parts: list[dict[str, Any]], document: dict[str, Any], name: str, depth: int) -> Any:
    values = [example_of(part, document, name, depth) for part in parts]
    if all(isinstance(value, dict) for value in values):
        return {key: value for one in values for key, value in one.items()}
    return values[0]


def _example_by_type(schema: dict[str, Any], document: dict[str, Any], name: str, depth: int) -> Any:
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        properties = schema.get("properties", {}) if depth <= DEEPEST_OBJECT else {}
        return {key: example_of(part, document, key, depth + 1) for key, part in properties.items()}
    if kind == "array":
        return [] if depth > DEEPEST_LIST else [example_of(schema.get("items", {}), document, name, depth + 1)]
    if kind == "string":
        return _example_text(schema, name)
    if kind == "integer":
        return min(max(1, schema.get("minimum", 1)), schema.get("maximum", 2**31))
    if kind == "number":
        return max(1.0, schema.get("minimum", 1.0))
    return True if kind == "boolean" else None


def _example_text(schema: dict[str, Any], name: str) -> str:
    text = BY_FORMAT.get(schema.get("format", ""))
    if text is not None:
        return text
    for known in BY_NAME.get(name, []):
        if len(known) <= schema.get("maxLength", 1000) and re.search(schema.get("pattern", ""), known):
            return known
    return "text"[: schema.get("maxLength", 4)].ljust(schema.get("minLength", 0), "x")
