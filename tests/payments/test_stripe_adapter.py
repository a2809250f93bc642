"""The Stripe adapter: every vector of the protocol sheet, and each call through the official library over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.money import Money
from payments.gateways.contract import EventSubject, GatewayStatus, RefundRequest, RefundStatus, StartRequest
from payments.gateways.errors import BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.stripe import StripeGateway, wire
from tests.simulators.harness import Stripe, eventually, free_port, listening_ear

S = GatewayStatus
SECRET, SIGNED_AT = "whsec_test_EXAMPLEsecret0001", 1735787045
BODY_A = (
    b'{"id":"evt_test_0001","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_test_0001",'
    b'"object":"payment_intent","amount":1999,"currency":"usd","status":"succeeded"}}}'
)
DIGEST_A = "f205adfd83e4d953cbf16802b159544b93c66c43efbd1aed761d7384b4955934"
BODY_B = (
    '{"id":"evt_test_0002","object":"event","type":"checkout.session.completed","data":{"object":{"id":"cs_test_0002",'
    '"object":"checkout.session","client_reference_id":"order-1001","amount_total":500,"currency":"jpy",'
    '"payment_status":"paid","customer_details":{"name":"Zoë Müller"}}}}'
).encode()
DIGEST_B = "ac2d87520109a5838ae45e815b92728f76d1be3137fc46e75c28d5ce8c11e89f"
# Of other bytes or another key: the amount changed, the prefix of the secret cut off, the dot forgotten.
WRONG = (
    "9863c6dd270aa01a712ec6cd49840a165aefa8df63a0c6c3b55eadaa1df63f49",
    "859ee32a324231fc0ceb99609efee50008bdabcac9e244ae0f2ccdfc0cf9601b",
    "daf47e4c363c7e6fe9bec0605a4bbdf9c3994e8313caacf878380f01669553be",
)
ROLLED = "9fbfaed1749a20445a25f311ff3d7286c36330228a3f51aba25bc4c15393f107"


def read(header: str, body: bytes = BODY_A, *, now: float = SIGNED_AT, secrets: tuple[str, ...] = (SECRET,)) -> Any:
    return wire.read_event(secrets, header, body, now=now)


@pytest.mark.parametrize(("body", "digest"), [(BODY_A, DIGEST_A), (BODY_B, DIGEST_B)])
def test_a_signature_is_the_digest_of_the_sheet(body: bytes, digest: str):
    assert read(f"t={SIGNED_AT},v1={digest}", body)["object"] == "event"


@pytest.mark.parametrize(
    "header",
    [
        f"t={SIGNED_AT},v1={ROLLED},v1={DIGEST_A}",
        f"t={SIGNED_AT},v1={DIGEST_A},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39",
    ],
)
def test_one_right_signature_among_several_is_enough(header: str):
    assert read(header)["id"] == "evt_test_0001"


def test_a_rolled_secret_still_checks_what_it_signed():
    header = f"t={SIGNED_AT},v1={ROLLED}"
    assert read(header, secrets=(SECRET, "whsec_test_EXAMPLEsecret0002"))["id"] == "evt_test_0001"
    with pytest.raises(BadSignature, match="mismatch"):
        read(header)


@pytest.mark.parametrize(
    ("header", "body", "now", "code"),
    [
        ("", BODY_A, SIGNED_AT, "missing"),
        ("garbage", BODY_A, SIGNED_AT, "malformed"),
        ("t=soon,v1=" + DIGEST_A, BODY_A, SIGNED_AT, "malformed"),
        (f"v1={DIGEST_A}", BODY_A, SIGNED_AT, "malformed"),
        (f"t={SIGNED_AT}", BODY_A, SIGNED_AT, "mismatch"),
        (f"t={SIGNED_AT},v0={DIGEST_A}", BODY_A, SIGNED_AT, "mismatch"),
        (f"t={SIGNED_AT},v1=é", BODY_A, SIGNED_AT, "mismatch"),
        (f"t={SIGNED_AT + 1},v1={DIGEST_A}", BODY_A, SIGNED_AT, "mismatch"),
        (f"t={SIGNED_AT},v1={DIGEST_A}", BODY_A.replace(b"1999", b"1"), SIGNED_AT, "mismatch"),
        (f"t={SIGNED_AT},v1={DIGEST_A}", BODY_A.replace(b'":', b'": '), SIGNED_AT, "mismatch"),
        *((f"t={SIGNED_AT},v1={digest}", BODY_A, SIGNED_AT, "mismatch") for digest in WRONG),
        (f"t={SIGNED_AT},v1={DIGEST_A}", b"\xff" + BODY_A, SIGNED_AT, "malformed"),
        (f"t={SIGNED_AT},v1={DIGEST_A}", BODY_A, SIGNED_AT + 301, "timestamp"),
        (f"t={SIGNED_AT},v1={DIGEST_A}", BODY_A, SIGNED_AT - 301, "timestamp"),
    ],
)  # fmt: skip
def test_what_is_not_signed_for_now_is_refused(header: str, body: bytes, now: float, code: str):
    with pytest.raises(BadSignature) as refused:
        read(header, body, now=now)
    assert refused.value.code == code


def test_five_minutes_are_tolerated_both_ways():
    for now in (SIGNED_AT - 300, SIGNED_AT + 300):
        assert read(f"t={SIGNED_AT},v1={DIGEST_A}", now=now)


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        (Money(1999, "USD"), 1999),
        (Money(50, "EUR"), 50),
        (Money(50_000, "VND"), 50_000),
        (Money(150_000, "IDR"), 15_000_000),
    ],
)
def test_an_amount_is_written_in_stripes_own_unit_and_read_back(amount: Money, units: int):
    assert wire.to_units(amount) == units
    assert wire.from_units(units, amount.currency.lower()) == amount


@pytest.mark.parametrize(
    ("units", "code"),
    [(15_000_050, "idr"), (1, "xxx"), (-1, "usd"), (True, "usd"), ("1", "usd"), (1, None), (1.0, "usd")],
)
def test_what_is_no_amount_is_none(units: object, code: object):
    assert wire.from_units(units, code) is None


@pytest.mark.parametrize(
    ("intent", "received"),
    [
        ({"amount_received": 1240, "currency": "usd"}, Money(1240, "USD")),
        ({"amount_received": 620, "currency": "usd"}, Money(620, "USD")),
        ({"amount_received": 0, "currency": "usd"}, None),
        ({"amount_received": "1240", "currency": "usd"}, None),
        ({"currency": "usd"}, None),
        ("pi_not_expanded", None),
        (None, None),
    ],
)
def test_money_is_what_the_payment_intent_received_whatever_the_session_says(intent: object, received: Money | None):
    session = {"amount_total": 1240, "currency": "usd", "payment_intent": intent}
    assert wire.received_of(session) == received


@pytest.mark.parametrize(
    ("charge", "is_gone"),
    [
        ({"amount_refunded": 0, "disputed": False, "refunded": False}, False),
        ({"amount_refunded": 1, "disputed": False, "refunded": False}, True),
        ({"amount_refunded": 1240, "disputed": False, "refunded": True}, True),
        ({"amount_refunded": 0, "disputed": True, "refunded": False}, True),
        ("ch_not_expanded", False),
        (None, False),
    ],
)
def test_a_charge_says_whether_money_has_gone_back(charge: object, is_gone: bool):
    assert wire.has_gone_back({"payment_intent": {"latest_charge": charge}}) is is_gone


@pytest.mark.parametrize(
    ("session", "means"),
    [
        ({"status": "open", "payment_status": "unpaid"}, S.OPEN),
        ({"status": "complete", "payment_status": "paid"}, S.CAPTURED),
        ({"status": "complete", "payment_status": "unpaid", "payment_intent": {"status": "processing"}}, S.PENDING),
        (
            {"status": "complete", "payment_status": "unpaid", "payment_intent": {"status": "requires_payment_method"}},
            S.DECLINED,
        ),
        ({"status": "complete", "payment_status": "unpaid", "payment_intent": {"status": "canceled"}}, S.CANCELLED),
        (
            {"status": "complete", "payment_status": "unpaid", "payment_intent": {"status": "requires_capture"}},
            S.PENDING,
        ),
        ({"status": "complete", "payment_status": "no_payment_required"}, S.UNKNOWN),
        ({"status": "expired", "payment_status": "unpaid"}, S.EXPIRED),
        ({"status": "a new word"}, S.UNKNOWN),
        ({}, S.UNKNOWN),
    ],
)
def test_every_state_of_a_session_means_what_the_sheet_says(session: dict[str, Any], means: GatewayStatus):
    assert wire.status_of(session) is means


# Calls


def gateway_of(address: str, *, timeout: float = 2.0, **more: Any) -> StripeGateway:
    back = "http://shop.test/api/payments/stripe/return/"
    fields = {"secret_key": Stripe.KEY, "webhook_secret": Stripe.SECRET, "return_url": back, **more}
    return StripeGateway(api_url=address, total_timeout_seconds=timeout, **fields)


@pytest.fixture(scope="module")
def process() -> Iterator[Stripe]:
    with Stripe("--late-seconds", "0.3") as account:
        yield account


@pytest.fixture
def gateway(process: Stripe) -> Iterator[StripeGateway]:
    yield gateway_of(process.url, timeout=1.0)
    process.http.delete("/control/faults")


def request_of(amount: int = 1240, **more: Any) -> StartRequest:
    return StartRequest(
        **{
            "merchant_reference": str(uuid.uuid4()),
            "amount": Money(amount, "USD"),
            "description": "Serai S-7K3M-9QXD",
            "return_url": "http://shop.test/unused",
            "notify_url": "http://shop.test/unused",
            "expires_at": datetime.now(UTC) + timedelta(minutes=30),
            **more,
        }
    )


def paid(gateway: StripeGateway, process: Stripe) -> str:
    """A paid session of 12.40 dollars; its reference."""
    reference = gateway.start(request_of()).gateway_reference
    process.press(reference, "approve")
    return reference


def refund_of(reference: str, minor: int, **more: Any) -> RefundRequest:
    fields = {"refund_reference": str(uuid.uuid4()), "captured": Money(1240, "USD"), **more}
    return RefundRequest(gateway_reference=reference, amount=Money(minor, "USD"), **fields)


def test_a_session_is_opened_once_per_reference(gateway: StripeGateway, process: Stripe):
    request = request_of()
    first, second = gateway.start(request), gateway.start(request)
    assert (first.gateway_reference, first.redirect_url) == (second.gateway_reference, second.redirect_url)
    assert first.gateway_reference.startswith("cs_test_")
    assert process.http.get(urlsplit(first.redirect_url).path).status_code == 200
    assert gateway.query(gateway_reference=first.gateway_reference).status is S.OPEN
    with pytest.raises(GatewayRefused):
        gateway.start(request_of(amount=999, merchant_reference=request.merchant_reference))


def test_a_card_that_is_taken_brings_the_shopper_back_by_our_reference(gateway: StripeGateway, process: Stripe):
    request = request_of()
    started = gateway.start(request)
    back = urlsplit(process.press(started.gateway_reference, "approve").headers["Location"])
    assert back.query == f"attempt={request.merchant_reference}"
    state = gateway.verify(started.gateway_reference, request.amount)
    assert (state.status, state.captured, state.merchant_reference) == (
        S.CAPTURED, request.amount, request.merchant_reference,
    )  # fmt: skip
    assert state.receipt == process.session(started.gateway_reference)["intent"]


def test_a_declined_card_and_a_step_back_leave_the_session_open(gateway: StripeGateway, process: Stripe):
    reference = gateway.start(request_of()).gateway_reference
    assert "declined" in process.press(reference, "decline").text
    state = gateway.query(gateway_reference=reference)
    assert (state.status, state.reason) == (S.OPEN, "open unpaid card_declined")
    assert process.press(reference, "cancel").status_code == 302
    assert gateway.query(gateway_reference=reference).status is S.OPEN
    process.press(reference, "approve")
    assert gateway.query(gateway_reference=reference).status is S.CAPTURED


def test_a_slow_payment_is_pending_until_it_arrives_or_comes_to_nothing(gateway: StripeGateway, process: Stripe):
    slow, lost = (gateway.start(request_of()).gateway_reference for _ in range(2))
    process.press(slow, "approve-late")
    assert gateway.query(gateway_reference=slow).status is S.PENDING
    process.move(lost, "fail_slowly")
    assert gateway.query(gateway_reference=lost).status is S.DECLINED
    eventually(lambda: gateway.query(gateway_reference=slow).status is S.CAPTURED)


def test_a_session_is_expired_so_that_nobody_can_pay_it(gateway: StripeGateway, process: Stripe):
    reference = gateway.start(request_of()).gateway_reference
    assert gateway.cancel(reference).status is S.EXPIRED
    assert "no longer open" in process.press(reference, "approve").text
    assert gateway.cancel(reference).status is S.EXPIRED
    assert gateway.cancel(paid(gateway, process)).status is S.CAPTURED


def test_another_amount_and_another_currency_are_told_as_they_are(gateway: StripeGateway, process: Stripe):
    for fault, captured in (("wrong_amount", Money(620, "USD")), ("wrong_currency", Money(1240, "EUR"))):
        process.fault(fault)
        assert gateway.query(gateway_reference=paid(gateway, process)).captured == captured


def test_what_is_not_there_is_not_found(gateway: StripeGateway):
    assert gateway.query(gateway_reference="cs_test_nobody").status is S.NOT_FOUND
    assert gateway.query(merchant_reference=str(uuid.uuid4())).status is S.NOT_FOUND


@pytest.mark.parametrize("operation", ["create", "retrieve", "refund", "refunds"])
@pytest.mark.parametrize(
    ("fault", "more", "code"),
    [
        ("reset", {}, "disconnected"),
        ("error", {"status": 500}, "server_error"),
        ("error", {"status": 502}, "server_error"),
        ("error", {"status": 429}, "too_many_requests"),
        ("error", {"status": 409}, "unreadable"),
        ("garbage", {"style": "html"}, "unreadable"),
        ("garbage", {"style": "list"}, "unreadable"),
        ("garbage", {"style": "object"}, "unreadable"),
        ("garbage", {"style": "deep"}, "unreadable"),
        ("garbage", {"style": "empty"}, "unreadable"),
        ("garbage", {"style": "redirect"}, "unreadable"),
        ("garbage", {"style": "oversize"}, "unreadable"),
    ],
)
def test_an_answer_that_says_nothing_leaves_the_outcome_unknown(
    gateway: StripeGateway, process: Stripe, operation: str, fault: str, more: dict[str, object], code: str
):
    reference = paid(gateway, process)
    process.fault(fault, on=operation, **more)
    call: dict[str, Callable[[], object]] = {
        "create": lambda: gateway.start(request_of()),
        "retrieve": lambda: gateway.query(gateway_reference=reference),
        "refund": lambda: gateway.refund(refund_of(reference, 1240)),
        "refunds": lambda: gateway.query_refund(refund_of(reference, 1240)),
    }
    with pytest.raises(GatewayUnavailable) as error:
        call[operation]()
    assert error.value.code == code


@pytest.mark.parametrize("operation", ["create", "retrieve", "refund"])
def test_an_answer_about_another_payment_is_no_answer_about_ours(
    gateway: StripeGateway, process: Stripe, operation: str
):
    reference = paid(gateway, process)
    process.fault("garbage", on=operation, style="foreign")
    call: dict[str, Callable[[], object]] = {
        "create": lambda: gateway.start(request_of()),
        "retrieve": lambda: gateway.query(gateway_reference=reference),
        "refund": lambda: gateway.refund(refund_of(reference, 1240)),
    }
    with pytest.raises(GatewayUnavailable, match="another"):
        call[operation]()


def test_a_wrong_key_is_no_answer_about_the_payment(process: Stripe):
    stranger = gateway_of(process.url, secret_key="sk_test_another")
    for call in (lambda: stranger.start(request_of()), lambda: stranger.query(gateway_reference="cs_test_x")):
        with pytest.raises(GatewayUnavailable, match="does not accept our key"):
            call()


def test_an_answer_of_another_mode_is_no_answer(process: Stripe):
    with Stripe("--secret-key", "sk_live_of_the_tests") as live:
        gateway = gateway_of(live.url, secret_key="sk_live_of_the_tests")
        with pytest.raises(GatewayUnavailable, match="another mode"):
            gateway.start(request_of())


def test_an_amount_that_stripe_refuses_is_refused(gateway: StripeGateway):
    with pytest.raises(GatewayRefused, match="amount_too_small"):
        gateway.start(request_of(amount=49))


# Refunds


def test_money_goes_back_whole_and_in_parts_once_per_reference(gateway: StripeGateway, process: Stripe):
    reference = paid(gateway, process)
    part = refund_of(reference, 240)
    assert gateway.query_refund(part).status is RefundStatus.NOT_FOUND
    results = [gateway.refund(part), gateway.refund(part), gateway.query_refund(part)]
    assert {one.status for one in results} == {RefundStatus.SUCCEEDED}
    assert len({one.reference for one in results}) == 1
    with pytest.raises(GatewayRefused, match="amount_too_large"):
        gateway.refund(refund_of(reference, 1001))
    assert gateway.refund(refund_of(reference, 1000)).status is RefundStatus.SUCCEEDED
    assert sorted(one["amount"] for one in process.session(reference)["refunds"]) == [240, 1000]
    with pytest.raises(GatewayRefused, match="charge_already_refunded"):
        gateway.refund(refund_of(reference, 1))


def test_a_refund_whose_answer_was_lost_is_found_and_one_that_never_arrived_is_sent_again(
    gateway: StripeGateway, process: Stripe
):
    reference = paid(gateway, process)
    for fault, status in (("commit_then_reset", RefundStatus.SUCCEEDED), ("reset", RefundStatus.NOT_FOUND)):
        part = refund_of(reference, 100)
        process.fault(fault, on="refund")
        with pytest.raises(GatewayUnavailable):
            gateway.refund(part)
        assert gateway.query_refund(part).status is status
    again = refund_of(reference, 100, refund_reference=part.refund_reference, is_repeat=True)
    assert gateway.refund(again).status is RefundStatus.SUCCEEDED
    assert len(process.session(reference)["refunds"]) == 2


def test_a_failure_that_stripe_stores_is_left_behind_under_another_key(gateway: StripeGateway, process: Stripe):
    request = request_of()
    process.fault("stored_error", merchant_reference=request.merchant_reference, uses=2)
    with pytest.raises(GatewayUnavailable, match="server_error"):
        gateway.start(request)
    with pytest.raises(GatewayUnavailable, match="server_error"):
        gateway.start(request)  # the second key meets a failure of its own
    opened = [gateway.start(request).gateway_reference for _ in range(2)]
    assert opened[0] == opened[1]
    process.press(opened[0], "approve")
    process.fault("stored_error", merchant_reference=request.merchant_reference, uses=2)
    part = refund_of(opened[0], 100)
    for is_repeat, code in ((False, "server_error"), (False, "stored_error"), (True, "server_error")):
        with pytest.raises(GatewayUnavailable, match=code):
            gateway.refund(replace(part, is_repeat=is_repeat))
        assert gateway.query_refund(part).status is RefundStatus.NOT_FOUND
    for is_repeat in (True, True):
        assert gateway.refund(replace(part, is_repeat=is_repeat)).status is RefundStatus.SUCCEEDED
    assert [one["amount"] for one in process.session(opened[0])["refunds"]] == [100]


def test_a_repeat_while_the_first_may_still_be_under_way_has_the_same_key(gateway: StripeGateway, process: Stripe):
    part = refund_of(paid(gateway, process), 100)
    process.fault("commit_then_error", on="refund")
    with pytest.raises(GatewayUnavailable):
        gateway.refund(part)
    gateway.refund(replace(part, is_repeat=True))
    assert len(process.session(part.gateway_reference)["refunds"]) == 1


def test_a_refund_that_failed_is_sent_anew_and_what_is_under_way_is_not(gateway: StripeGateway, process: Stripe):
    reference = paid(gateway, process)
    process.fault("refund_failed")
    part = refund_of(reference, 100)
    gateway.refund(part)
    anew = replace(part, attempt=2, is_repeat=True)
    assert gateway.query_refund(anew).status is RefundStatus.PENDING
    eventually(lambda: gateway.query_refund(part).status is RefundStatus.FAILED)
    assert gateway.query_refund(anew).status is RefundStatus.NOT_FOUND
    assert gateway.refund(anew).status is RefundStatus.SUCCEEDED
    assert gateway.query_refund(anew).status is RefundStatus.SUCCEEDED
    assert [one["status"] for one in process.session(reference)["refunds"]] == ["succeeded", "failed"]


@pytest.mark.parametrize(
    ("fault", "ends"), [("refund_pending", RefundStatus.SUCCEEDED), ("refund_failed", RefundStatus.FAILED)]
)
def test_a_slow_refund_is_pending_until_it_is_known(
    gateway: StripeGateway, process: Stripe, fault: str, ends: RefundStatus
):
    reference = paid(gateway, process)
    process.fault(fault)
    part = refund_of(reference, 100)
    assert gateway.refund(part).status is RefundStatus.PENDING
    eventually(lambda: gateway.query_refund(part).status is ends)


def test_nothing_goes_back_of_what_was_not_paid(gateway: StripeGateway):
    reference = gateway.start(request_of()).gateway_reference
    with pytest.raises(GatewayRefused, match="not_paid"):
        gateway.refund(refund_of(reference, 100))


# Events


def heard(gateway: StripeGateway, process: Stripe, reference: str, **query: object) -> Any:
    told = process.notify(reference, **query)
    return gateway.parse_event({"Stripe-Signature": told["signature"]}, told["body"].encode())


@pytest.mark.parametrize(
    ("kind", "reported"),
    [
        ("checkout.session.completed", S.CAPTURED),
        ("checkout.session.async_payment_succeeded", S.CAPTURED),
        ("checkout.session.async_payment_failed", S.DECLINED),
        ("checkout.session.expired", S.EXPIRED),
    ],
)
def test_an_event_of_a_session_is_read(gateway: StripeGateway, process: Stripe, kind: str, reported: GatewayStatus):
    reference = paid(gateway, process)
    event = heard(gateway, process, reference, type=kind)
    assert (event.subject, event.type, event.reported) == (EventSubject.PAYMENT, kind, reported)
    assert (event.gateway_reference, event.amount) == (reference, Money(1240, "USD"))
    assert event.merchant_reference == process.session(reference)["reference"]


def test_completed_without_payment_is_pending(gateway: StripeGateway, process: Stripe):
    reference = gateway.start(request_of()).gateway_reference
    process.press(reference, "approve-late")
    assert heard(gateway, process, reference).reported is S.PENDING


@pytest.mark.parametrize(
    "query",
    [{"type": "payment_intent.succeeded"}, {"type": "charge.updated"}, {"type": "a.new.word"}, {"livemode": "true"}],
)
def test_what_is_not_ours_to_read_is_kept_and_ignored(gateway: StripeGateway, process: Stripe, query: dict[str, str]):
    assert heard(gateway, process, paid(gateway, process), **query).subject is EventSubject.OTHER


def test_events_are_posted_signed_anew_until_they_are_taken():
    with listening_ear() as ear, Stripe("--webhook-url", ear.url, "--retry-seconds", "0.05") as account:
        ear.answers[:] = [500, 301]
        gateway = gateway_of(account.url)
        reference = paid(gateway, account)
        gateway.refund(refund_of(reference, 100))
        eventually(lambda: len(ear.heard) == 6)
        events = [gateway.parse_event(one.headers, one.body) for one in ear.heard]
        assert {event.type for event in events} == {
            "payment_intent.succeeded", "charge.succeeded", "checkout.session.completed", "refund.created"
        }  # fmt: skip
        refund = next(event for event in events if event.type == "refund.created")
        assert (refund.subject, refund.gateway_reference) == (EventSubject.REFUND, reference)


# Whether the key is right


def check(gateway: StripeGateway) -> str:
    """What the connection test says: the error's code, or that it works."""
    try:
        gateway.check()
    except GatewayError as error:
        return error.code
    return "works"


def test_a_check_tells_a_wrong_key_from_a_gateway_that_is_away(process: Stripe, gateway: StripeGateway):
    paid(gateway, process)
    assert check(gateway) == "works"
    assert check(gateway_of(process.url, secret_key="sk_test_of_somebody_else")) == "wrong_key"
    assert check(gateway_of(f"http://127.0.0.1:{free_port()}")) == "unreachable"
    process.fault("error", on="list")
    assert check(gateway) == "server_error"


def test_who_steps_back_may_be_sent_elsewhere(process: Stripe):
    elsewhere = "http://shop.test/basket/"
    gateway = gateway_of(process.url, unfinish_url=elsewhere)
    request = request_of()
    started = gateway.start(request)
    gone = process.press(started.gateway_reference, "cancel")
    assert gone.headers["Location"] == f"{elsewhere}?attempt={request.merchant_reference}"
