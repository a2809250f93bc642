"""The OpenAPI document: only the API, each operation with its problems and an example."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

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


class ProblemAwareSchema(AutoSchema):
    """Tags and operation names from the view: `schema_tag = "Catalog"`."""

    def get_tags(self) -> list[str]:
        tag = getattr(self.view, "schema_tag", None)
        return [tag] if tag else list(super().get_tags())


def keep_api_only(endpoints: list[Any]) -> list[Any]:
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


def add_problem_responses(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Document the refusals every operation can give (DEPENDENCIES.md P8)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            for status in _refusals(path, method, operation):
                operation["responses"].setdefault(status, _problem_response(status))
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
    return {
        "description": detail,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"value": example}},
            }
        },
    }


def add_examples(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Give every JSON body that has none an example built from its schema, so each operation can be tried."""
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}).get("content", {})]
            bodies += [response.get("content", {}) for response in operation["responses"].values()]
            for content in bodies:
                for kind, media in content.items():
                    if kind == "application/json" and "example" not in media and "examples" not in media:
                        media["example"] = example_of(media.get("schema", {}), result)
    return result


def example_of(schema: dict[str, Any], document: dict[str, Any], depth: int = 0) -> Any:
    """A plausible value for a schema: its own example, default or first choice, else one by type and format."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return example_of(document["components"]["schemas"][name], document, depth)
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("allOf", "oneOf", "anyOf"):
        if schema.get(key):
            return example_of(schema[key][0], document, depth)
    return _example_by_type(schema, document, depth)


def _example_by_type(schema: dict[str, Any], document: dict[str, Any], depth: int) -> Any:
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        if depth > 6:
            return {}
        return {
            name: example_of(part, document, depth + 1)
            for name, part in schema.get("properties", {}).items()
        }
    if kind == "array":
        return [] if depth > 6 else [example_of(schema.get("items", {}), document, depth + 1)]
    by_format = {
        "uuid": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
        "date-time": "2026-11-20T09:30:00Z",
        "date": "2026-11-20",
        "email": "mina@example.com",
        "uri": "https://serai.example/",
        "decimal": "12.50",
    }
    if kind == "string":
        text = by_format.get(schema.get("format", ""), "text")
        return text.ljust(schema.get("minLength", 0), "x")
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    if kind == "number":
        return max(1.0, schema.get("minimum", 1.0))
    return True if kind == "boolean" else None
