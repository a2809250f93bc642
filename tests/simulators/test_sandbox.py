"""Sandbox Pay keeps its protocol sheet (simulators/sandbox/README.md): the real program, over HTTP."""

import ast
import hashlib
import hmac
import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from simulators.sandbox.currencies import formatted
from simulators.sandbox.wire import sign
from tests.simulators.harness import ROOT, SECRET, Ear, Sandbox, eventually, listening_ear


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


# The program


def test_the_program_imports_neither_django_nor_an_app_of_serai():
    allowed = {"simulators", "httpx", "starlette", "uvicorn"}
    for path in (ROOT / "simulators").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                package = name.split(".")[0]
                is_ours = (ROOT / package).exists() and package != "simulators"
                assert package != "django", f"{path} imports {name}"
                assert not is_ours or package in allowed, f"{path} imports {name}"


def test_it_says_where_it_listens_and_that_it_is_well(sandbox: Sandbox):
    assert sandbox.first_line == f"Sandbox Pay listens on http://127.0.0.1:{sandbox.port}"
    answer = sandbox.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_taken_port_ends_it_with_one_line(sandbox: Sandbox):
    second = Sandbox(port=sandbox.port)
    assert second.process.wait(10) == 1
    assert second.first_line == ""
    second.stop()


def test_control_does_not_exist_unless_asked_for(ear: Ear):
    with Sandbox() as plain:
        payment = plain.create(ear.url)
        assert plain.http.get("/control/payments").status_code == 404
        assert plain.http.post(f"/control/payments/{payment['id']}/capture").status_code == 404
        assert plain.get(payment["id"])["status"] == "pending"


def test_its_memory_survives_being_killed(tmp_path: Path, ear: Ear):
    state = str(tmp_path / "sandbox.sqlite3")
    ear.answers = [503] * 3
    first = Sandbox("--state", state, "--retry-base-seconds", "60")
    payment = first.create(ear.url, merchant_reference="survivor")
    first.press(payment["id"], "approve")
    eventually(lambda: ear.heard)
    first.stop(kill=True)
    ear.answers = []
    with Sandbox("--state", state, port=first.port) as second:
        # The capture is remembered, and the notification that nobody took is sent again without waiting a minute.
        assert second.get(payment["id"])["status"] == "captured"
        assert second.create(ear.url, merchant_reference="survivor")["id"] == payment["id"]
        eventually(lambda: len(ear.heard) >= 2)
        assert {one.event["id"] for one in ear.heard} == {ear.heard[0].event["id"]}


# Signatures


def signed_for_a_read(key: str = SECRET, method: str = "GET", path: str = "/v1/payments/pay_x", *, late: float = 0):
    return {"x_sandbox_signature": sign(key, b"", method, path, at=time.time() + late)}


@pytest.mark.parametrize(
    "changed",
    [
        lambda: {"x_sandbox_signature": ""},
        lambda: {"x_sandbox_signature": "t=1,v1=zz"},
        lambda: {"x_sandbox_merchant": "somebody"},
        lambda: signed_for_a_read("another key"),
        lambda: signed_for_a_read(method="POST"),
        lambda: signed_for_a_read(path="/v1/payments/pay_y"),
        lambda: signed_for_a_read(late=-600),
        lambda: signed_for_a_read(late=600),
    ],
)
def test_a_call_that_is_not_signed_for_exactly_this_is_refused(sandbox: Sandbox, changed: Callable[[], dict[str, str]]):
    answer = sandbox.call("GET", "/v1/payments/pay_x", **changed())
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "bad_signature"


def test_an_answer_is_signed_over_its_exact_bytes(sandbox: Sandbox, ear: Ear):
    answer = sandbox.call("GET", f"/v1/payments/{sandbox.create(ear.url)['id']}")
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", answer.headers["X-Sandbox-Signature"])
    assert match is not None
    message = match[1].encode() + b"." + answer.content
    assert hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest() == match[2]


# Payments


def test_a_new_payment_is_pending_and_has_a_page(sandbox: Sandbox, ear: Ear):
    answer = sandbox.call(
        "POST",
        "/v1/payments",
        {
            "merchant_reference": "fresh-1",
            "amount": 99,
            "currency": "EUR",
            "description": "d",
            "return_url": "http://shop.test/",
            "notify_url": ear.url,
        },
    )
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["status"], shown["amount"], shown["currency"]) == ("pending", 99, "EUR")
    assert shown["payment_url"] == f"{sandbox.url}/pay/{shown['id']}"
    assert shown["captured_amount"] is None
    life = datetime.fromisoformat(shown["expires_at"]) - datetime.fromisoformat(shown["created_at"])
    assert timedelta(minutes=14, seconds=59) < life < timedelta(minutes=15, seconds=1)
    assert ear.heard == []


def test_the_same_reference_gives_the_same_payment_also_in_parallel(sandbox: Sandbox, ear: Ear):
    def create(_: int) -> str:
        return sandbox.create(ear.url, merchant_reference="twin")["id"]

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(create, range(16)))
    assert len(ids) == 1
    found = sandbox.call("GET", "/v1/payments?merchant_reference=twin")
    assert found.json()["id"] in ids


def test_the_same_reference_for_another_amount_is_refused(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    body = {"merchant_reference": payment["merchant_reference"], "amount": 1, "currency": "USD"}
    answer = sandbox.call("POST", "/v1/payments", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "reference_reused")
    assert sandbox.get(payment["id"])["amount"] == 1250


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("amount", 0, "invalid_amount"),
        ("amount", -5, "invalid_amount"),
        ("amount", "1250", "invalid_amount"),
        ("amount", 12.5, "invalid_amount"),
        ("amount", True, "invalid_amount"),
        ("amount", 10**16, "invalid_amount"),
        ("currency", "GBP", "unsupported_currency"),
        ("currency", None, "unsupported_currency"),
        ("merchant_reference", "", "invalid_field"),
        ("merchant_reference", "x" * 129, "invalid_field"),
        ("merchant_reference", "a\x00b", "invalid_field"),
        ("return_url", "javascript:alert(1)", "invalid_field"),
        ("return_url", "http://shop.test/\r\nX: y", "invalid_field"),
        ("notify_url", "/relative", "invalid_field"),
        ("expires_at", "2020-01-01T00:00:00Z", "invalid_field"),
        ("expires_at", "tomorrow", "invalid_field"),
        ("expires_at", "2999-01-01T00:00:00Z", "invalid_field"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(sandbox: Sandbox, field: str, value: object, code: str):
    content = {
        "merchant_reference": f"bad-{field}-{value}"[:60].replace("\x00", ""),
        "amount": 1,
        "currency": "USD",
        "description": "d",
        "return_url": "http://shop.test/",
        "notify_url": "http://127.0.0.1:9/n",
    } | {field: value}
    answer = sandbox.call("POST", "/v1/payments", content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_bodies_that_are_not_json_objects_or_too_long_are_refused(sandbox: Sandbox):
    statuses = {}
    for name, body in {"text": b"nope", "list": b"[]", "deep": b"[" * 60_000, "long": b" " * 70_000}.items():
        headers = {"X-Sandbox-Merchant": "serai", "X-Sandbox-Signature": sign(SECRET, body, "POST", "/v1/payments")}
        statuses[name] = sandbox.http.post("/v1/payments", content=body, headers=headers).status_code
    assert statuses == {"text": 400, "list": 400, "deep": 400, "long": 413}


def test_unknown_payments_and_refunds_are_not_found(sandbox: Sandbox):
    for target in ("/v1/payments/pay_x", "/v1/payments?merchant_reference=x", "/v1/refunds?refund_reference=x"):
        answer = sandbox.call("GET", target)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert sandbox.http.get("/pay/pay_x").status_code == 404
    assert sandbox.http.post("/pay/pay_x/approve").status_code == 404


def test_verify_confirms_once_and_then_says_so(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    target = f"/v1/payments/{payment['id']}/verify"
    expected = {"amount": 1250, "currency": "USD"}
    early = sandbox.call("POST", target, expected).json()
    assert (early["status"], early["verified"]) == ("pending", False)
    sandbox.press(payment["id"], "approve")
    wrong = sandbox.call("POST", target, {"amount": 1251, "currency": "USD"}).json()
    assert (wrong["status"], wrong["verified"], wrong["verified_at"]) == ("captured", False, None)
    first = sandbox.call("POST", target, expected).json()
    second = sandbox.call("POST", target, expected).json()
    assert (first["verified"], first["already_verified"]) == (True, False)
    assert (second["verified"], second["already_verified"]) == (True, True)
    assert first["verified_at"] == second["verified_at"]


def test_the_merchant_may_cancel_or_expire_only_what_is_pending(sandbox: Sandbox, ear: Ear):
    cancelled, captured = sandbox.create(ear.url), sandbox.create(ear.url)
    sandbox.press(captured["id"], "approve")
    for _ in range(2):
        answer = sandbox.call("POST", f"/v1/payments/{cancelled['id']}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    refused = sandbox.call("POST", f"/v1/payments/{captured['id']}/expire")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_pending")
    # Once cancelled nobody can pay it.
    answer = sandbox.press(cancelled["id"], "approve")
    assert answer.headers["Location"].endswith("&Status=NOK")
    assert sandbox.get(cancelled["id"])["status"] == "cancelled"


def test_a_payment_expires_by_itself_and_tells(sandbox: Sandbox, ear: Ear):
    soon = (datetime.now(UTC) + timedelta(seconds=0.5)).isoformat()
    payment = sandbox.create(ear.url, expires_at=soon)
    eventually(lambda: ear.types() == ["payment.expired"])
    assert sandbox.get(payment["id"])["status"] == "expired"
    assert ear.heard[0].event["payment"]["status"] == "expired"


# The shopper's page


@pytest.mark.parametrize(
    ("action", "status", "returned", "event"),
    [
        ("approve", "captured", "OK", "payment.captured"),
        ("decline", "declined", "NOK", "payment.declined"),
        ("cancel", "cancelled", "NOK", "payment.cancelled"),
    ],
)
def test_a_button_ends_the_payment_sends_the_shopper_back_and_tells_the_merchant(
    sandbox: Sandbox, ear: Ear, action: str, status: str, returned: str, event: str
):
    payment = sandbox.create(ear.url)
    answer = sandbox.press(payment["id"], action)
    assert answer.status_code == 303
    assert answer.headers["Location"] == (f"http://shop.test/back?order=7&Authority={payment['id']}&Status={returned}")
    assert sandbox.get(payment["id"])["status"] == status
    eventually(lambda: ear.types() == [event])
    told = ear.heard[0].event["payment"]
    assert (told["id"], told["merchant_reference"]) == (payment["id"], payment["merchant_reference"])
    assert told["captured_amount"] == (1250 if status == "captured" else None)


def test_a_button_pressed_many_times_at_once_counts_once(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    actions = ["approve", "decline", "cancel", "approve-late"] * 5
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda action: sandbox.press(payment["id"], action), actions))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    time.sleep(0.7)
    ends = [name for name in ear.types() if name != "payment.pending"]
    assert len(ends) == 1


def test_approve_late_sends_the_shopper_back_now_and_captures_later(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    answer = sandbox.press(payment["id"], "approve-late")
    assert answer.headers["Location"].endswith("&Status=OK")
    assert sandbox.get(payment["id"])["status"] == "pending"
    # The bank is at work: the merchant can no longer stop it.
    assert sandbox.call("POST", f"/v1/payments/{payment['id']}/cancel").status_code == 409
    assert "Confirming" in sandbox.http.get(f"/pay/{payment['id']}").text
    eventually(lambda: ear.types() == ["payment.pending", "payment.captured"])
    assert sandbox.get(payment["id"])["captured_amount"] == 1250


def test_a_late_approval_beats_the_expiry(sandbox: Sandbox, ear: Ear):
    soon = (datetime.now(UTC) + timedelta(seconds=0.3)).isoformat()
    payment = sandbox.create(ear.url, expires_at=soon)
    sandbox.press(payment["id"], "approve-late")
    eventually(lambda: sandbox.get(payment["id"])["status"] == "captured")
    assert "payment.expired" not in ear.types()


def test_closing_the_window_tells_nobody_and_leaves_the_payment_open(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    answer = sandbox.press(payment["id"], "close")
    assert answer.status_code == 200
    assert "You closed the window" in answer.text
    assert "Location" not in answer.headers
    time.sleep(0.2)
    assert ear.heard == []
    assert sandbox.get(payment["id"])["status"] == "pending"


def test_the_page_names_the_amount_and_offers_five_buttons(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url, amount=128495000, currency="IDR", description="<b>Order</b> & more")
    page = sandbox.http.get(f"/pay/{payment['id']}")
    assert page.status_code == 200
    assert "Rp\u00a0128.495.000" in page.text
    assert "&lt;b&gt;Order&lt;/b&gt; &amp; more" in page.text
    buttons = re.findall(r"<strong id=\"t-[a-z-]+\">([^<]+)</strong>", page.text)
    assert buttons == ["Approve", "Decline", "Cancel", "Approve late (0.4 s)", "Close window"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text
    sandbox.press(payment["id"], "approve")
    again = sandbox.http.get(f"/pay/{payment['id']}").text
    assert "<h2>Paid</h2>" in again
    assert "<form" not in again


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (1250, "USD", "$12.50"),
        (5, "EUR", "€0.05"),
        (123456789, "USD", "$1,234,567.89"),
        (1250, "VND", "1.250\u00a0₫"),
        (1000000, "IRR", "1,000,000\u00a0IRR"),
    ],
)
def test_amounts_are_written_as_their_people_do(minor: int, currency: str, written: str):
    assert formatted(minor, currency) == written


# Notifications


def test_a_notification_is_signed_over_its_exact_bytes(sandbox: Sandbox, ear: Ear):
    sandbox.press(sandbox.create(ear.url)["id"], "approve")
    heard = eventually(lambda: ear.heard)[0]
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", heard.headers["X-Sandbox-Signature"])
    assert match is not None
    assert abs(int(match[1]) - heard.at) < 5
    message = match[1].encode() + b"." + heard.body
    assert hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest() == match[2]


def test_a_notification_is_repeated_with_growing_pauses_until_it_is_taken(sandbox: Sandbox, ear: Ear):
    ear.answers = [500, 302, 404, 503]
    payment = sandbox.create(ear.url)
    sandbox.press(payment["id"], "approve")
    eventually(lambda: sandbox.control(payment["id"])["deliveries"][0]["state"] == "delivered")
    assert len({one.event["id"] for one in ear.heard}) == 1
    assert len(ear.heard) == 5
    pauses = [later.at - earlier.at for earlier, later in zip(ear.heard, ear.heard[1:], strict=False)]
    assert pauses[3] > 0.35
    assert [pause >= 0.04 * 2**index for index, pause in enumerate(pauses)] == [True] * 4
    assert sandbox.control(payment["id"])["deliveries"][0]["tries"] == 5


def test_after_eight_tries_it_gives_up(ear: Ear):
    ear.answers = [500] * 20
    with Sandbox("--control", "--retry-base-seconds", "0.005") as sandbox:
        payment = sandbox.create(ear.url)
        sandbox.press(payment["id"], "approve")
        delivery = eventually(
            lambda: [d for d in sandbox.control(payment["id"])["deliveries"] if d["state"] == "given_up"]
        )[0]
        assert (delivery["tries"], delivery["last_answer"], len(ear.heard)) == (8, "500", 8)


def test_a_duplicated_notification_arrives_many_times_at_once(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.fault("duplicate", copies=20, merchant_reference=payment["merchant_reference"])
    sandbox.press(payment["id"], "approve")
    eventually(lambda: len(ear.heard) == 20)
    assert len({one.body for one in ear.heard}) == 1
    assert ear.heard[-1].at - ear.heard[0].at < 2


def test_reordered_notifications_bring_old_news_last(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.fault("reorder", seconds=0.2)
    sandbox.press(payment["id"], "approve")
    eventually(lambda: len(ear.heard) == 2)
    assert ear.types() == ["payment.captured", "payment.pending"]
    captured, stale = (one.event for one in ear.heard)
    assert stale["created_at"] < captured["created_at"]
    assert (stale["payment"]["status"], stale["payment"]["captured_amount"]) == ("pending", None)


def test_held_notifications_wait_until_they_are_let_go(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.fault("hold")
    sandbox.press(payment["id"], "approve")
    time.sleep(0.3)
    assert ear.heard == []
    assert sandbox.control(payment["id"])["deliveries"][0]["state"] == "held"
    assert sandbox.http.post(f"/control/deliver/{payment['id']}").json() == {"released": 1}
    eventually(lambda: ear.types() == ["payment.captured"])


def test_notify_repeats_the_last_event_and_reports_the_answers(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.press(payment["id"], "approve")
    first = eventually(lambda: ear.heard)[0]
    ear.answers = [200, 409]
    answer = sandbox.http.post(f"/control/notify/{payment['id']}?times=3").json()
    assert answer["event_id"] == first.event["id"]
    assert sorted(answer["answers"]) == ["200", "200", "409"]
    assert [one.body for one in ear.heard] == [first.body] * 4


def test_notify_can_claim_what_is_not_so(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    claim = "status=captured&amount=1&currency=EUR&merchant_reference=other"
    sandbox.http.post(f"/control/notify/{payment['id']}?{claim}")
    told = ear.heard[0].event["payment"]
    assert (told["status"], told["captured_amount"], told["captured_currency"]) == ("captured", 1, "EUR")
    assert told["merchant_reference"] == "other"
    assert sandbox.get(payment["id"])["status"] == "pending"


# Refunds


def _refund(sandbox: Sandbox, payment_id: str, reference: str, amount: int, currency: str = "USD") -> httpx.Response:
    content = {"refund_reference": reference, "payment_id": payment_id, "amount": amount, "currency": currency}
    return sandbox.call("POST", "/v1/refunds", content)


def test_refunds_are_idempotent_partial_and_never_more_than_was_captured(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    assert _refund(sandbox, payment["id"], f"early-{payment['id']}", 1).json()["error"]["code"] == "not_captured"
    sandbox.press(payment["id"], "approve")
    first = _refund(sandbox, payment["id"], f"a-{payment['id']}", 1000)
    again = _refund(sandbox, payment["id"], f"a-{payment['id']}", 1000)
    assert (first.status_code, first.json()["status"]) == (201, "succeeded")
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = _refund(sandbox, payment["id"], f"a-{payment['id']}", 999)
    assert other.json()["error"]["code"] == "reference_reused"
    assert _refund(sandbox, payment["id"], f"b-{payment['id']}", 251).json()["error"] == {
        "code": "refund_exceeds_captured",
        "detail": "all refunds together would exceed what was captured",
    }
    assert _refund(sandbox, payment["id"], f"c-{payment['id']}", 5, "EUR").json()["error"]["code"] == "other_currency"
    assert _refund(sandbox, payment["id"], f"d-{payment['id']}", 250).status_code == 201
    assert sandbox.get(payment["id"])["refunded_amount"] == 1250
    eventually(lambda: ear.types().count("refund.succeeded") == 2)


def test_parallel_refunds_never_exceed_the_capture(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.press(payment["id"], "approve")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: _refund(sandbox, payment["id"], f"p{n}-{payment['id']}", 500), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, 201] + [409] * 6
    assert sandbox.get(payment["id"])["refunded_amount"] == 1000


def test_a_pending_refund_ends_when_the_test_says(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.press(payment["id"], "approve")
    sandbox.fault("refund_pending", merchant_reference=payment["merchant_reference"])
    reference = f"slow-{payment['id']}"
    assert _refund(sandbox, payment["id"], reference, 1250).json()["status"] == "pending"
    assert sandbox.http.post(f"/control/refunds/{reference}/failed").json()["status"] == "failed"
    found = sandbox.call("GET", f"/v1/refunds?refund_reference={reference}").json()
    assert found["status"] == "failed"
    assert sandbox.get(payment["id"])["refunded_amount"] == 0
    assert sandbox.http.post(f"/control/refunds/{reference}/succeeded").status_code == 409


# Faults of the API


def test_sleep_does_nothing_when_the_caller_has_hung_up(sandbox: Sandbox, ear: Ear):
    sandbox.fault("sleep", on="create", seconds=0.5, merchant_reference="sleeper")
    body = {"merchant_reference": "sleeper", "amount": 1, "currency": "USD"}
    sandbox.http.timeout = 0.1
    try:
        with pytest.raises(httpx.ReadTimeout):
            sandbox.call("POST", "/v1/payments", body)
    finally:
        sandbox.http.timeout = 15
    time.sleep(0.7)
    assert sandbox.call("GET", "/v1/payments?merchant_reference=sleeper").status_code == 404


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error"])
def test_faults_after_the_commit_hide_a_payment_that_exists(sandbox: Sandbox, ear: Ear, fault: str):
    sandbox.fault(fault, on="create", seconds=1, merchant_reference=fault)
    sandbox.http.timeout = 0.4
    try:
        answer = sandbox.create(ear.url, merchant_reference=fault)["id"]
    except (httpx.TransportError, AssertionError) as error:
        answer = type(error).__name__
    finally:
        sandbox.http.timeout = 15
    expected = {
        "commit_then_hang": "ReadTimeout",
        "commit_then_reset": "ReadError",
        "commit_then_error": "AssertionError",
    }
    assert answer == expected[fault]
    assert sandbox.call("GET", f"/v1/payments?merchant_reference={fault}").json()["status"] == "pending"


def test_faults_before_the_work_leave_nothing(sandbox: Sandbox, ear: Ear):
    sandbox.fault("error", on="create", status=503, merchant_reference="nothing")
    answer = sandbox.call("POST", "/v1/payments", {"merchant_reference": "nothing", "amount": 1, "currency": "USD"})
    assert answer.status_code == 503
    sandbox.fault("reset", on="create", merchant_reference="nothing")
    with pytest.raises(httpx.ReadError):
        sandbox.create(ear.url, merchant_reference="nothing")
    assert sandbox.call("GET", "/v1/payments?merchant_reference=nothing").status_code == 404


def test_a_fault_bites_its_own_payment_and_as_often_as_told(sandbox: Sandbox, ear: Ear):
    mine, other = sandbox.create(ear.url), sandbox.create(ear.url)
    sandbox.fault("error", on="get", uses=2, merchant_reference=mine["merchant_reference"])
    seen = [sandbox.call("GET", f"/v1/payments/{one['id']}").status_code for one in (other, mine, mine, mine)]
    assert seen == [200, 500, 500, 200]
    assert sandbox.http.get("/control/faults").json() == {"faults": []}


def test_a_fault_for_any_payment_for_ever_lasts_until_it_is_cleared(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.fault("error", uses=None)
    assert [sandbox.call("GET", f"/v1/payments/{payment['id']}").status_code for _ in range(3)] == [500] * 3
    assert sandbox.http.delete("/control/faults").status_code == 204
    assert sandbox.call("GET", f"/v1/payments/{payment['id']}").status_code == 200


def test_the_bank_may_capture_another_amount_or_currency(sandbox: Sandbox, ear: Ear):
    more, foreign = sandbox.create(ear.url), sandbox.create(ear.url)
    sandbox.fault("wrong_amount", amount=1, merchant_reference=more["merchant_reference"])
    sandbox.fault("other_currency", merchant_reference=foreign["merchant_reference"])
    for payment in (more, foreign):
        sandbox.press(payment["id"], "approve")
    assert sandbox.get(more["id"])["captured_amount"] == 1
    assert sandbox.get(foreign["id"])["captured_currency"] == "EUR"
    eventually(lambda: len(ear.heard) == 2)
    assert sorted(one.event["payment"]["captured_amount"] for one in ear.heard) == [1, 1250]


def test_the_bank_may_capture_long_after_the_end(sandbox: Sandbox, ear: Ear):
    payment = sandbox.create(ear.url)
    sandbox.press(payment["id"], "cancel")
    answer = sandbox.http.post(f"/control/payments/{payment['id']}/capture").json()
    assert (answer["status"], answer["captured_amount"]) == ("captured", 1250)
    eventually(lambda: sorted(ear.types()) == ["payment.cancelled", "payment.captured"])


@pytest.mark.parametrize(
    "script",
    [
        {"fault": "earthquake"},
        {"fault": "sleep", "on": "never"},
        {"fault": "sleep", "seconds": "long"},
        {"fault": "garbage", "style": "pretty"},
        {"fault": "sleep", "uses": 0},
        {"fault": "sleep", "merchant_reference": 7},
    ],
)
def test_a_script_that_makes_no_sense_is_refused(sandbox: Sandbox, script: dict[str, object]):
    assert sandbox.http.post("/control/faults", json=script).status_code == 422
    assert sandbox.http.get("/control/faults").json() == {"faults": []}


def test_half_a_request_does_not_stop_the_others(sandbox: Sandbox):
    with socket.create_connection(("127.0.0.1", sandbox.port)) as half:
        half.sendall(b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert sandbox.http.get("/healthz").status_code == 200
