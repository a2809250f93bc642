"""What gateways told us, for reading."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import ScopedModelAdmin, json_column
from payments.models import WebhookEvent, WebhookProcessing


@admin.register(WebhookEvent)
class WebhookEventAdmin(ScopedModelAdmin):
    """What gateways told us. The body itself stays in the database; what was read in it is shown."""

    list_display = ("created_at", "gateway", "event_key", "gateway_reference")
    list_filter = ("gateway",)
    search_fields = ("=event_key", "=gateway_reference")
    fields = ("gateway", "event_key", "gateway_reference", "shown_claim", "created_at")
    readonly_fields = fields
    hidden_fields = frozenset({"body", "headers"})
    shown_claim = json_column("claim", _("What it says"))


@admin.register(WebhookProcessing)
class WebhookProcessingAdmin(ScopedModelAdmin):
    list_display = ("updated_at", "event", "payment", "state", "note")
    list_select_related = ("event", "payment")
    list_filter = ("state",)
    fields = ("event", "payment", "state", "note", "created_at", "updated_at")
    readonly_fields = fields
