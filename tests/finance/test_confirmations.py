"""The bank's answer to a file of transfers, over the API and in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.services import roles_init
from core.models import AuditEntry
from finance import services
from finance.models import Payout
from finance.states import AccountKind as K
from finance.states import PayoutStatus
from marketplace.models import Store
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import balance, boss, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db
ADDRESS = "/api/finance/payout-confirmations/"
PAGE = "/admin/finance/payoutbatch/confirmations/"
HEADERS = "number,result,reference,reason\n"


def in_a_file(*stores: Store) -> list[Payout]:
    """Payouts of these stores that left in one file for the bank, 90.00 USD each."""
    payouts = []
    for store in stores:
        release_now(make_sale(store))
        make_payout_account(store)
        payouts.append(services.payout_request(scope=boss(), store_id=store.pk, currency="USD"))
    services.payout_batch_make(scope=boss(), currency="USD")
    return payouts


def answer_of_the_bank(paid: Payout, returned: Payout) -> bytes:
    return (
        f"{HEADERS}{paid.number},paid,TX1,\n{returned.number},Returned,,closed\n"
        f"P-NOPE,paid,,\n{paid.number},perhaps,,\n"
    ).encode()


def bring(raw: bytes, client: Any = None) -> Any:
    client = client or client_for(make_user(groups=("administrator",)))
    return client.post(ADDRESS, {"file": ContentFile(raw, "answer.csv")}, format="multipart")


@pytest.fixture
def sign_in() -> Callable[[str], Client]:
    def as_one_of(role: str, *, enforce_csrf: bool = False) -> Client:
        roles_init()
        browser = Client(enforce_csrf_checks=enforce_csrf)
        browser.force_login(make_user(is_staff=True, groups=(role,)))
        return browser

    return as_one_of


def test_what_the_bank_says_is_imported_line_by_line_and_may_come_twice() -> None:
    paid, returned = in_a_file(make_store(), make_store())
    raw = answer_of_the_bank(paid, returned)
    for _ in range(2):
        answer = bring(raw)
        assert answer.status_code == 200
        assert answer.json() == {
            "paid": 1,
            "returned": 1,
            "problems": [
                {"line": 4, "number": "P-NOPE", "detail": "There is no bank transfer P-NOPE."},
                {"line": 5, "number": paid.number, "detail": "The result is “paid” or “returned”."},
            ],
        }
    assert (balance(K.BANK), balance(K.PAYOUTS)) == (9_000, 0)
    returned.refresh_from_db()
    assert (returned.status, returned.failure) == (PayoutStatus.BOUNCED, "closed")
    said = AuditEntry.objects.filter(action="payout_batch.confirm").values_list("changes", flat=True)
    assert [(changes["paid"], changes["returned"]) for changes in said] == [([None, 1], [None, 1])] * 2


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "empty"),
        (b"number,reference\nP-1,TX1\n", 400, "missing_column"),
        (b"PK\x03\x04 half", 400, ""),
        (HEADERS.encode() + b"P-1,paid,,\n" * 1_001, 413, "too_many_rows"),
        (b"x" * (1024**2 + 1), 413, "file_too_large"),
        (b"x" * (1024**2 + 100_000), 413, ""),  # not even read
    ],
)
def test_a_file_that_is_no_answer_changes_nothing_and_says_why(raw: bytes, status: int, code: str) -> None:
    [payout] = in_a_file(make_store())
    answer = bring(raw)
    assert answer.status_code == status
    if code:
        assert answer.json()["errors"][0]["code"] == code
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SENT


@pytest.mark.parametrize("role", ["staff", "support"])
def test_only_administrators_bring_the_banks_answer(role: str, sign_in: Callable[..., Client]) -> None:
    [payout] = in_a_file(make_store())
    raw = f"{HEADERS}{payout.number},paid,,\n".encode()
    assert bring(raw, client_for(make_user(groups=(role,)))).status_code == 403
    assert bring(raw, client_for(payout.store.seller.user)).status_code == 403
    assert sign_in(role).post(PAGE, {"file": ContentFile(raw, "a.csv")}).status_code == 403
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SENT


def test_from_the_button_to_what_came_of_it(sign_in: Callable[..., Client]) -> None:
    paid, returned = in_a_file(make_store(), make_store())
    browser = sign_in("administrator")
    assert PAGE in browser.get("/admin/finance/payoutbatch/").content.decode()
    assert PAGE in browser.get(f"/admin/finance/payoutbatch/{batch_of(paid)}/change/").content.decode()
    answer = browser.post(PAGE, {"file": ContentFile(answer_of_the_bank(paid, returned), "answer.csv")})
    outcome = answer.context["outcome"]
    assert (answer.status_code, outcome.paid, outcome.returned) == (200, 1, 1)
    assert "There is no bank transfer P-NOPE." in answer.content.decode()
    paid.refresh_from_db()
    assert paid.status == PayoutStatus.PAID


def batch_of(payout: Payout) -> Any:
    payout.refresh_from_db()
    return payout.batch_id


def test_a_bad_file_is_an_error_of_the_field(sign_in: Callable[..., Client]) -> None:
    browser = sign_in("administrator")
    for raw, words in ((b"number\nP-1\n", "columns are missing: result"), (b"x" * (1024**2 + 1), "at most")):
        answer = browser.post(PAGE, {"file": ContentFile(raw, "answer.csv")})
        assert answer.status_code == 200
        assert words in " ".join(answer.context["form"].errors["file"])
    assert "This field is required." in browser.post(PAGE).content.decode()


def test_another_site_cannot_have_the_answer_brought(sign_in: Callable[..., Client]) -> None:
    [payout] = in_a_file(make_store())
    raw = f"{HEADERS}{payout.number},paid,,\n".encode()
    browser = sign_in("administrator", enforce_csrf=True)
    assert browser.post(PAGE, {"file": ContentFile(raw, "answer.csv")}).status_code == 403
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SENT
