"""What was sent to whom: one row per message, counted by its Message-ID (E3)."""

from __future__ import annotations

from django.db import models

from core.models import Permanent


class SentMessage(Permanent):
    """A mail or text message that left, or is leaving. The address is kept as a keyed hash only."""

    message_id = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, choices=[("mail", "mail"), ("sms", "sms")])
    template = models.CharField(max_length=48)
    recipient_key = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="en")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "sent message"
        indexes = [models.Index(fields=["created_at"], condition=models.Q(channel="sms"), name="sent_text_message")]

    def __str__(self) -> str:
        return f"{self.template} {self.message_id}"
