"""Watching what leaves: text messages cost money, and fraud makes many of them (RELIABILITY.md §7)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from notifications.models import SentMessage

TIMES_USUAL = 3
FEW = 50  # an hour with so many is not worth waking anybody
HOUR = timedelta(hours=1)
DAYS = 7


class UnusuallyManyTextMessages(RuntimeError):
    """Shown to staff with the job that found it."""


def text_messages_watch() -> None:
    """Compare the last hour with the mean hour of the seven days before it.

    Raises UnusuallyManyTextMessages when it had more than three times as many, and more than fifty.
    """
    now = timezone.now()
    texts = SentMessage.objects.filter(channel="sms")
    lately = texts.filter(created_at__gt=now - HOUR).count()
    before = texts.filter(created_at__gt=now - HOUR - timedelta(days=DAYS), created_at__lte=now - HOUR).count()
    usual = before / (DAYS * 24)
    if lately > max(FEW, TIMES_USUAL * usual):
        raise UnusuallyManyTextMessages(
            f"{lately} text messages in the last hour, {usual:.1f} in an hour of the last {DAYS} days. "
            "LIMITS_OVERRIDES=text-message.everybody=… lowers the daily budget, SMS_COUNTRIES the countries."
        )
