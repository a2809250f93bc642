"""Asking about what has been open for too long: the net under lost returns and lost notifications."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from payments.models import Payment, Refund
from payments.services.refunds import refund_execute
from payments.services.settlement import payment_resolve
from payments.states import OPEN_STATUSES, RefundStatus

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
