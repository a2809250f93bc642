"""What was sent, without addresses."""

from __future__ import annotations

from django.contrib import admin

from core.adminbase import ScopedModelAdmin
from notifications.models import SentMessage


@admin.register(SentMessage)
class SentMessageAdmin(ScopedModelAdmin):
    list_display = ("created_at", "channel", "template", "language", "attempts", "sent_at")
    list_filter = ("channel", "template")
    search_fields = ("=message_id",)
    fields = ("created_at", "channel", "template", "language", "message_id", "attempts", "sent_at")
    readonly_fields = fields
    hidden_fields = frozenset({"recipient_key"})
