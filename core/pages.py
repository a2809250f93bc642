"""Pages of the house itself: health, metrics, the status page, errors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

from core.context import request_id
from core.models import JobHeartbeat, OutboxMessage
from core.problems import problem_response


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok", "release": settings.APP_RELEASE})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and migrations are applied; helpers' ages are told, not judged (DESIGN.md §9)."""
    try:
        pending = _pending_migrations()
        body: dict[str, Any] = {"database": "ok", "pending_migrations": pending, **_ages()}
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    body["status"] = "ok" if not pending else "migrating"
    return HttpResponse(orjson.dumps(body), status=503 if pending else 200, content_type="application/json")


_migrated = False


def _pending_migrations() -> int:
    global _migrated  # once applied, migrations stay applied for the life of this process
    if _migrated:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return 0
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _migrated = pending == 0
    return pending


def _ages() -> dict[str, Any]:
    now = timezone.now()
    beats = {
        row.name: {"age_seconds": _age(now, row.finished_at), "ok": row.is_ok} for row in JobHeartbeat.objects.all()
    }
    waiting = OutboxMessage.objects.filter(handled_at=None, dead_at=None).order_by("due_at")
    oldest = waiting.values_list("due_at", flat=True).first()
    return {
        "jobs": beats,
        "outbox": {
            "oldest_due_seconds": max(0, _age(now, oldest) or 0),
            "dead": OutboxMessage.objects.filter(dead_at__isnull=False).count(),
        },
        "redis": _redis_answers(),
    }


def _age(now: datetime, then: datetime | None) -> int | None:
    return None if then is None else int((now - then).total_seconds())


def _redis_answers() -> str:
    from redis import Redis
    from redis.exceptions import RedisError

    if not settings.REDIS_URL:
        return "not used"
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3).ping()
    except RedisError:
        return "unreachable"
    return "ok"


class HouseCollector(Collector):
    """Ages of jobs and the length of the outbox, read when Prometheus asks."""

    def collect(self) -> Any:
        ages = _ages()
        jobs = GaugeMetricFamily("serai_job_age_seconds", "Seconds since a job last ran", labels=["job"])
        for name, beat in ages["jobs"].items():
            if beat["age_seconds"] is not None:
                jobs.add_metric([name], beat["age_seconds"])
        yield jobs
        yield GaugeMetricFamily(
            "serai_outbox_oldest_due_seconds", "Oldest due row", ages["outbox"]["oldest_due_seconds"]
        )
        yield GaugeMetricFamily("serai_outbox_dead", "Dead letters", ages["outbox"]["dead"])


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: the process's counters and the house's ages."""
    house = HouseCollector()
    REGISTRY.register(house)
    try:
        text = generate_latest(REGISTRY)
    finally:
        REGISTRY.unregister(house)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """Says what runs where, until the storefront comes."""
    context = {
        "site_name": settings.SITE_NAME,
        "debug": settings.DEBUG,
        "sandbox_url": settings.SANDBOX_GATEWAY_URL if settings.SANDBOX_GATEWAY_ENABLED else "",
        **_ages(),
    }
    return render(request, "core/status.html", context)


def wants_page(request: HttpRequest) -> bool:
    """Whether a person looks at the answer, and not a program."""
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def _error(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if wants_page(request):
        context = {"status": status, "detail": detail, "request_id": request_id()}
        return render(request, "core/error.html", context, status=status)
    return problem_response(status, code, detail)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, "invalid", _("The request is malformed."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, "not_allowed", _("Your role does not allow this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, "not_found", _("There is no such thing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "internal_error", _("Something broke on our side. The request id helps us find it."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403, "csrf_failed", _("This form has expired. Go back, reload the page and send it again."))
