"""The VNPAY adapter against the simulated terminal, and every vector of the protocol sheet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from core.money import Money
from payments.gateways.contract import (
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    StartRequest,
)
from payments.gateways.errors import BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.vnpay import VnpayGateway
from payments.gateways.vnpay.adapter import plain_text
from payments.gateways.vnpay.wire import checksum, digest, read_moment, read_query, signed_query, written
from tests.simulators.harness import Vnpay, eventually, free_port

PRICE = Money(150_000, "VND")
RETURN = "http://shop.test/api/payments/vnpay/return/"

# The vectors of the sheet (section 4.1), all with the secret of the harness.
PAYMENT = {
    "vnp_Version": "2.1.0", "vnp_Command": "pay", "vnp_TmnCode": "TESTTMN1", "vnp_Amount": "15000000",
    "vnp_CreateDate": "20250102030405", "vnp_ExpireDate": "20250102031905", "vnp_CurrCode": "VND",
    "vnp_IpAddr": "203.0.113.7", "vnp_Locale": "vn", "vnp_OrderInfo": "Thanh toan don hang 1001",
    "vnp_OrderType": "other", "vnp_ReturnUrl": "https://shop.example.test/pay/vnpay/return?o=1001",
    "vnp_TxnRef": "10010001",
}  # fmt: skip
PAYMENT_HASH = (
    "a1d78a3c6dab7c6d202866743f17897d2d8272c2a3cc62291927b116d33625c2"
    "ee46e2b7f385298f637147bbc8fde4810b6c2309e71e9943aca8bf9e1e635e4d"
)
PAID = (
    "vnp_Amount=15000000&vnp_BankCode=NCB&vnp_BankTranNo=VNP01234567&vnp_CardType=ATM"
    "&vnp_OrderInfo=Thanh+toan+don+hang+1001&vnp_PayDate=20250102030612&vnp_ResponseCode=00&vnp_TmnCode=TESTTMN1"
    "&vnp_TransactionNo=14226112&vnp_TransactionStatus=00&vnp_TxnRef=10010001"
)
PAID_HASH = (
    "760bf8e5aa0172605d9c5a36df24e04dd21412f1582c1545b18375c02f742732"
    "1b68170960a34a2060c15c1450a20793849e84577340f532a527385147ff5ab0"
)
CANCELLED = (
    "vnp_Amount=15000000&vnp_BankCode=VNPAY&vnp_CardType=QRCODE&vnp_OrderInfo=Thanh+toan+don+hang+1001"
    "&vnp_PayDate=20250102030702&vnp_ResponseCode=24&vnp_TmnCode=TESTTMN1&vnp_TransactionNo=0"
    "&vnp_TransactionStatus=02&vnp_TxnRef=10010001"
)
CANCELLED_HASH = (
    "818aa6990a84a40d694ec57f545330daef61c0d24f6f485506ab873708559f0f"
    "447442eae5ccd8b8bc3b94f24a3bfd2b1951e0582f5e64ce0970280e580ba39b"
)


def test_the_payment_address_is_signed_as_the_sheet_says():
    assert signed_query(Vnpay.SECRET, PAYMENT) == f"{urlencode(sorted(PAYMENT.items()))}&vnp_SecureHash={PAYMENT_HASH}"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (urlencode(list(PAYMENT.items())), "8ebb13e3ade89e90"),
        (urlencode(sorted(PAYMENT.items())).replace("+", "%20"), "5d610689e6585207"),
        ("&".join(f"{name}={value}" for name, value in sorted(PAYMENT.items())), "458acc5fb5f8cdad"),
    ],
    ids=["unsorted", "percent 20", "not encoded"],
)
def test_the_mistakes_of_the_sheet_give_other_hashes(text: str, begins: str):
    assert digest(Vnpay.SECRET, text) != PAYMENT_HASH
    assert digest(Vnpay.SECRET, text).startswith(begins)


@pytest.mark.parametrize(("query", "right"), [(PAID, PAID_HASH), (CANCELLED, CANCELLED_HASH)])
def test_returns_of_the_sheet_are_read_in_whatever_writing(query: str, right: str):
    expected = {name: values[0] for name, values in parse_qs(query).items()}
    shuffled = "&".join(sorted(query.split("&"), reverse=True))
    for raw in (
        f"{query}&vnp_SecureHash={right}",
        f"{query}&vnp_SecureHash={right.upper()}",
        f"{shuffled}&vnp_SecureHash={right}",
        f"utm_source=mail&{query}&vnp_SecureHash={right}&vnp_SecureHashType=HmacSHA512",
        f"{query.replace('+', '%20')}&vnp_SecureHash={right}",
        f"{query}&vnp_Empty=&vnp_SecureHash={right}",
    ):
        assert read_query([Vnpay.SECRET], raw) == expected
    assert read_query(["a-newer-key", Vnpay.SECRET], f"{query}&vnp_SecureHash={right}") == expected


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (PAID, "missing"),
        ("", "missing"),
        (f"{PAID}&vnp_SecureHash=", "mismatch"),
        (f"{PAID}&vnp_SecureHash={PAID_HASH[:-1]}", "mismatch"),
        (f"{PAID}&vnp_SecureHash={PAID_HASH[:-1]}1", "mismatch"),
        (f"{PAID}&vnp_SecureHash=ñ{PAID_HASH[1:]}", "mismatch"),
        (f"{PAID.replace('15000000', '1500000')}&vnp_SecureHash={PAID_HASH}", "mismatch"),
        (f"{PAID}&vnp_SecureHash={PAID_HASH}&vnp_SecureHash={PAID_HASH}", "malformed"),
        (f"{PAID}&vnp_Amount=1&vnp_SecureHash={PAID_HASH}", "malformed"),
    ],
)
def test_what_vnpay_did_not_sign_is_refused(raw: str, code: str):
    with pytest.raises(BadSignature) as refused:
        read_query([Vnpay.SECRET], raw)
    assert refused.value.code == code


def test_api_messages_are_signed_as_the_sheet_says():
    def of(text: str) -> str:
        return checksum(Vnpay.SECRET, text.split("|"))

    assert of(
        "REQ0001|2.1.0|querydr|TESTTMN1|10010001|20250102030405|20250102040000|198.51.100.9|Truy van GD 10010001"
    ).startswith("740d6f6cecbd34ab9df215cf6842f4692499a6e819018146bcbefb9e948cb3a6")
    assert of(
        "RESP0001|querydr|00|QueryDR Success|TESTTMN1|10010001|15000000|NCB|20250102030612|14226112|01|00"
        "|Thanh toan don hang 1001||"
    ).startswith("545f9b4caa32c354b4e02e162028c3d9485a9d9849c6c9cadd08290c1412ecf1")
    assert of(
        "REQ0002|2.1.0|refund|TESTTMN1|02|10010001|15000000|14226112|20250102030405|admin|20250103090000|198.51.100.9"
        "|Hoan tien GD 10010001"
    ).startswith("c13899a7266c732f2efc377c4f11dd74040f1b4319df31ccf5b14498514cbc3f")
    assert of(
        "RESP0002|refund|00|Refund success|TESTTMN1|10010001|15000000|NCB|20250103090001|14226200|02|05"
        "|Hoan tien GD 10010001"
    ).startswith("1ef4ae9a7ccbe1e1d8adb30f60b9d2242d1fefff08c1d47767c242e991da29bf")


def test_moments_are_of_the_clock_of_hanoi():
    assert written(datetime(2025, 1, 1, 20, 4, 5, tzinfo=UTC)) == "20250102030405"
    assert read_moment("20250102030405") == datetime(2025, 1, 1, 20, 4, 5, tzinfo=UTC)
    assert read_moment("20251302030405") is read_moment("") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Serai S-7K3M-9QXD", "Serai S7K3M9QXD"),
        ("Đơn hàng của Nguyễn Thị Ánh Tuyết", "Don hang cua Nguyen Thi Anh Tuyet"),
        ("  ~!*'()  ", "Order"),
        ("سپیدار", "Order"),
        ("a" * 300, "a" * 255),
    ],
)
def test_the_description_is_letters_digits_and_spaces(text: str, plain: str):
    assert plain_text(text) == plain


# Against the terminal


@pytest.fixture(scope="module")
def process() -> Iterator[Vnpay]:
    with Vnpay("http://127.0.0.1:9/ipn", "--late-seconds", "0.3") as vnpay:
        yield vnpay


@pytest.fixture
def vnpay(process: Vnpay) -> Iterator[Vnpay]:
    yield process
    process.http.delete("/control/faults")


def adapter_to(url: str, **more: Any) -> VnpayGateway:
    settings: dict[str, Any] = {
        "pay_url": f"{url}/paymentv2/vpcpay.html",
        "api_url": f"{url}/merchant_webapi/api/transaction",
        "tmn_code": Vnpay.TMN_CODE,
        "hash_secret": Vnpay.SECRET,
        "return_url": RETURN,
        "total_timeout_seconds": 2.0,
    }
    return VnpayGateway(**(settings | more))


@pytest.fixture
def gateway(vnpay: Vnpay) -> VnpayGateway:
    return adapter_to(vnpay.url)


def attempt(minutes: int = 15) -> StartRequest:
    return StartRequest(
        merchant_reference=str(uuid.uuid4()),
        amount=PRICE,
        description="Serai S-7K3M-9QXD",
        return_url="http://unused.test/",
        notify_url="http://unused.test/",
        expires_at=datetime.now(UTC) + timedelta(minutes=minutes),
        payer_address="203.0.113.7",
    )


def opened(gateway: VnpayGateway, vnpay: Vnpay) -> str:
    """The reference of a payment whose page the shopper has opened."""
    started = gateway.start(attempt())
    assert vnpay.visit(started.redirect_url).status_code == 200
    return started.gateway_reference


def paid(gateway: VnpayGateway, vnpay: Vnpay) -> str:
    reference = opened(gateway, vnpay)
    assert vnpay.press(reference, "approve").status_code == 302
    return reference


def refund_of(reference: str, minor: int = PRICE.minor) -> RefundRequest:
    return RefundRequest(str(uuid.uuid4()), reference, Money(minor, "VND"), captured=PRICE)


def test_the_signed_address_opens_a_page_with_the_amount_times_a_hundred(gateway: VnpayGateway, vnpay: Vnpay):
    request = attempt()
    started = gateway.start(request)
    assert started.gateway_reference.startswith(uuid.UUID(request.merchant_reference).hex)
    page = vnpay.visit(started.redirect_url)
    assert (page.status_code, "150.000" in page.text) == (200, True)
    assert vnpay.purchase(started.gateway_reference)["amount"] == 15_000_000
    assert parse_qs(urlsplit(started.redirect_url).query)["vnp_IpAddr"] == ["203.0.113.7"]


def test_an_address_that_somebody_changed_opens_nothing(gateway: VnpayGateway, vnpay: Vnpay):
    started = gateway.start(attempt())
    page = vnpay.visit(started.redirect_url.replace("vnp_Amount=15000000", "vnp_Amount=1500000"))
    assert (page.status_code, "code 70" in page.text) == (400, True)


@pytest.mark.parametrize("address", ["2001:db8::/64", "unknown", "", "10.0.0.1; DROP"])
def test_a_shopper_without_an_ipv4_address_pays_from_the_servers(vnpay: Vnpay, address: str):
    started = adapter_to(vnpay.url, server_address="198.51.100.9").start(replace(attempt(), payer_address=address))
    assert parse_qs(urlsplit(started.redirect_url).query)["vnp_IpAddr"] == ["198.51.100.9"]


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("approve", GatewayStatus.CAPTURED),
        ("decline", GatewayStatus.DECLINED),
        ("cancel", GatewayStatus.DECLINED),
        ("close", GatewayStatus.PENDING),
    ],
)
def test_the_query_says_how_it_ended(gateway: VnpayGateway, vnpay: Vnpay, action: str, status: GatewayStatus):
    reference = opened(gateway, vnpay)
    vnpay.press(reference, action)
    state = gateway.verify(reference, PRICE)
    assert (state.status, state.captured) == (status, PRICE if action == "approve" else None)
    number = vnpay.purchase(reference)["number"]
    assert state.receipt == (number if action == "approve" else "")


def test_a_late_yes_is_pending_until_it_comes(gateway: VnpayGateway, vnpay: Vnpay):
    reference = opened(gateway, vnpay)
    vnpay.press(reference, "approve-late")
    assert gateway.verify(reference, PRICE).status is GatewayStatus.PENDING
    eventually(lambda: gateway.verify(reference, PRICE).status is GatewayStatus.CAPTURED)


def test_what_nobody_opened_or_made_is_not_found(gateway: VnpayGateway):
    assert gateway.verify(gateway.start(attempt()).gateway_reference, PRICE).status is GatewayStatus.NOT_FOUND
    nowhere = adapter_to("http://127.0.0.1:9")
    for reference in ("10010001", "", "x" * 46, "../" * 15, "0" * 32 + "٠" * 14):
        assert nowhere.verify(reference or "-", PRICE) == GatewayState(GatewayStatus.NOT_FOUND)
    assert nowhere.query(merchant_reference=str(uuid.uuid4())) == GatewayState(GatewayStatus.NOT_FOUND)


def test_another_amount_is_told_as_what_it_was_and_a_suspected_fraud_is_unknown(gateway: VnpayGateway, vnpay: Vnpay):
    reference = opened(gateway, vnpay)
    vnpay.fault("wrong_amount", amount=7_500_000)
    vnpay.press(reference, "approve")
    assert gateway.verify(reference, PRICE).captured == Money(75_000, "VND")
    suspect = opened(gateway, vnpay)
    vnpay.move(suspect, "suspect")
    assert gateway.verify(suspect, PRICE).status is GatewayStatus.UNKNOWN


@pytest.mark.parametrize(
    "style", ["text", "html", "empty", "list", "oversize", "deep", "redirect", "unsigned", "types"]
)
def test_an_answer_that_is_unreadable_or_not_signed_says_nothing(gateway: VnpayGateway, vnpay: Vnpay, style: str):
    reference = opened(gateway, vnpay)
    vnpay.fault("garbage", on="querydr", style=style)
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.verify(reference, PRICE)
    assert unavailable.value.code == "unreadable"
    assert gateway.verify(reference, PRICE).status is GatewayStatus.PENDING


@pytest.mark.parametrize("code", [2, 3, 94, 97, 99])
def test_trouble_with_the_query_leaves_the_payment_as_it_was(gateway: VnpayGateway, vnpay: Vnpay, code: int):
    reference = paid(gateway, vnpay)
    vnpay.fault("code", code=code, on="querydr")
    with pytest.raises(GatewayUnavailable):
        gateway.verify(reference, PRICE)
    assert gateway.verify(reference, PRICE).captured == PRICE


def test_another_key_is_refused_by_both_sides(vnpay: Vnpay, gateway: VnpayGateway):
    reference = paid(gateway, vnpay)
    with pytest.raises(GatewayUnavailable):
        adapter_to(vnpay.url, hash_secret="another").verify(reference, PRICE)


# Notices


@pytest.mark.parametrize(
    ("action", "claim", "reported"),
    [
        ("approve", "OK", GatewayStatus.CAPTURED),
        ("decline", "OK", GatewayStatus.DECLINED),
        ("cancel", "NOK", GatewayStatus.CANCELLED),
        ("approve-late", "OK", GatewayStatus.UNKNOWN),
    ],
)
def test_the_browsers_return_is_read(
    gateway: VnpayGateway, vnpay: Vnpay, action: str, claim: str, reported: GatewayStatus
):
    reference = opened(gateway, vnpay)
    back = vnpay.press(reference, action).headers["Location"]
    assert back.startswith(f"{RETURN}?")
    event = gateway.parse_event({}, urlsplit(back).query.encode())
    assert (event.gateway_reference, event.claim, event.reported) == (reference, claim, reported)
    assert (event.amount, event.problems) == (PRICE, ())
    assert uuid.UUID(event.merchant_reference).hex == reference[:32]


@pytest.mark.parametrize("forged", ["missing", "wrong_key", "truncated", "flipped", "changed", "twice"])
def test_a_forged_notice_is_refused(gateway: VnpayGateway, vnpay: Vnpay, forged: str):
    query = vnpay.ipn(paid(gateway, vnpay), forged=forged)["query"]
    with pytest.raises(BadSignature):
        gateway.parse_event({}, query.encode())


def test_a_notice_for_another_terminal_is_refused(gateway: VnpayGateway, vnpay: Vnpay):
    query = vnpay.ipn(paid(gateway, vnpay), tmn_code="OTHERTMN")["query"]
    with pytest.raises(BadSignature):
        gateway.parse_event({}, query.encode())


@pytest.mark.parametrize("forged", ["", "upper", "extra"])
def test_a_notice_has_one_key_in_whatever_writing(gateway: VnpayGateway, vnpay: Vnpay, forged: str):
    reference = paid(gateway, vnpay)
    first, again = (gateway.parse_event({}, vnpay.ipn(reference, forged=how)["query"].encode()) for how in ("", forged))
    assert first.event_key == again.event_key


# Money back


@pytest.mark.parametrize("minor", [PRICE.minor, 50_000])
def test_a_refund_is_accepted_and_later_done(gateway: VnpayGateway, vnpay: Vnpay, minor: int):
    reference = paid(gateway, vnpay)
    request = refund_of(reference, minor)
    assert gateway.refund(request).status is RefundStatus.PENDING
    eventually(lambda: gateway.query_refund(request).status is RefundStatus.SUCCEEDED)
    refunds = vnpay.purchase(reference)["refunds"]
    assert [(one["amount"], one["kind"]) for one in refunds] == [(minor * 100, "02" if request.is_whole else "03")]


def test_a_refund_that_the_bank_rejects_has_failed(gateway: VnpayGateway, vnpay: Vnpay):
    reference = paid(gateway, vnpay)
    vnpay.fault("refund_failed")
    request = refund_of(reference)
    assert gateway.refund(request).status is RefundStatus.FAILED
    assert gateway.query_refund(request).status is RefundStatus.FAILED


def test_refusals_of_refunds_have_their_codes(gateway: VnpayGateway, vnpay: Vnpay):
    def refusal(request: RefundRequest) -> str:
        with pytest.raises(GatewayRefused) as refused:
            gateway.refund(request)
        return refused.value.code

    assert refusal(refund_of(opened(gateway, vnpay))) == "95"
    assert refusal(refund_of(gateway.start(attempt()).gateway_reference)) == "91"
    assert refusal(refund_of(paid(gateway, vnpay), PRICE.minor + 1)) == "99"
    assert refusal(refund_of("10010001")) == "not_ours"


@pytest.mark.parametrize("minor", [PRICE.minor, 50_000])
def test_a_refund_whose_answer_was_lost_is_never_paid_twice(gateway: VnpayGateway, vnpay: Vnpay, minor: int):
    reference = paid(gateway, vnpay)
    request = refund_of(reference, minor)
    vnpay.fault("commit_then_reset", on="refund")
    with pytest.raises(GatewayUnavailable):
        gateway.refund(request)
    assert gateway.query_refund(request).status in (RefundStatus.PENDING, RefundStatus.SUCCEEDED)
    again = gateway.refund(replace(request, is_repeat=True))
    assert again.status is RefundStatus.PENDING, "the same request number is answered with 94"
    assert len(vnpay.purchase(reference)["refunds"]) == 1


def test_while_a_refund_is_under_way_another_is_refused_and_not_taken_for_it(gateway: VnpayGateway, vnpay: Vnpay):
    reference = paid(gateway, vnpay)
    vnpay.fault("refund_pending")
    first, second = refund_of(reference, 50_000), refund_of(reference, 50_000)
    known = gateway.refund(first).reference
    with pytest.raises(GatewayRefused) as refused:
        gateway.refund(second)
    assert refused.value.code == "94"
    assert gateway.query_refund(replace(first, known_as=known)) == RefundResult(RefundStatus.PENDING, known)
    assert gateway.query_refund(replace(second, others=frozenset({known}))).status is RefundStatus.PENDING
    assert gateway.query_refund(refund_of(reference, 40_000)).status is RefundStatus.PENDING
    assert len(vnpay.purchase(reference)["refunds"]) == 1


def test_a_refund_that_never_arrived_may_be_sent_again_when_it_is_whole(gateway: VnpayGateway, vnpay: Vnpay):
    reference = paid(gateway, vnpay)
    assert gateway.query_refund(refund_of(reference)).status is RefundStatus.NOT_FOUND
    assert gateway.query_refund(refund_of(reference, 50_000)).status is RefundStatus.PENDING


def check(gateway: VnpayGateway) -> str:
    """What the connection test says: the error's code, or that it works."""
    try:
        gateway.check()
    except GatewayError as error:
        return error.code
    return "works"


def test_a_check_tells_a_wrong_key_from_a_gateway_that_is_away(vnpay: Vnpay, gateway: VnpayGateway):
    assert check(gateway) == "works"
    assert check(adapter_to(vnpay.url, hash_secret="s" * 32)) == "wrong_key"
    assert check(adapter_to(vnpay.url, tmn_code="OTHERTMN")) == "wrong_key"
    assert check(adapter_to(f"http://127.0.0.1:{free_port()}")) == "unreachable"
    vnpay.fault("error", on="querydr")
    assert check(gateway) == "server_error"
    vnpay.fault("code", on="querydr", code=99)
    assert check(gateway) == "refused"
