"""Sending: each message is a row first, counted by its Message-ID, and leaves once (E3)."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from accounts.identity import keyed_hash
from notifications import mail, sms
from notifications.mail import Letter, known_language
from notifications.models import SentMessage
from notifications.sms import TextMessage


def mail_send(letter: Letter) -> bool:
    """Send a mail unless it has left already; True when it left now.

    A crash between leaving and remembering repeats it with the same Message-ID. Raises what the mail server raises:
    the outbox then tries again, and staff see it there (UX.md E6). A letter to nobody is not sent.
    """
    if not letter.to:
        return False
    row = _claim("mail", letter.message_id, letter.template, ",".join(sorted(letter.to)), letter.language)
    if row.sent_at is not None:
        return False
    mail.compose(letter).send()
    _remember(row)
    return True


def sms_send(*, template: str, message: TextMessage, language: str = "en") -> bool:
    """Send a text message unless it has left already; True when it left now. Raises what the backend raises."""
    row = _claim("sms", message.message_id, template, message.to, language)
    if row.sent_at is not None:
        return False
    sms.send(message)
    _remember(row)
    return True


def _claim(channel: str, message_id: str, template: str, recipient: str, language: str) -> SentMessage:
    row, _ = SentMessage.objects.get_or_create(
        message_id=message_id,
        defaults={
            "channel": channel,
            "template": template,
            "recipient_key": keyed_hash(recipient),
            "language": known_language(language),
        },
    )
    SentMessage.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    return row


def _remember(row: SentMessage) -> None:
    SentMessage.objects.filter(pk=row.pk).update(sent_at=timezone.now())
