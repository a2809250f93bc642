"""The sandbox adapter against the real gateway program, and against peers that misbehave on the wire."""

import contextlib
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.money import Money
from payments.gateways.contract import (
    EventSubject,
    Gateway,
    GatewayState,
    GatewayStatus,
    RefundRequest,
    RefundResult,
    RefundStatus,
    Started,
    StartRequest,
)
from payments.gateways.errors import BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.sandbox import SandboxGateway
from simulators.sandbox.wire import sign
from tests.simulators.harness import SECRET, Ear, Sandbox, eventually, free_port, listening_ear

PRICE = Money(1250, "USD")


@pytest.fixture(scope="module")
def _gateway():
    with Sandbox("--control", "--late-seconds", "0.4", "--retry-base-seconds", "0.05") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_gateway: Sandbox):
    yield _gateway
    _gateway.http.delete("/control/faults")


@pytest.fixture
def ear():
    with listening_ear() as ear:
        yield ear


def adapter_to(url: str, **settings: object) -> SandboxGateway:
    defaults: dict[str, object] = {"connect_timeout_seconds": 0.5, "total_timeout_seconds": 2.0}
    chosen: dict[str, Any] = defaults | settings
    return SandboxGateway(base_url=url, merchant="serai", secret=SECRET, **chosen)


@pytest.fixture
def gateway(sandbox: Sandbox) -> Gateway:
    return adapter_to(sandbox.url)


def attempt(ear_url: str = "http://127.0.0.1:9/notify", amount: Money = PRICE, reference: str = "") -> StartRequest:
    return StartRequest(
        merchant_reference=reference or f"attempt-{uuid.uuid4()}",
        amount=amount,
        description="Order NW-10482",
        return_url="http://shop.test/back",
        notify_url=ear_url,
        expires_at=datetime.now(UTC) + timedelta(minutes=15),
    )


# The straight path


def test_start_opens_a_payment_and_repeating_it_opens_no_second(gateway: Gateway, sandbox: Sandbox):
    request = attempt()
    started = gateway.start(request)
    assert started == Started(
        gateway_reference=started.gateway_reference,
        redirect_url=f"{sandbox.url}/pay/{started.gateway_reference}",
        expires_at=request.expires_at,
    )
    assert gateway.start(request) == started


def test_verify_and_query_tell_the_capture_with_its_moment(gateway: Gateway, sandbox: Sandbox):
    request = attempt()
    started = gateway.start(request)
    pending = GatewayState(
        GatewayStatus.PENDING,
        gateway_reference=started.gateway_reference,
        merchant_reference=request.merchant_reference,
    )
    assert gateway.verify(started.gateway_reference, PRICE) == pending
    before = datetime.now(UTC)
    sandbox.press(started.gateway_reference, "approve")
    state = gateway.verify(started.gateway_reference, PRICE)
    assert (state.status, state.captured) == (GatewayStatus.CAPTURED, PRICE)
    assert state.at is not None
    assert before <= state.at <= datetime.now(UTC)
    assert gateway.verify(started.gateway_reference, PRICE) == state
    assert gateway.query(gateway_reference=started.gateway_reference) == state
    assert gateway.query(merchant_reference=request.merchant_reference) == state


@pytest.mark.parametrize(
    ("action", "status", "reason"),
    [
        ("decline", GatewayStatus.DECLINED, "The bank declined the payment: not enough funds."),
        ("cancel", GatewayStatus.CANCELLED, "The shopper cancelled the payment."),
        ("close", GatewayStatus.PENDING, ""),
        ("approve-late", GatewayStatus.PENDING, ""),
    ],
)
def test_what_the_shopper_did_is_the_state(
    gateway: Gateway, sandbox: Sandbox, action: str, status: GatewayStatus, reason: str
):
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, action)
    state = gateway.verify(started.gateway_reference, PRICE)
    assert (state.status, state.captured, state.reason) == (status, None, reason)


def test_a_payment_nobody_knows_is_not_found(gateway: Gateway):
    not_found = GatewayState(GatewayStatus.NOT_FOUND)
    assert gateway.verify("pay_x", PRICE) == not_found
    # The reference comes from a browser: one that cannot be a payment's never becomes part of an address.
    assert gateway.verify("../../healthz?x=", PRICE) == not_found
    assert gateway.query(gateway_reference="pay_x/verify") == not_found
    assert gateway.cancel("pay_x?\r\nX: y") == not_found
    assert gateway.query(gateway_reference="pay_x") == not_found
    assert gateway.query(merchant_reference="nobody & co") == not_found
    assert gateway.cancel("pay_x") == not_found
    assert gateway.query_refund(RefundRequest("nobody", "pay_x", PRICE)) == RefundResult(RefundStatus.NOT_FOUND)


@pytest.mark.parametrize("references", [{}, {"merchant_reference": "a", "gateway_reference": "b"}])
def test_query_wants_exactly_one_reference(gateway: Gateway, references: dict[str, str]):
    with pytest.raises(ValueError, match="exactly one"):
        gateway.query(**references)


def test_cancel_closes_a_pending_payment_and_reports_one_that_is_captured(gateway: Gateway, sandbox: Sandbox):
    pending, captured = gateway.start(attempt()), gateway.start(attempt())
    sandbox.press(captured.gateway_reference, "approve")
    assert gateway.cancel(pending.gateway_reference).status == GatewayStatus.CANCELLED
    assert gateway.cancel(pending.gateway_reference).status == GatewayStatus.CANCELLED
    assert gateway.cancel(captured.gateway_reference).captured == PRICE


def test_refunds_happen_once_per_reference_and_never_exceed_the_capture(gateway: Gateway, sandbox: Sandbox):
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, "approve")
    reference = str(uuid.uuid4())
    request = RefundRequest(reference, started.gateway_reference, Money(1000, "USD"), "One item came back.")
    done = gateway.refund(request)
    assert done.status == RefundStatus.SUCCEEDED
    assert gateway.refund(request) == done
    assert gateway.query_refund(request) == done
    assert sandbox.get(started.gateway_reference)["refunded_amount"] == 1000
    with pytest.raises(GatewayRefused) as refused:
        gateway.refund(RefundRequest(str(uuid.uuid4()), started.gateway_reference, Money(251, "USD")))
    assert (refused.value.code, refused.value.retry_helps) == ("refund_exceeds_captured", False)
    assert sandbox.get(started.gateway_reference)["refunded_amount"] == 1000


@pytest.mark.parametrize(
    ("fault", "status"), [("refund_pending", RefundStatus.PENDING), ("refund_failed", RefundStatus.FAILED)]
)
def test_a_refund_may_take_its_time_or_fail(gateway: Gateway, sandbox: Sandbox, fault: str, status: RefundStatus):
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, "approve")
    sandbox.fault(fault)
    request = RefundRequest(str(uuid.uuid4()), started.gateway_reference, PRICE)
    assert gateway.refund(request).status == status
    assert gateway.query_refund(request).status == status


def test_capabilities_say_what_may_be_paid(gateway: Gateway):
    capabilities = gateway.capabilities
    assert gateway.name == "sandbox"
    assert capabilities.currencies == {"USD", "EUR", "IRR", "VND", "IDR"}
    assert capabilities.admits(Money(1, "VND"))
    assert not capabilities.admits(Money(0, "VND"))
    assert not capabilities.admits(Money(10**15 + 1, "USD"))
    assert capabilities.supports_refund
    assert capabilities.supports_partial_refund
    assert capabilities.supports_query


# What the gateway refuses, and what it says about the money


def test_a_reference_used_for_another_amount_is_refused(gateway: Gateway):
    request = attempt()
    gateway.start(request)
    with pytest.raises(GatewayRefused) as refused:
        gateway.start(attempt(amount=Money(1, "USD"), reference=request.merchant_reference))
    assert refused.value.code == "reference_reused"


def test_a_wrong_key_of_ours_is_refused_and_trying_again_does_not_help(sandbox: Sandbox):
    stranger = SandboxGateway(base_url=sandbox.url, merchant="serai", secret="another key")
    # The answer is signed with the gateway's key, which we then do not have either.
    with pytest.raises(GatewayUnavailable) as unreadable:
        stranger.query(gateway_reference="pay_x")
    assert unreadable.value.code == "unreadable"
    other_shop = SandboxGateway(base_url=sandbox.url, merchant="other", secret=SECRET)
    with pytest.raises(GatewayRefused) as refused:
        other_shop.query(gateway_reference="pay_x")
    assert (refused.value.code, refused.value.retry_helps) == ("bad_signature", False)


def test_another_amount_or_currency_is_told_as_it_was_captured(gateway: Gateway, sandbox: Sandbox):
    for fault, captured in (
        ({"name": "wrong_amount", "amount": 1}, Money(1, "USD")),
        ({"name": "other_currency", "currency": "IDR"}, Money(1250, "IDR")),
    ):
        started = gateway.start(attempt())
        sandbox.fault(**fault)
        sandbox.press(started.gateway_reference, "approve")
        state = gateway.verify(started.gateway_reference, PRICE)
        assert (state.status, state.captured) == (GatewayStatus.CAPTURED, captured)


def test_a_payment_page_on_another_host_is_not_trusted(sandbox: Sandbox):
    request = attempt()
    for origin in ("http://127.0.0.1:1", "https://127.0.0.1", "http://pay.sandbox.test", "http://shop@127.0.0.1"):
        with pytest.raises(GatewayUnavailable, match="payment_url"):
            adapter_to(sandbox.url, redirect_origin=origin).start(request)
    with Sandbox("--public-url", "https://pay.sandbox.test") as public:
        started = adapter_to(public.url, redirect_origin="https://pay.sandbox.test:443").start(request)
        assert started.redirect_url == f"https://pay.sandbox.test/pay/{started.gateway_reference}"
        with pytest.raises(GatewayUnavailable, match="payment_url"):
            adapter_to(public.url).start(request)


# Faults: what we do not know, we say we do not know


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"name": "commit_then_hang", "seconds": 2}, "timeout"),
        ({"name": "commit_then_reset"}, "disconnected"),
        ({"name": "commit_then_error"}, "server_error"),
        ({"name": "garbage", "style": "text"}, "unreadable"),
        ({"name": "garbage", "style": "html"}, "unreadable"),
        ({"name": "garbage", "style": "empty"}, "unreadable"),
        ({"name": "garbage", "style": "list"}, "unreadable"),
        ({"name": "garbage", "style": "deep"}, "unreadable"),
        ({"name": "garbage", "style": "oversize"}, "unreadable"),
        ({"name": "garbage", "style": "redirect"}, "unreadable"),
        ({"name": "garbage", "style": "unsigned"}, "unreadable"),
    ],
)
def test_a_lost_answer_is_unavailable_and_asking_again_finds_the_payment(
    sandbox: Sandbox, fault: dict[str, object], code: str
):
    gateway = adapter_to(sandbox.url, total_timeout_seconds=0.6)
    request = attempt()
    sandbox.fault(**fault, on="create", merchant_reference=request.merchant_reference)
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.start(request)
    assert (unavailable.value.code, unavailable.value.retry_helps) == (code, True)
    # The gateway did its work: the payment is there, and starting again returns the same one.
    found = gateway.query(merchant_reference=request.merchant_reference)
    assert found.status == GatewayStatus.PENDING
    assert gateway.start(request).gateway_reference == found.gateway_reference


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"name": "sleep", "seconds": 1}, "timeout"),
        ({"name": "reset"}, "disconnected"),
        ({"name": "error", "status": 503}, "server_error"),
        ({"name": "error", "status": 429}, "too_many_requests"),
    ],
)
def test_when_nothing_happened_asking_says_not_found(sandbox: Sandbox, fault: dict[str, object], code: str):
    gateway = adapter_to(sandbox.url, total_timeout_seconds=0.4)
    request = attempt()
    sandbox.fault(**fault, on="create", merchant_reference=request.merchant_reference)
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.start(request)
    assert unavailable.value.code == code
    time.sleep(0.8 if code == "timeout" else 0)
    found = gateway.query(merchant_reference=request.merchant_reference)
    assert found == GatewayState(GatewayStatus.NOT_FOUND)


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error"])
def test_a_lost_refund_answer_never_refunds_twice(sandbox: Sandbox, fault: str):
    gateway = adapter_to(sandbox.url, total_timeout_seconds=0.4)
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, "approve")
    sandbox.fault(fault, on="refund", seconds=1)
    request = RefundRequest(str(uuid.uuid4()), started.gateway_reference, Money(700, "USD"))
    with pytest.raises(GatewayUnavailable):
        gateway.refund(request)
    assert gateway.query_refund(request).status == RefundStatus.SUCCEEDED
    assert gateway.refund(request).status == RefundStatus.SUCCEEDED
    assert sandbox.get(started.gateway_reference)["refunded_amount"] == 700


def test_verify_may_take_longer_than_the_other_calls(sandbox: Sandbox):
    gateway = adapter_to(sandbox.url, total_timeout_seconds=0.2, verify_timeout_seconds=2.0)
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, "approve")
    sandbox.fault("sleep", seconds=0.5, on="verify")
    assert gateway.verify(started.gateway_reference, PRICE).captured == PRICE
    sandbox.fault("sleep", seconds=0.5, on="get")
    with pytest.raises(GatewayUnavailable, match="timeout"):
        gateway.query(gateway_reference=started.gateway_reference)


def test_an_amount_written_as_text_is_not_money(gateway: Gateway, sandbox: Sandbox):
    started = gateway.start(attempt())
    sandbox.press(started.gateway_reference, "approve")
    sandbox.fault("garbage", style="types")
    with pytest.raises(GatewayUnavailable, match="amount cannot be read"):
        gateway.verify(started.gateway_reference, PRICE)


# Peers that misbehave below HTTP


@contextlib.contextmanager
def peer(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A TCP server whose every connection is given to `talk`; yields its address."""
    listener = socket.create_server(("127.0.0.1", free_port()), backlog=8)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    talk(connection)

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _drip(text: bytes) -> Callable[[socket.socket], None]:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    return talk


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"y" * 200,
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b" " * 200,
    ],
)
def test_a_peer_that_drips_bytes_ends_at_the_deadline(text: bytes):
    with peer(_drip(text)) as url:
        gateway = adapter_to(url, total_timeout_seconds=0.6)
        began = time.monotonic()
        with pytest.raises(GatewayUnavailable, match="timeout"):
            gateway.query(gateway_reference="pay_x")
        assert 0.5 < time.monotonic() - began < 1.2


def test_a_peer_that_is_not_there_is_unreachable():
    gateway = adapter_to(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(GatewayUnavailable, match="unreachable"):
        gateway.query(gateway_reference="pay_x")


def test_a_peer_that_hangs_up_or_talks_nonsense_is_disconnected():
    for answer in (b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"):

        def talk(connection: socket.socket, answer: bytes = answer) -> None:
            connection.recv(65536)
            connection.sendall(answer)

        with peer(talk) as url, pytest.raises(GatewayUnavailable, match="disconnected"):
            adapter_to(url).query(gateway_reference="pay_x")


def test_an_answer_about_another_payment_is_not_believed(sandbox: Sandbox):
    gateway = adapter_to(sandbox.url)
    mine, other = gateway.start(attempt()), gateway.start(attempt())
    sandbox.press(other.gateway_reference, "approve")
    stolen = sandbox.call("GET", f"/v1/payments/{other.gateway_reference}")
    head = f"HTTP/1.1 200 OK\r\nX-Sandbox-Signature: {stolen.headers['X-Sandbox-Signature']}\r\n"
    head += f"Content-Length: {len(stolen.content)}\r\nConnection: close\r\n\r\n"

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head.encode() + stolen.content)

    with peer(talk) as url:
        for ask in (
            lambda thief: thief.verify(mine.gateway_reference, PRICE),
            lambda thief: thief.query(gateway_reference=mine.gateway_reference),
        ):
            with pytest.raises(GatewayUnavailable, match="another payment"):
                ask(adapter_to(url))


# Notifications


def test_a_capture_notification_is_read(gateway: Gateway, sandbox: Sandbox, ear: Ear):
    request = attempt(ear.url)
    started = gateway.start(request)
    sandbox.press(started.gateway_reference, "approve")
    heard = eventually(lambda: ear.heard)[0]
    event = gateway.parse_event(heard.headers, heard.body)
    assert event.event_key == heard.event["id"]
    assert (event.subject, event.type) == (EventSubject.PAYMENT, "payment.captured")
    assert event.gateway_reference == started.gateway_reference
    assert event.merchant_reference == request.merchant_reference
    assert (event.reported, event.amount, event.problems) == (GatewayStatus.CAPTURED, PRICE, ())


def test_a_refund_notification_is_read(gateway: Gateway, sandbox: Sandbox, ear: Ear):
    started = gateway.start(attempt(ear.url))
    sandbox.press(started.gateway_reference, "approve")
    gateway.refund(RefundRequest("refund-of-" + started.gateway_reference, started.gateway_reference, Money(5, "USD")))
    heard = eventually(lambda: [one for one in ear.heard if one.event["type"] == "refund.succeeded"])[0]
    event = gateway.parse_event(heard.headers, heard.body)
    assert event.subject == EventSubject.REFUND
    assert event.refund_reference == "refund-of-" + started.gateway_reference
    assert (event.gateway_reference, event.amount) == (started.gateway_reference, Money(5, "USD"))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("missing", "missing"),
        ("wrong_key", "mismatch"),
        ("changed_body", "mismatch"),
        ("truncated", "malformed"),
        ("twice", "malformed"),
        ("old", "timestamp"),
        ("future", "timestamp"),
    ],
)
def test_a_notification_that_is_not_rightly_signed_is_refused(
    gateway: Gateway, sandbox: Sandbox, ear: Ear, how: str, code: str
):
    started = gateway.start(attempt(ear.url))
    sandbox.http.post(f"/control/notify/{started.gateway_reference}?bad_signature={how}").raise_for_status()
    heard = ear.heard[0]
    with pytest.raises(BadSignature) as refused:
        gateway.parse_event(heard.headers, heard.body)
    assert (refused.value.code, refused.value.retry_helps) == (code, False)


def test_reserialised_json_is_refused(gateway: Gateway, sandbox: Sandbox, ear: Ear):
    started = gateway.start(attempt(ear.url))
    sandbox.press(started.gateway_reference, "approve")
    heard = eventually(lambda: ear.heard)[0]
    with pytest.raises(BadSignature, match="mismatch"):
        gateway.parse_event(heard.headers, json.dumps(heard.event).encode())


def test_the_header_is_found_in_any_case_and_an_old_key_works_while_it_is_listed(sandbox: Sandbox):
    body = b'{"id":"evt_1","type":"payment.pending","payment":{"id":"pay_1","status":"pending"}}'
    headers = {"x-SANDBOX-signature": sign("the old key", body)}
    rotating = SandboxGateway(base_url=sandbox.url, merchant="serai", secret=SECRET, previous_secrets=["the old key"])
    assert rotating.parse_event(headers, body).gateway_reference == "pay_1"
    with pytest.raises(BadSignature, match="mismatch"):
        adapter_to(sandbox.url).parse_event(headers, body)


@pytest.mark.parametrize(
    "body",
    [b"", b"nope", b"[]", b"\xff", b"{}", b'{"id":7}', b'{"id":""}', b"[" * 50_000],
)
def test_a_signed_body_that_is_no_event_is_kept_apart_and_has_a_key(gateway: Gateway, body: bytes):
    headers = {"X-Sandbox-Signature": sign(SECRET, body)}
    event = gateway.parse_event(headers, body)
    assert (event.subject, event.reported, event.amount) == (EventSubject.OTHER, GatewayStatus.UNKNOWN, None)
    assert len(event.event_key) == 64
    assert gateway.parse_event(headers, body).event_key == event.event_key


def test_an_event_type_we_do_not_know_is_for_others(gateway: Gateway):
    body = b'{"id":"evt_9","type":"dispute.opened","payment":{"id":"pay_1"}}'
    event = gateway.parse_event({"X-Sandbox-Signature": sign(SECRET, body)}, body)
    assert (event.event_key, event.subject, event.type) == ("evt_9", EventSubject.OTHER, "dispute.opened")


@pytest.mark.parametrize(
    ("amount", "currency"), [('"1250"', "USD"), ("12.5", "USD"), ("-1", "USD"), ("true", "USD"), ("1250", "XXX")]
)
def test_an_unreadable_amount_is_a_problem_not_an_amount(gateway: Gateway, amount: str, currency: str):
    body = (
        '{"id":"evt_2","type":"payment.captured","payment":{"id":"pay_1","merchant_reference":"m",'
        f'"status":"captured","captured_amount":{amount},"captured_currency":"{currency}"}}}}'
    ).encode()
    event = gateway.parse_event({"X-Sandbox-Signature": sign(SECRET, body)}, body)
    assert (event.reported, event.amount, event.problems) == (
        GatewayStatus.CAPTURED,
        None,
        ("unreadable amount",),
    )


def test_a_check_tells_the_right_secret(sandbox: Sandbox, gateway: Gateway):
    gateway.check()
    other = SandboxGateway(base_url=sandbox.url, merchant="serai", secret="another", total_timeout_seconds=2.0)
    with pytest.raises(GatewayError):
        other.check()
