"""Each day of each gateway is compared, stretch by stretch, and what does not agree becomes an open item (I-29)."""

from __future__ import annotations

import logging
import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, outbox
from core.db import atomic
from core.errors import NotFound
from core.scope import ADMINISTRATOR, ActingScope
from payments.gateways.contract import Gateway
from payments.models import SettlementDifference, SettlementReport
from payments.registry import gateway_get, gateways
from payments.services.differences import Comparison, strays_find, stretch_compare
from payments.signals import differences_found
from payments.states import DIFFERENCE_TRANSITIONS, DifferenceStatus

log = logging.getLogger(__name__)

DAYS_BACK = 3  # a clock that stood still for so long leaves no day out
LISTED_STRETCH, ASKED_STRETCH = timedelta(hours=1), timedelta(minutes=15)
ROUND_SECONDS = 20.0  # of one message; the next one goes on where it ended


def settlement_days_check() -> int:
    """Have the days that are over compared, each once; once a day. How many were asked for, known ones included."""
    asked = 0
    for name, gateway in gateways().items():
        today = timezone.now().astimezone(ZoneInfo(gateway.capabilities.time_zone)).date()
        with transaction.atomic():
            for back in range(1, DAYS_BACK + 1):
                day = (today - timedelta(days=back)).isoformat()
                outbox.enqueue(settlement_compare, key=f"settlement:{name}:{day}", gateway=name, day=day)
                asked += 1
    return asked


@outbox.handler(outbox.FOREIGN)
def settlement_compare(*, gateway: str, day: str) -> None:
    """Compare a day of a gateway, or go on with it. `day` is ISO 8601, by the gateway's clock.

    Raises GatewayUnavailable, GatewayRefused: try again; what was compared by then is kept.
    """
    asked = gateway_get(gateway)
    report = _report_of(gateway, asked, date.fromisoformat(day))
    _start, end = _bounds(asked, report.day_date)
    stop_at = time.monotonic() + ROUND_SECONDS
    while report.finished_at is None:
        if time.monotonic() > stop_at:
            with transaction.atomic():
                outbox.enqueue(settlement_compare, gateway=gateway, day=day)
            return
        report = _go_on(report, asked, end)


def _bounds(gateway: Gateway, day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends by the gateway's clock."""
    zone = ZoneInfo(gateway.capabilities.time_zone)
    start, end = (datetime.combine(one, datetime.min.time(), zone) for one in (day, day + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)


@atomic
def _report_of(name: str, gateway: Gateway, day: date) -> SettlementReport:
    start, _end = _bounds(gateway, day)
    report, _is_new = SettlementReport.objects.get_or_create(
        gateway=name,
        day_date=day,
        defaults={"done_until": start, "is_listed": gateway.capabilities.lists_movements},
    )
    return report


def _go_on(report: SettlementReport, gateway: Gateway, end: datetime) -> SettlementReport:
    """Compare the next stretch; the report as it stands then."""
    since = report.done_until
    until = min(end, since + (LISTED_STRETCH if report.is_listed else ASKED_STRETCH))
    outcome = stretch_compare(report.gateway, gateway, report.day_date, since, until)
    if until == end:
        strays_find(outcome, gateway)
    return _keep(report.pk, outcome, since=since, until=until, is_last=until == end)


@atomic
def _keep(report_id: UUID, outcome: Comparison, *, since: datetime, until: datetime, is_last: bool) -> SettlementReport:
    """Add a stretch to its report, unless somebody else was faster."""
    report = SettlementReport.objects.select_for_update(no_key=True).get(pk=report_id)
    if report.finished_at is not None or report.done_until != since:
        return report
    SettlementDifference.objects.bulk_create(outcome.found, ignore_conflicts=True)
    report.totals = _added(report.totals, outcome)
    report.done_until = until
    report.finished_at = timezone.now() if is_last else None
    report.found = differences_of(report).count()
    report.save(update_fields=["totals", "done_until", "finished_at", "found", "updated_at"])
    if is_last:
        _tell(report)
    return report


def _added(totals: dict[str, dict[str, int]], outcome: Comparison) -> dict[str, dict[str, int]]:
    added = {code: dict(sums) for code, sums in totals.items()}
    for code, sums in outcome.totals.items():
        known = added.setdefault(code, {"ours": 0, "theirs": 0, "ours_count": 0, "theirs_count": 0})
        for name, value in sums.items():
            known[name] += value
    return added


def _tell(report: SettlementReport) -> None:
    """A finished day with open differences is told to people."""
    count = differences_of(report).filter(status=DifferenceStatus.OPEN).count()
    if count:
        shown = {"gateway": report.gateway, "day": report.day_date.isoformat(), "count": count}
        log.error("the books and a gateway differ", extra=shown)
        differences_found.send(sender=SettlementReport, report=report)


def differences_of(report: SettlementReport) -> QuerySet[SettlementDifference]:
    """The differences of a day, resolved ones included."""
    return SettlementDifference.objects.filter(gateway=report.gateway, day_date=report.day_date)


@atomic
def settlement_compare_anew(*, scope: ActingScope, report_id: UUID) -> None:
    """An administrator has a day compared again from its beginning; known differences stay as they are. Audited.

    Raises NotAllowed, NotFound, GatewayUnavailable where the gateway is not configured any more.
    """
    scope.require_role(ADMINISTRATOR)
    report = SettlementReport.objects.select_for_update(no_key=True).filter(pk=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    report.done_until, _end = _bounds(gateway_get(report.gateway), report.day_date)
    report.totals, report.finished_at = {}, None
    report.save(update_fields=["totals", "done_until", "finished_at", "updated_at"])
    audit.record(actor=scope.actor, action="settlement_report.compare_anew", row=report)
    outbox.enqueue(settlement_compare, gateway=report.gateway, day=report.day_date.isoformat())


@atomic
def difference_resolve(*, scope: ActingScope, difference_id: UUID, note: str) -> SettlementDifference:
    """An administrator says what came of a difference. Audited. Raises NotAllowed, NotFound, InvalidTransition."""
    scope.require_role(ADMINISTRATOR)
    row = SettlementDifference.objects.select_for_update(no_key=True, of=("self",)).filter(pk=difference_id).first()
    if row is None:
        raise NotFound(_("There is no such difference."))
    DIFFERENCE_TRANSITIONS.check(DifferenceStatus(row.status), DifferenceStatus.RESOLVED)
    row.status, row.note = DifferenceStatus.RESOLVED, note[:200]
    row.resolved_by, row.resolved_at = scope.actor.label[:160], timezone.now()
    row.save(update_fields=["status", "note", "resolved_by", "resolved_at", "updated_at"])
    audit.record(actor=scope.actor, action="settlement_difference.resolve", row=row, changes={"note": [None, row.note]})
    return row
