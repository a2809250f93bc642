"""Text messages by a provider's HTTP interface: a real server on this machine plays it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core import mail

from accounts.services import one_time_code_request
from core.models import OutboxMessage
from notifications.sms import HttpBackend, SmsNotSent, TextMessage

MESSAGE = TextMessage("+989121234567", 'He said "hi" & left\nپایان', "code-1@serai.example")


class Provider(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status = 200
        self.got: list[tuple[dict[str, str], str]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_HTTP_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_HTTP_AUTHORIZATION = "Bearer key"
    yield server
    server.shutdown()
    server.server_close()


def test_json_is_filled_in_and_escaped(provider):
    HttpBackend().send(MESSAGE)
    ((headers, body),) = provider.got
    assert json.loads(body) == {"to": MESSAGE.to, "text": MESSAGE.text, "id": MESSAGE.message_id}
    assert (headers["Authorization"], headers["Content-Type"]) == ("Bearer key", "application/json")


def test_a_form_is_filled_in_and_escaped(provider, settings):
    settings.SMS_HTTP_TEMPLATE = "receptor=$to&message=$text&localid=$id"
    HttpBackend().send(MESSAGE)
    ((headers, body),) = provider.got
    assert parse_qs(body) == {"receptor": [MESSAGE.to], "message": [MESSAGE.text], "localid": [MESSAGE.message_id]}
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("status", "retry_helps"), [(400, False), (403, False), (302, False), (429, True), (503, True)]
)
def test_a_refusal_says_whether_another_try_may_help(provider, status, retry_helps):
    provider.status = status
    with pytest.raises(SmsNotSent) as refused:
        HttpBackend().send(MESSAGE)
    assert refused.value.retry_helps is retry_helps
    assert len(provider.got) == 1


def test_nobody_at_home_is_worth_another_try(provider, settings):
    settings.SMS_HTTP_URL = "http://127.0.0.1:1/"
    with pytest.raises(SmsNotSent) as refused:
        HttpBackend().send(MESSAGE)
    assert refused.value.retry_helps


def test_a_code_that_the_provider_never_takes_goes_by_mail(provider, settings, make_user, drain_outbox):
    settings.SMS_BACKEND = "notifications.sms.HttpBackend"
    make_user("mina@example.com", phone="+989121234567", email_confirmed_at="2026-01-01T00:00Z")
    drain_outbox()
    mail.outbox.clear()
    provider.status = 400
    one_time_code_request(target="+989121234567")
    drain_outbox()
    assert [message.to for message in mail.outbox] == [["mina@example.com"]]
    assert mail.outbox[0].subject == "Your Serai sign-in code"


def test_a_provider_that_is_away_is_tried_again_and_nothing_goes_by_mail(provider, settings, make_user, drain_outbox):
    settings.SMS_BACKEND = "notifications.sms.HttpBackend"
    make_user("mina@example.com", phone="+989121234567", email_confirmed_at="2026-01-01T00:00Z")
    drain_outbox()
    mail.outbox.clear()
    provider.status = 503
    one_time_code_request(target="+989121234567")
    drain_outbox(allow_failures=True)
    assert mail.outbox == []
    waiting = OutboxMessage.objects.get(handled_at=None)
    assert (waiting.attempts, "503" in waiting.last_error) == (1, True)
