"""Asking about what has been open for too long: the net under lost returns and lost notifications."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from core import audit
from core.db import atomic
from core.models import AuditEntry
from payments.gateways.contract import GatewayState
from payments.gateways.errors import GatewayError
from payments.models import Payment, Refund
from payments.registry import gateways
from payments.selectors import payment_of_gateway
from payments.services.moves import actor_of_gateway
from payments.services.refunds import refund_execute
from payments.services.settlement import payment_resolve
from payments.states import OPEN_STATUSES, RefundStatus

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # nobody else asks meanwhile; after a crash the row is due again
ROUND_SECONDS = 45.0  # below Celery's soft limit


def payments_reconcile(*, limit: int = 200) -> int:
    """Ask about due attempts and refunds, one after the other; any number of copies may run. Returns how many."""
    stop_at = time.monotonic() + ROUND_SECONDS
    asked = 0
    while asked < limit and time.monotonic() < stop_at:
        payment_id = _claim_payment()
        refund_id = _claim_refund()
        if payment_id is None and refund_id is None:
            break
        if payment_id is not None:
            payment_resolve(payment_id=payment_id, cause="reconcile")
            asked += 1
        if refund_id is not None:
            refund_execute(refund_id=refund_id)
            asked += 1
    return asked


def payments_unsettled_find() -> int:
    """Ask each gateway what shoppers paid and nobody confirmed, and settle what is ours. Returns how many were listed.

    Ours may have ended here meanwhile: the money then pays the order if it may still be revived, or goes back (P5).
    What we do not know is told to people, once.
    """
    stop_at = time.monotonic() + ROUND_SECONDS
    listed = 0
    for name, gateway in gateways().items():
        try:
            states = gateway.unsettled()
        except GatewayError as error:
            log.warning("a gateway does not list what is unsettled", extra={"gateway": name, "reason": error.code})
            continue
        for state in states:
            if time.monotonic() > stop_at:
                break
            listed += 1
            try:
                _settle(name, state)
            except Exception:  # each is another shopper's money
                log.exception("what is unsettled could not be settled", extra={"reference": state.gateway_reference})
    return listed


def _settle(gateway: str, state: GatewayState) -> None:
    payment = payment_of_gateway(
        gateway=gateway, gateway_reference=state.gateway_reference, merchant_reference=state.merchant_reference
    )
    if payment is None:
        _tell_unknown(gateway, state)
    else:
        payment_resolve(payment_id=payment.pk, cause="unsettled")


@atomic
def _tell_unknown(gateway: str, state: GatewayState) -> None:
    actor = actor_of_gateway(gateway)
    row = Payment(pk=uuid5(NAMESPACE_URL, f"{gateway}:{state.gateway_reference}"), gateway=gateway)
    if AuditEntry.objects.filter(action="payment.stray", object_id=str(row.pk)).exists():
        return
    amount = state.captured.as_dict() if state.captured else None
    changes = {"reference": [None, state.gateway_reference], "amount": [None, amount]}
    audit.record(actor=actor, action="payment.stray", row=row, changes=changes)
    log.error("money at a gateway that belongs to no payment of ours", extra={"gateway": gateway})


def _claim_payment() -> UUID | None:
    """The next due attempt, whose next question is put off by the lease."""
    with transaction.atomic(durable=True):
        due = Payment.objects.filter(status__in=OPEN_STATUSES, next_query_at__lte=timezone.now())
        pk: UUID | None = (
            due.order_by("next_query_at")
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .values_list("pk", flat=True)
            .first()
        )
        if pk is not None:
            Payment.objects.filter(pk=pk).update(next_query_at=timezone.now() + LEASE)
        return pk


def _claim_refund() -> UUID | None:
    with transaction.atomic(durable=True):
        due = Refund.objects.filter(status=RefundStatus.EXECUTING, next_query_at__lte=timezone.now())
        pk: UUID | None = (
            due.order_by("next_query_at")
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .values_list("pk", flat=True)
            .first()
        )
        if pk is not None:
            Refund.objects.filter(pk=pk).update(next_query_at=timezone.now() + LEASE)
        return pk
