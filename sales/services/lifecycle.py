"""What happens to an order after it was placed: paid, cancelled, expired, sent, delivered.

Whoever moves anything of an order holds its row first (`order_lock`). A status changes only here and only by its table.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotAllowed, NotFound
from core.scope import ADMINISTRATOR, SUPPORT, SYSTEM, ActingScope, Actor
from finance.services import sales_cancel
from marketplace.rules import ORDERS_FULFIL
from marketplace.services.stock import stock_rereserve
from sales import selectors
from sales.errors import NotCancellable
from sales.models import Coupon, CouponRedemption, Order, OrderItem, Reservation, StoreOrder
from sales.services.books import sale_into_the_books
from sales.services.cash import cash_collected, cash_given_up
from sales.services.moves import (
    order_lock,
    order_settle_status,
    part_move,
    parts_of,
    reservations_consume,
    stock_lines,
)
from sales.signals import order_cancelled, order_claim_asked, order_paid, store_order_moved
from sales.states import CancelReason, OrderStatus, ReservationStatus, StoreOrderStatus

log = logging.getLogger(__name__)

LATE_PAYMENT = timedelta(hours=24)  # DESIGN.md P5
S = StoreOrderStatus
CANCELLABLE = (S.PENDING, S.CANCEL_REQUESTED, S.PAID, S.PROCESSING)


# --- paying -----------------------------------------------------------------------------------------------------------


@atomic
def order_mark_paid(
    *, order_id: UUID, actor: Actor = SYSTEM, gateway: str = "", payment_id: UUID | None = None
) -> bool:
    """Money for the whole order has arrived: reservations become sales, and the books learn what it was made of.

    `gateway` says where the money lies; `payment_id` names the payment that brought it.

    True when it settles the order, also one that merely expired less than 24 hours ago and whose lines can all be
    reserved again (P5). False when nothing is owed: it is paid already, or a person cancelled it.
    """
    order = order_lock(order_id=order_id)
    parts = parts_of(order)
    if order.status == OrderStatus.CANCELLED:
        if not _revive(order):
            return False
    elif order.status != OrderStatus.PENDING:
        return False
    lines = list(OrderItem.objects.filter(store_order__order=order))
    reservations_consume(order, lines, actor)
    now = timezone.now()
    for part in parts:
        part_move(part, S.PAID, cancelled_at=None, cancel_reason="")
    order_settle_status(order, parts, paid_at=now, cancelled_at=None, cancel_reason="")
    sale_into_the_books(order, parts, lines, gateway=gateway, payment_id=payment_id)
    order_paid.send(sender=Order, order=order)
    return True


def _revive(order: Order) -> bool:
    """Reserve every line of an order that expired lately; False leaves it as it is."""
    if order.cancel_reason != CancelReason.EXPIRED or order.cancelled_at is None:
        return False
    if timezone.now() - order.cancelled_at > LATE_PAYMENT:
        return False
    lines = list(OrderItem.objects.filter(store_order__order=order))
    if not _coupon_take_again(order):
        return False
    if not stock_rereserve(lines=stock_lines(lines)):
        _coupon_return(order)
        return False
    Reservation.objects.filter(order=order).update(status=ReservationStatus.HELD)
    return True


# --- cancelling -------------------------------------------------------------------------------------------------------


@atomic
def order_cancel(*, scope: ActingScope, order: Order, reason: CancelReason = CancelReason.SHOPPER) -> Order:
    """Cancel what has not been dispatched of a whole order.

    While money may be on its way the order becomes CANCEL_REQUESTED and keeps its stock; the payment's end decides.
    Raises NotCancellable once a parcel has left.
    """
    order = order_lock(order_id=order.pk)
    parts = parts_of(order)
    if order.status in (OrderStatus.CANCELLED, OrderStatus.CANCEL_REQUESTED):
        return order
    if any(part.status not in (*CANCELLABLE, S.CANCELLED) for part in parts):
        raise NotCancellable(_("A parcel of this order has already left. You can return it once it is there."))
    if order.status == OrderStatus.PENDING and _money_on_its_way(order):
        for part in parts:
            part_move(part, S.CANCEL_REQUESTED)
        order_settle_status(order, parts, cancel_reason=reason)
        audit.record(actor=scope.actor, action="order.cancel_request", row=order)
        return order
    living = [part for part in parts if part.status != S.CANCELLED]
    _cancel_parts(order, parts, living, reason, scope.actor)
    return order


@atomic
def order_cancel_finish(*, order_id: UUID) -> Order:
    """The open payment of an order whose cancellation was asked for has ended: cancel it now."""
    order = order_lock(order_id=order_id)
    parts = parts_of(order)
    waiting = [part for part in parts if part.status == S.CANCEL_REQUESTED]
    if waiting:
        _cancel_parts(order, parts, waiting, CancelReason(order.cancel_reason or CancelReason.SHOPPER), SYSTEM)
    return order


@atomic
def store_order_cancel(*, scope: ActingScope, store_order: StoreOrder, note: str = "") -> StoreOrder:
    """A store (or staff) cancels its part, paid and not yet dispatched; or one to be paid at the door that nobody took
    there and that is back. Raises NotAllowed, NotCancellable."""
    order, parts, part = _part_for(scope, store_order)
    is_refused = part.status == S.SHIPPED and order.is_cash_on_delivery
    if part.status not in (S.PAID, S.PROCESSING) and not is_refused:
        raise NotCancellable(
            _("Only a paid part that has not left can be cancelled. Status: %(status)s.")
            % {"status": part.get_status_display()}
        )
    reason = CancelReason.STAFF if _is_platform(scope) else CancelReason.SELLER
    reason = CancelReason.REFUSED if is_refused else reason
    _cancel_parts(order, parts, [part], reason, scope.actor, note)
    return part


def _money_on_its_way(order: Order) -> bool:
    """Ask the apps above whether a payment of this order may still succeed."""
    return any(answer for _, answer in order_claim_asked.send(sender=Order, order=order))


def _cancel_parts(
    order: Order,
    parts: Sequence[StoreOrder],
    chosen: Sequence[StoreOrder],
    reason: CancelReason,
    actor: Actor,
    note: str = "",
) -> None:
    now = timezone.now()
    for part in chosen:
        part_move(part, S.CANCELLED, cancelled_at=now, cancel_reason=reason)
    whole = all(part.status == S.CANCELLED for part in parts)
    extra: dict[str, object] = {"cancelled_at": now, "cancel_reason": reason} if whole else {}
    if order.is_cash_on_delivery:
        extra |= cash_given_up(parts, chosen)
    order_settle_status(order, parts, **extra)
    if whole:
        _coupon_return(order)
    owed = {one.reference: one.paid_minor for one in sales_cancel(references=[part.pk for part in chosen])}
    changes = {"store_orders": [None, [part.number for part in chosen]], "reason": [None, str(reason)]}
    audit.record(actor=actor, action="order.cancel", row=order, changes={**changes, "note": [None, note]})
    order_cancelled.send(sender=Order, order=order, store_orders=list(chosen), reason=reason, actor=actor, owed=owed)


def _coupon_return(order: Order) -> None:
    """A cancelled order gives the use of its coupon back, once."""
    redemption = CouponRedemption.objects.filter(order=order, reverted_at=None).first()
    if redemption and CouponRedemption.objects.filter(pk=redemption.pk, reverted_at=None).update(
        reverted_at=timezone.now()
    ):
        Coupon.all_objects.filter(pk=redemption.coupon_id).update(used=F("used") - 1)


def _coupon_take_again(order: Order) -> bool:
    """A revived order needs the use of its coupon again; False when somebody else has it now."""
    redemption = CouponRedemption.objects.filter(order=order).first()
    if redemption is None or redemption.reverted_at is None:
        return True
    others = CouponRedemption.objects.filter(
        coupon_id=redemption.coupon_id, person=redemption.person, reverted_at=None, is_once_per_person=True
    )
    if redemption.is_once_per_person and others.exists():
        return False
    if not Coupon.all_objects.filter(pk=redemption.coupon_id, used__lt=F("max_uses")).update(used=F("used") + 1):
        return False
    CouponRedemption.objects.filter(pk=redemption.pk).update(reverted_at=None)
    return True


# --- expiring ---------------------------------------------------------------------------------------------------------


def orders_expire(*, limit: int = 500) -> int:
    """Cancel unpaid orders whose deadline is over, one per transaction; any number of copies may run.

    An order for which money may be on its way is left until its payment's end is known.
    """
    expired = 0
    skipped: set[UUID] = set()
    while expired + len(skipped) < limit:
        outcome = _expire_next(skipped)
        if outcome is None:
            break
        expired += outcome
    return expired


@atomic
def _expire_next(skipped: set[UUID]) -> int | None:
    order = (
        Order.objects.filter(status=OrderStatus.PENDING, payment_deadline_at__lt=timezone.now())
        .exclude(pk__in=skipped)
        .order_by("payment_deadline_at")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .first()
    )
    if order is None:
        return None
    if _money_on_its_way(order):
        skipped.add(order.pk)
        return 0
    parts = parts_of(order)
    _cancel_parts(order, parts, parts, CancelReason.EXPIRED, SYSTEM)
    return 1


# --- fulfilling -------------------------------------------------------------------------------------------------------


def _is_platform(scope: ActingScope) -> bool:
    return scope.has_role(ADMINISTRATOR, SUPPORT)


def _part_for(scope: ActingScope, store_order: StoreOrder) -> tuple[Order, list[StoreOrder], StoreOrder]:
    """Lock the order, read its parts again and check the acting person. Raises NotFound, NotAllowed."""
    visible = selectors.store_orders_visible_to(scope=scope).filter(pk=store_order.pk).exists()
    if not visible:
        raise NotFound
    if not _is_platform(scope) and not scope.may(ORDERS_FULFIL, store_order.store_id):
        raise NotAllowed(_("Your role in this store does not include sending orders."))
    order = order_lock(order_id=store_order.order_id)
    parts = parts_of(order)
    part = next(part for part in parts if part.pk == store_order.pk)
    part.order = order  # the held row, for those who hear of it
    return order, parts, part


def _advance(scope: ActingScope, store_order: StoreOrder, status: StoreOrderStatus, **fields: object) -> StoreOrder:
    order, parts, part = _part_for(scope, store_order)
    old = part.status
    part_move(part, status, **fields)
    is_collected = status is S.DELIVERED and order.is_cash_on_delivery
    order_settle_status(order, parts, **(cash_collected(order, parts, part) if is_collected else {}))
    audit.record(
        actor=scope.actor,
        action=f"store_order.{status.lower()}",
        row=part,
        changes={"status": [old, str(status)]},
        store_id=part.store_id,
    )
    store_order_moved.send(sender=StoreOrder, store_order=part, old=old)
    return part


@atomic
def store_order_process(*, scope: ActingScope, store_order: StoreOrder) -> StoreOrder:
    """The store has begun to prepare the parcel. Raises NotFound, NotAllowed, InvalidTransition."""
    return _advance(scope, store_order, S.PROCESSING)


@atomic
def store_order_ship(
    *, scope: ActingScope, store_order: StoreOrder, tracking_number: str, courier: str = ""
) -> StoreOrder:
    """The parcel has left, with its tracking number. Raises NotFound, NotAllowed, Invalid, InvalidTransition."""
    tracking = tracking_number.strip()
    if not tracking or len(tracking) > 80:
        detail = _("Give the tracking number of the courier, up to 80 characters.")
        raise Invalid(detail, problems=[FieldProblem("/tracking_number", "required", detail)])
    fields: dict[str, object] = {"tracking_number": tracking, "shipped_at": timezone.now()}
    if courier:
        fields["courier"] = courier[:80]
    return _advance(scope, store_order, S.SHIPPED, **fields)


@atomic
def store_order_deliver(*, scope: ActingScope, store_order: StoreOrder) -> StoreOrder:
    """The parcel has arrived; where it is paid at the door, the store has its price now.

    Raises NotFound, NotAllowed, InvalidTransition.
    """
    return _advance(scope, store_order, S.DELIVERED, delivered_at=timezone.now())


@atomic
def store_order_complete(*, scope: ActingScope, store_order: StoreOrder) -> StoreOrder:
    """Nothing can be returned any more: the platform closes a delivered part.

    Raises NotFound, NotAllowed, InvalidTransition.
    """
    if not _is_platform(scope):
        raise NotAllowed(_("The platform completes orders once they can no longer be returned."))
    return _advance(scope, store_order, S.COMPLETED)
