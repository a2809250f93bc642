"""How an attempt ends: one function performs every move that a gateway's answer causes (RELIABILITY.md §9.6).

A browser's return, a notification and a query are only reasons to ask. What the gateway then says is applied under the
lock of the order, as often and in whatever order it is said.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from core import audit, outbox
from core.db import atomic, savepoint
from core.money import Money
from core.scope import Actor
from payments.gateways.contract import Gateway, GatewayState, GatewayStatus, readable
from payments.gateways.errors import GatewayError, GatewayUnavailable
from payments.models import Payment, WebhookEvent, WebhookProcessing, WebhookState
from payments.registry import gateway_get
from payments.services.books import unwanted_into_the_books
from payments.services.moves import (
    actor_of_gateway,
    details_keep,
    exchange_log,
    payment_lock,
    payment_move,
    payment_update,
)
from payments.services.refunds import refund_request
from payments.services.splits import splits_into_the_books
from payments.signals import payment_captured, payment_failed
from payments.states import MONEY_ARRIVED, OPEN_STATUSES, PaymentStatus
from sales.models import Order
from sales.services import order_cancel_finish, order_mark_paid
from sales.states import OrderStatus

log = logging.getLogger(__name__)

FIRST_QUERY_WAIT, LONGEST_QUERY_WAIT = timedelta(seconds=10), timedelta(minutes=15)
SENT_QUERY_WAIT = timedelta(minutes=3)  # while the shopper is at the gateway, the notification is usually first
HUMAN_AFTER_QUERIES = 12
SETTLED_BEFORE = "The payment had been settled before."  # the note of a notification that changes nothing
HOPELESS_AFTER = timedelta(hours=24)  # what nobody could tell by then is no reason to keep stock; money may still come

_ENDED = {
    GatewayStatus.DECLINED: PaymentStatus.FAILED,
    GatewayStatus.CANCELLED: PaymentStatus.CANCELLED,
    GatewayStatus.EXPIRED: PaymentStatus.EXPIRED,
    GatewayStatus.NOT_FOUND: PaymentStatus.FAILED,
}
# What a return or a notification says of a payment that was not made, where the gateway itself says no more than no.
_CLAIMED = {"NOK": GatewayStatus.CANCELLED, "EXPIRED": GatewayStatus.EXPIRED}
_UNENDED = (PaymentStatus.CREATED, *OPEN_STATUSES)


class _NothingOwed(Exception):
    """The order does not want this money: paid otherwise, or cancelled."""


def payment_resolve(*, payment_id: UUID, cause: str, event_id: UUID | None = None, claim: str = "") -> Payment:
    """Ask the gateway how a payment stands and apply what it says. Must not be called inside a transaction.

    A gateway that does not answer leaves the payment UNKNOWN with a time for the next question; that is not an error
    of the caller's. `event_id` names the notification that caused the question, to be closed with the answer; `claim`
    is what a returning browser or a notification says (OK, NOK, EXPIRED).
    """
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    if payment.status in MONEY_ARRIVED or not payment.gateway:
        _event_close(event_id, payment, SETTLED_BEFORE)
        return payment
    try:
        state = _ask(gateway_get(payment.gateway), payment, claim=claim)
    except GatewayError as error:
        return payment_unanswered(payment_id=payment_id, cause=cause, error=error)
    return payment_apply(payment_id=payment_id, state=state, cause=cause, event_id=event_id)


@outbox.handler(outbox.FOREIGN)
def payment_inquire(*, payment_id: UUID) -> None:
    """Ask about a payment whose order is about to be cancelled."""
    payment_resolve(payment_id=payment_id, cause="inquiry")


def _ask(gateway: Gateway, payment: Payment, *, claim: str) -> GatewayState:
    """The gateway's word on this payment, in the words of those that tell more. Raises GatewayError."""
    if payment.gateway_reference:
        state = gateway.verify(payment.gateway_reference, payment.total)
    else:
        state = gateway.query(merchant_reference=str(payment.pk))
    if state.merchant_reference not in ("", str(payment.pk)):
        raise GatewayUnavailable("foreign_payment", "the answer is about a payment that is not ours to settle")
    reference = payment.gateway_reference or state.gateway_reference
    known = gateway.capabilities
    if state.status is GatewayStatus.DECLINED and claim in _CLAIMED and not known.tells_cancelled:
        return replace(state, status=_CLAIMED[claim])
    if state.status not in (GatewayStatus.PENDING, GatewayStatus.OPEN):
        return state
    if known.supports_cancel:
        return _close(gateway, payment, reference) if reference and _should_close(payment) else state
    return replace(state, status=GatewayStatus.EXPIRED) if _is_over(payment, known.late_for) else state


def _close(gateway: Gateway, payment: Payment, reference: str) -> GatewayState:
    """How it stands once nobody can pay it any more; a page that cannot be shut has ended by itself when it is over."""
    state = gateway.cancel(reference)
    has_ended = state.status is GatewayStatus.OPEN and _is_over(payment, gateway.capabilities.late_for)
    return replace(state, status=GatewayStatus.EXPIRED) if has_ended else state


def _should_close(payment: Payment) -> bool:
    """Whether nobody should be able to pay this any more: its order is given up or its time is over."""
    is_given_up = payment.order.status in (OrderStatus.CANCEL_REQUESTED, OrderStatus.CANCELLED)
    return is_given_up or _is_over(payment, timedelta(0))


def _is_over(payment: Payment, late_for: timedelta) -> bool:
    """Whether its time is over, and as much more.

    Money that comes later still counts: a notification tells of it, or `payments_unsettled_find` finds it.
    """
    return payment.expires_at is not None and payment.expires_at + late_for <= timezone.now()


@atomic
def payment_unanswered(*, payment_id: UUID, cause: str, error: GatewayError) -> Payment:
    """The gateway did not answer, so what it did is unknown: an open attempt becomes UNKNOWN, to be asked about."""
    order, payment = payment_lock(payment_id)
    actor = actor_of_gateway(payment.gateway)
    exchange_log(payment, "query", cause=cause, actor=actor, data={"error": error.code})
    if payment.status in _UNENDED:
        _stay_unknown(order, payment, cause=cause, actor=actor)
    return payment


def _stay_unknown(order: Order, payment: Payment, *, cause: str, actor: Actor) -> None:
    """Ask again, the later the longer; tell people after a while; a day after its end, let the attempt go."""
    shown = {"payment": str(payment.pk), "gateway": payment.gateway}
    if _is_over(payment, HOPELESS_AFTER):
        log.error("a payment was given up unknown", extra=shown)
        audit.record(actor=actor, action="payment.give_up", row=payment)
        payment_end(order, payment, PaymentStatus.EXPIRED, failure_code="unknown", cause=cause, actor=actor)
        return
    _ask_again(payment, PaymentStatus.UNKNOWN, cause=cause, actor=actor)
    if payment.queries == HUMAN_AFTER_QUERIES:
        log.error("a payment stays unknown", extra=shown)


@atomic
def payment_apply(*, payment_id: UUID, state: GatewayState, cause: str, event_id: UUID | None = None) -> Payment:
    """Perform the move that the gateway's answer causes. Duplicates, late and reordered answers change nothing.

    Money of the right amount and currency pays the order if it is still wanted, else it is a surplus that goes back by
    itself; money of another amount or currency is kept apart and flagged for a person.
    """
    order, payment = payment_lock(payment_id)
    _apply(order, payment, state, cause=cause)
    if payment.status in MONEY_ARRIVED or not _claims_money(event_id):
        _event_close(event_id, payment, state.status)  # else the gateway may be slower than its notification: ask again
    return payment


def _apply(order: Order, payment: Payment, state: GatewayState, *, cause: str) -> None:
    if payment.status in MONEY_ARRIVED:
        return
    actor = actor_of_gateway(payment.gateway)
    exchange_log(payment, "verify", cause=cause, actor=actor, data=_shown(state))
    if state.gateway_reference and payment.gateway_reference is None:
        payment_update(payment, gateway_reference=state.gateway_reference)
    details_keep(payment, state.details)
    if state.status is GatewayStatus.CAPTURED and state.captured is not None:
        _money_arrived(order, payment, state, state.captured, cause=cause, actor=actor)
    elif payment.status in _UNENDED:
        _not_paid(order, payment, state, cause=cause, actor=actor)


def _claims_money(event_id: UUID | None) -> bool:
    """Whether a notification says that the money was taken."""
    claim = WebhookEvent.objects.filter(pk=event_id).values_list("claim", flat=True).first() if event_id else None
    return claim is not None and claim.get("reported") == GatewayStatus.CAPTURED


def _shown(state: GatewayState) -> dict[str, Any]:
    return {
        "status": str(state.status),
        "captured": state.captured.as_dict() if state.captured else None,
        "reference": state.gateway_reference,
        "reason": readable(state.reason, 200),
        "receipt": readable(state.receipt, 64),
    }


def _money_arrived(
    order: Order, payment: Payment, state: GatewayState, captured: Money, *, cause: str, actor: Actor
) -> None:
    if payment.status == PaymentStatus.CREATED:  # the answer to `start` was lost, so we never saw it leave
        payment_move(payment, PaymentStatus.UNKNOWN, cause=cause, actor=actor)
    arrived: dict[str, Any] = {
        "captured_minor": captured.minor,
        "captured_currency": captured.currency,
        "captured_at": state.at or timezone.now(),
        "receipt": readable(state.receipt, 64),
        "next_query_at": None,
        "failure_code": "",
    }
    if captured != payment.total:
        _mismatch(payment, arrived, cause=cause, actor=actor)
    elif payment_settle(payment, arrived, cause=cause, actor=actor):
        splits_into_the_books(payment)
        payment_captured.send(sender=Payment, payment=payment)
        return
    else:
        payment_move(payment, PaymentStatus.SURPLUS, cause=cause, actor=actor, **arrived)
        unwanted_into_the_books(payment)
        refund_request(payment=payment, amount=captured, cause="surplus", actor=actor)
    splits_into_the_books(payment)
    _cancel_finish(order, payment)


def payment_settle(payment: Payment, arrived: dict[str, Any], *, cause: str, actor: Actor) -> bool:
    """Capture and pay the order with it; False, and nothing changed, when the order does not want the money.

    The unique index on settling captures refuses a second one even from a path that forgot the lock.
    """
    try:
        with savepoint():
            payment_move(payment, PaymentStatus.CAPTURED, cause=cause, actor=actor, settles_order=True, **arrived)
            if not order_mark_paid(
                order_id=payment.order_id, actor=actor, gateway=payment.gateway, payment_id=payment.pk
            ):
                raise _NothingOwed
    except _NothingOwed:
        payment.refresh_from_db()
        return False
    except IntegrityError as error:
        if not _is_second_capture(error):
            raise
        payment.refresh_from_db()
        return False
    return True


def _is_second_capture(error: IntegrityError) -> bool:
    return "payment_one_capture_per_order" in str(error) or "payments_payment.order_id" in str(error)


def _mismatch(payment: Payment, arrived: dict[str, Any], *, cause: str, actor: Actor) -> None:
    """Keep the money apart and tell people; they decide about the refund."""
    payment_move(payment, PaymentStatus.MISMATCH, cause=cause, actor=actor, **arrived)
    unwanted_into_the_books(payment)
    expected = payment.total.as_dict()
    received = {"minor": payment.captured_minor, "currency": payment.captured_currency}
    audit.record(actor=actor, action="payment.mismatch", row=payment, changes={"amount": [expected, received]})
    log.error("a payment was captured with another amount", extra={"payment": str(payment.pk)})


def _not_paid(order: Order, payment: Payment, state: GatewayState, *, cause: str, actor: Actor) -> None:
    if state.status in _ENDED and not (state.status is GatewayStatus.NOT_FOUND and is_payable(order)):
        _end(order, payment, state, cause=cause, actor=actor)
    elif state.status in (GatewayStatus.OPEN, GatewayStatus.PENDING, GatewayStatus.NOT_FOUND):
        is_known_again = payment.redirect_url and (  # it waits for the shopper
            payment.status == PaymentStatus.UNKNOWN or state.status is GatewayStatus.OPEN
        )
        status = PaymentStatus.SENT if is_known_again else PaymentStatus(payment.status)
        _ask_again(payment, status, cause=cause, actor=actor)
    else:
        _stay_unknown(order, payment, cause=cause, actor=actor)


def _end(order: Order, payment: Payment, state: GatewayState, *, cause: str, actor: Actor) -> None:
    code = "not_found" if state.status is GatewayStatus.NOT_FOUND else str(state.status)
    payment_end(order, payment, _ENDED[state.status], failure_code=code, cause=cause, actor=actor)


def payment_end(
    order: Order, payment: Payment, new: PaymentStatus, *, failure_code: str, cause: str, actor: Actor
) -> None:
    """End a held, unpaid attempt. Its order may be paid again, or is given up when that was asked for."""
    payment_move(payment, new, cause=cause, actor=actor, failure_code=failure_code[:64], next_query_at=None)
    if is_payable(order):
        payment_failed.send(sender=Payment, payment=payment)
    else:
        _cancel_finish(order, payment)


def is_payable(order: Order) -> bool:
    """Whether the order waits for money and its time is not over."""
    deadline: datetime | None = order.payment_deadline_at
    return order.status == OrderStatus.PENDING and (deadline is None or deadline > timezone.now())


def _cancel_finish(order: Order, payment: Payment) -> None:
    """Let a requested cancellation go on once no attempt is open any more."""
    if order.status != OrderStatus.CANCEL_REQUESTED:
        return
    others = Payment.objects.filter(order_id=order.pk, status__in=OPEN_STATUSES).exclude(pk=payment.pk)
    if not others.exists():
        order_cancel_finish(order_id=order.pk)


def _ask_again(payment: Payment, status: PaymentStatus, *, cause: str, actor: Actor) -> None:
    """Stay, or move to `status`, and set the time of the next question."""
    fields: dict[str, Any] = {
        "queries": min(payment.queries + 1, 30_000),
        "next_query_at": next_query_at(payment, status),
    }
    if status != payment.status:
        payment_move(payment, status, cause=cause, actor=actor, **fields)
    else:
        payment_update(payment, **fields)


def next_query_at(payment: Payment, status: PaymentStatus) -> datetime:
    """10 s, 20 s, … 15 min from now; for a shopper at the gateway every 3 minutes, and just after the expiry."""
    now = timezone.now()
    if status == PaymentStatus.SENT:
        at = now + SENT_QUERY_WAIT
        return min(at, payment.expires_at) if payment.expires_at and payment.expires_at > now else at
    wait: timedelta = FIRST_QUERY_WAIT * 2 ** min(payment.queries, 10)
    return now + min(LONGEST_QUERY_WAIT, wait)


def _event_close(event_id: UUID | None, payment: Payment, note: str) -> None:
    """The notification has had its effect, in the transaction of that effect."""
    if event_id is not None:
        WebhookProcessing.objects.filter(event_id=event_id, state=WebhookState.RECEIVED).update(
            state=WebhookState.APPLIED, payment=payment, note=str(note)[:200], updated_at=timezone.now()
        )
