"""Who may call what: the document says it, and every operation keeps to it."""

from __future__ import annotations

from typing import Any

import pytest

from config.docs import document
from tests.accounts.factories import client_for, make_user
from tests.api.house import House, Operation, fingerprint, make_house, operations
from tests.sales.factories import key

pytestmark = pytest.mark.django_db
# The entrances look at no credentials that are brought along; neither does the way back from a gateway.
ENTRANCES = {
    "auth_register", "auth_login", "auth_otp_request", "auth_otp_verify", "auth_token_refresh",
    "auth_email_confirmation", "auth_password_reset", "auth_password_reset_confirm",
    "payments_verify", "payments_verify_post", "payments_vnpay_return", "payments_midtrans_return",
    "payments_stripe_return",
}  # fmt: skip


@pytest.fixture
def house() -> House:
    return make_house()


def security_of(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document()["paths"][operation.path][operation.method].get("security", [])
    return found


def closed() -> list[Operation]:
    return [one for one in operations() if security_of(one) and {} not in security_of(one)]


def ask(client: Any, house: House, operation: Operation, **headers: str) -> Any:
    raw = b"" if operation.method == "get" else b"{}"
    kind = "application/json"
    address = house.address(operation)
    return client.generic(operation.method.upper(), address, raw, content_type=kind, headers={**key(), **headers})


def test_what_needs_a_sign_in_refuses_whoever_has_not(house: House) -> None:
    before = fingerprint()
    answers = {str(operation): ask(client_for(), house, operation) for operation in closed()}
    assert len(answers) > 50
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 401} == {}
    assert {answer["WWW-Authenticate"] for answer in answers.values()} == {'Bearer realm="api"'}
    assert {answer.json()["code"] for answer in answers.values()} == {"not_authenticated"}
    assert fingerprint() == before


def test_what_is_open_to_all_asks_nobody_to_sign_in(house: House) -> None:
    credentials_are_the_matter = {
        "auth_login", "auth_logout", "auth_otp_verify", "auth_token_refresh",
        "payments_retrieve", "payments_methods", "payments_standing",  # a guest brings the order's token
    }  # fmt: skip
    open_to_all = [one for one in operations() if one not in closed() and one.name not in credentials_are_the_matter]
    statuses = {str(operation): ask(client_for(), house, operation).status_code for operation in open_to_all}
    assert {name: status for name, status in statuses.items() if status in (401, 403)} == {}


def test_a_token_that_does_not_hold_is_refused_wherever_tokens_are_looked_at(house: House) -> None:
    looked_at = [one for one in operations() if one.name not in ENTRANCES and security_of(one) != [{}]]
    answers = {str(one): ask(client_for(), house, one, Authorization="Bearer abc") for one in looked_at}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 401} == {}


def test_a_stranger_is_answered_with_what_the_document_says(house: House) -> None:
    """A person without a store or a role: never a server error, never a status the document does not name."""
    stranger = client_for(make_user("stranger@example.com"))
    strange = {}
    for operation in [one for one in operations() if one.method != "get"]:
        answer = ask(stranger, house, operation)
        documented = document()["paths"][operation.path][operation.method]["responses"]
        if str(answer.status_code) not in documented:
            strange[str(operation)] = answer.status_code
    assert strange == {}
