"""What a store has to do: which tab a part of an order stands under, and when its parcel has to leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from core.errors import NotAllowed, NotFound
from core.scope import ActingScope
from marketplace.rules import FINANCE_VIEW, ORDERS_VIEW
from marketplace.rules.hours import begun_before, ship_by
from marketplace.selectors import items_low, stores_of
from sales.models import StoreOrder
from sales.selectors import ORDER_READERS
from sales.states import Due, StoreOrderStatus, Tab

S = StoreOrderStatus
MOST_HANDLING_DAYS = 30  # that a store can choose
PERIODS = (7, 30)  # days that sales are summed over
UNSENT = (S.PAID, S.PROCESSING)


def parts_timed(parts: QuerySet[StoreOrder]) -> QuerySet[StoreOrder]:
    """With `begun_at`, from when the parcel's time runs, and `expected_at`, when it should have arrived."""
    begun = Coalesce("order__cash_accepted_at", "order__paid_at", "created_at")
    days = Cast("max_days", IntegerField()) * Value(timedelta(days=1), DurationField())
    travel = ExpressionWrapper(days, output_field=DurationField())
    return parts.annotate(
        begun_at=begun, expected_at=ExpressionWrapper(F("shipped_at") + travel, output_field=DateTimeField())
    )


def in_tab(tab: str, now: datetime) -> Q:
    """For parts with their times."""
    is_late = Q(status=S.SHIPPED, expected_at__lt=now)
    conditions: dict[str, Q] = {
        Tab.TO_SHIP: Q(status__in=UNSENT),
        Tab.NEEDS_ACTION: is_late,
        Tab.WAITING: Q(status__in=(S.PENDING, S.CANCEL_REQUESTED)),
        Tab.SHIPPED: Q(status=S.SHIPPED) & (Q(expected_at=None) | Q(expected_at__gte=now)),
        Tab.DELIVERED: Q(status__in=(S.DELIVERED, S.COMPLETED)),
        Tab.CANCELLED: Q(status=S.CANCELLED),
    }
    return conditions[tab]


def must_leave_by(day: date) -> Q:
    """For unsent parts with their times: those whose ship-by day is this one or earlier."""
    found = Q(pk=None)
    for days in range(MOST_HANDLING_DAYS + 1):
        found |= Q(store__handling_days=days, begun_at__lt=begun_before(day, days))
    return Q(status__in=UNSENT) & found


def must_leave_by_in(day: date, handling_days: int) -> Q:
    """The same for the parts of one store."""
    return Q(status__in=UNSENT, begun_at__lt=begun_before(day, handling_days))


def is_due(due: str, now: datetime) -> Q:
    """`today` holds what is overdue as well: it has to leave today at the latest."""
    today, yesterday = must_leave_by(now.date()), must_leave_by(now.date() - timedelta(days=1))
    if due == Due.OVERDUE:
        return yesterday
    return today if due == Due.TODAY else Q(status__in=UNSENT) & ~today


def ship_by_of(part: StoreOrder) -> datetime | None:
    """Until when the parcel has to leave; None where it has left or is not to be sent. Of a part with its store."""
    if part.status not in UNSENT:
        return None
    order = part.order
    return ship_by(order.cash_accepted_at or order.paid_at or part.created_at, part.store.handling_days)


def due_of(part: StoreOrder, now: datetime) -> str:
    by = ship_by_of(part)
    if by is None:
        return ""
    if by < now:
        return Due.OVERDUE
    return Due.TODAY if by.date() == now.date() else Due.LATER


@dataclass(frozen=True)
class SalesFigure:
    """What was sold in the last `days`, and in as many days before, in one currency."""

    days: int
    currency: str
    orders: int
    total_minor: int
    orders_before: int
    total_before_minor: int


@dataclass(frozen=True)
class Desk:
    """The day of one store. `sales` is None for who may not see money."""

    store_id: UUID
    store_name: str
    tabs: dict[str, int]
    due_today: int
    overdue: int
    low_stock: int
    sales: list[SalesFigure] | None


def desk_of(*, scope: ActingScope, store_id: UUID) -> Desk:
    """Four statements, however many orders there are. Raises NotFound, NotAllowed."""
    store = stores_of(scope=scope).filter(pk=store_id).first()
    if store is None:
        raise NotFound
    if not scope.may(ORDERS_VIEW, store_id) and not scope.has_role(*ORDER_READERS):
        raise NotAllowed
    now = timezone.now()
    today = now.date()
    parts = parts_timed(StoreOrder.objects.filter(store_id=store_id))
    counted = parts.aggregate(
        **{tab.value: Count("pk", filter=in_tab(tab, now)) for tab in Tab},
        due_today=Count("pk", filter=must_leave_by_in(today, store.handling_days)),
        overdue=Count("pk", filter=must_leave_by_in(today - timedelta(days=1), store.handling_days)),
    )
    return Desk(
        store_id=store_id,
        store_name=store.name,
        tabs={tab.value: counted[tab.value] for tab in Tab},
        due_today=counted["due_today"],
        overdue=counted["overdue"],
        low_stock=items_low(store_id=store_id).count(),
        sales=_sales(parts, now) if scope.may(FINANCE_VIEW, store_id) else None,
    )


def _sales(parts: QuerySet[Any], now: datetime) -> list[SalesFigure]:
    sold = parts.exclude(status__in=(S.PENDING, S.CANCEL_REQUESTED, S.CANCELLED))
    figures: dict[str, Any] = {}
    for days in PERIODS:
        start, before = now - timedelta(days=days), now - timedelta(days=2 * days)
        windows = {"now": Q(begun_at__gte=start), "before": Q(begun_at__gte=before, begun_at__lt=start)}
        for name, window in windows.items():
            figures[f"orders_{name}_{days}"] = Count("pk", filter=window)
            figures[f"total_{name}_{days}"] = Coalesce(Sum("total_minor", filter=window), 0)
    since = now - timedelta(days=2 * max(PERIODS))
    rows: Any = sold.filter(begun_at__gte=since).order_by().values("currency").annotate(**figures).order_by("currency")
    return [
        SalesFigure(
            days=days,
            currency=row["currency"],
            orders=row[f"orders_now_{days}"],
            total_minor=row[f"total_now_{days}"],
            orders_before=row[f"orders_before_{days}"],
            total_before_minor=row[f"total_before_{days}"],
        )
        for row in rows
        for days in PERIODS
    ]
