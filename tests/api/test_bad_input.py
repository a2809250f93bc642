"""Bad input, row by row as RELIABILITY.md §5.1 lists it: refused with its status and code, and nothing is changed.

What concerns every operation is asked of every operation of the document. Gateways' notifications (§5.3) are in
tests/payments/test_notifications.py, the admin's forms (§5.5) in tests/admin; what they leave is at the end here.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from catalog.models import Product
from core.ids import new_id
from sales.models import Coupon
from tests.accounts.factories import client_for, make_user
from tests.api.house import House, Operation, fingerprint, make_house, operations, writes
from tests.conftest import rows_until_the_end
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import ADDRESS, CONTACT, fill_cart, key, make_service

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def _house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with rows_until_the_end(django_db_blocker):
        yield make_house()


@pytest.fixture
def house(_house: House, db: None) -> House:
    """Made once; what a test changes is undone after it."""
    return _house


@pytest.fixture
def unchanged(house: House) -> Any:
    """Nothing that the house holds may differ after the test."""
    before = fingerprint()
    yield
    assert fingerprint() == before


def problem(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal, which must be a problem document with its request id."""
    assert answer["Content-Type"] == PROBLEM, (answer.status_code, answer.content[:200])
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["request_id"]
    return answer.status_code, body["code"]


def pointers(answer: Any) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def refusals(of: list[Operation], ask: Callable[[Operation], dict[str, Any]]) -> dict[str, Any]:
    """What differs from the refusal that was expected, by operation and by what was sent."""
    found = {str(operation): ask(operation) for operation in of}
    assert found
    return {name: wrong for name, wrong in found.items() if wrong}


def differing(given: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value != expected[name]}


# Bodies, of every operation that reads one

HOSTILE = {
    "nested too deep": (b'{"name": ' + b"[" * 33 + b"]" * 33 + b"}", (400, "not_json")),
    "a hundred thousand levels": (b"[" * 100_000, (400, "not_json")),
    "too many elements": (b'{"name": [' + b"1," * 10_001 + b"1]}", (400, "too_many_elements")),
    "more than a megabyte": (b'{"name": "' + b"x" * 1_100_000 + b'"}', (413, "payload_too_large")),
    "a NUL": (b'{"name": "a\\u0000b"}', (400, "nul_character")),
    "a NUL in a name": (b'{"na\\u0000me": 1}', (400, "nul_character")),
    "half a surrogate pair": (b'{"name": "\\ud83d"}', (400, "lone_surrogate")),
    "the same key twice": (b'{"name": "a", "name": "b"}', (400, "not_json")),
    "NaN": (b'{"name": NaN}', (400, "not_json")),
    "infinity": (b'{"name": -Infinity}', (400, "not_json")),
    "1e400": (b'{"name": 1e400}', (400, "not_json")),
    "five thousand digits": (b'{"name": ' + b"9" * 5_000 + b"}", (400, "not_json")),
    "not UTF-8": ('{"name": "ä"}'.encode("latin-1"), (400, "not_utf8")),
    "zipped": (gzip.compress(b'{"name": "a"}'), (400, "not_utf8")),
    "a list": (b"[]", (400, "invalid")),
    "a text": (b'"text"', (400, "invalid")),
    "a number": (b"5", (400, "invalid")),
    "a truth": (b"true", (400, "invalid")),
}


def test_every_operation_refuses_a_hostile_body(house: House, unchanged: None) -> None:
    expected = {name: refusal for name, (_, refusal) in HOSTILE.items()}

    def ask(operation: Operation) -> dict[str, Any]:
        given = {name: problem(house.call(operation, raw)) for name, (raw, _) in HOSTILE.items()}
        return differing(given, expected)

    assert refusals(writes(), ask) == {}


CONTENT_TYPES = {
    "text/plain": (415, "unsupported_media_type"),
    "": (415, "unsupported_media_type"),
    "multipart/form-data; boundary=x": (415, "unsupported_media_type"),
    "application/json, text/plain": (415, "unsupported_media_type"),
    "application/xml": (415, "unsupported_media_type"),
    "application/json; charset=utf-16": (400, "not_utf8"),
}


def test_every_operation_reads_json_and_nothing_else(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        given = {kind: problem(house.call(operation, b'{"x": 1}', content_type=kind)) for kind in CONTENT_TYPES}
        return differing(given, CONTENT_TYPES)

    assert refusals(writes(), ask) == {}


FOREIGN_FIELDS = ("id", "is_staff", "is_superuser", "owner", "balance", "created_at", "deleted_at", "total", "x" * 300)


def test_every_operation_refuses_unknown_and_read_only_fields(house: House, unchanged: None) -> None:
    expected = {f"/{name}": "unknown_field" for name in FOREIGN_FIELDS}
    body = json.dumps(dict.fromkeys(FOREIGN_FIELDS, 1)).encode()

    def ask(operation: Operation) -> dict[str, Any]:
        answer = house.call(operation, body)
        given = dict(pointers(answer))
        return {} if problem(answer) == (400, "invalid") and given == expected else given

    strict = [one for one in writes() if one.name != "payments_verify_post"]  # gateways add what they like
    assert refusals(strict, ask) == {}


def test_every_operation_refuses_an_id_that_nothing_has(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        found = {}
        for name in operation.id_fields:
            body = {**json.loads(operation.example), name: str(new_id())}
            answer = house.call(operation, json.dumps(body).encode())
            if answer.status_code not in (400, 404):
                found[name] = answer.content
        return found

    pointing = [one for one in writes() if one.id_fields]
    assert len(pointing) > 10
    assert refusals(pointing, ask) == {}


# Addresses and methods, of every operation

UNKNOWN = ("?colour=red", "?__class__=1", "?a[]=1", '?filter={"a":1}', "?id__gt=0", "?%F0%9F%98%80=1")


def test_every_operation_refuses_an_unknown_parameter(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        given = {query: problem(house.call(operation, b"{}", query=query)) for query in UNKNOWN}
        return {query: refusal for query, refusal in given.items() if refusal != (400, "invalid")}

    assert refusals(operations(), ask) == {}


def test_every_operation_refuses_a_parameter_given_twice(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        names = operation.parameters
        given = {name: problem(house.call(operation, b"{}", query=f"?{name}=1&{name}=2")) for name in names}
        return {name: refusal for name, refusal in given.items() if refusal != (400, "invalid")}

    assert refusals([one for one in operations() if one.parameters], ask) == {}


NO_KEYS = {
    "%00": (400, "nul_character"),
    "a%00b": (400, "nul_character"),
    "%ED%A0%80": (404, "not_found"),
    "%FF": (404, "not_found"),
    "../../etc": (404, "not_found"),
    "%25": (404, "not_found"),
    "_": (404, "not_found"),
    "' OR 1=1 --": (404, "not_found"),
    "x" * 500: (404, "not_found"),
}


def test_every_operation_refuses_a_key_that_is_none(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        before, _, rest = operation.path.partition("{")
        rest = rest.partition("}")[2].replace("{image_id}", house.ids["image_id"])
        rest = rest.replace("{member_id}", house.ids["member_id"])
        given = {part: problem(house.call(operation, b"{}", address=before + part + rest)) for part in NO_KEYS}
        return differing(given, NO_KEYS)

    assert refusals([one for one in operations() if "{" in one.path], ask) == {}


def test_every_address_answers_an_unknown_verb_with_the_known_ones(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        wrong = {}
        for method in ("TRACE", "PROPFIND", "GETT", "CONNECT"):
            answer = house.call(operation, b"{}", method=method)
            allowed = [known.strip() for known in answer.headers.get("Allow", "").split(",")]
            if problem(answer) != (405, "method_not_allowed") or operation.method.upper() not in allowed:
                wrong[method] = (answer.status_code, allowed)
        return wrong

    assert refusals(operations(), ask) == {}


def test_no_address_hears_a_method_override(house: House, unchanged: None) -> None:
    override = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"}

    def ask(operation: Operation) -> dict[str, Any]:
        plain, overridden = house.call(operation), house.call(operation, headers=override)
        return {} if plain.status_code == overridden.status_code else {"status": overridden.status_code}

    assert refusals([one for one in operations() if one.method == "get"], ask) == {}


# Lists

LIST_PARAMETERS = {
    "page_size=1000000": ("/page_size", "bad_page_size"),
    "page_size=0": ("/page_size", "bad_page_size"),
    "page_size=-1": ("/page_size", "bad_page_size"),
    "page_size=1e2": ("/page_size", "bad_page_size"),
    "page_size=%D9%A1%D9%A0": ("/page_size", "bad_page_size"),
    "after=garbage": ("/after", "bad_cursor"),
    "after=W10": ("/after", "bad_cursor"),
    "after=WyInIE9SIDE9MSJd": ("/after", "bad_cursor"),
    "after=W1tbW11dXV0": ("/after", "bad_cursor"),
    "after=" + "A" * 600: ("/after", "unknown_parameter"),
    "offset=1000000000": ("/offset", "unknown_parameter"),
    "limit=10": ("/limit", "unknown_parameter"),
    "search=" + "a" * 10_240: ("/search", "unknown_parameter"),
    "user__password__startswith=a": ("/user__password__startswith", "unknown_parameter"),
}


def test_every_list_refuses_senseless_parameters_at_their_place(house: House, unchanged: None) -> None:
    def ask(operation: Operation) -> dict[str, Any]:
        words = "&q=keyboard" if "q" in operation.parameters else ""
        answers = {query: house.call(operation, query=f"?{query}{words}") for query in LIST_PARAMETERS}
        given = {query: pointers(answer)[0] for query, answer in answers.items() if problem(answer)[0] == 400}
        return differing(given, LIST_PARAMETERS) if len(given) == len(LIST_PARAMETERS) else {"accepted": given}

    assert refusals([one for one in operations() if one.is_list], ask) == {}


@pytest.mark.parametrize("ordering", ["password", "user__password", "-id", "price,sold", "?", ""])
def test_an_order_that_is_not_offered_is_refused(house: House, ordering: str) -> None:
    lists = [one for one in operations() if "ordering" in one.parameters]
    assert lists
    for operation in lists:
        assert problem(house.call(operation, query=f"?ordering={ordering}")) == (400, "invalid")


def test_a_thousand_parameters_are_refused(house: House) -> None:
    query = "&".join(f"f{number}=1" for number in range(1_001))
    for address in ("/api/catalog/products/", "/api/sales/orders/", "/api/marketplace/stores/"):
        assert house.client.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize("words", ["%", "_", "(a+)+$", ".*", "[", "\\", "'; DROP TABLE", "a & | !", "\u202e", "\u0661"])
def test_signs_of_other_languages_are_only_words_to_a_search(house: House, words: str) -> None:
    for address in ("/api/catalog/search/", "/api/catalog/suggest/"):
        answer = house.client.get(address, {"q": words})
        assert answer.status_code == 200
        names = [one["name"] for one in answer.json().get("results", answer.json().get("products"))]
        assert names == []


@pytest.mark.parametrize("address", ["/api/catalog/search/", "/api/catalog/suggest/"])
def test_a_search_for_ten_kilobytes_is_refused(house: House, address: str) -> None:
    assert problem(house.client.get(address, {"q": "a" * 10_240})) == (400, "invalid")


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF"])
def test_what_is_no_text_in_a_query_is_refused(house: House, query: str) -> None:
    assert problem(house.client.get(f"/api/catalog/search/?{query}"))[0] == 400


# Headers


def test_a_strange_header_breaks_nothing(house: House, unchanged: None) -> None:
    names = ("X-Cart-Token", "X-Request-ID", "Accept-Language", "User-Agent", "If-None-Match", "X-Forwarded-For")
    for value in ("\x00", "a\x00b", "é" * 50, "x" * 9_000, "' OR 1=1 --"):
        for name in names:
            for address in ("/api/sales/cart/", "/api/catalog/products/"):
                assert client_for().get(address, headers={name: value}).status_code in (200, 400), (name, value)


KEYS = {
    "": "idempotency_key_missing",
    "x" * 300: "idempotency_key_invalid",
    "short": "idempotency_key_invalid",
    "žluťoučký-kůň-úpěl-ó": "idempotency_key_invalid",
    "has a space in the middle": "idempotency_key_invalid",
    "\u0661" * 20: "idempotency_key_invalid",
}


@pytest.mark.parametrize("name", ["sales_checkout_create", "payments_start", "payments_refunds_create"])
def test_money_moves_only_with_a_sound_key(house: House, unchanged: None, name: str) -> None:
    operation = next(one for one in operations() if one.name == name)
    found = {}
    for value in KEYS:
        answer = house.call(operation, b"{}", headers={"Idempotency-Key": value})
        assert problem(answer)[0] == 400
        found[value] = answer.json()["errors"][0]["code"]
    assert found == KEYS


def test_a_key_used_again_with_another_body_is_a_422(house: House) -> None:
    same = key()
    body = {"address": ADDRESS, "contact": CONTACT}
    assert house.client.post("/api/sales/checkout/", body, headers=same).status_code == 201
    before = fingerprint()
    other = house.client.post("/api/sales/checkout/", {**body, "language": "fa"}, headers=same)
    assert problem(other) == (422, "unprocessable")
    assert fingerprint() == before


# JSON types: nothing is read as what it is not

WRONG_TYPES: list[tuple[str, str, Any]] = [
    ("addresses_create", "recipient", 5),
    ("addresses_create", "recipient", True),
    ("addresses_create", "recipient", ["Mina"]),
    ("addresses_create", "is_default", "true"),
    ("addresses_create", "is_default", 1),
    ("addresses_create", "latitude", "NaN"),
    ("addresses_create", "latitude", "1e400"),
    ("addresses_create", "latitude", "91"),
    ("variant_update", "weight_grams", "500"),
    ("variant_update", "weight_grams", 1.5),
    ("variant_update", "weight_grams", 1e300),
    ("variant_update", "weight_grams", True),
    ("variant_update", "weight_grams", -1),
    ("variant_update", "weight_grams", 2**63),
    ("variant_update", "is_active", "yes"),
    ("item_update", "price_minor", -1),
    ("item_update", "price_minor", 0),
    ("item_update", "price_minor", 12.5),
    ("item_update", "price_minor", "1250"),
    ("item_update", "price_minor", 10**16),
    ("item_update", "price_minor", True),
    ("item_update", "version", -0.5),
    ("item_stock", "stock", -1),
    ("item_stock", "stock", 10**9),
    ("item_stock", "delta", "5"),
    ("sales_cart_items_create", "quantity", 0),
    ("sales_cart_items_create", "quantity", -1),
    ("sales_cart_items_create", "quantity", 10**9),
    ("sales_cart_items_create", "quantity", True),
    ("sales_cart_items_create", "item_id", True),
    ("sales_cart_items_create", "item_id", 7),
    ("sales_cart_items_create", "item_id", "{01938f2e-7c1a-7b3e-9c55-0242ac120002}"),
    ("sales_cart_items_create", "item_id", "01938f2e7c1a7b3e9c550242ac120002"),
    ("sales_cart_items_create", "market", 5),
    ("sales_coupons_create", "percent_basis_points", 10_001),
    ("sales_coupons_create", "percent_basis_points", -1),
    ("sales_coupons_create", "amount_minor", 1.5),
    ("sales_coupons_create", "starts_at", 1_700_000_000),
    ("sales_coupons_create", "starts_at", "2026-11-20"),
    ("sales_coupons_create", "starts_at", "2026-11-20T09:30:00"),
    ("sales_coupons_create", "starts_at", "2026-02-30T09:30:00Z"),
    ("sales_checkout_create", "shipping", ["jne"]),
    ("sales_checkout_create", "shipping", {"store": 5}),
    ("sales_checkout_create", "expected_total_minor", "100"),
    ("payments_refunds_create", "amount_minor", 0),
    ("payments_refunds_create", "amount_minor", -500),
    ("payments_refunds_create", "amount_minor", 1.5),
    ("category_create", "parent", 5),
    ("product_create", "attributes", {"size": "1"}),
    ("product_create", "attributes", ["size"]),
    ("auth_login", "password", 123456),
    ("auth_otp_verify", "code", 123456),
]


def test_a_value_of_another_type_or_size_is_refused_at_its_place(house: House, unchanged: None) -> None:
    wrong = []
    for name, field, value in WRONG_TYPES:
        operation = next(one for one in operations() if one.name == name)
        answer = house.call(operation, json.dumps({field: value}).encode())
        if problem(answer) != (400, "invalid") or not any(at.startswith(f"/{field}") for at, _ in pointers(answer)):
            wrong.append((name, field, value, pointers(answer)))
    assert wrong == []


@pytest.mark.parametrize("minor", [1250.5, "1250.50", 99])
def test_a_currency_without_decimals_takes_none(house: House, minor: Any) -> None:
    """A rial has no decimals, and its market rounds: 99 minor units are 99 rials, never 0.99."""
    store = make_store("Saz", owner=make_user(), market="ir")
    client = client_for(store.seller.user)
    item = make_item(store, price_minor=50_000)
    answer = client.patch(f"/api/marketplace/items/{item.pk}/", {"price_minor": minor})
    if isinstance(minor, int):
        assert answer.json()["price"] == {"amount": "99", "currency": "IRR", "minor": 99}
        return
    assert problem(answer) == (400, "invalid")
    item.refresh_from_db()
    assert item.price_minor == 50_000


# One key however it is typed (NFC and NFD, digits of other scripts, full width, zero width, right-to-left)


@pytest.mark.parametrize(
    "twin", ["+۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷", "+٩٨٩١٢١٢٣٤٥٦٧", "＋９８９１２１２３４５６７", " +98 (912) 123-4567 "]
)
def test_a_phone_number_is_one_account_however_it_is_typed(house: House, twin: str) -> None:
    make_user(phone="+989121234567")
    body = {"phone": twin, "password": "four wooden spoons"}
    assert problem(client_for().post("/api/accounts/register/", body))[0] == 409
    assert User.objects.filter(phone="+989121234567").count() == 1


@pytest.mark.parametrize(
    "twin", ["MINA@Example.COM", " mina@example.com ", "ｍｉｎａ@example.com", "mina＠example.com"]
)
def test_an_e_mail_address_is_one_account_however_it_is_typed(house: House, twin: str) -> None:
    make_user("mina@example.com")
    body = {"email": twin, "password": "four wooden spoons"}
    assert problem(client_for().post("/api/accounts/register/", body))[0] == 409
    assert User.objects.filter(email__icontains="mina").count() == 1


@pytest.mark.parametrize(
    "odd", ["mina\u200b@example.com", "\u202emina@example.com", "mіna@example.com", "a@b", "+98912"]
)
def test_what_only_looks_like_an_address_makes_nobody(house: House, unchanged: None, odd: str) -> None:
    field = "email" if "@" in odd else "phone"
    answer = client_for().post("/api/accounts/register/", {field: odd, "password": "four wooden spoons"})
    assert problem(answer) == (400, "invalid")
    assert pointers(answer)[0][0] == f"/{field}"


@pytest.mark.parametrize(
    "twin", ["house10", " HOUSE10 ", "ＨＯＵＳＥ１０", "HOUSE١٠", "HO\u200bUSE10", "\u202eHOUSE10"]
)
def test_a_coupon_is_one_however_its_code_is_typed(house: House, twin: str) -> None:
    answer = house.client.post("/api/sales/cart/coupon/", {"code": twin})
    assert answer.status_code == 200
    assert answer.json()["coupon"]["code"] == "HOUSE10"


def test_a_coupon_exists_once_whatever_its_case(house: House) -> None:
    body = {"code": "house10", "percent_basis_points": 500, "store": house.ids["store"]}
    assert problem(house.client.post("/api/sales/coupons/", body)) == (409, "conflict")
    assert Coupon.objects.count() == 1


@pytest.mark.parametrize("odd", ["SPRING\u200b", "ЅPRING", "\u202eSPRING", "SP RING", "ab", "x" * 41, ""])
def test_a_new_code_is_plain_letters_and_digits(house: House, unchanged: None, odd: str) -> None:
    body = {"code": odd, "percent_basis_points": 500, "store": house.ids["store"]}
    answer = house.client.post("/api/sales/coupons/", body)
    assert problem(answer) == (400, "invalid")
    assert pointers(answer)[0][0] == "/code"


@pytest.mark.parametrize("twin", ["k-75", " K-75 ", "Ｋ-７５", "K-٧٥"])
def test_a_sku_is_one_however_it_is_typed(house: House, twin: str) -> None:
    first = {"product": house.ids["product"], "sku": "K-75"}
    assert house.client.post("/api/catalog/product-variants/", first).status_code == 201
    again = house.client.post("/api/catalog/product-variants/", {**first, "sku": twin})
    assert problem(again)[0] == 409


@pytest.mark.parametrize("twin", ["Café", "Cafe\u0301", "CAFÉ", " café "])
def test_a_store_address_is_one_however_it_is_typed(house: House, twin: str) -> None:
    store = {"name": "Café", "market": "intl", "country": "US", "city": "Portland"}
    first = house.client.post("/api/marketplace/stores/", {**store, "slug": "café"})
    assert first.status_code == 201
    again = house.client.post("/api/marketplace/stores/", {**store, "slug": twin})
    assert problem(again)[0] == 409


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u202d", " \t ", "\u2066\u2069"])
def test_a_name_of_nothing_visible_is_no_name(house: House, unchanged: None, name: str) -> None:
    answer = house.client.post("/api/catalog/products/", {"name": name, "category": house.ids["categories/key"]})
    assert problem(answer) == (400, "invalid")
    assert ("/name", "blank") in pointers(answer)


# What a shopper changes on the way


def test_prices_totals_and_statuses_cannot_be_sent(house: House, unchanged: None) -> None:
    item = house.ids["item_id"]
    for body in (
        {"item_id": item, "price_minor": 1},
        {"item_id": item, "unit_price": {"minor": 1}},
        {"item_id": item, "user": str(house.person.pk)},
    ):
        assert problem(house.client.post("/api/sales/cart-items/", body)) == (400, "invalid")
    for extra in ({"status": "PAID"}, {"total_minor": 1}, {"discount_minor": 99}, {"user_id": 1}):
        body = {"address": ADDRESS, "contact": CONTACT, **extra}
        assert problem(house.client.post("/api/sales/checkout/", body, headers=key())) == (400, "invalid")


def test_a_coupon_of_another_store_is_refused_for_this_cart(house: House) -> None:
    make_service()
    other = make_item(make_store("Other"), price_minor=900)
    guest = client_for()
    fill_cart(guest, (other, 1))
    answer = guest.post("/api/sales/cart/coupon/", {"code": "HOUSE10"})
    assert problem(answer)[0] == 409
    assert guest.get("/api/sales/cart/").json()["coupon"] is None


# Gateways' notifications (§5.3): the rest is in tests/payments/test_notifications.py

NOTIFICATION = "/api/payments/sandbox/notification/"


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"x" * (300 * 1024), 413, "payload_too_large"),
        (b"[" * 100_000, 401, "bad_signature"),
        (b"", 401, "bad_signature"),
        ("{}".encode("utf-16"), 401, "bad_signature"),
    ],
)
def test_an_unsigned_notification_is_refused_before_it_is_read(
    house: House, unchanged: None, settings: Any, raw: bytes, status: int, code: str
) -> None:
    settings.SANDBOX_GATEWAY_ENABLED = True
    answer = client_for().generic("POST", NOTIFICATION, raw, content_type="application/json")
    assert problem(answer) == (status, code)


@pytest.mark.parametrize("method", ["GET", "PUT", "TRACE"])
def test_a_notification_is_only_posted(house: House, method: str) -> None:
    answer = client_for().generic(method, NOTIFICATION)
    assert problem(answer) == (405, "method_not_allowed")
    assert answer["Allow"] == "POST"


# The admin's pages (§5.5): the rest is in tests/admin

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def test_a_script_in_a_name_is_shown_as_text(house: House) -> None:
    User.objects.filter(pk=house.person.pk).update(name=SCRIPT, is_staff=True)
    Product.objects.filter(pk=house.ids["product"]).update(name=SCRIPT, description=SCRIPT)
    browser = Client()
    browser.force_login(User.objects.get(pk=house.person.pk))
    product = house.ids["product"]
    pages = ["catalog/product/", f"catalog/product/{product}/change/", f"catalog/product/{product}/history/"]
    for page in [*pages, "sales/order/", "accounts/user/", "core/auditentry/", "orders/"]:
        answer = browser.get(f"/admin/{page}")
        assert answer.status_code == 200, page
        assert "<script>alert(1)" not in answer.content.decode(), page
        assert "<img src=x" not in answer.content.decode(), page
