"""Canaries: what is secret is sent through every door of money, and then looked for wherever things are kept or told.

Card-like numbers, one-time codes, account numbers and keys of gateways may stand nowhere but in the inbox, which keeps
a notification word for word, and sealed in a store's account (RELIABILITY.md I-45, I-47).
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connection
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.scope import SYSTEM_SCOPE
from finance import services as finance
from finance.models import PayoutAccount
from finance.states import PayoutMethod
from payments.services import payments_reconcile, payments_unsettled_find
from sales.models import Order
from sales.services import order_cancel
from simulators.sandbox.wire import sign
from simulators.stripe import wire as stripe_wire
from simulators.vnpay import wire as vnpay_wire
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import IBAN, boss, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_store
from tests.payments.rails import NAMES, Rail, offered, simulators
from tests.payments.shop import Shop, everything_is_due, post_notification
from tests.payments.test_iris_payouts import NOTIFICATION as IRIS_NOTIFICATION
from tests.payments.test_midtrans_paying import NOTIFICATION
from tests.payments.test_stripe_paying import WEBHOOK
from tests.payments.test_vnpay_paying import IPN
from tests.simulators.harness import SECRET, Midtrans, Stripe, Vnpay, Zarinpal

pytestmark = pytest.mark.django_db

CARD, CODE, TOKEN = "4111111111111111", "730194-canary", "canary-bearer-9f8e7d"
NUMBER = "GB82WEST12345698765432"  # of an account, valid
CONNECTED = "acct_unknown0000canary"  # an account at Stripe that does not exist
REKENING = "88012345678901"  # of an account in Indonesia
MIDTRANS_BASIC = base64.b64encode(f"{Midtrans.KEY}:".encode()).decode()
KEYS = [
    SECRET, Vnpay.SECRET, Midtrans.KEY, MIDTRANS_BASIC, Midtrans.CREATOR, Midtrans.APPROVER, Midtrans.MERCHANT,
    Stripe.KEY, Stripe.SECRET, Zarinpal.MERCHANT_ID, Zarinpal.TOKEN,
]  # fmt: skip
GIVEN = {"card_number": CARD, "pan": f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}", "otp": CODE, "token": TOKEN}
CANARIES = [*GIVEN.values(), IBAN, NUMBER, CONNECTED, REKENING, *KEYS]
INBOX = ("payments_webhookevent", "body")  # word for word, for 90 days


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """`told()`: all that went to a log or to the terminal so far, tracebacks included."""
    caplog.set_level("INFO")  # as in production

    def text() -> str:
        out, err = capfd.readouterr()
        return out + err + caplog.text + "".join(str(record.__dict__) for record in caplog.records)

    return text


def kept() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, with the table's name; of the inbox all but the bodies."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
                if (table, column.name) != INBOX
            ]
            cursor.execute(f"SELECT row_to_json(r)::text FROM (SELECT {', '.join(map(quote, columns))} FROM {table}) r")
            yield from ((table, text) for (text,) in cursor.fetchall())


def nothing_tells(told: str) -> None:
    assert [canary for canary in CANARIES if canary in told] == []
    found = [(table, canary) for table, text in kept() for canary in CANARIES if canary in text]
    assert found == []


def test_the_canaries_are_seen_where_they_are(told: Callable[[], str]) -> None:
    """The search itself: it finds what stands in a row and in a log."""
    store = make_store(name=f"Store {CARD}")
    assert ("marketplace_store", CARD) in [
        (table, canary) for table, text in kept() for canary in CANARIES if canary in text
    ]
    print(store.name)
    assert CARD in told()


# --- gateways ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as found:
        yield found


@pytest.fixture(params=NAMES)
def rail(request: pytest.FixtureRequest, db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered(request.param, running(request.param), settings) as rail:
        settings.GATEWAY_TIMEOUT_SECONDS = 1
        yield rail


def post(address: str, body: bytes, **headers: str) -> int:
    return client_for().generic("POST", address, body, content_type="application/json", headers=headers).status_code


def notifications(rail: Rail, payment: dict[str, Any]) -> list[Callable[[], int]]:
    """The gateway's notification with canaries in it: well signed, badly signed, and no notification at all."""
    authority = payment["authority"]
    if rail.name == "zarinpal":
        query = urlencode({"Authority": authority, "Status": "NOK", **GIVEN})
        return [
            lambda: client_for().get(f"/api/payments/verify/?{query}").status_code,
            lambda: client_for().get(f"/api/payments/verify/?{urlencode(GIVEN)}").status_code,
            lambda: client_for().post("/api/payments/verify/", {"Authority": f"{authority}{TOKEN}"}).status_code,
        ]
    if rail.name == "vnpay":
        sent = dict(parse_qsl(rail.simulator.ipn(authority)["query"], keep_blank_values=True))
        sent.pop(vnpay_wire.HASH)
        mine = {**sent, "vnp_CardNumber": CARD, "vnp_OTP": CODE, "vnp_Token": TOKEN, "vnp_Pan": GIVEN["pan"]}
        return [
            lambda: client_for().get(f"{IPN}?{vnpay_wire.signed(Vnpay.SECRET, mine)}").status_code,
            lambda: client_for().get(f"{IPN}?{vnpay_wire.signed('another', mine)}").status_code,
            lambda: client_for().get(f"{IPN}?{urlencode(GIVEN)}").status_code,
            lambda: client_for().get(f"/api/payments/vnpay/return/?{vnpay_wire.signed('another', mine)}").status_code,
        ]
    if rail.name == "midtrans":
        body = json.loads(rail.simulator.notify(authority)["body"])
        return [
            lambda: post(NOTIFICATION, json.dumps({**body, **GIVEN}).encode()),
            lambda: post(NOTIFICATION, json.dumps({**body, **GIVEN, "signature_key": TOKEN}).encode()),
            lambda: post(NOTIFICATION, f"{CARD} {CODE} {TOKEN}".encode()),
        ]
    event = json.loads(rail.simulator.notify(authority)["body"])
    event["data"]["object"] |= {"customer_details": GIVEN, "metadata": GIVEN}
    raw = json.dumps(event).encode()
    right = stripe_wire.signed(Stripe.SECRET, int(time.time()), raw)
    return [
        lambda: post(WEBHOOK, raw, **{"Stripe-Signature": right}),
        lambda: post(WEBHOOK, raw, **{"Stripe-Signature": f"t={int(time.time())},v1={TOKEN}"}),
        lambda: post(WEBHOOK, f"{CARD} {CODE} {TOKEN}".encode(), **{"Stripe-Signature": TOKEN}),
    ]


def test_what_a_gateway_is_told_and_tells_in_confidence_stands_nowhere(rail: Rail, told: Callable[[], str]) -> None:
    order = rail.shop.order()
    payment = rail.shop.started(order)
    back = rail.shop.press(payment, "approve")
    answers = [way() for way in notifications(rail, payment)]
    assert max(answers) < 500, answers
    for fault in ({"fault": "error"}, {"fault": "garbage", "style": "html"}, {"fault": "reset"}):
        rail.simulator.http.post("/control/faults", json={**fault, "on": "any"})
        if back:
            client_for().get(back)
        outbox.drain()
        everything_is_due()
        payments_reconcile()
    rail.simulator.http.delete("/control/faults")
    everything_is_due()
    payments_reconcile()
    payments_unsettled_find()
    assert Order.objects.get(pk=order.pk).status == "PAID"
    order_cancel(scope=SYSTEM_SCOPE, order=order)
    rail.simulator.http.post("/control/faults", json={"fault": "error", "on": "any"})
    outbox.drain()
    everything_is_due()
    payments_reconcile()
    nothing_tells(told())


def test_a_notification_of_the_sandbox_is_told_nowhere(shop: Shop, told: Callable[[], str]) -> None:
    started = shop.started(shop.order())
    shop.press(started, "approve")
    told_of = {"id": started["authority"], "merchant_reference": started["payment_id"], "status": "captured", **GIVEN}
    body = json.dumps({"id": "evt_canary", "type": "payment.captured", "payment": told_of, **GIVEN}).encode()
    assert post_notification(body, sign(SECRET, body)).status_code == 200
    assert post_notification(body, TOKEN).status_code == 401
    shop.sandbox.fault("error", on="verify")
    outbox.drain()
    shop.come_back(started)
    nothing_tells(told())


# --- payouts ----------------------------------------------------------------------------------------------------------


def test_where_a_store_wants_its_money_is_told_nowhere(told: Callable[[], str]) -> None:
    owner = make_user("seller@example.com")
    store = make_store(owner=owner)
    client = client_for(owner)
    account = {"store": str(store.pk), "currency": "USD", "method": "bank_file", "holder": "Keycap Atelier"}
    address = "/api/finance/payout-accounts/"
    assert client.post(address, {**account, "number": NUMBER}).status_code == 201
    assert NUMBER not in client.get(address, {"store": str(store.pk)}).content.decode()
    wrong = client.post(address, {**account, "number": f"{NUMBER[:-1]}9"})
    assert (wrong.status_code, NUMBER[:-1] in wrong.content.decode()) == (400, False)
    for refused in ({"method": CARD}, {"currency": CARD}, {"holder": ""}, {"number": {"card": CARD}}):
        assert client.post(address, {**account, "number": NUMBER, **refused}, format="json").status_code == 400
    make_payout_account(store, number=IBAN)
    release_now(make_sale(store))
    finance.payout_request(scope=boss(), store_id=store.pk, currency="USD")
    batch = finance.payout_batch_make(scope=boss(), currency="USD")
    assert IBAN in finance.payout_batch_file(scope=boss(), batch=batch).decode()
    bank = f"number,result,reference,reason\n{IBAN},paid,{CARD},\n".encode()
    assert finance.payout_confirmations_import(scope=boss(), raw=bank).paid == 0
    nothing_tells(told())


def test_what_a_gateway_says_of_a_payout_names_no_account(
    db: None, running: Callable[[str], Any], settings: Any, told: Callable[[], str]
) -> None:
    with offered("stripe", running("stripe"), settings):
        store = make_store()
        release_now(make_sale(store))
        make_payout_account(store, method=PayoutMethod.STRIPE, number=CONNECTED)
        payout = finance.payout_request(scope=boss(), store_id=store.pk, currency="USD")
        running("stripe").fault("error", on="transfer")
        for _ in range(2):
            outbox.drain()
            OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
        payout.refresh_from_db()
        assert (payout.status, payout.failure) == ("BOUNCED", "resource_missing No such destination: '…nary'")
    nothing_tells(told())


def test_what_midtrans_says_of_a_payout_names_no_account(
    db: None, running: Callable[[str], Any], settings: Any, told: Callable[[], str]
) -> None:
    midtrans = running("midtrans")
    with offered("midtrans", midtrans, settings):
        payouts = []
        for bank, faults in (("nowhere", ("error",)), ("bca", ("commit_then_reset", "error"))):
            store = make_store(market="id")
            release_now(make_sale(store, currency="IDR"))
            account = make_payout_account(
                store, method=PayoutMethod.MIDTRANS, currency="IDR", number=REKENING, bank="bca"
            )
            PayoutAccount.objects.filter(pk=account.pk).update(bank=bank)
            payouts.append(finance.payout_request(scope=boss(), store_id=store.pk, currency="IDR"))
            for fault in faults:
                midtrans.fault(fault, on="any", merchant_reference=str(payouts[-1].pk))
        for _ in range(4):
            outbox.drain()
            OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
        for payout in payouts:
            payout.refresh_from_db()
        assert [payout.status for payout in payouts] == ["BOUNCED", "SENT"]
        sent = midtrans.payout_move(payouts[1].provider_reference, "notify", status="failed")
        body = json.dumps({**json.loads(sent["body"]), **GIVEN, "error_message": f"No account {REKENING}"}).encode()
        signed = hashlib.sha512(body + Midtrans.MERCHANT.encode()).hexdigest()
        assert post(IRIS_NOTIFICATION, body, **{"Iris-Signature": signed}) == 200
        assert post(IRIS_NOTIFICATION, body, **{"Iris-Signature": TOKEN}) == 401
        midtrans.payout_move(payouts[1].provider_reference, "fail")
        outbox.drain()
        payouts[1].refresh_from_db()
        assert (payouts[1].status, payouts[1].failure) == ("BOUNCED", "No account …8901")
    nothing_tells(told())
