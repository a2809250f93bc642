"""The Midtrans adapter: every vector of the protocol sheet, and each call over HTTP to the simulated account."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.money import Money
from payments.gateways.contract import EventSubject, GatewayStatus, RefundRequest, RefundStatus, StartRequest
from payments.gateways.errors import BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.midtrans import MidtransGateway, wire
from payments.gateways.midtrans.disputes import dispute_states
from tests.simulators.harness import Midtrans, eventually, free_port, listening_ear

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
KEY = "SB-Mid-server-EXAMPLEKEY0001"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SB-Mid-server-abc123cde456", "Basic U0ItTWlkLXNlcnZlci1hYmMxMjNjZGU0NTY6"),
        (KEY, "Basic U0ItTWlkLXNlcnZlci1FWEFNUExFS0VZMDAwMTo="),
    ],
)
def test_the_key_is_the_user_of_http_basic(key: str, value: str):
    assert wire.authorization(key) == value


SETTLEMENT = (
    "17eddb1377716d22475b80ca6e039803c58298565ec03fe3163cd5b4805cf0ec"
    "b7a31a0551e9935d89022c921b223062d535d243f27f47afd4f5fcf7882965e9"
)


@pytest.mark.parametrize(
    ("parts", "digest"),
    [
        (
            ("1111", "200", "100000.00", "askvnoibnosifnboseofinbofinfgbiufglnbfg"),
            (
                "edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e237"
                "5d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231"
            ),
        ),
        (("order-1001-1", "200", "150000.00", KEY), SETTLEMENT),
        (
            ("order-1001-1", "201", "150000.00", KEY),
            (
                "4096131b5ff6eeebe26b72cc9743cb7f219adad246b816ff84f7b7c39bf407e8"
                "171c06c2a4c6658e6eb33977dae1268e6b61e19efb970c705877c219d0e9199f"
            ),
        ),
        (
            ("order-1001-1", "202", "150000.00", KEY),
            (
                "8ed3fdb042bc4f01e34ea6b46c3c01f17f67d03403517252336035d2f3a219a5"
                "d2e52beac6f6165013ae5c21c9cabc4619f674d40e66398bf0ea4b1ca2334b79"
            ),
        ),
    ],
)
def test_a_signature_is_the_digest_of_the_sheet(parts: tuple[str, str, str, str], digest: str):
    assert wire.signature(parts[3], *parts[:3]) == digest


@pytest.mark.parametrize(("amount", "begins"), [("150000", "875795fe572a6a40"), ("150000.0", "c5d4d5bb4d41391d")])
def test_an_amount_written_otherwise_signs_otherwise(amount: str, begins: str):
    assert wire.signature(KEY, "order-1001-1", "200", amount).startswith(begins)


S = GatewayStatus
LATER, BEFORE = "2026-11-30 17:30:00", "2026-11-30 16:59:00"  # Jakarta; it is 17:00 there


@pytest.mark.parametrize(
    ("status", "fraud", "expiry", "means"),
    [
        ("pending", None, LATER, S.PENDING),
        ("pending", "accept", LATER, S.PENDING),
        ("authorize", "accept", LATER, S.PENDING),
        ("authorize", "challenge", LATER, S.PENDING),
        ("capture", "accept", LATER, S.CAPTURED),
        ("capture", None, LATER, S.CAPTURED),
        ("capture", "challenge", LATER, S.PENDING),
        ("capture", "deny", LATER, S.DECLINED),
        ("settlement", "accept", LATER, S.CAPTURED),
        ("settlement", None, LATER, S.CAPTURED),
        ("settlement", "deny", LATER, S.UNKNOWN),
        ("settlement", "challenge", LATER, S.UNKNOWN),
        ("deny", "accept", LATER, S.OPEN),
        ("deny", "accept", BEFORE, S.DECLINED),
        ("deny", "deny", "", S.OPEN),
        ("cancel", None, LATER, S.CANCELLED),
        ("expire", None, BEFORE, S.EXPIRED),
        ("failure", None, LATER, S.DECLINED),
        ("refund", None, LATER, S.CAPTURED),
        ("partial_refund", None, LATER, S.CAPTURED),
        ("chargeback", None, LATER, S.CAPTURED),
        ("partial_chargeback", None, LATER, S.CAPTURED),
        ("a new word", None, LATER, S.UNKNOWN),
        ("", None, "", S.UNKNOWN),
    ],
)
def test_every_status_means_what_the_sheet_says(status: str, fraud: str | None, expiry: str, means: GatewayStatus):
    shown = {"transaction_status": status, "fraud_status": fraud, "expiry_time": expiry}
    assert wire.status_of(shown, now=NOW) is means


@pytest.mark.parametrize(
    ("status", "code", "means"),
    [
        ("capture", "200", S.CAPTURED), ("settlement", "200", S.CAPTURED), ("capture", "201", S.PENDING),
        ("capture", "202", S.PENDING), ("settlement", "201", S.UNKNOWN), ("settlement", "500", S.UNKNOWN),
    ],
)  # fmt: skip
def test_money_is_there_only_with_the_code_of_success(status: str, code: str, means: GatewayStatus):
    assert wire.status_of({"transaction_status": status, "status_code": code}, now=NOW) is means


def idr(minor: int) -> Money:
    return Money(minor, "IDR")


@pytest.mark.parametrize(
    ("shown", "amount"),
    [
        ({"gross_amount": "150000.00", "currency": "IDR"}, idr(150_000)),
        ({"gross_amount": "150000"}, idr(150_000)),
        ({"gross_amount": "150.00", "currency": "USD"}, Money(15_000, "USD")),
        ({"gross_amount": "150000.50"}, None),
        ({"gross_amount": "-1.00"}, None),
        ({"gross_amount": "1e9"}, None),
        ({"gross_amount": ["1"]}, None),
        ({"gross_amount": "1.00", "currency": "XXX"}, None),
        ({}, None),
    ],
)
def test_an_amount_is_read_as_it_is_written(shown: dict[str, Any], amount: Money | None):
    assert wire.amount_of(shown) == amount


@pytest.mark.parametrize(
    ("original", "amount"), [("150000.00", 150_000), ("155000.00", 152_500), ("x", 152_500), (None, 152_500)]
)
def test_a_fee_that_the_shopper_paid_is_no_part_of_our_amount(original: object, amount: int):
    metadata = {"extra_info": {"gross_amount_info": {"original_amount": original}}}
    assert wire.amount_of({"gross_amount": "152500.00", "metadata": metadata}) == idr(amount)


def test_moments_are_of_the_clock_of_jakarta():
    assert wire.read_moment("2020-01-09 18:27:19") == datetime(2020, 1, 9, 11, 27, 19, tzinfo=UTC)
    assert wire.written(datetime(2020, 1, 9, 11, 27, 19, tzinfo=UTC)) == "2020-01-09 18:27:19 +0700"
    assert wire.read_moment("yesterday") is None


# Notifications


def gateway_of(address: str, *, timeout: float = 2.0, **more: Any) -> MidtransGateway:
    return MidtransGateway(
        snap_url=f"{address}/snap/v1",
        core_url=address,
        return_url="http://shop.test/api/payments/midtrans/return/",
        total_timeout_seconds=timeout,
        **{"server_key": KEY, **more},
    )


OFFLINE = gateway_of("http://127.0.0.1:9")


def told(**changed: object) -> bytes:
    body = {
        "order_id": "order-1001-1", "status_code": "200", "gross_amount": "150000.00", "currency": "IDR",
        "transaction_status": "settlement", "transaction_id": "57d5293c", "signature_key": SETTLEMENT,
    } | changed  # fmt: skip
    return json.dumps({name: value for name, value in body.items() if value is not None}).encode()


def test_a_notification_is_read():
    event = OFFLINE.parse_event({}, told())
    assert (event.subject, event.type, event.reported) == (EventSubject.PAYMENT, "settlement", S.CAPTURED)
    assert (event.gateway_reference, event.amount, event.problems) == ("order-1001-1", idr(150_000), ())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"signature_key": None}, "missing"),
        ({"signature_key": ""}, "missing"),
        ({"signature_key": [SETTLEMENT]}, "missing"),
        ({"signature_key": SETTLEMENT[:-1] + "0"}, "mismatch"),
        ({"signature_key": SETTLEMENT[:64]}, "mismatch"),
        ({"signature_key": "é" * 128}, "mismatch"),
        ({"signature_key": SETTLEMENT.upper()}, "mismatch"),
        ({"gross_amount": "250000.00"}, "mismatch"),
        ({"gross_amount": "150000"}, "mismatch"),
        ({"order_id": "order-1001-2"}, "mismatch"),
        ({"status_code": "201"}, "mismatch"),
        ({"order_id": None}, "malformed"),
        ({"gross_amount": {"a": 1}}, "malformed"),
        ({"order_id": "\ud800"}, "malformed"),
        ({"signature_key": "\udfff" * 128}, "malformed"),
    ],
)
def test_what_is_not_signed_is_refused(changed: dict[str, object], code: str):
    with pytest.raises(BadSignature) as refused:
        OFFLINE.parse_event({}, told(**changed))
    assert refused.value.code == code


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'"text"', b"{"])
def test_what_is_no_object_is_refused(body: bytes):
    with pytest.raises(BadSignature, match="malformed"):
        OFFLINE.parse_event({}, body)


def test_numbers_that_are_sent_as_numbers_are_signed_as_they_were_written():
    body = told().replace(b'"150000.00"', b"150000.00").replace(b'"200"', b"200")
    assert OFFLINE.parse_event({}, body).amount == idr(150_000)


def test_unknown_fields_and_a_missing_fraud_status_are_tolerated():
    event = OFFLINE.parse_event({}, told(new_field={"deep": [1, 2.5]}, fraud_status=None))
    assert event.reported is S.CAPTURED


@pytest.mark.parametrize(
    "changed",
    [
        {"transaction_status": "settle\x00ment"},
        {"transaction_status": "\ud800"},
        {"transaction_status": "refund", "refund_key": "\x00\ud800"},
        {"transaction_status": "deny", "expiry_time": "0001-01-01 00:00:00"},
        {"transaction_status": {"deep": [1]}, "fraud_status": 7, "currency": "\x00"},
    ],
)
def test_what_the_signature_does_not_cover_may_hold_anything(changed: dict[str, object]):
    event = OFFLINE.parse_event({}, told(**changed))
    for text in (event.type, event.refund_reference, *event.problems):
        assert text.isprintable()


def test_the_same_event_has_one_key_and_another_status_another():
    """The signature does not cover the status, so a replay with another one is an event of its own: we ask about it."""
    keys = [
        OFFLINE.parse_event({}, told(**changed)).event_key for changed in ({}, {}, {"transaction_status": "cancel"})
    ]
    assert keys[0] == keys[1] != keys[2]


def test_a_key_that_was_changed_still_checks_what_it_signed():
    newer = gateway_of("http://127.0.0.1:9", server_key="SB-Mid-server-NEW", previous_keys=[KEY])
    assert newer.parse_event({}, told()).reported is S.CAPTURED
    with pytest.raises(BadSignature):
        gateway_of("http://127.0.0.1:9", server_key="SB-Mid-server-NEW").parse_event({}, told())


def test_a_refund_names_its_key_and_a_chargeback_is_flagged():
    refunds = [{"refund_key": "one"}, {"refund_key": "two"}]
    event = OFFLINE.parse_event({}, told(transaction_status="partial_refund", refunds=refunds))
    assert (event.subject, event.refund_reference) == (EventSubject.REFUND, "two")
    event = OFFLINE.parse_event({}, told(transaction_status="chargeback"))
    assert (event.subject, event.dispute_reference, event.problems) == (EventSubject.DISPUTE, "", ())


@pytest.mark.parametrize(
    ("shown", "amounts"),
    [
        ({"transaction_status": "settlement"}, {}),
        ({"transaction_status": "chargeback"}, {"A": 10_000}),
        (
            {"transaction_status": "chargeback", "refunds": [{"refund_key": "r", "refund_amount": "4000.00"}]},
            {"A": 6_000},
        ),
        (
            {
                "transaction_status": "partial_chargeback",
                "refunds": [
                    {"refund_key": "r", "refund_amount": "4000.00"},
                    {"refund_chargeback_id": 7, "refund_amount": "1000.00"},
                ],
            },
            {"A:7": 1_000},
        ),
    ],
)
def test_what_was_charged_back_is_read_beside_our_refunds(shown: dict[str, Any], amounts: dict[str, int]):
    states = dispute_states({"gross_amount": "10000.00", "currency": "IDR", **shown}, "A")
    assert {state.reference: state.amount.minor for state in states} == amounts
    assert all(state.is_withdrawn and state.merchant_reference == "A" for state in states)


@pytest.mark.parametrize(
    "shown",
    [
        {"transaction_status": "partial_chargeback"},
        {"transaction_status": "partial_chargeback", "refunds": [{"refund_amount": "much"}]},
        {"transaction_status": "chargeback", "gross_amount": None},
        {"transaction_status": "partial_refund", "refunds": [{"refund_amount": "1000.00"}]},
    ],
)
def test_a_chargeback_whose_amount_cannot_be_told_is_asked_about_again(shown: dict[str, Any]):
    with pytest.raises(GatewayUnavailable):
        dispute_states({"gross_amount": "10000.00", "currency": "IDR", **shown}, "A")


# Calls


@pytest.fixture(scope="module")
def process() -> Iterator[Midtrans]:
    with Midtrans("--late-seconds", "0.3", "--settle-seconds", "0.3", "--retry-seconds", "0.05") as midtrans:
        yield midtrans


@pytest.fixture
def gateway(process: Midtrans) -> Iterator[MidtransGateway]:
    yield gateway_of(process.url, timeout=1.0)
    process.http.delete("/control/faults")


def request_of(amount: int = 150_000, **more: Any) -> StartRequest:
    return StartRequest(
        **{
            "merchant_reference": str(uuid.uuid4()),
            "amount": idr(amount),
            "description": "Serai S-7K3M-9QXD",
            "return_url": "http://shop.test/unused",
            "notify_url": "http://127.0.0.1:9/notify",
            "expires_at": datetime.now(UTC) + timedelta(minutes=30),
            **more,
        }
    )


def settled(gateway: MidtransGateway, process: Midtrans, amount: int = 150_000) -> str:
    """A payment whose money is settled; its reference."""
    started = gateway.start(request_of(amount))
    process.press(started.redirect_url, "approve")
    eventually(lambda: process.transaction(started.gateway_reference)["status"] == "settlement")
    return started.gateway_reference


def refund_of(reference: str, amount: int, **more: Any) -> RefundRequest:
    fields = {"refund_reference": str(uuid.uuid4()), "captured": idr(150_000), **more}
    return RefundRequest(gateway_reference=reference, amount=idr(amount), **fields)


def test_a_page_is_opened_that_waits_for_the_shopper(gateway: MidtransGateway, process: Midtrans):
    request = request_of()
    started = gateway.start(request)
    assert started.gateway_reference == request.merchant_reference
    assert process.http.get(started.redirect_url).status_code == 200
    assert gateway.query(gateway_reference=started.gateway_reference).status is S.OPEN
    assert gateway.query(merchant_reference=started.gateway_reference).status is S.NOT_FOUND
    assert started.details["snap_token"] in started.redirect_url


def test_a_second_start_replaces_the_page_and_only_one_can_be_paid(gateway: MidtransGateway, process: Midtrans):
    request = request_of()
    first, second = gateway.start(request), gateway.start(request)
    assert first.redirect_url != second.redirect_url
    assert process.http.get(first.redirect_url).status_code == 404
    process.press(second.redirect_url, "approve")
    with pytest.raises(GatewayUnavailable, match="taken"):
        gateway.start(request)


def test_a_card_is_captured_then_settled(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    back = process.press(started.redirect_url, "approve").headers["Location"]
    assert back.startswith("http://shop.test/api/payments/midtrans/return/?order_id=")
    state = gateway.verify(started.gateway_reference, idr(150_000))
    assert (state.status, state.captured, state.reason) == (S.CAPTURED, idr(150_000), "capture accept")
    eventually(lambda: gateway.query(gateway_reference=started.gateway_reference).reason == "settlement accept")
    kept = gateway.query(gateway_reference=started.gateway_reference).details
    assert (kept["payment_type"], kept["gross_amount"]) == ("credit_card", "150000.00")
    assert "signature" not in kept["midtrans_response"]


def test_a_card_that_is_denied_leaves_the_page_open_for_another(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.press(started.redirect_url, "decline")
    assert gateway.query(gateway_reference=started.gateway_reference).status is S.OPEN
    process.press(started.redirect_url, "approve")
    assert gateway.query(gateway_reference=started.gateway_reference).status is S.CAPTURED


def test_a_transfer_is_pending_until_it_arrives(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.press(started.redirect_url, "approve-late")
    assert gateway.query(gateway_reference=started.gateway_reference).status is S.PENDING
    eventually(lambda: gateway.query(gateway_reference=started.gateway_reference).status is S.CAPTURED)


def test_a_page_is_shut_so_that_nobody_can_pay_it(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    assert gateway.cancel(started.gateway_reference).status is S.CANCELLED
    assert process.press(started.redirect_url, "approve").status_code == 404


def test_a_page_is_not_shut_by_an_answer_that_names_no_other(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.fault("garbage", on="create", style="object")
    with pytest.raises(GatewayUnavailable, match="unreadable"):
        gateway.cancel(started.gateway_reference)


def test_what_waits_for_a_transfer_expires_when_it_is_closed(process: Midtrans):
    with Midtrans("--late-seconds", "60") as slow:
        gateway = gateway_of(slow.url)
        started = gateway.start(request_of())
        slow.press(started.redirect_url, "approve-late")
        assert gateway.cancel(started.gateway_reference).status is S.EXPIRED


def test_closing_what_was_paid_finds_it_paid(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.press(started.redirect_url, "approve")
    assert gateway.cancel(started.gateway_reference).status is S.CAPTURED


@pytest.mark.parametrize(("verdict", "means"), [("approve", S.CAPTURED), ("deny", S.OPEN), ("cancel", S.CANCELLED)])
def test_a_challenged_card_is_no_money_until_somebody_decides(
    gateway: MidtransGateway, process: Midtrans, verdict: str, means: GatewayStatus
):
    started = gateway.start(request_of())
    process.move(started.gateway_reference, "challenge")
    assert gateway.query(gateway_reference=started.gateway_reference).status is S.PENDING
    process.http.post(
        f"/v2/{started.gateway_reference}/{verdict}",
        headers={"Authorization": wire.authorization(Midtrans.KEY)},
        json={},
    )
    assert gateway.query(gateway_reference=started.gateway_reference).status is means


def test_a_challenged_card_is_denied_when_its_payment_is_closed(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.move(started.gateway_reference, "challenge")
    assert gateway.cancel(started.gateway_reference).status is S.OPEN, "another card may follow until the page ends"
    assert process.transaction(started.gateway_reference)["status"] == "deny"


def test_another_amount_and_another_currency_are_told_as_they_are(gateway: MidtransGateway, process: Midtrans):
    for fault, captured in (("wrong_amount", idr(75_000)), ("wrong_currency", Money(15_000_000, "USD"))):
        process.fault(fault)
        started = gateway.start(request_of())
        process.press(started.redirect_url, "approve")
        assert gateway.query(gateway_reference=started.gateway_reference).captured == captured


@pytest.mark.parametrize("operation", ["create", "status", "refund"])
@pytest.mark.parametrize(
    ("fault", "more", "code"),
    [
        ("reset", {}, "disconnected"),
        ("error", {"status": 500}, "server_error"),
        ("error", {"status": 503}, "server_error"),
        ("error", {"status": 429}, "too_many_requests"),
        ("garbage", {"style": "html"}, "unreadable"),
        ("garbage", {"style": "list"}, "unreadable"),
        ("garbage", {"style": "object"}, "unreadable"),
        ("garbage", {"style": "deep"}, "unreadable"),
        ("garbage", {"style": "redirect"}, "unreadable"),
        ("garbage", {"style": "oversize"}, "unreadable"),
    ],
)
def test_an_answer_that_says_nothing_leaves_the_outcome_unknown(
    gateway: MidtransGateway, process: Midtrans, operation: str, fault: str, more: dict[str, object], code: str
):
    reference = settled(gateway, process) if operation == "refund" else str(uuid.uuid4())
    process.fault(fault, on=operation, **more)
    call: dict[str, Callable[[], object]] = {
        "create": lambda: gateway.start(request_of()),
        "status": lambda: gateway.query(gateway_reference=reference),
        "refund": lambda: gateway.refund(refund_of(reference, 150_000)),
    }
    with pytest.raises(GatewayUnavailable) as error:
        call[operation]()
    assert error.value.code == code


def test_an_answer_about_another_payment_is_no_answer_about_ours(gateway: MidtransGateway, process: Midtrans):
    reference = settled(gateway, process)
    process.fault("garbage", on="status", style="foreign")
    with pytest.raises(GatewayUnavailable, match="another"):
        gateway.query(gateway_reference=reference)
    process.fault("garbage", on="refund", style="foreign")
    with pytest.raises(GatewayUnavailable, match="another"):
        gateway.refund(refund_of(reference, 50_000))


def test_some_banks_are_answered_with_the_transactions_own_id(gateway: MidtransGateway, process: Midtrans):
    reference = settled(gateway, process)
    process.fault("garbage", on="status", style="swapped")
    state = gateway.query(gateway_reference=reference)
    assert (state.status, state.gateway_reference) == (S.CAPTURED, reference)


def test_a_wrong_key_is_no_answer_about_the_payment(process: Midtrans):
    stranger = gateway_of(process.url, server_key="SB-Mid-server-another")
    for call in (lambda: stranger.start(request_of()), lambda: stranger.query(gateway_reference=str(uuid.uuid4()))):
        with pytest.raises(GatewayUnavailable, match="does not accept our key"):
            call()


def test_a_refusal_says_why_and_opens_nothing(process: Midtrans, gateway: MidtransGateway):
    with pytest.raises(GatewayRefused, match="order_id"):
        gateway.start(request_of(merchant_reference="a b"))
    assert gateway.query(gateway_reference="a#b/c").status is S.NOT_FOUND


# Refunds


def test_money_goes_back_whole_and_in_parts_once_per_reference(gateway: MidtransGateway, process: Midtrans):
    reference = settled(gateway, process)
    part = refund_of(reference, 50_000)
    assert gateway.query_refund(part).status is RefundStatus.NOT_FOUND
    results = [gateway.refund(part), gateway.refund(part), gateway.query_refund(part)]
    assert {one.status for one in results} == {RefundStatus.SUCCEEDED}
    assert len({one.reference for one in results}) == 1
    assert gateway.refund(refund_of(reference, 100_000)).status is RefundStatus.SUCCEEDED
    assert [one["amount"] for one in process.transaction(reference)["refunds"]] == [50_000, 100_000]
    with pytest.raises(GatewayRefused, match="412"):
        gateway.refund(refund_of(reference, 1))


def test_a_refund_whose_answer_was_lost_is_found_by_its_key(gateway: MidtransGateway, process: Midtrans):
    reference = settled(gateway, process)
    part = refund_of(reference, 50_000)
    process.fault("commit_then_reset", on="refund")
    with pytest.raises(GatewayUnavailable):
        gateway.refund(part)
    assert gateway.query_refund(part).status is RefundStatus.SUCCEEDED
    assert len(process.transaction(reference)["refunds"]) == 1


def test_what_is_not_settled_is_cancelled_whole_and_waits_in_part():
    with Midtrans("--settle-seconds", "60") as slow:
        gateway = gateway_of(slow.url)
        started = gateway.start(request_of())
        slow.press(started.redirect_url, "approve")
        with pytest.raises(GatewayUnavailable, match="not_settled"):
            gateway.refund(refund_of(started.gateway_reference, 50_000))
        whole = refund_of(started.gateway_reference, 150_000)
        results = [gateway.refund(whole), gateway.refund(whole), gateway.query_refund(whole)]
        assert {one.status for one in results} == {RefundStatus.SUCCEEDED}
        assert slow.transaction(started.gateway_reference)["status"] == "cancel"


def test_a_transfer_cannot_be_given_back_and_says_so(gateway: MidtransGateway, process: Midtrans):
    started = gateway.start(request_of())
    process.press(started.redirect_url, "approve-late")
    eventually(lambda: process.transaction(started.gateway_reference)["status"] == "settlement")
    with pytest.raises(GatewayRefused, match="not supported"):
        gateway.refund(refund_of(started.gateway_reference, 150_000))


def test_a_refund_that_is_answered_with_a_code_nobody_knows_may_have_happened(
    gateway: MidtransGateway, process: Midtrans
):
    reference = settled(gateway, process)
    for code in (201, 300, 7):
        process.fault("code", on="refund", code=code)
        with pytest.raises(GatewayUnavailable):
            gateway.refund(refund_of(reference, 150_000))


@pytest.mark.parametrize("fault", [{"fault": "refund_failed"}, {"fault": "code", "on": "refund", "code": 414}])
def test_a_refund_that_midtrans_refuses_is_refused(
    gateway: MidtransGateway, process: Midtrans, fault: dict[str, object]
):
    reference = settled(gateway, process)
    name = str(fault.pop("fault"))
    process.fault(name, **fault)
    with pytest.raises(GatewayRefused, match="414"):
        gateway.refund(refund_of(reference, 150_000))


# What the shop hears


def test_notifications_are_posted_until_they_are_taken(process: Midtrans, gateway: MidtransGateway):
    with listening_ear() as ear:
        ear.answers[:] = [503, 503]
        started = gateway.start(request_of(notify_url=ear.url))
        process.press(started.redirect_url, "approve")
        eventually(lambda: len(ear.heard) == 4)
        assert {json.loads(one.body)["transaction_status"] for one in ear.heard} == {"capture", "settlement"}
        assert {gateway.parse_event({}, one.body).reported for one in ear.heard} == {S.CAPTURED}


# Whether the key is right


def check(gateway: MidtransGateway) -> str:
    """What the connection test says: the error's code, or that it works."""
    try:
        gateway.check()
    except GatewayError as error:
        return error.code
    return "works"


def test_a_check_tells_a_wrong_key_from_a_gateway_that_is_away(process: Midtrans, gateway: MidtransGateway):
    assert check(gateway) == "works"
    assert check(gateway_of(process.url, server_key="SB-Mid-server-of-somebody-else")) == "wrong_key"
    assert check(gateway_of(f"http://127.0.0.1:{free_port()}")) == "unreachable"
    assert check(gateway_of(f"{process.url}/snap/v2/vtweb")) == "unreadable"
    process.fault("error", on="status")
    assert check(gateway) == "server_error"
