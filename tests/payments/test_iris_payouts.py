"""Payouts of sellers in Indonesia through Midtrans (Iris), whose simulated account is a process.

Its notifications are handed on by the tests, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.money import Money
from core.scope import SYSTEM_SCOPE
from finance.models import Payout, PayoutAccount
from finance.services import payout_request, payout_send_again
from finance.states import AccountKind, PayoutMethod, PayoutStatus
from marketplace.models import Store
from payments.gateways.carriers import carriers
from payments.gateways.contract import TransferRequest
from payments.gateways.iris import wire
from payments.models import WebhookEvent, WebhookProcessing
from payments.services import payouts_follow
from tests.accounts.factories import client_for
from tests.finance.factories import balance, balances, boss, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_store
from tests.payments.shop import breaches, everything_is_due
from tests.simulators.harness import Midtrans, eventually, listening_ear

NOTIFICATION = "/api/payments/iris/notification/"
PRICE, EARNED = 1_000_000, 900_000  # rupiah: a tenth is commission
S = PayoutStatus


@pytest.fixture(scope="module")
def process() -> Iterator[Midtrans]:
    with Midtrans("--bank-seconds", "600") as midtrans:
        yield midtrans


@dataclass
class House:
    """Us, our sellers, and our deposit at Midtrans."""

    midtrans: Midtrans

    def earned(self) -> Store:
        store = make_store(market="id")
        release_now(make_sale(store, price_minor=PRICE, currency="IDR"))
        return store

    def payout(self, *, number: str = "") -> Payout:
        """What one sale earned is asked for; it may leave."""
        store = self.earned()
        number = number or f"{store.pk.int % 10**12:012}"
        make_payout_account(store, currency="IDR", method=PayoutMethod.MIDTRANS, number=number, bank="bca")
        return payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="IDR")

    def sent(self) -> Payout:
        payout = self.payout()
        assert self.tried(payout) == S.SENT
        return payout

    def tried(self, payout: Payout) -> str:
        """The outbox comes again; how the payout stands."""
        OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
        outbox.drain()
        payout.refresh_from_db()
        return payout.status

    def followed(self, payout: Payout) -> str:
        """The clock asks about it; how the payout stands."""
        everything_is_due()
        payouts_follow()
        payout.refresh_from_db()
        return payout.status

    def there(self, payout: Payout) -> dict[str, Any]:
        """The only payout that Midtrans has for it."""
        [row] = [row for row in self.midtrans.payouts() if row["key"] == str(payout.pk)]
        return row

    def move(self, payout: Payout, move: str, **query: object) -> None:
        self.midtrans.payout_move(self.there(payout)["reference_no"], move, **query)

    def told(self, payout: Payout, **query: object) -> int:
        """A notification arrives; the status it is answered with."""
        sent = self.midtrans.payout_move(self.there(payout)["reference_no"], "notify", **query)
        return self.post(sent["body"], sent["signature"])

    def post(self, body: str, signature: str) -> int:
        headers = {"Iris-Signature": signature} if signature else {}
        answer = client_for().generic("POST", NOTIFICATION, body, content_type="application/json", headers=headers)
        return answer.status_code

    def fault(self, name: str, payout: Payout, **details: object) -> None:
        self.midtrans.fault(name, merchant_reference=str(payout.pk), **details)


@pytest.fixture
def house(db: None, process: Midtrans, settings: Any) -> Iterator[House]:
    settings.IRIS_URL = f"{process.url}/iris"
    settings.IRIS_CREATOR_KEY, settings.IRIS_APPROVER_KEY = Midtrans.CREATOR, Midtrans.APPROVER
    settings.IRIS_MERCHANT_KEY = Midtrans.MERCHANT
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    process.deposit(10**12)
    yield House(process)
    process.http.delete("/control/faults")
    # A sale that is in the books alone has no invoice (B5).
    assert [row for row in breaches() if not row.startswith("B5")] == []


def ours() -> int:
    """What left through the deposit, by the books."""
    return balance(AccountKind.GATEWAY, qualifier="iris", currency="IDR")


def test_a_payout_is_created_and_approved_and_paid_once_the_bank_says_so(house: House) -> None:
    payout = house.sent()
    there = house.there(payout)
    assert (there["amount"], there["bank"], there["name"]) == (EARNED, "bca", "Keycap Atelier")
    assert (there["status"], there["reference_no"]) == ("approved", payout.provider_reference)
    house.move(payout, "process")
    assert house.followed(payout) == S.SENT
    assert (ours(), balance(AccountKind.PAYOUTS, currency="IDR")) == (0, EARNED)
    house.move(payout, "complete")
    assert house.followed(payout) == S.PAID
    assert (ours(), balance(AccountKind.PAYOUTS, currency="IDR")) == (EARNED, 0)


@pytest.mark.parametrize("on", ["payout_create", "payout_approve"])
@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error", "reset"])
def test_a_payout_whose_answer_was_lost_leaves_once(house: House, on: str, fault: str) -> None:
    payout = house.payout()
    house.fault(fault, payout, on=on, seconds=2)
    assert house.tried(payout) == S.SENT
    assert house.followed(payout) == S.SENT
    assert house.there(payout)["status"] == "approved"
    assert house.tried(payout) == S.SENT  # the outbox comes too
    house.move(payout, "complete")
    assert house.followed(payout) == S.PAID
    assert house.there(payout)["amount"] == ours() == EARNED


def test_a_payout_is_found_by_its_notes_when_the_key_of_its_creation_is_forgotten(house: House) -> None:
    payout = house.payout()
    house.fault("commit_then_reset", payout, on="payout_create")
    assert house.tried(payout) == S.SENT
    Payout.objects.update(sent_at=F("sent_at") - timedelta(days=3))
    house.midtrans.http.delete("/control/payout-keys")  # Midtrans keeps them for a day
    assert house.followed(payout) == S.SENT
    assert house.there(payout)["reference_no"] == payout.provider_reference


def test_a_payout_that_fails_at_the_bank_is_payable_again(house: House) -> None:
    payout = house.sent()
    house.move(payout, "fail", code="012")
    assert house.told(payout) == 200
    outbox.drain()
    payout.refresh_from_db()
    assert (payout.status, payout.failure) == (S.BOUNCED, "012 Beneficiary account is blocked")
    assert (balances(payout.store, "IDR"), ours()) == ((0, EARNED, 0), 0)
    again = payout_request(scope=SYSTEM_SCOPE, store_id=payout.store_id, currency="IDR")
    assert (house.tried(again), again.amount_minor) == (S.SENT, EARNED)
    house.move(again, "complete")
    assert (house.followed(again), ours()) == (S.PAID, EARNED)


def test_money_that_comes_back_after_it_was_paid_is_payable_again(house: House) -> None:
    payout = house.sent()
    house.move(payout, "complete")
    assert house.followed(payout) == S.PAID
    house.move(payout, "fail")
    assert house.followed(payout) == S.BOUNCED  # nobody told us: it is looked at again for three days
    assert (balances(payout.store, "IDR"), ours()) == ((0, EARNED, 0), 0)


def test_a_payout_that_is_paid_is_no_longer_asked_about_after_three_days(house: House) -> None:
    payout = house.sent()
    house.move(payout, "complete")
    assert house.followed(payout) == S.PAID
    assert payout.next_query_at is not None
    Payout.objects.update(finished_at=F("finished_at") - timedelta(days=3))
    assert (house.followed(payout), payout.next_query_at) == (S.PAID, None)


def test_an_account_that_cannot_be_paid_to_is_named_by_its_last_digits(house: House) -> None:
    payout = house.payout(number="008812345678")
    PayoutAccount.objects.update(bank="nowhere")
    assert house.tried(payout) == S.BOUNCED
    assert "Beneficiary bank is not supported" in payout.failure
    assert "008812345678" not in payout.failure
    assert balances(payout.store, "IDR") == (0, EARNED, 0)


def test_a_payout_waits_while_our_deposit_is_too_low(house: House) -> None:
    house.midtrans.deposit(EARNED - 1)
    payout = house.payout()
    assert house.tried(payout) == S.SENT
    assert house.followed(payout) == S.SENT
    assert house.there(payout)["status"] == "queued"
    house.midtrans.deposit(EARNED)
    assert house.followed(payout) == S.SENT
    assert house.there(payout)["status"] == "approved"


def test_a_payout_that_is_not_approved_is_not_given_up_until_it_is_rejected_there(house: House) -> None:
    payout = house.payout()
    house.fault("approval_refused", payout, uses=None)
    assert house.tried(payout) == S.SENT
    assert house.followed(payout) == S.SENT
    assert house.there(payout)["status"] == "queued"
    assert balances(payout.store, "IDR") == (0, 0, 0)
    house.move(payout, "reject")  # somebody does so in the portal
    assert (house.followed(payout), payout.failure) == (S.BOUNCED, "rejected")


@pytest.mark.parametrize("name", ["IRIS_CREATOR_KEY", "IRIS_APPROVER_KEY"])
def test_with_a_wrong_key_nothing_leaves_until_it_is_right(house: House, settings: Any, name: str) -> None:
    payout = house.payout()
    right = getattr(settings, name)
    setattr(settings, name, "IRIS-of-somebody-else")
    assert house.tried(payout) == S.SENT
    assert [row["status"] for row in house.midtrans.payouts(f"{payout.store_id.int % 10**12:012}")] in ([], ["queued"])
    setattr(settings, name, right)
    payout_send_again(scope=boss(), payout_id=payout.pk)
    assert house.tried(payout) == S.SENT
    assert house.there(payout)["status"] == "approved"


@pytest.mark.parametrize("style", ["html", "list", "object", "foreign"])
def test_an_answer_about_something_else_decides_nothing(house: House, style: str) -> None:
    payout = house.sent()
    house.fault("garbage", payout, on="payout_details", style=style)
    house.move(payout, "complete")
    assert house.followed(payout) == S.SENT
    assert house.followed(payout) == S.PAID


# --- notifications ----------------------------------------------------------------------------------------------------


def test_a_notification_is_a_reason_to_ask_and_counts_once(house: House) -> None:
    payout = house.sent()
    house.move(payout, "complete")
    assert [house.told(payout) for _ in range(2)] == [200, 200]
    outbox.drain()
    payout.refresh_from_db()
    assert (payout.status, ours(), WebhookEvent.objects.count()) == (S.PAID, EARNED, 1)


def test_notifications_that_come_late_or_say_what_is_not_so_change_nothing(house: House) -> None:
    payout = house.sent()
    assert house.told(payout, status="completed") == 200
    outbox.drain()
    assert (house.followed(payout), ours()) == (S.SENT, 0)
    house.move(payout, "complete")
    for status in ("completed", "processed", "approved", "failed"):
        assert house.told(payout, status=status) == 200
        outbox.drain()
    payout.refresh_from_db()
    assert (payout.status, ours()) == (S.PAID, EARNED)
    assert set(WebhookProcessing.objects.values_list("state", flat=True)) == {"applied"}


def test_a_notification_that_is_faster_than_the_answer_waits_for_it(house: House) -> None:
    payout = house.payout()
    house.fault("commit_then_reset", payout, on="payout_create")
    assert house.tried(payout) == S.SENT
    assert (house.told(payout), payout.provider_reference) == (200, "")
    outbox.drain()
    assert WebhookProcessing.objects.get().state == "received"
    assert house.followed(payout) == S.SENT
    house.tried(payout)
    assert WebhookProcessing.objects.get().state == "applied"


@pytest.mark.parametrize("forged", ["missing", "wrong_key", "flipped", "changed"])
def test_a_notification_that_midtrans_did_not_sign_is_refused(house: House, forged: str) -> None:
    payout = house.sent()
    assert house.told(payout, status="failed", forged=forged) == 401
    assert (house.tried(payout), WebhookEvent.objects.count()) == (S.SENT, 0)


def test_what_was_signed_with_the_key_before_is_still_read(house: House, settings: Any) -> None:
    payout = house.sent()
    settings.IRIS_MERCHANT_KEY, settings.IRIS_PREVIOUS_MERCHANT_KEYS = "IRIS-merchant-new", [Midtrans.MERCHANT]
    assert house.told(payout) == 200


def test_midtrans_tells_of_every_step_and_signs_it(settings: Any) -> None:
    with listening_ear() as ear, Midtrans("--bank-seconds", "0.1", "--payouts-url", ear.url) as midtrans:
        settings.IRIS_URL, settings.IRIS_MERCHANT_KEY = f"{midtrans.url}/iris", Midtrans.MERCHANT
        settings.IRIS_CREATOR_KEY, settings.IRIS_APPROVER_KEY = Midtrans.CREATOR, Midtrans.APPROVER
        carrier = carriers()["iris"]
        asked = TransferRequest("0192-a", Money(EARNED, "IDR"), "00000001", holder="Kopi Ketik", bank="bca")
        made = carrier.transfer(asked)
        carrier.transfer(replace(asked, known_as=made.reference))
        heard = eventually(lambda: ear.heard if len(ear.heard) == 3 else [])
        events = [carrier.parse_event(one.headers, one.body) for one in heard]
    assert [event.type for event in events] == ["approved", "processed", "failed"]
    assert {(event.gateway_reference, event.amount) for event in events} == {(made.reference, asked.amount)}
    assert [event.problems for event in events] == [(), (), ("002 Invalid destination account number",)]


def test_a_top_up_is_kept_and_is_about_no_payout(house: House) -> None:
    body = b'{"transaction_id":"t","order_id":"o","gross_amount":"1000000.00","status":"topup"}'
    assert house.post(body.decode(), wire.signature(Midtrans.MERCHANT, body)) == 200
    outbox.drain()
    assert WebhookProcessing.objects.get().state == "ignored"


def test_where_iris_is_not_configured_there_is_no_address(db: None) -> None:
    assert client_for().generic("POST", NOTIFICATION, "{}", content_type="application/json").status_code == 404
