"""Text messages: the backends that SMS_BACKEND may name."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TextMessage:
    """`to` is E.164; `message_id` is the same whenever the same fact is told again."""

    to: str
    text: str
    message_id: str


class Backend(Protocol):
    def send(self, message: TextMessage) -> None:
        """Hand one message over. Raises when it was not taken."""


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


class MemoryBackend:
    """Keeps messages in `outbox`, for tests."""

    outbox: list[TextMessage] = []

    def send(self, message: TextMessage) -> None:
        self.outbox.append(message)


def send(message: TextMessage) -> None:
    """Send through the backend that SMS_BACKEND names."""
    backend: Backend = import_string(settings.SMS_BACKEND)()
    backend.send(message)
