"""The inbox for notifications: kept word for word, once per event, and only then looked at (RELIABILITY.md §9.5)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core import audit, metrics, outbox
from core.db import atomic
from payments.gateways.contract import EventSubject, GatewayEvent
from payments.gateways.errors import BadSignature
from payments.gateways.registry import gateway_get
from payments.models import Payment, Refund, WebhookEvent, WebhookProcessing, WebhookState
from payments.selectors import uuid_of
from payments.services.moves import actor_of_gateway, exchange_log
from payments.services.refunds import refund_execute
from payments.services.settlement import payment_resolve

log = logging.getLogger(__name__)

RETRY_FOR = timedelta(hours=24)  # our own row may be later than their notification
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
KEPT_HEADERS = ("content-type", "user-agent")


def webhook_receive(*, gateway: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Check the signature over the raw bytes, then keep the event and plan its processing in one transaction.

    True when it is new; an event that was kept before is not touched. Raises BadSignature, which leaves a count and
    one audit line without content, and nothing else.
    """
    adapter = gateway_get(gateway)
    try:
        event = adapter.parse_event(headers, body)
    except BadSignature as refused:
        _note_bad_signature(gateway, refused)
        raise
    return _keep(gateway, event, headers, body)


def _note_bad_signature(gateway: str, refused: BadSignature) -> None:
    metrics.BAD_SIGNATURES.labels(gateway).inc()
    row = WebhookEvent(gateway=gateway, event_key="refused")
    actor = actor_of_gateway(gateway)
    audit.record(actor=actor, action="webhook.refuse", row=row, changes={"signature": [None, refused.code]})
    log.warning("a notification was not signed by its gateway", extra={"gateway": gateway, "reason": refused.code})


@atomic
def _keep(gateway: str, event: GatewayEvent, headers: Mapping[str, str], body: bytes) -> bool:
    lowered = {name.lower(): value for name, value in headers.items()}
    row = WebhookEvent(
        gateway=gateway,
        event_key=event.event_key,
        gateway_reference=event.gateway_reference,
        body=body,
        headers={name: lowered[name][:200] for name in KEPT_HEADERS if name in lowered},
        claim=_claim(event),
    )
    # The unique index makes parallel deliveries wait for the first one's commit and then see the conflict.
    WebhookEvent.objects.bulk_create([row], ignore_conflicts=True)
    if not WebhookEvent.objects.filter(pk=row.pk).exists():
        return False
    WebhookProcessing(event=row).save(force_insert=True)
    outbox.enqueue(webhook_process, event_id=row.pk)
    return True


def _claim(event: GatewayEvent) -> dict[str, Any]:
    return {
        "subject": str(event.subject),
        "type": event.type,
        "merchant_reference": event.merchant_reference,
        "refund_reference": event.refund_reference,
        "reported": str(event.reported),
        "amount": event.amount.as_dict() if event.amount else None,
        "problems": list(event.problems),
    }


@outbox.handler(outbox.FOREIGN)
def webhook_process(*, event_id: UUID) -> None:
    """Look at a kept event: it is a reason to ask its gateway, whose answer decides.

    One for a payment we do not know (yet), or whose gateway does not answer, is tried again for 24 hours.
    """
    event = WebhookEvent.objects.select_related("processing").get(pk=event_id)
    if event.processing.state != WebhookState.RECEIVED:
        return
    claim = event.claim
    if claim["subject"] == EventSubject.OTHER:
        _close(event, WebhookState.IGNORED, "; ".join(claim["problems"]) or "Nothing we know.")
        return
    payment = _payment_of(event)
    if payment is None:
        _later(event, "No payment of ours has this reference.")
        return
    _note_claim(event, payment)
    if claim["subject"] == EventSubject.REFUND:
        _process_refund(event, payment)
        return
    payment_resolve(payment_id=payment.pk, cause="notification", event_id=event.pk)
    if WebhookProcessing.objects.filter(event=event, state=WebhookState.RECEIVED).exists():
        _later(event, "The gateway does not answer.", payment=payment)


def _payment_of(event: WebhookEvent) -> Payment | None:
    """The payment an event is about: by the gateway's reference, or by ours where that is not recorded yet."""
    ours = Payment.objects.filter(gateway=event.gateway)
    found = ours.filter(gateway_reference=event.gateway_reference).first() if event.gateway_reference else None
    reference = uuid_of(event.claim["merchant_reference"])
    if found is None and reference is not None:
        found = ours.filter(pk=reference, gateway_reference=None).first()
    return found


def _process_refund(event: WebhookEvent, payment: Payment) -> None:
    refund_id = uuid_of(event.claim["refund_reference"])
    refund = Refund.objects.filter(pk=refund_id, payment=payment).first() if refund_id else None
    if refund is None:
        _later(event, "No refund of ours has this reference.", payment=payment)
        return
    refund_execute(refund_id=refund.pk)  # asks when it is under way; does nothing when it has ended
    _close(event, WebhookState.APPLIED, "", payment=payment)


@atomic
def _note_claim(event: WebhookEvent, payment: Payment) -> None:
    """Log what the notification claims, once; a claim of another amount is flagged, whatever the gateway then says."""
    claim = event.claim
    actor = actor_of_gateway(event.gateway)
    known = payment.log.filter(event="notification", data__event=event.event_key)
    if known.exists():
        return
    shown = {"event": event.event_key, **{name: claim[name] for name in ("type", "reported", "amount", "problems")}}
    exchange_log(payment, "notification", cause="notification", actor=actor, data=shown)
    amount = claim["amount"]
    other_amount = claim["subject"] == EventSubject.PAYMENT and amount and amount != payment.total.as_dict()
    other_reference = claim["merchant_reference"] not in ("", str(payment.pk))
    if other_amount or other_reference or claim["problems"]:
        audit.record(actor=actor, action="webhook.mismatch", row=payment, changes={"claim": [None, shown]})
        log.error("a notification contradicts its payment", extra={"payment": str(payment.pk)})


@atomic
def _close(event: WebhookEvent, state: WebhookState, note: str, *, payment: Payment | None = None) -> None:
    WebhookProcessing.objects.filter(event=event, state=WebhookState.RECEIVED).update(
        state=state, note=note[:200], payment=payment, updated_at=timezone.now()
    )


@atomic
def _later(event: WebhookEvent, note: str, *, payment: Payment | None = None) -> None:
    """Plan another look, the later the longer we have waited; after 24 hours people must look."""
    age = timezone.now() - event.created_at
    if age > RETRY_FOR:
        _close(event, WebhookState.FAILED, note, payment=payment)
        log.error("a notification could not be applied", extra={"event": event.event_key, "reason": note})
        return
    WebhookProcessing.objects.filter(event=event, state=WebhookState.RECEIVED).update(
        note=note[:200], payment=payment, updated_at=timezone.now()
    )
    again = outbox.message(webhook_process, event_id=event.pk)
    again.due_at = timezone.now() + min(LONGEST_WAIT, max(FIRST_WAIT, age))
    outbox.enqueue_many([again])
