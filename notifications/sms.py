"""Text messages: the backends that SMS_BACKEND may name."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Protocol
from urllib.parse import quote_plus

import httpx
from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TextMessage:
    """`to` is E.164; `message_id` is the same whenever the same fact is told again."""

    to: str
    text: str
    message_id: str


class SmsNotSent(Exception):
    """The provider did not take a message. `retry_helps`: it may later; otherwise it never takes this one."""

    def __init__(self, reason: str, *, retry_helps: bool) -> None:
        super().__init__(reason)
        self.retry_helps = retry_helps


class Backend(Protocol):
    def send(self, message: TextMessage) -> None:
        """Hand one message over. Raises SmsNotSent when it was not taken."""


class FileBackend:
    """Writes each message to a file in SMS_DIR, named by its message id: a repeat overwrites itself."""

    def send(self, message: TextMessage) -> None:
        folder = Path(settings.SMS_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        body = f"To: {message.to}\nDate: {stamp} UTC\nMessage-ID: {message.message_id}\n\n{message.text}\n"
        (folder / f"{message.message_id.partition('@')[0]}.txt").write_text(body, encoding="utf-8")


class ConsoleBackend:
    """Writes messages to the log: for a developer's terminal. Not for production, codes would be logged."""

    def send(self, message: TextMessage) -> None:
        log.warning("text message to %s: %s", message.to, message.text)


class HttpBackend:
    """Posts to a provider (SMS_HTTP_URL) what SMS_HTTP_TEMPLATE makes of a message: JSON when it begins with a brace,
    else a form of name=value pairs."""

    def send(self, message: TextMessage) -> None:
        values = {"to": message.to, "text": message.text, "id": message.message_id}
        template = Template(settings.SMS_HTTP_TEMPLATE)
        is_json = settings.SMS_HTTP_TEMPLATE.lstrip().startswith("{")
        escaped = {name: json.dumps(value)[1:-1] if is_json else quote_plus(value) for name, value in values.items()}
        headers = {"Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded"}
        if settings.SMS_HTTP_AUTHORIZATION:
            headers["Authorization"] = settings.SMS_HTTP_AUTHORIZATION
        try:
            answer = httpx.post(
                settings.SMS_HTTP_URL,
                content=template.safe_substitute(escaped).encode(),
                headers=headers,
                timeout=settings.SMS_TIMEOUT_SECONDS,
                follow_redirects=False,
            )
        except httpx.HTTPError as error:
            raise SmsNotSent(f"no answer: {type(error).__name__}", retry_helps=True) from error
        if not answer.is_success:
            retry_helps = answer.status_code in (408, 425, 429) or answer.status_code >= 500
            raise SmsNotSent(f"answered {answer.status_code}", retry_helps=retry_helps)


class MemoryBackend:
    """Keeps messages in `outbox`, for tests."""

    outbox: list[TextMessage] = []

    def send(self, message: TextMessage) -> None:
        self.outbox.append(message)


def send(message: TextMessage) -> None:
    """Send through the backend that SMS_BACKEND names."""
    backend: Backend = import_string(settings.SMS_BACKEND)()
    backend.send(message)
