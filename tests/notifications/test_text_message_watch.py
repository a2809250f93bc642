"""More text messages than usual are noticed by whoever looks after the platform."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import JobHeartbeat
from notifications.models import SentMessage
from notifications.services.watch import UnusuallyManyTextMessages
from notifications.tasks import text_messages_watch

pytestmark = pytest.mark.django_db


def left(count: int, *, hours_ago: float = 0, channel: str = "sms") -> None:
    start = SentMessage.objects.count()
    rows = [
        SentMessage(message_id=f"{channel}-{start + n}", channel=channel, template="code", recipient_key="k")
        for n in range(count)
    ]
    made = SentMessage.objects.bulk_create(rows)
    when = timezone.now() - timedelta(hours=hours_ago)
    SentMessage.objects.filter(pk__in=[row.pk for row in made]).update(created_at=when)


def test_fifty_text_messages_in_an_hour_alarm_nobody_and_mails_do_not_count():
    left(50)
    left(500, channel="mail")
    text_messages_watch()
    assert JobHeartbeat.objects.get().last_error == ""


def test_more_than_three_times_the_usual_hour_is_an_error_that_staff_see():
    left(168 * 20, hours_ago=48)  # twenty an hour
    left(60)
    text_messages_watch()
    left(1)
    with pytest.raises(UnusuallyManyTextMessages, match=r"61 text messages in the last hour, 20\.0 in an hour"):
        text_messages_watch()
    assert "61 text messages" in JobHeartbeat.objects.get().last_error
