"""Disputes: what a gateway says of them is applied under the lock of the order, as often and in whatever order.

An event or the clock is a reason to ask. While a dispute is open its stores are not paid out; when the bank has taken
the money the books say so, and when it gives it again they say that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import audit
from core.db import atomic
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope, Actor
from finance import services as finance
from payments.errors import ConnectionFailed
from payments.gateways.contract import Disputes, DisputeState, readable
from payments.gateways.contract import DisputeStatus as Told
from payments.gateways.errors import GatewayError
from payments.models import Dispute, Payment
from payments.registry import gateway_get
from payments.selectors import payment_of_gateway
from payments.services.books import chargeback_into_the_books
from payments.services.moves import actor_of_gateway, dispute_move, exchange_log, payment_lock, payment_update
from payments.signals import dispute_decided, dispute_opened
from payments.states import DISPUTE_TRANSITIONS, MONEY_ARRIVED, OPEN_DISPUTES, DisputeStatus
from sales.models import StoreOrder

log = logging.getLogger(__name__)

QUERY_WAIT, UNANSWERED_WAIT = timedelta(hours=6), timedelta(minutes=15)
LEASE = timedelta(seconds=90)
ROUND_SECONDS = 45.0
_STATUSES: Mapping[Told, DisputeStatus] = {
    Told.INQUIRY: DisputeStatus.INQUIRY,
    Told.NEEDS_RESPONSE: DisputeStatus.NEEDS_RESPONSE,
    Told.UNDER_REVIEW: DisputeStatus.UNDER_REVIEW,
    Told.WON: DisputeStatus.WON,
    Told.LOST: DisputeStatus.LOST,
    Told.CLOSED: DisputeStatus.CLOSED,
}


def disputes_ask(
    *, gateway: str, cause: str, dispute_reference: str = "", gateway_reference: str = ""
) -> list[Dispute]:
    """Ask about a dispute, or about all of a payment, and apply what is said; those that are ours.

    Must not be called inside a transaction. Raises GatewayError.
    """
    asked_at = timezone.now()
    talker = gateway_get(gateway)
    known = talker.capabilities
    if not known.tells_disputes:
        return []
    told = cast(Disputes, talker).query_disputes(
        dispute_reference=dispute_reference, gateway_reference=gateway_reference
    )
    states = list(told)
    if not known.disputes_have_names:
        states += _no_longer_told(gateway, gateway_reference, told)
    applied = [dispute_apply(gateway=gateway, state=state, asked_at=asked_at, cause=cause) for state in states]
    return [dispute for dispute in applied if dispute is not None]


def _no_longer_told(gateway: str, reference: str, told: Sequence[DisputeState]) -> list[DisputeState]:
    """What a gateway once told of a payment, all of whose disputes it was asked for, and tells no more: it is over."""
    known = Dispute.objects.filter(gateway=gateway, payment__gateway_reference=reference)
    gone = known.exclude(gateway_reference__in=[state.reference for state in told])
    return [
        DisputeState(
            reference=dispute.gateway_reference,
            status=Told.WON,
            amount=dispute.total,
            is_withdrawn=False,
            gateway_reference=reference,
            reason=dispute.reason,
        )
        for dispute in gone
        if dispute.is_open or dispute.withdrawn_minor
    ]


def disputes_reconcile(*, limit: int = 100) -> int:
    """Ask about open disputes whose time has come, one after the other; any number of copies may run. How many."""
    stop_at = time.monotonic() + ROUND_SECONDS
    asked = 0
    while asked < limit and time.monotonic() < stop_at:
        dispute = _claim()
        if dispute is None:
            break
        asked += 1
        try:
            _ask_about(dispute, cause="reconcile")
        except GatewayError as error:
            log.warning(
                "a gateway does not tell of a dispute", extra={"dispute": str(dispute.pk), "reason": error.code}
            )
            _put_off(dispute.pk)
    return asked


def dispute_inquire(*, scope: ActingScope, dispute_id: UUID) -> None:
    """Staff have a dispute asked about now. Raises NotAllowed, ConnectionFailed."""
    scope.require_role(ADMINISTRATOR, SUPPORT)
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    try:
        _ask_about(dispute, cause="staff")
    except GatewayError as error:
        raise ConnectionFailed(str(error)) from error


def _ask_about(dispute: Dispute, *, cause: str) -> None:
    has_names = gateway_get(dispute.gateway).capabilities.disputes_have_names
    by_itself = {"dispute_reference": dispute.gateway_reference}
    by_payment = {"gateway_reference": dispute.payment.gateway_reference or ""}
    disputes_ask(gateway=dispute.gateway, cause=cause, **(by_itself if has_names else by_payment))


def _claim() -> Dispute | None:
    """The next due dispute, whose next question is put off by the lease."""
    with transaction.atomic(durable=True):
        due = Dispute.objects.filter(closed_at=None, next_query_at__lte=timezone.now()).select_related("payment")
        dispute = (
            due.order_by("next_query_at", "pk").select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        )
        if dispute is not None:
            Dispute.objects.filter(pk=dispute.pk).update(next_query_at=timezone.now() + LEASE)
        return dispute


@atomic
def _put_off(dispute_id: UUID) -> None:
    Dispute.objects.filter(pk=dispute_id, closed_at=None).update(next_query_at=timezone.now() + UNANSWERED_WAIT)


@atomic
def dispute_apply(*, gateway: str, state: DisputeState, asked_at: datetime, cause: str) -> Dispute | None:
    """Record what a gateway says of a dispute; None where it is about no payment of ours.

    `asked_at`: when it was asked. An answer to an older question than the last one's changes nothing.
    """
    found = payment_of_gateway(
        gateway=gateway, gateway_reference=state.gateway_reference, merchant_reference=state.merchant_reference
    )
    if found is None:
        return None
    order, payment = payment_lock(found.pk)
    payment.order = order
    actor = actor_of_gateway(gateway)
    dispute = _dispute_lock(payment, gateway, state.reference)
    is_new = dispute is None
    if dispute is None:
        dispute = _dispute_open(payment, gateway, state, asked_at, actor)
    elif asked_at < dispute.asked_at:
        return dispute
    was_open = dispute.is_open
    _note(dispute, state, asked_at, cause=cause, actor=actor)
    _money_follows(dispute, state, cause=cause, actor=actor)
    _freeze_follows(dispute)
    if is_new:
        dispute_opened.send(sender=Dispute, dispute=dispute)
    if was_open and not dispute.is_open:
        dispute_decided.send(sender=Dispute, dispute=dispute)
    return dispute


def _dispute_lock(payment: Payment, gateway: str, reference: str) -> Dispute | None:
    held = Dispute.objects.select_for_update(no_key=True, of=("self",))
    dispute = held.filter(gateway=gateway, gateway_reference=reference, payment_id=payment.pk).first()
    if dispute is not None:
        dispute.payment = payment
    return dispute


def _dispute_open(payment: Payment, gateway: str, state: DisputeState, asked_at: datetime, actor: Actor) -> Dispute:
    dispute = Dispute(
        payment=payment,
        gateway=gateway,
        gateway_reference=state.reference,
        amount_minor=state.amount.minor,
        currency=state.amount.currency,
        opened_at=state.opened_at or timezone.now(),
        asked_at=asked_at,
    )
    dispute.save(force_insert=True)
    changes = {"amount": [None, state.amount.as_dict()], "reason": [None, state.reason]}
    audit.record(actor=actor, action="dispute.open", row=dispute, changes=changes)
    log.error("a payment is disputed", extra={"payment": str(payment.pk), "gateway": gateway})
    return dispute


def _note(dispute: Dispute, state: DisputeState, asked_at: datetime, *, cause: str, actor: Actor) -> None:
    """Status, dates and words as they are told. The amount stays once money has moved by it."""
    fields: dict[str, Any] = {
        "asked_at": asked_at,
        "reason": readable(state.reason, 64) or dispute.reason,
        "told_status": readable(state.told, 40),
        "evidence_due_at": state.evidence_due_at or dispute.evidence_due_at,
    }
    if not dispute.withdrawn_minor:
        fields |= {"amount_minor": state.amount.minor, "currency": state.amount.currency}
    old, new = DisputeStatus(dispute.status), _STATUSES.get(state.status)
    if new is not None and new != old and not DISPUTE_TRANSITIONS.allows(old, new):
        log.error("a dispute cannot go there", extra={"dispute": str(dispute.pk), "present": old, "told": state.told})
        new = None
    if state.status is Told.UNKNOWN:
        log.error("a dispute stands in a word we do not know", extra={"dispute": str(dispute.pk), "told": state.told})
    stands = old if new is None else new
    is_open = stands in OPEN_DISPUTES
    fields["next_query_at"] = timezone.now() + QUERY_WAIT if is_open else None
    fields["closed_at"] = None if is_open else dispute.closed_at or timezone.now()
    if stands == old:
        _update(dispute, **fields)
        return
    dispute_move(dispute, stands, cause=cause, actor=actor, **fields)
    audit.record(actor=actor, action="dispute.move", row=dispute, changes={"status": [str(old), str(stands)]})


def _money_follows(dispute: Dispute, state: DisputeState, *, cause: str, actor: Actor) -> None:
    """The books follow what the bank has taken or given again. Of a payment that never arrived they know nothing."""
    if dispute.payment.status not in MONEY_ARRIVED:
        log.error("a payment is disputed that had not arrived here", extra={"dispute": str(dispute.pk)})
        return
    if state.is_withdrawn and not dispute.withdrawn_minor:
        _withdraw(dispute, cause=cause, actor=actor)
    elif dispute.withdrawn_minor and not state.is_withdrawn:
        _give_again(dispute, cause=cause, actor=actor)
    if state.fee is not None:
        _fee(dispute, state)


def _withdraw(dispute: Dispute, *, cause: str, actor: Actor) -> None:
    payment, taken = dispute.payment, dispute.total
    left = payment.left_minor if taken.currency == payment.captured_currency else 0
    claimed = min(taken.minor, left)
    payment_update(payment, charged_back_minor=payment.charged_back_minor + claimed)
    _update(dispute, withdrawn_minor=taken.minor, charged_back_minor=claimed)
    chargeback_into_the_books(dispute, taken=taken, claimed_minor=claimed)
    data = {"dispute": str(dispute.pk), "taken": taken.as_dict(), "claimed": claimed}
    exchange_log(payment, "chargeback", cause=cause, actor=actor, data=data)
    if claimed < taken.minor:
        audit.record(actor=actor, action="dispute.exceeds", row=dispute, changes={"claimed": [taken.minor, claimed]})
        log.error("a bank took back what had gone back before", extra={"dispute": str(dispute.pk)})


def _give_again(dispute: Dispute, *, cause: str, actor: Actor) -> None:
    payment = dispute.payment
    data = {"dispute": str(dispute.pk), "given": dispute.withdrawn_minor, "claimed": dispute.charged_back_minor}
    payment_update(payment, charged_back_minor=payment.charged_back_minor - dispute.charged_back_minor)
    _update(dispute, withdrawn_minor=0, charged_back_minor=0)
    finance.chargeback_return(dispute_id=dispute.pk, reference=payment.order.number)
    exchange_log(payment, "chargeback_returned", cause=cause, actor=actor, data=data)


def _fee(dispute: Dispute, state: DisputeState) -> None:
    """Post what the gateway keeps for it, as far as that is not in the books yet."""
    fee = state.fee
    if fee is None or (fee.minor == dispute.fee_minor and dispute.fee_currency in (None, fee.currency)):
        return
    if dispute.fee_currency not in (None, fee.currency):
        log.error("the fee of a dispute is of another currency now", extra={"dispute": str(dispute.pk)})
        return
    more = fee.minor - dispute.fee_minor
    _update(dispute, fee_minor=fee.minor, fee_currency=fee.currency)
    finance.dispute_fee_post(
        dispute_id=dispute.pk,
        gateway=dispute.gateway,
        currency=fee.currency,
        amount_minor=more,
        reference=dispute.payment.order.number,
    )


def _freeze_follows(dispute: Dispute) -> None:
    """Last of all, for whoever moves money of a store holds its balances last."""
    payment = dispute.payment
    if not dispute.is_open:
        finance.payouts_unfreeze(dispute_id=dispute.pk)
    elif payment.status in MONEY_ARRIVED and payment.settles_order:
        parts = list(StoreOrder.objects.filter(order_id=payment.order_id).values_list("pk", flat=True))
        currency = payment.captured_currency or payment.currency
        finance.payouts_freeze(
            dispute_id=dispute.pk, references=parts, currency=currency, reference=payment.order.number
        )


def _update(dispute: Dispute, **fields: Any) -> None:
    fields["updated_at"] = timezone.now()
    Dispute.objects.filter(pk=dispute.pk).update(**fields)
    for name, value in fields.items():
        setattr(dispute, name, value)
