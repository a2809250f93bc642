"""Holidays of a store: planned by its people, begun and ended by the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.rules import clean_name
from core import audit
from core.db import atomic
from core.errors import NotFound
from core.scope import SYSTEM, ActingScope, Actor
from marketplace.models import Store, StoreHoliday
from marketplace.rules import STORE_EDIT
from marketplace.rules.hours import day_bounds
from marketplace.services.common import invalid, store_reach
from marketplace.signals import store_changed
from marketplace.states import HOLIDAY_TRANSITIONS, STORE_TRANSITIONS, HolidayStatus, StoreStatus

FARTHEST, LONGEST = timedelta(days=366), timedelta(days=180)
LIVE = (HolidayStatus.PLANNED, HolidayStatus.RUNNING)


@atomic
def holiday_set(
    *,
    scope: ActingScope,
    store_id: UUID,
    starts_on: date,
    ends_on: date,
    message: str = "",
    hides_offers: bool = False,
) -> StoreHoliday:
    """Plan the store's holiday, or change the one that is planned or runs; both days are in the store's time zone.

    One that begins today begins now. Raises NotAuthenticated, NotFound, NotAllowed, Invalid.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    row = _live(store) or StoreHoliday(store=store)
    _check_days(store, starts_on, ends_on, is_running=row.status == HolidayStatus.RUNNING)
    starts_at, ends_at = day_bounds(starts_on, ends_on, store.time_zone)
    values: dict[str, Any] = {"ends_at": ends_at, "message": clean_name(message), "hides_offers": hides_offers}
    if row.status != HolidayStatus.RUNNING:
        values["starts_at"] = starts_at
    changes = audit.assign(row, values)
    if not changes:
        return row
    row.save()
    if row.status == HolidayStatus.RUNNING:
        _set_paused(store, row)
    elif row.starts_at <= timezone.now():
        _begin(store, row)
    _note(store, row, {f"holiday_{name}": change for name, change in changes.items()}, scope.actor)
    return row


@atomic
def holiday_end(*, scope: ActingScope, store_id: UUID) -> None:
    """Cancel the planned holiday, or end the running one now. Raises as holiday_set; NotFound without one."""
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    row = _live(store)
    if row is None:
        raise NotFound(_("This store has no holiday planned."))
    _over(store, row, scope.actor)


def holidays_turn() -> int:
    """Begin the planned holidays whose time has come, and end those that are over; how many of both.

    Each is a transaction of its own that looks again at the locked row, so that two runs at once do no harm.
    """
    now = timezone.now()
    due = StoreHoliday.objects.filter(status=HolidayStatus.RUNNING, ends_at__lte=now)
    beginning = StoreHoliday.objects.filter(status=HolidayStatus.PLANNED, starts_at__lte=now)
    ids = [*due.order_by("ends_at").values_list("pk", flat=True), *beginning.values_list("pk", flat=True)]
    return sum(_turn(pk) for pk in ids)


@atomic
def _turn(holiday_id: UUID) -> bool:
    store = Store.objects.select_for_update(no_key=True, of=("self",)).filter(holidays__pk=holiday_id).first()
    row = StoreHoliday.objects.filter(pk=holiday_id, status__in=LIVE).first()
    if store is None or row is None:
        return False
    now = timezone.now()
    if row.ends_at <= now:
        _over(store, row, SYSTEM)
    elif row.status == HolidayStatus.PLANNED and row.starts_at <= now:
        _begin(store, row)
        _note(store, row, {"holiday_status": [HolidayStatus.PLANNED, HolidayStatus.RUNNING]}, SYSTEM)
    else:
        return False
    return True


def _live(store: Store) -> StoreHoliday | None:
    return StoreHoliday.objects.filter(store=store, status__in=LIVE).order_by("-status").first()


def _check_days(store: Store, starts_on: date, ends_on: date, *, is_running: bool) -> None:
    today = timezone.now().astimezone(ZoneInfo(store.time_zone)).date()
    if ends_on < starts_on:
        raise invalid("/ends_on", "before_start", _("The last day is not before the first."))
    if ends_on < today or (starts_on < today and not is_running):
        pointer = "/ends_on" if ends_on < today else "/starts_on"
        raise invalid(pointer, "past", _("In the store's time zone this day is over."))
    if starts_on - today > FARTHEST:
        raise invalid("/starts_on", "too_far", _("A holiday begins within a year."))
    if ends_on - starts_on > LONGEST:
        raise invalid("/ends_on", "too_long", _("A holiday lasts at most 180 days; close the store instead."))


def _begin(store: Store, row: StoreHoliday) -> None:
    HOLIDAY_TRANSITIONS.check(HolidayStatus(row.status), HolidayStatus.RUNNING)
    row.status = HolidayStatus.RUNNING
    row.save(update_fields=["status", "updated_at"])
    _set_paused(store, row)


def _over(store: Store, row: StoreHoliday, actor: Actor) -> None:
    new = HolidayStatus.OVER if row.status == HolidayStatus.RUNNING else HolidayStatus.CANCELLED
    HOLIDAY_TRANSITIONS.check(HolidayStatus(row.status), new)
    changes = {"holiday_status": [row.status, new]}
    row.status = new
    row.save(update_fields=["status", "updated_at"])
    _set_paused(store, row)
    _note(store, row, changes, actor)


def _set_paused(store: Store, row: StoreHoliday) -> None:
    """Hide the offers while a hiding holiday runs, and show them after it, unless the store was paused by hand."""
    is_wanted = row.status == HolidayStatus.RUNNING and row.hides_offers
    if is_wanted == row.has_paused:
        return
    if is_wanted and store.status != StoreStatus.OPEN:
        return
    new = StoreStatus.PAUSED if is_wanted else StoreStatus.OPEN
    if store.status == (StoreStatus.OPEN if is_wanted else StoreStatus.PAUSED):
        STORE_TRANSITIONS.check(StoreStatus(store.status), new)
        store.status = new
    row.has_paused = is_wanted
    row.save(update_fields=["has_paused", "updated_at"])


def _note(store: Store, row: StoreHoliday, changes: dict[str, list[Any]], actor: Actor) -> None:
    """A holiday is an edit of its store: a version, an audit entry, a signal."""
    store.version += 1
    store.save(update_fields=["status", "version", "updated_at"])
    audit.record(actor=actor, action="store.holiday", row=store, changes=changes, store_id=store.pk)
    store_changed.send(sender=Store, store=store, action="updated")
