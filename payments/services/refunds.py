"""Money on its way back: claimed under the payment's row before any call, sent once per refund id."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats, outbox
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.money import Money, split_minor
from core.scope import ADMINISTRATOR, ActingScope, Actor
from finance.selectors import lines_of
from payments.errors import RefundExceedsCaptured
from payments.gateways.contract import Gateway, RefundRequest, RefundResult
from payments.gateways.contract import RefundStatus as GatewayRefundStatus
from payments.gateways.errors import GatewayError, GatewayRefused, GatewayUnavailable
from payments.models import Payment, Refund
from payments.registry import gateway_get
from payments.services.books import (
    amounts_of_parts,
    refund_into_the_books,
    refund_paid_into_the_books,
    refund_returned_into_the_books,
)
from payments.services.moves import actor_of_gateway, exchange_log, payment_lock, refund_move
from payments.signals import refund_succeeded
from payments.states import CASH_ON_DELIVERY, PAYS_LINES, REFUNDABLE, RefundStatus
from sales.models import StoreOrder

log = logging.getLogger(__name__)

FIRST_QUERY_WAIT, LONGEST_QUERY_WAIT = timedelta(seconds=15), timedelta(minutes=15)
SEND_WAIT = timedelta(seconds=90)  # longer than all calls of one sending take
SIBLING_WAIT = timedelta(seconds=20)
HUMAN_AFTER_QUERIES = 12
# Failure codes: no gateway can carry it out; an administrator no longer waits for the gateway's word.
BY_HAND, GIVEN_UP = "paid_by_hand", "given_up"
RETURNED = "returned"  # it had succeeded, and the shopper's bank sent it back


@dataclass(frozen=True)
class LineWish:
    """A line of an order to be refunded: this much of it, the price of so many pieces, or all that is left."""

    order_item_id: UUID
    amount_minor: int | None = None
    quantity: int | None = None


def refund_request(
    *, payment: Payment, amount: Money, cause: str, actor: Actor, store_order: StoreOrder | None = None
) -> Refund:
    """Claim part of a captured payment and let the outbox send it back. The caller holds the order's row.

    `cause`: cancelled, surplus, mismatch or staff. The claim is one guarded UPDATE, so all claims together never
    exceed what was captured and not charged back. Raises RefundExceedsCaptured; Invalid for nothing or another
    currency.
    """
    if amount.minor <= 0 or amount.currency != payment.captured_currency:
        raise Invalid(_("Give back more than nothing, in %(currency)s.") % {"currency": payment.captured_currency})
    claimed = Payment.objects.filter(
        pk=payment.pk,
        status__in=REFUNDABLE,
        refunded_minor__lte=F("captured_minor") - F("charged_back_minor") - amount.minor,
    ).update(refunded_minor=F("refunded_minor") + amount.minor, updated_at=timezone.now())
    if not claimed:
        raise RefundExceedsCaptured
    payment.refunded_minor += amount.minor
    refund = Refund(
        payment=payment, store_order=store_order, amount_minor=amount.minor, currency=amount.currency, cause=cause
    )
    refund.save(force_insert=True)
    data = {"refund": str(refund.pk), "amount": amount.as_dict(), "status": refund.status}
    exchange_log(payment, "refund", cause=cause, actor=actor, data=data)
    outbox.enqueue(refund_execute, key=f"refund:{refund.pk}", refund_id=refund.pk)
    return refund


@atomic
def refund_request_by_staff(
    *,
    scope: ActingScope,
    payment_id: UUID,
    amount_minor: int | None,
    reason: str,
    store_order_id: UUID | None = None,
    lines: Sequence[LineWish] = (),
    is_goodwill: bool = False,
) -> Refund:
    """A refund that an administrator decides on: for lines, for one store's part, or for the whole order. Audited.

    Without an amount, all that is left of it. The sellers of what it is for bear it, each line by its share, unless it
    is our goodwill. Raises NotAllowed, NotFound, Invalid, RefundExceedsCaptured.
    """
    scope.require_role(ADMINISTRATOR)
    _order, payment = payment_lock(payment_id)
    store_order = None
    if store_order_id is not None:
        store_order = StoreOrder.objects.filter(pk=store_order_id, order_id=payment.order_id).first()
        if store_order is None:
            problem = FieldProblem("/store_order", "unknown", _("This is no part of the payment's order."))
            raise Invalid(problems=[problem])
    if payment.captured_currency is None:
        raise RefundExceedsCaptured(_("Nothing was captured by this payment."))
    left = _left_of(payment, store_order)
    amounts = lines_wanted(payment, lines)
    if lines:
        if amount_minor not in (None, sum(amounts.values())):
            detail = _("The amount is not the sum of the lines.")
            raise Invalid(detail, problems=[FieldProblem("/amount_minor", "not_the_sum", detail)])
        amount_minor = sum(amounts.values())
    amount = Money(left if amount_minor is None else amount_minor, payment.captured_currency)
    if amount.minor <= 0:
        raise RefundExceedsCaptured(_("Everything has been given back already."))
    refund = refund_request(payment=payment, amount=amount, cause="staff", actor=scope.actor, store_order=store_order)
    if payment.status in PAYS_LINES and not is_goodwill and not amounts:
        parts = [store_order] if store_order else list(StoreOrder.objects.filter(order_id=payment.order_id))
        try:
            amounts = amounts_of_parts(parts, amount.minor)
        except ValueError:
            raise RefundExceedsCaptured(_("Less than that is left of this part.")) from None
    refund_into_the_books(refund, {} if is_goodwill else amounts)
    changes = {"amount": [None, amount.as_dict()], "reason": [None, reason], "goodwill": [None, is_goodwill]}
    audit.record(actor=scope.actor, action="payment.refund", row=payment, changes=changes)
    return refund


def lines_wanted(payment: Payment, lines: Sequence[LineWish]) -> dict[UUID, int]:
    """How much of each line is wanted back, minor units. Raises Invalid with the place of each line that cannot."""
    if not lines:
        return {}
    known = lines_of(_parts_of(payment)) if payment.status in PAYS_LINES else {}  # else it paid no line
    amounts: dict[UUID, int] = {}
    for place, wish in enumerate(lines):
        line = known.get(wish.order_item_id)
        at = f"/lines/{place}"
        if line is None or wish.order_item_id in amounts:
            detail = _("This is no line of the payment's order, or it stands here twice.")
            raise Invalid(detail, problems=[FieldProblem(f"{at}/order_item", "unknown", detail)])
        left = line.left.paid
        amount = left if wish.amount_minor is None else wish.amount_minor
        if wish.quantity is not None:
            pieces = min(wish.quantity, line.quantity)
            amount = min(left, split_minor(line.paid_minor, [pieces, line.quantity - pieces])[0])
        if not 0 < amount <= left:
            detail = _("Of this line %(left)s is left.") % {"left": formats.money(Money(left, line.currency))}
            raise Invalid(detail, problems=[FieldProblem(at, "more_than_left", detail)])
        amounts[wish.order_item_id] = amount
    return amounts


def _left_of(payment: Payment, part: StoreOrder | None) -> int:
    """What is left of a payment, or of one part that it paid; what goodwill gave is gone from every part."""
    left = payment.left_minor
    if part is None or payment.status not in PAYS_LINES:
        return left
    return min(left, sum(line.left.paid for line in lines_of([part.pk]).values()))


def _parts_of(payment: Payment) -> list[UUID]:
    return list(StoreOrder.objects.filter(order_id=payment.order_id).values_list("pk", flat=True))


@outbox.handler(outbox.FOREIGN)
def refund_execute(*, refund_id: UUID) -> None:
    """Send a refund to the gateway, with its id as idempotency key: a repeat begins with a question, never a new id."""
    with transaction.atomic(durable=True):
        refund = _refund_lock(refund_id)
        may_have_arrived = refund.status == RefundStatus.EXECUTING
        if refund.status == RefundStatus.REQUESTED:
            if _must_wait_for_another(refund):
                again = outbox.message(refund_execute, refund_id=refund_id)
                again.due_at = timezone.now() + SIBLING_WAIT
                outbox.enqueue_many([again])
                return
            actor = actor_of_gateway(refund.payment.gateway)
            next_at = timezone.now() + SEND_WAIT
            refund_move(refund, RefundStatus.EXECUTING, cause="execute", actor=actor, next_query_at=next_at)
        elif not may_have_arrived:
            return
    if refund.payment.is_manual or refund.payment.gateway in ("", CASH_ON_DELIVERY):
        refund_fail(refund_id=refund_id, code=BY_HAND)
        return
    try:
        gateway = gateway_get(refund.payment.gateway)
        request = refund_question(refund)
        result = _query_or_send(gateway, request) if may_have_arrived else gateway.refund(request)
    except GatewayRefused as refused:
        refund_fail(refund_id=refund_id, code=refused.code)
    except GatewayUnavailable as unavailable:
        refund_unanswered(refund_id=refund_id, error=unavailable)
    else:
        refund_apply(refund_id=refund_id, result=result)


def _must_wait_for_another(refund: Refund) -> bool:
    """Whether the gateway could not tell this refund from another one of the payment that is on its way."""
    others = Refund.objects.filter(payment_id=refund.payment_id, status=RefundStatus.EXECUTING).exclude(pk=refund.pk)
    return not _has_keys(refund) and others.exists()


def _query_or_send(gateway: Gateway, request: RefundRequest) -> RefundResult:
    """The next step with a refund that may have arrived. A refusal now says nothing about what happened before."""
    try:
        result = gateway.query_refund(request)
    except GatewayRefused as refused:
        raise GatewayUnavailable("refused", str(refused)) from refused
    if result.status is not GatewayRefundStatus.NOT_FOUND:
        return result
    try:
        return gateway.refund(replace(request, is_repeat=True))
    except GatewayRefused as refused:
        if gateway.capabilities.refunds_have_keys:
            raise
        raise GatewayUnavailable("refused", str(refused)) from refused


def refund_question(refund: Refund) -> RefundRequest:
    """A refund in the words of the contract: to be sent, or asked about."""
    payment = refund.payment
    others = Refund.objects.filter(payment_id=payment.pk).exclude(pk=refund.pk).exclude(gateway_reference="")
    return RefundRequest(
        refund_reference=str(refund.pk),
        gateway_reference=payment.gateway_reference or "",
        amount=refund.total,
        reason=refund.cause,
        merchant_reference=str(payment.pk),
        captured=Money(payment.captured_minor, payment.captured_currency or payment.currency),
        captured_at=payment.captured_at,
        attempt=refund.attempt,
        known_as=refund.gateway_reference,
        others=frozenset(others.values_list("gateway_reference", flat=True)),
    )


@atomic
def refund_apply(*, refund_id: UUID, result: RefundResult) -> Refund:
    """Record what the gateway says about a refund. A repeated or late answer changes nothing."""
    refund = _refund_lock(refund_id)
    if refund.status != RefundStatus.EXECUTING:
        return refund
    actor = actor_of_gateway(refund.payment.gateway)
    if result.status is GatewayRefundStatus.SUCCEEDED:
        _succeed(refund, cause="gateway", actor=actor, gateway_reference=result.reference[:128])
    elif result.status is GatewayRefundStatus.FAILED:
        _fail(refund, code="failed", gateway_reference=result.reference[:128])
    else:
        _ask_again(refund, gateway_reference=result.reference[:128] or refund.gateway_reference)
    return refund


def _succeed(refund: Refund, *, cause: str, actor: Actor, gateway_reference: str = "") -> None:
    refund_move(
        refund,
        RefundStatus.SUCCEEDED,
        cause=cause,
        actor=actor,
        gateway_reference=gateway_reference,
        finished_at=timezone.now(),
        failure_code="",
        next_query_at=None,
    )
    refund_paid_into_the_books(refund, is_by_hand=cause == "by_hand")
    refund_succeeded.send(sender=Refund, refund=refund)


@atomic
def refund_fail(*, refund_id: UUID, code: str) -> None:
    """The gateway will not do it. The claim on the payment stays: the money is still owed, people must see to it."""
    refund = _refund_lock(refund_id)
    if refund.status == RefundStatus.EXECUTING:
        _fail(refund, code=code)


def _fail(refund: Refund, *, code: str, gateway_reference: str = "") -> None:
    fields = {"failure_code": code[:64], "gateway_reference": gateway_reference, "next_query_at": None}
    actor = actor_of_gateway(refund.payment.gateway)
    refund_move(refund, RefundStatus.FAILED, cause=code, actor=actor, finished_at=timezone.now(), **fields)
    log.error("a refund failed", extra={"refund": str(refund.pk), "reason": code})


def refund_look_again(*, refund_id: UUID) -> bool:
    """Ask about a refund that has succeeded: where a bank has sent it back, it is FAILED and owed again.

    False: the gateway does not answer. What people paid another way is none of its business.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.status != RefundStatus.SUCCEEDED or not refund.gateway_reference:
        return True
    try:
        result = gateway_get(refund.payment.gateway).query_refund(refund_question(refund))
    except GatewayError:
        return False
    if result.status is GatewayRefundStatus.FAILED:
        refund_come_back(refund_id=refund_id, reference=result.reference)
    return True


@atomic
def refund_come_back(*, refund_id: UUID, reference: str) -> None:
    """The shopper's bank has sent back the refund that the gateway knows by `reference`. Repeats change nothing."""
    refund = _refund_lock(refund_id)
    if refund.status == RefundStatus.SUCCEEDED and refund.gateway_reference == reference:
        _fail(refund, code=RETURNED, gateway_reference=reference)
        refund_returned_into_the_books(refund)
        actor = actor_of_gateway(refund.payment.gateway)
        audit.record(actor=actor, action="refund.returned", row=refund)


@atomic
def refund_unanswered(*, refund_id: UUID, error: GatewayError) -> None:
    """The gateway did not answer: the refund stays EXECUTING and the next step is a question."""
    refund = _refund_lock(refund_id)
    if refund.status == RefundStatus.EXECUTING:
        data = {"refund": str(refund.pk), "error": error.code}
        actor = actor_of_gateway(refund.payment.gateway)
        exchange_log(refund.payment, "refund", cause="unanswered", actor=actor, data=data)
        _ask_again(refund)


@atomic
def refund_retry(*, scope: ActingScope, refund_id: UUID) -> Refund:
    """Send a failed refund again, under the same id. Raises NotAllowed, NotFound, InvalidTransition.

    A gateway with keys is asked first, so that what is under way there is not sent anew. One without is sent a new try:
    it has said no to the last one, or an administrator has seen there that it did not happen.
    """
    scope.require_role(ADMINISTRATOR)
    refund = _refund_lock(refund_id)
    anew: dict[str, Any] = {"finished_at": None, "queries": 0, "attempt": refund.attempt + 1}
    if _has_keys(refund):
        anew["next_query_at"] = _next_query_at(refund)
        refund_move(refund, RefundStatus.EXECUTING, cause="retry", actor=scope.actor, **anew)
    else:
        anew["gateway_reference"] = ""
        refund_move(refund, RefundStatus.REQUESTED, cause="retry", actor=scope.actor, **anew)
    audit.record(actor=scope.actor, action="refund.retry", row=refund)
    outbox.enqueue(refund_execute, refund_id=refund.pk)
    return refund


def _has_keys(refund: Refund) -> bool:
    """Whether its gateway carries it out once however often it is sent; one that is not configured is sent nothing."""
    try:
        return gateway_get(refund.payment.gateway).capabilities.refunds_have_keys
    except GatewayUnavailable:
        return True


@atomic
def refund_give_up(*, scope: ActingScope, refund_id: UUID, reason: str) -> Refund:
    """An administrator has seen at the gateway that a refund which it does not tell us about did not happen. Audited.

    It is FAILED then: it may be tried again, or recorded as paid another way. Raises NotAllowed, NotFound,
    InvalidTransition unless it is at the gateway.
    """
    scope.require_role(ADMINISTRATOR)
    refund = _refund_lock(refund_id)
    fields = {"failure_code": GIVEN_UP, "finished_at": timezone.now(), "next_query_at": None}
    refund_move(refund, RefundStatus.FAILED, cause="given_up", actor=scope.actor, **fields)
    audit.record(actor=scope.actor, action="refund.give_up", row=refund, changes={"reason": [None, reason]})
    return refund


@atomic
def refund_record_by_hand(*, scope: ActingScope, refund_id: UUID, reason: str) -> Refund:
    """An administrator has paid a failed refund another way. Audited.

    Raises NotAllowed, NotFound, InvalidTransition.
    """
    scope.require_role(ADMINISTRATOR)
    refund = _refund_lock(refund_id)
    refund_move(refund, RefundStatus.EXECUTING, cause="by_hand", actor=scope.actor)
    audit.record(actor=scope.actor, action="refund.paid_by_hand", row=refund, changes={"reason": [None, reason]})
    _succeed(refund, cause="by_hand", actor=scope.actor)
    return refund


def _refund_lock(refund_id: UUID) -> Refund:
    """The refund with its payment, held; the order and the payment first. Raises NotFound."""
    payment_id = Refund.objects.filter(pk=refund_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound(_("There is no such refund."))
    _order, payment = payment_lock(payment_id)
    refund = Refund.objects.select_for_update(no_key=True, of=("self",)).get(pk=refund_id)
    refund.payment = payment
    return refund


def _next_query_at(refund: Refund) -> datetime:
    wait: timedelta = FIRST_QUERY_WAIT * 2 ** min(refund.queries, 10)
    return timezone.now() + min(LONGEST_QUERY_WAIT, wait)


def _ask_again(refund: Refund, **fields: Any) -> None:
    queries = min(refund.queries + 1, 30_000)
    Refund.objects.filter(pk=refund.pk).update(
        next_query_at=_next_query_at(refund), queries=queries, updated_at=timezone.now(), **fields
    )
    if queries == HUMAN_AFTER_QUERIES:
        log.error("a refund stays unconfirmed", extra={"refund": str(refund.pk), "gateway": refund.payment.gateway})
