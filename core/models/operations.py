"""Rows that keep the house running: outbox, idempotency, audit, heartbeats."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.ids import new_id
from core.models.base import Journal


class OutboxMessage(models.Model):
    """One piece of work that must happen after a commit; done when its handler has handled it.

    Mutable, and purged 30 days after it was handled (DESIGN.md §3). `task` is the dotted name of the handler;
    `key` is accepted once, for ever; `arguments` are text.
    """

    task = models.CharField(max_length=160)
    key = models.CharField(max_length=255, null=True, blank=True)
    arguments = models.JSONField(default=dict)
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "outbox message"
        indexes = [
            models.Index("due_at", name="outbox_due", condition=models.Q(handled_at=None, dead_at=None)),
            models.Index("dead_at", name="outbox_dead", condition=models.Q(dead_at__isnull=False)),
            models.Index("handled_at", name="outbox_handled", condition=models.Q(handled_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(key__isnull=False), name="outbox_key_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.task.rpartition('.')[2]} {self.pk}"


class IdempotencyKey(models.Model):
    """The answer that one key of one actor on one route got, so that a repeat gets it again.

    `fingerprint` is the SHA-256 of the request body. Kept 7 days.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.CharField(max_length=80)
    route = models.CharField(max_length=160)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    is_done = models.BooleanField(default=False)
    response_status = models.SmallIntegerField(null=True, blank=True)
    response_body = models.JSONField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "route", "key"], name="idempotency_key_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"


class AuditEntry(Journal):
    """Who did what to which row, with the fields before and after. People are named without a foreign key."""

    actor_type = models.CharField(max_length=16)  # anonymous, user, system, gateway
    actor_id = models.CharField(max_length=64, blank=True, default="")
    actor_label = models.CharField(max_length=160, blank=True, default="")
    action = models.CharField(max_length=64)  # entity.verb, e.g. product.update
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(max_length=200, blank=True, default="")
    store_id = models.UUIDField(null=True, blank=True)  # the tenant it concerns, for sellers' own history
    changes = models.JSONField(default=dict)  # {"price_minor": [1000, 1200]}
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["object_type", "object_id", "created_at"], name="audit_object"),
            models.Index(fields=["store_id", "created_at"], name="audit_store"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label or self.object_id}"


class JobHeartbeat(models.Model):
    """When a beat job last ran and how it ended; `/readyz` and `/metrics` show the ages."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_ok = models.BooleanField(default=True)
    last_error = models.TextField(blank=True, default="")
    runs = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "job heartbeat"

    def __str__(self) -> str:
        return self.name
