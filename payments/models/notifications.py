"""What gateways told us, word for word, and how far each has been looked at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Journal, Permanent
from payments.models.attempts import Payment


class WebhookEvent(Journal):
    """A well-signed notification, word for word. One row per (gateway, event key), however often it is delivered."""

    gateway = models.CharField(max_length=32)
    event_key = models.CharField(max_length=128)
    gateway_reference = models.CharField(max_length=128, blank=True, default="")
    body = models.BinaryField(max_length=1_048_576)
    headers = models.JSONField(default=dict)  # redacted
    claim = models.JSONField(default=dict)  # what the adapter read in the body: subject, references, status, amount

    class Meta(Journal.Meta):
        verbose_name = "webhook event"
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_key"], name="webhook_event_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_key}"


class WebhookState(models.TextChoices):
    RECEIVED = "received", _("Received")
    APPLIED = "applied", _("Applied")
    IGNORED = "ignored", _("Ignored")
    FAILED = "failed", _("Failed")


class WebhookProcessing(Permanent):
    """How far the processing of one event has come."""

    event = models.OneToOneField(WebhookEvent, on_delete=models.PROTECT, related_name="processing")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    state = models.CharField(max_length=12, choices=WebhookState, default=WebhookState.RECEIVED)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta(Permanent.Meta):
        verbose_name = "webhook processing"
        verbose_name_plural = "webhook processing"

    def __str__(self) -> str:
        return self.state
