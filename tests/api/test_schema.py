"""The OpenAPI document: valid, complete, and every example of it true to its schema."""

from __future__ import annotations

import functools
from typing import Any

import jsonschema
import pytest
import yaml
from drf_spectacular.validation import validate_schema

from config.docs import document

METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = "application/problem+json"


@functools.cache
def operations() -> dict[str, dict[str, Any]]:
    """Every operation by its name as people say it: "POST /api/accounts/login/"."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def complaints(rule: Any) -> list[str]:
    """The operations that break a rule, each with what the rule says about it."""
    return [f"{name}: {text}" for name, operation in operations().items() for text in rule(operation)]


def bodies(operation: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every body of an operation, the request's and the answers', with where it stands."""
    found = [(f"request {kind}", media) for kind, media in operation.get("requestBody", {}).get("content", {}).items()]
    for status, response in operation["responses"].items():
        found += [(f"{status} {kind}", media) for kind, media in response.get("content", {}).items()]
    return found


def examples(media: dict[str, Any]) -> list[Any]:
    named = [one["value"] for one in media.get("examples", {}).values()]
    return named + ([media["example"]] if "example" in media else [])


def is_problem(where: str) -> bool:
    return where.endswith(PROBLEM)


def test_the_document_is_valid_openapi_3_1():
    assert document()["openapi"].startswith("3.1")
    validate_schema(document())


def test_json_and_yaml_say_the_same(client):
    as_json, as_yaml = client.get("/api/schema/"), client.get("/api/schema.yaml")
    assert as_json["Content-Type"] == "application/json"
    assert as_yaml["Content-Type"].startswith("application/yaml")
    assert yaml.load(as_yaml.content, yaml.CSafeLoader) == as_json.json() == document()


def test_every_operation_has_a_summary_a_tag_and_a_name_of_its_own():
    tags = {tag["name"] for tag in document()["tags"]}

    def rule(operation: dict[str, Any]) -> list[str]:
        found = []
        if not operation.get("summary"):
            found.append("no summary")
        if not set(operation.get("tags", [])) & tags:
            found.append(f"its tags {operation.get('tags')} are not among {sorted(tags)}")
        return found

    assert complaints(rule) == []
    names = [operation["operationId"] for operation in operations().values()]
    assert sorted(names) == sorted(set(names))


def test_every_operation_shows_an_example_of_request_success_and_problem():
    def rule(operation: dict[str, Any]) -> list[str]:
        found = [f"no example of {where}" for where, media in bodies(operation) if not examples(media)]
        found += [
            f"no example of parameter {one['name']}"
            for one in operation.get("parameters", [])
            if "example" not in one and "examples" not in one
        ]
        successes = [status for status in operation["responses"] if status < "400"]
        if not successes:
            found.append("no success is documented")
        for status in successes:
            response = operation["responses"][status]
            if status not in ("204", "302", "303", "304") and not response.get("content"):
                found.append(f"{status} has no body")
        if not any(is_problem(where) for where, _ in bodies(operation)):
            found.append("no problem is documented")
        return found

    assert complaints(rule) == []


def test_every_example_fits_its_schema():
    def rule(operation: dict[str, Any]) -> list[str]:
        found = []
        for where, media in bodies(operation):
            schema = {**media.get("schema", {}), "components": document()["components"]}
            validator = jsonschema.Draft202012Validator(schema)
            for example in examples(media):
                error = next(validator.iter_errors(example), None)
                if error is not None:
                    found.append(f"{where}: {error.message[:120]} at {error.json_path}")
        return found

    assert complaints(rule) == []


def test_every_refusal_is_a_problem():
    def rule(operation: dict[str, Any]) -> list[str]:
        return [
            f"{status} is not {PROBLEM}"
            for status, response in operation["responses"].items()
            if status >= "400" and list(response.get("content", {})) != [PROBLEM]
        ]

    assert complaints(rule) == []


def test_operations_that_need_a_sign_in_document_401():
    def rule(operation: dict[str, Any]) -> list[str]:
        needs = operation.get("security") and {} not in operation["security"]
        return ["no 401"] if needs and "401" not in operation["responses"] else []

    assert complaints(rule) == []


@pytest.mark.parametrize(
    "operation",
    [
        "POST /api/accounts/register/",
        "POST /api/accounts/login/",
        "POST /api/accounts/otp/request/",
        "POST /api/accounts/otp/verify/",
        "POST /api/accounts/token/refresh/",
        "POST /api/accounts/logout/",
        "POST /api/accounts/browser-session/",
        "GET /api/accounts/me/",
        "PATCH /api/accounts/me/",
        "POST /api/accounts/change-password/",
        "GET /api/accounts/addresses/",
        "POST /api/accounts/addresses/",
        "PATCH /api/accounts/addresses/{address_id}/",
        "DELETE /api/accounts/addresses/{address_id}/",
        "GET /api/accounts/sessions/",
        "DELETE /api/accounts/sessions/{session_id}/",
    ],
)
def test_people_find_their_address_in_the_document(operation):
    assert operation in operations()


def test_a_list_is_documented_as_a_page():
    answer = operations()["GET /api/accounts/addresses/"]["responses"]["200"]["content"]["application/json"]
    assert set(answer["example"]) == {"next", "previous", "results"}
    assert isinstance(answer["example"]["results"], list)


def test_a_wrong_password_is_documented_where_nobody_is_signed_in_yet():
    for name in ("login", "otp/verify", "token/refresh"):
        assert "401" in operations()[f"POST /api/accounts/{name}/"]["responses"]
