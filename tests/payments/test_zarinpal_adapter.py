"""The Zarinpal adapter against the simulated terminal, and the checks of the protocol sheet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from core.money import Money
from payments.gateways.contract import (
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Split,
    Started,
    StartRequest,
)
from payments.gateways.errors import SPLITS_REFUSED, BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.zarinpal import ZarinpalGateway
from tests.simulators.harness import Zarinpal, eventually, free_port

PRICE = Money(250_000, "IRR")  # 25,000 Toman
CALLBACK = "http://shop.test/api/payments/verify/"


@pytest.fixture(scope="module")
def process() -> Iterator[Zarinpal]:
    with Zarinpal("--late-seconds", "0.3") as zarinpal:
        yield zarinpal


@pytest.fixture
def zarinpal(process: Zarinpal) -> Iterator[Zarinpal]:
    yield process
    process.http.delete("/control/faults")


def adapter_to(url: str, **more: Any) -> ZarinpalGateway:
    settings = {
        "merchant_id": Zarinpal.MERCHANT_ID,
        "callback_url": CALLBACK,
        "terminal_id": Zarinpal.TERMINAL_ID,
        "access_token": Zarinpal.TOKEN,
        "total_timeout_seconds": 2.0,
        "verify_timeout_seconds": 2.0,
    }
    return ZarinpalGateway(base_url=url, graphql_url=f"{url}/api/v4/graphql/", **(settings | more))


@pytest.fixture
def gateway(zarinpal: Zarinpal) -> ZarinpalGateway:
    return adapter_to(zarinpal.url)


def attempt(amount: Money = PRICE) -> StartRequest:
    return StartRequest(
        merchant_reference=str(uuid.uuid4()),
        amount=amount,
        description="Serai S-7K3M-9QXD",
        return_url="http://unused.test/",
        notify_url="http://unused.test/",
        expires_at=datetime.now(UTC) + timedelta(minutes=15),
    )


def paid(gateway: ZarinpalGateway, zarinpal: Zarinpal) -> tuple[StartRequest, str]:
    """An attempt that the shopper has paid and nobody has verified."""
    request = attempt()
    authority = gateway.start(request).gateway_reference
    assert zarinpal.press(authority, "approve").status_code == 302
    return request, authority


def refund_of(request: StartRequest, authority: str, minor: int = PRICE.minor, *, minutes: int = 1) -> RefundRequest:
    return RefundRequest(
        refund_reference=str(uuid.uuid4()),
        gateway_reference=authority,
        amount=Money(minor, "IRR"),
        merchant_reference=request.merchant_reference,
        captured=PRICE,
        captured_at=datetime.now(UTC) - timedelta(minutes=minutes),
    )


# The checks of the sheet


def test_rials_are_sent_and_the_shopper_goes_to_start_pay(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request = attempt()
    started = gateway.start(request)
    assert started == Started(
        started.gateway_reference, f"{zarinpal.url}/pg/StartPay/{started.gateway_reference}", request.expires_at
    )
    session = zarinpal.session(started.gateway_reference)
    assert (session["amount"], session["state"]) == (250_000, "CREATED")
    assert session["callback_url"] == f"{CALLBACK}?attempt={request.merchant_reference}"
    assert request.merchant_reference in session["description"]


IBAN, INACTIVE = "IR190600000001003242000012", "IR520600000001003242000000"


def split(minor: int, iban: str = IBAN) -> Split:
    return Split(iban, Money(minor, "IRR"), "S-7K3M-9QXD")


def test_a_sellers_part_goes_to_the_sellers_account(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    started = gateway.start(replace(attempt(), splits=(split(200_000), split(10_000))))
    assert zarinpal.session(started.gateway_reference)["wages"] == [
        {"iban": IBAN, "amount": 200_000, "description": "S-7K3M-9QXD"},
        {"iban": IBAN, "amount": 10_000, "description": "S-7K3M-9QXD"},
    ]


@pytest.mark.parametrize(
    ("splits", "code"),
    [
        ((split(200_000, INACTIVE),), "-37"),
        ((split(9_999),), "-36"),
        ((split(10_000),) * 6, "-35"),
        ((split(PRICE.minor), split(10_000)), "-34"),
    ],
)
def test_parts_that_the_terminal_does_not_take_have_one_name(
    gateway: ZarinpalGateway, splits: tuple[Split, ...], code: str
):
    with pytest.raises(GatewayRefused) as refused:
        gateway.start(replace(attempt(), splits=splits))
    assert (refused.value.code, refused.value.detail) == (SPLITS_REFUSED, code)


@pytest.mark.parametrize(
    "authority",
    ["A" + "0" * 34, "A" + "0" * 36, "B" + "0" * 35, "S" + "0" * 34 + "/", "", "S" + "٠" * 35],
    ids=["35", "37", "B", "slash", "empty", "persian digits"],
)
def test_what_is_no_authority_is_refused_before_any_call(authority: str):
    nowhere = adapter_to("http://127.0.0.1:9")
    assert nowhere.verify(authority, PRICE) == GatewayState(GatewayStatus.NOT_FOUND)
    if authority:
        assert nowhere.query(gateway_reference=authority).status is GatewayStatus.NOT_FOUND


def test_a_production_authority_is_one(gateway: ZarinpalGateway):
    assert gateway.verify("A" + "0" * 35, PRICE) == GatewayState(GatewayStatus.NOT_FOUND, reason="-55")


@pytest.mark.parametrize(
    ("minor", "admitted"), [(9_999, False), (10_000, True), (1_000_000_000, True), (1_000_000_001, False)]
)
def test_amounts_beyond_the_terminals_limits_are_not_offered_and_the_terminal_agrees(
    gateway: ZarinpalGateway, minor: int, admitted: bool
):
    amount = Money(minor, "IRR")
    assert gateway.capabilities.admits(amount) is admitted
    if admitted:
        assert gateway.start(attempt(amount)).gateway_reference
    else:
        with pytest.raises(GatewayRefused) as refused:
            gateway.start(attempt(amount))
        assert refused.value.code == ("-9" if minor < 10_000 else "-41")


# Paying


def test_a_paid_session_is_captured_by_verify_and_again_with_101(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    _request, authority = paid(gateway, zarinpal)
    first, again = gateway.verify(authority, PRICE), gateway.verify(authority, PRICE)
    assert first == again
    assert (first.status, first.captured) == (GatewayStatus.CAPTURED, PRICE)
    assert first.receipt == str(zarinpal.session(authority)["ref_id"])
    assert zarinpal.session(authority)["state"] == "VERIFIED"


def test_the_browser_is_sent_back_with_both_references(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request = attempt()
    authority = gateway.start(request).gateway_reference
    back = urlsplit(zarinpal.press(authority, "approve").headers["Location"])
    assert parse_qs(back.query) == {
        "attempt": [request.merchant_reference], "Authority": [authority], "Status": ["OK"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "status"),
    [("decline", GatewayStatus.DECLINED), ("cancel", GatewayStatus.DECLINED), ("close", GatewayStatus.PENDING)],
)
def test_what_was_not_paid_is_told_apart_by_inquiry(
    gateway: ZarinpalGateway, zarinpal: Zarinpal, action: str, status: GatewayStatus
):
    authority = gateway.start(attempt()).gateway_reference
    zarinpal.press(authority, action)
    assert gateway.verify(authority, PRICE).status is status
    assert gateway.query(gateway_reference=authority).status is status


def test_a_late_yes_is_pending_until_it_comes(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    authority = gateway.start(attempt()).gateway_reference
    zarinpal.press(authority, "approve-late")
    assert gateway.verify(authority, PRICE).status is GatewayStatus.PENDING
    eventually(lambda: gateway.verify(authority, PRICE).status is GatewayStatus.CAPTURED)


def test_another_amount_is_told_as_what_it_was(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    zarinpal.fault("wrong_amount", amount=500_000)
    _request, authority = paid(gateway, zarinpal)
    state = gateway.verify(authority, PRICE)
    assert (state.status, state.captured) == (GatewayStatus.CAPTURED, Money(500_000, "IRR"))
    assert zarinpal.session(authority)["state"] == "PAID", "and is not taken"


def test_a_session_of_another_merchant_says_nothing(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    _request, authority = paid(gateway, zarinpal)
    zarinpal.fault("code", code=-53, on="verify")
    assert gateway.verify(authority, PRICE).status is GatewayStatus.UNKNOWN


@pytest.mark.parametrize("code", [-10, -11, -12, -15, -52])
def test_trouble_with_the_terminal_leaves_the_payment_as_it_was(
    gateway: ZarinpalGateway, zarinpal: Zarinpal, code: int
):
    _request, authority = paid(gateway, zarinpal)
    zarinpal.fault("code", code=code, on="verify")
    with pytest.raises(GatewayUnavailable):
        gateway.verify(authority, PRICE)
    assert gateway.verify(authority, PRICE).status is GatewayStatus.CAPTURED


def test_a_wrong_merchant_id_and_a_foreign_callback_host_are_refusals(zarinpal: Zarinpal, gateway: ZarinpalGateway):
    with pytest.raises(GatewayRefused) as refused:
        adapter_to(zarinpal.url, merchant_id=str(uuid.uuid4())).start(attempt())
    assert refused.value.code == "-10"
    zarinpal.fault("code", code=-14, on="request")
    with pytest.raises(GatewayRefused) as refused:
        gateway.start(attempt())
    assert refused.value.code == "-14", "read from the body of a 422"


# Answers that nobody can read, or that do not come


@pytest.mark.parametrize("style", ["text", "html", "empty", "list", "oversize", "deep", "redirect"])
def test_an_unreadable_answer_to_verify_leaves_it_unknown_and_the_next_says_101(
    gateway: ZarinpalGateway, zarinpal: Zarinpal, style: str
):
    _request, authority = paid(gateway, zarinpal)
    zarinpal.fault("garbage", on="verify", style=style)
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.verify(authority, PRICE)
    assert unavailable.value.code == "unreadable"
    assert gateway.verify(authority, PRICE).status is GatewayStatus.CAPTURED


@pytest.mark.parametrize("operation", ["request", "verify", "inquiry", "unVerified"])
def test_codes_as_text_unknown_fields_and_nulls_are_read(gateway: ZarinpalGateway, zarinpal: Zarinpal, operation: str):
    zarinpal.fault("garbage", on=operation, style="types", uses=None)
    request, authority = paid(gateway, zarinpal)
    assert gateway.query(merchant_reference=request.merchant_reference).gateway_reference == authority
    assert gateway.query(gateway_reference=authority).status is GatewayStatus.PENDING
    assert gateway.verify(authority, PRICE).captured == PRICE


@pytest.mark.parametrize(
    ("fault", "code"),
    [("commit_then_hang", "timeout"), ("commit_then_reset", "disconnected"), ("commit_then_error", "server_error")],
)
def test_a_lost_answer_to_verify_is_found_by_asking_again(
    gateway: ZarinpalGateway, zarinpal: Zarinpal, fault: str, code: str
):
    _request, authority = paid(gateway, zarinpal)
    zarinpal.fault(fault, on="verify", seconds=5, status=502)
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.verify(authority, PRICE)
    assert unavailable.value.code == code
    assert gateway.verify(authority, PRICE).captured == PRICE


# What was paid and not verified


def test_the_unverified_list_names_our_reference_and_the_amount(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    found = next(one for one in gateway.unsettled() if one.gateway_reference == authority)
    assert (found.merchant_reference, found.captured) == (request.merchant_reference, PRICE)
    assert gateway.query(merchant_reference=request.merchant_reference) == GatewayState(
        GatewayStatus.PENDING, gateway_reference=authority, merchant_reference=request.merchant_reference
    )
    gateway.verify(authority, PRICE)
    assert authority not in [one.gateway_reference for one in gateway.unsettled()]
    assert gateway.query(merchant_reference=request.merchant_reference).status is GatewayStatus.NOT_FOUND


def test_there_are_no_notifications(gateway: ZarinpalGateway):
    with pytest.raises(BadSignature):
        gateway.parse_event({}, b'{"Authority": "S"}')


# Money back


def test_a_whole_fresh_payment_is_reversed_once(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    refund = refund_of(request, authority)
    assert gateway.query_refund(refund).status is RefundStatus.NOT_FOUND, "so it may be sent"
    assert gateway.refund(refund) == RefundResult(RefundStatus.SUCCEEDED, authority)
    assert gateway.refund(refund) == RefundResult(RefundStatus.SUCCEEDED, authority)
    assert gateway.query_refund(refund) == RefundResult(RefundStatus.SUCCEEDED, authority)
    session = zarinpal.session(authority)
    assert (session["state"], session["refunded"]) == ("REVERSED", 0)
    assert gateway.verify(authority, PRICE).reason == "reversed"


@pytest.mark.parametrize(("minor", "minutes"), [(PRICE.minor, 40), (100_000, 1), (20_000, 40)])
def test_a_part_and_an_older_payment_go_back_by_the_refund_service(
    gateway: ZarinpalGateway, zarinpal: Zarinpal, minor: int, minutes: int
):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    result = gateway.refund(refund_of(request, authority, minor, minutes=minutes))
    assert (result.status, bool(result.reference)) == (RefundStatus.SUCCEEDED, True)
    session = zarinpal.session(authority)
    assert (session["state"], session["refunded"]) == ("VERIFIED", minor)


def test_where_the_bank_does_not_reverse_the_refund_service_does_it(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    zarinpal.move(authority, "age", seconds=3600)
    assert gateway.refund(refund_of(request, authority)).status is RefundStatus.SUCCEEDED
    assert zarinpal.session(authority)["refunded"] == PRICE.minor


def test_an_older_refund_whose_answer_was_lost_is_never_sent_twice(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    refund = refund_of(request, authority, 100_000, minutes=40)
    zarinpal.fault("commit_then_reset", on="refund")
    with pytest.raises(GatewayUnavailable):
        gateway.refund(refund)
    assert gateway.query_refund(refund).status is RefundStatus.PENDING, "not 'not found': that would send it again"
    assert zarinpal.session(authority)["refunded"] == 100_000


def test_a_repeat_that_cannot_be_reversed_is_not_refunded_by_the_service(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    zarinpal.fault("code", code=-62, on="reverse", uses=2)
    zarinpal.fault("commit_then_reset", on="refund")
    refund = refund_of(request, authority, 100_000)
    whole = refund_of(request, authority)
    with pytest.raises(GatewayUnavailable):
        gateway.refund(whole)
    assert gateway.refund(replace(whole, is_repeat=True)).status is RefundStatus.PENDING
    assert gateway.refund(replace(refund, is_repeat=True)).status is RefundStatus.PENDING
    assert zarinpal.session(authority)["refunded"] == PRICE.minor


def test_an_address_that_makes_no_sense_in_the_list_is_passed_over(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    body = {"merchant_id": Zarinpal.MERCHANT_ID, "amount": 50_000, "description": "By hand"}
    opened = zarinpal.http.post("/pg/v4/payment/request.json", json=body | {"callback_url": "http://x.y/#]["}).json()
    authority = opened["data"]["authority"]
    zarinpal.press(authority, "approve")
    assert authority in [one.gateway_reference for one in gateway.unsettled()]


def test_a_refund_that_the_bank_is_working_on_is_pending(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)
    zarinpal.fault("refund_pending")
    refund = refund_of(request, authority, minutes=40)
    assert gateway.refund(refund).status is RefundStatus.PENDING
    assert gateway.query_refund(refund).status is RefundStatus.SUCCEEDED


def test_refusals_of_refunds_have_names(gateway: ZarinpalGateway, zarinpal: Zarinpal):
    request, authority = paid(gateway, zarinpal)
    gateway.verify(authority, PRICE)

    def refusal(asked: RefundRequest, by: ZarinpalGateway = gateway) -> str:
        with pytest.raises(GatewayRefused) as refused:
            by.refund(asked)
        return refused.value.code

    assert refusal(refund_of(request, authority, 19_999)) == "below_minimum"
    assert refusal(refund_of(request, authority, PRICE.minor + 1)) == "graphql"
    assert refusal(refund_of(request, authority, 50_000), adapter_to(zarinpal.url, access_token="")) == (
        "no_access_token"
    )
    assert refusal(refund_of(request, authority, 50_000), adapter_to(zarinpal.url, access_token="wrong")) == (
        "unauthorised"
    )
    assert refusal(refund_of(attempt(), authority, 50_000)) == "session_not_found"
    assert zarinpal.session(authority)["refunded"] == 0


def check(gateway: ZarinpalGateway) -> str:
    """What the connection test says: the error's code, or that it works."""
    try:
        gateway.check()
    except GatewayError as error:
        return error.code
    return "works"


def test_a_check_tells_a_wrong_key_from_a_gateway_that_is_away(zarinpal: Zarinpal, gateway: ZarinpalGateway):
    assert check(gateway) == "works"
    assert check(adapter_to(zarinpal.url, access_token="")) == "works"  # the panel is not asked then
    assert check(adapter_to(zarinpal.url, merchant_id="11111111-2222-4333-8444-000000000000")) == "wrong_key"
    assert check(adapter_to(zarinpal.url, access_token="a-token-of-somebody-else")) == "wrong_token"
    assert check(adapter_to(zarinpal.url, terminal_id="999")) == "wrong_token"
    assert check(adapter_to(f"http://127.0.0.1:{free_port()}")) == "unreachable"
    zarinpal.fault("code", on="unVerified", code=-52)
    assert check(gateway) == "server_error"
