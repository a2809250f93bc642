"""Opening hours: spans per weekday in the store's own time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SPANS = 4  # of one day
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
Hours = dict[str, list[list[str]]]


def hours_cleaned(given: Mapping[str, Any]) -> Hours:
    """The hours in the order of the week, each day's spans sorted. `[["09:00", "13:00"], ["14:00", "24:00"]]` is a day.

    Raises ValueError with what is wrong in words.
    """
    unknown = sorted(set(given) - set(WEEKDAYS))
    if unknown:
        raise ValueError(_("“%(name)s” is no weekday; they are %(names)s.") % _names(unknown[0]))
    return {day: _day(day, given[day]) for day in WEEKDAYS if given.get(day)}


def _names(name: str) -> dict[str, str]:
    return {"name": name[:20], "names": ", ".join(WEEKDAYS)}


def _day(day: str, spans: Any) -> list[list[str]]:
    if not isinstance(spans, list) or len(spans) > MOST_SPANS:
        raise ValueError(_("%(day)s: give at most %(count)s spans.") % {"day": day, "count": MOST_SPANS})
    for span in spans:
        if not (isinstance(span, list) and len(span) == 2 and all(_is_clock(end) for end in span)):
            raise ValueError(_("%(day)s: a span is two times such as 09:00 and 18:00.") % {"day": day})
    ordered = sorted([str(start), str(end)] for start, end in spans)
    for start, end in ordered:
        if start >= end:
            raise ValueError(_("%(day)s: %(start)s is not before %(end)s.") % {"day": day, "start": start, "end": end})
    for (_start, end), (following, _end) in pairwise(ordered):
        if following < end:
            raise ValueError(_("%(day)s: two spans overlap at %(at)s.") % {"day": day, "at": following})
    return ordered


def _is_clock(value: Any) -> bool:
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def is_time_zone(name: str) -> bool:
    return name in available_timezones()


def is_open(hours: Hours, time_zone: str, now: datetime) -> bool | None:
    """Whether a store is open at an aware moment; None where it says no hours."""
    if not hours:
        return None
    local = now.astimezone(ZoneInfo(time_zone))
    clock = f"{local:%H:%M}"
    return any(start <= clock < end for start, end in hours.get(WEEKDAYS[local.weekday()], []))


def day_bounds(first: date, last: date, time_zone: str) -> tuple[datetime, datetime]:
    """From the start of the first to the end of the last day in a time zone, as aware UTC."""
    zone: timezone | ZoneInfo = ZoneInfo(time_zone)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def ship_by(paid_at: datetime, handling_days: int) -> datetime:
    """Until when a parcel leaves in time: the end of so many working days, Monday to Friday, after it was paid."""
    day = paid_at
    left = handling_days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day.replace(hour=23, minute=59, second=59, microsecond=999_999)


def begun_before(day: date, handling_days: int) -> datetime:
    """Parcels that began before this moment have to leave by the end of `day`: `ship_by` the other way round."""
    begun = datetime.combine(day, time.min, tzinfo=UTC)
    while ship_by(begun, handling_days).date() > day:
        begun -= timedelta(days=1)
    return begun + timedelta(days=1)
