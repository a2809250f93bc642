"""JSON that breaks others is refused, over HTTP (RELIABILITY.md §5.1)."""

from __future__ import annotations

import pytest

from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db
CATEGORIES = "/api/catalog/categories/"


@pytest.fixture
def post(api_as):
    client = api_as(make_store().seller.user)

    def send(raw, content_type="application/json", **headers):
        return client.generic("POST", CATEGORIES, raw, content_type=content_type, **headers)

    return send


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"name": "a"', "not_json"),
        (b'{"name": "a", "name": "b"}', "not_json"),
        (b'{"name": NaN}', "not_json"),
        (b'{"name": Infinity}', "not_json"),
        (b'{"name": ' + b"9" * 5_000 + b"}", "not_json"),
        (b'{"name": ' + b"[" * 33 + b"]" * 33 + b"}", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"name": [' + b"1," * 10_001 + b"1]}", "too_many_elements"),
        (b'{"name": "a\\u0000b"}', "nul_character"),
        (b'{"name": "\\ud800"}', "lone_surrogate"),
        (b'{"na\\u0000me": "x"}', "nul_character"),
        ('{"name": "ä"}'.encode("latin-1"), "not_utf8"),
    ],
)
def test_hostile_json_is_a_400_with_a_code(post, raw, code):
    answer = post(raw)
    assert answer.status_code == 400
    assert answer.data["code"] == code
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"5", b"null", b"true"])
def test_a_body_that_is_no_object_is_a_400(post, raw):
    assert post(raw).status_code == 400


def test_brackets_inside_a_text_are_not_nesting(post):
    assert post(b'{"name": "' + b"[" * 100 + b'"}').status_code == 201


def test_a_body_of_more_than_a_megabyte_is_a_413(post):
    answer = post(b'{"name": "' + b"x" * 1_100_000 + b'"}')
    assert (answer.status_code, answer.data["code"]) == (413, "payload_too_large")


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=utf-16", 400),
        ("application/json; charset=utf-8", 201),
    ],
)
def test_only_json_in_utf8_is_read(post, content_type, status):
    assert post(b'{"name": "A"}', content_type).status_code == status


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PROPFIND"])
def test_unknown_methods_are_a_405(api_as, method):
    client = api_as(make_store().seller.user)
    assert client.generic(method, CATEGORIES, b"{}", content_type="application/json").status_code == 405


def test_a_method_override_is_not_heard(post):
    answer = post(b'{"name": "A"}', HTTP_X_HTTP_METHOD_OVERRIDE="DELETE")
    assert answer.status_code == 201
