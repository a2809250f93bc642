"""The house itself: work in the outbox, the audit, keys of repeated requests, heartbeats of jobs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import audit, outbox
from core.adminbase import KindFilter, ScopedModelAdmin, json_column, service_action
from core.errors import Conflict
from core.models import (
    AuditEntry,
    IdempotencyKey,
    JobHeartbeat,
    OutboxMessage,
    PrivateFile,
    RateTry,
    RateWindow,
)
from core.scope import ADMINISTRATOR, TECHNICIAN, ActingScope, scope_of_request


class OutboxStateFilter(admin.SimpleListFilter):
    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("dead", _("Dead letters")), ("waiting", _("Waiting")), ("handled", _("Handled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "dead":
            return queryset.filter(dead_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(handled_at=None, dead_at=None)
        return queryset.filter(handled_at__isnull=False) if self.value() == "handled" else queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ScopedModelAdmin):
    """Work after a commit; a dead letter gave up after its tries and waits for a person."""

    list_display = ("task_name", "state", "attempts", "created_at", "due_at", "short_error")
    list_filter = (OutboxStateFilter,)
    search_fields = ("task", "key")
    staff_verbs = {"replay": frozenset({ADMINISTRATOR, TECHNICIAN})}
    actions = ("replay",)
    fields = (
        "task", "key", "shown_arguments", "attempts", "created_at", "due_at", "leased_until", "handled_at", "dead_at",
        "last_error",
    )  # fmt: skip
    readonly_fields = ("shown_arguments",)
    shown_arguments = json_column("arguments", _("Arguments"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A technician sees that and why something failed, not whom it is about."""
        shown = scope_of_request(request).has_role(ADMINISTRATOR)
        return [name for name in self.fields or () if shown or name not in ("shown_arguments", "key")]

    @admin.display(description=_("Task"), ordering="task")
    def task_name(self, row: OutboxMessage) -> str:
        return row.task.rpartition(".")[2]

    @admin.display(description=_("State"))
    def state(self, row: OutboxMessage) -> str:
        if row.dead_at:
            return str(_("Dead letter"))
        return str(_("Handled")) if row.handled_at else str(_("Waiting"))

    @admin.display(description=_("Last error"))
    def short_error(self, row: OutboxMessage) -> str:
        return row.last_error[:120]

    @service_action(_("Replay"), verb="replay", when=lambda row: row.dead_at is not None)
    def replay(self, scope: ActingScope, row: OutboxMessage) -> None:
        if not outbox.replay([row]):
            raise Conflict(_("This is no dead letter."))
        audit.record(actor=scope.actor, action="outbox.replay", row=row)


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedModelAdmin):
    list_display = ("created_at", "actor_label", "action", "object_label", "object_type")
    search_fields = ("=object_id", "=actor_id", "=request_id")
    search_help_text = _("Exact id of an object, a person or a request")
    list_filter = (KindFilter,)
    fields = (
        "created_at", "actor_type", "actor_label", "actor_id", "action", "object_type", "object_label", "object_id",
        "store_id", "shown_changes", "request_id",
    )  # fmt: skip
    readonly_fields = ("shown_changes",)
    shown_changes = json_column("changes", _("Changes"))


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ScopedModelAdmin):
    """The stored answers stay hidden: they may hold what only their owner should read."""

    list_display = ("created_at", "route", "key", "is_done", "response_status")
    list_filter = ("is_done",)
    search_fields = ("key",)
    fields = ("created_at", "actor", "route", "key", "is_done", "response_status", "lease_until")
    readonly_fields = fields
    hidden_fields = frozenset({"fingerprint", "response_body"})


@admin.register(JobHeartbeat)
class JobHeartbeatAdmin(ScopedModelAdmin):
    list_display = ("name", "started_at", "finished_at", "is_ok", "runs")
    list_filter = ("is_ok",)
    ordering = ("name",)


@admin.register(PrivateFile)
class PrivateFileAdmin(ScopedModelAdmin):
    """That a file exists, how large it is and until when; its content is for its readers alone."""

    list_display = ("created_at", "kind", "name", "size", "expires_at")
    list_filter = ("kind",)
    search_fields = ("=owner_id", "=store_id")
    fields = ("kind", "name", "content_type", "size", "owner_id", "store_id", "created_at", "expires_at")
    readonly_fields = fields
    hidden_fields = frozenset({"file"})


@admin.register(RateWindow)
class RateWindowAdmin(ScopedModelAdmin):
    """How often something was done lately; for whom stands there as a keyed hash only."""

    list_display = ("name", "used", "allowed")
    ordering = ("name",)
    fields = ("name", "used", "allowed")
    readonly_fields = fields


@admin.register(RateTry)
class RateTryAdmin(ScopedModelAdmin):
    """Tries at secrets, counted under keyed hashes."""

    list_display = ("name", "used")
    ordering = ("name",)
    fields = ("name", "used")
    readonly_fields = fields
