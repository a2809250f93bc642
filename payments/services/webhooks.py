"""The inbox for notifications: kept word for word, once per event, and only then looked at (RELIABILITY.md §9.5)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, metrics, outbox
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from payments.gateways.contract import EventSubject, GatewayEvent, GatewayState, GatewayStatus, claim_of
from payments.gateways.errors import BadSignature, GatewayError, GatewayRefused, GatewayUnavailable
from payments.models import Payment, Refund, WebhookEvent, WebhookProcessing, WebhookState
from payments.registry import gateway_get, listener_get
from payments.selectors import payment_of_gateway, uuid_of
from payments.services.disputes import disputes_ask
from payments.services.moves import actor_of_gateway, details_keep, exchange_log, payment_lock
from payments.services.payouts import PayoutWaits, payout_look, payout_look_again, payout_of
from payments.services.refunds import refund_execute, refund_look_again
from payments.services.settlement import SETTLED_BEFORE, payment_resolve
from payments.states import MONEY_ARRIVED

log = logging.getLogger(__name__)


class Reception(StrEnum):
    """What became of a notification."""

    RECORDED = "recorded"
    KNOWN = "known"  # delivered before, or about a payment that has arrived
    UNKNOWN_PAYMENT = "unknown_payment"
    OTHER_AMOUNT = "other_amount"
    REFUSED = "refused"  # not signed by its gateway


RETRY_FOR = timedelta(hours=24)  # our own row may be later than their notification
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
KEPT_HEADERS = ("content-type", "user-agent")
_NOT_PAID = (GatewayStatus.OPEN, GatewayStatus.DECLINED, GatewayStatus.CANCELLED, GatewayStatus.EXPIRED)


def webhook_receive(*, gateway: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Check the signature over the raw bytes, then keep the event and plan its processing in one transaction.

    True when it is new; an event that was kept before is not touched. Raises BadSignature, which leaves a count and
    one audit line without content, and nothing else.
    """
    return _keep(gateway, _signed(gateway, headers, body), headers, body)


def notification_receive(*, gateway: str, headers: Mapping[str, str], body: bytes) -> Reception:
    """The same, for a gateway that wants to hear at once what became of it, and calls again until then."""
    try:
        event = _signed(gateway, headers, body)
    except BadSignature:
        return Reception.REFUSED
    payment = payment_of_gateway(
        gateway=gateway, gateway_reference=event.gateway_reference, merchant_reference=event.merchant_reference
    )
    was_settled = payment is not None and payment.status in MONEY_ARRIVED
    is_new = _keep(gateway, event, headers, body)
    if payment is None:
        return Reception.UNKNOWN_PAYMENT  # kept, and looked for again: our row may be later than their call
    if event.amount != payment.total:
        return Reception.OTHER_AMOUNT  # kept and flagged; what the gateway says when asked decides
    return Reception.RECORDED if is_new and not was_settled else Reception.KNOWN


def signed_return_read(*, gateway: str, query: str) -> tuple[str, str]:
    """The reference in the query of a browser that returns from a gateway that signs it, and its claim: OK or NOK.

    Raises NotFound when the gateway is not offered here, Invalid for a query that it did not sign.
    """
    try:
        event = gateway_get(gateway).parse_event({}, query.encode())
    except GatewayUnavailable as error:
        raise NotFound from error
    except BadSignature as refused:
        metrics.BAD_SIGNATURES.labels(gateway).inc()
        problem = FieldProblem("", f"signature_{refused.code}", _("The gateway did not sign this address."))
        raise Invalid(problems=[problem]) from refused
    return event.gateway_reference, event.claim


def _signed(gateway: str, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
    try:
        return listener_get(gateway).parse_event(headers, body)
    except BadSignature as refused:
        _note_bad_signature(gateway, refused)
        raise


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
        "dispute_reference": event.dispute_reference,
        "payout_reference": event.payout_reference,
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
    if claim["subject"] == EventSubject.TRANSFER:
        _process_transfer(event)
        return
    if claim["subject"] == EventSubject.PAYOUT:
        _process_payout(event)
        return
    if claim["subject"] == EventSubject.DISPUTE and claim["dispute_reference"]:
        _process_dispute(event)
        return
    payment = payment_of_gateway(
        gateway=event.gateway,
        gateway_reference=event.gateway_reference,
        merchant_reference=claim["merchant_reference"],
    )
    if payment is None:
        _later(event, "No payment of ours has this reference.")
        return
    _note_claim(event, payment)
    if claim["subject"] == EventSubject.REFUND:
        _process_refund(event, payment)
        return
    if payment.status in MONEY_ARRIVED:
        _process_settled(event, payment)
        return
    said = claim_of(claim["reported"])
    payment_resolve(payment_id=payment.pk, cause="notification", event_id=event.pk, claim=said)
    if WebhookProcessing.objects.filter(event=event, state=WebhookState.RECEIVED).exists():
        _later(event, "The gateway does not answer, or does not confirm it yet.", payment=payment)


def _process_settled(event: WebhookEvent, payment: Payment) -> None:
    """An event about a payment that has arrived."""
    if _is_looked_up(payment, event.claim["subject"]):
        _close(event, WebhookState.APPLIED, SETTLED_BEFORE, payment=payment)
    else:
        _later(event, "The gateway does not answer.", payment=payment)


def _is_looked_up(payment: Payment, subject: str) -> bool:
    """Keep what a gateway tells of a payment that has arrived, where it tells such things; False: ask again later.

    A bank may take a transfer back within minutes, and people may void a card in the gateway's panel; what we void
    ourselves is all claimed by refunds. Nothing undoes a sale by itself: people are told, once.
    """
    try:
        gateway = gateway_get(payment.gateway)
        if not gateway.capabilities.tells_after_capture or not payment.gateway_reference:
            return True
        state = gateway.query(gateway_reference=payment.gateway_reference)
        _keep_what_is_told(payment.pk, state)
        if subject == EventSubject.DISPUTE or payment.disputes.exists():
            disputes_ask(gateway=payment.gateway, cause="notification", gateway_reference=payment.gateway_reference)
    except GatewayError:
        return False
    return True


@atomic
def _keep_what_is_told(payment_id: UUID, state: GatewayState) -> None:
    _, payment = payment_lock(payment_id)
    details_keep(payment, state.details)
    # Without details it knows no transaction at all, which says nothing about the money.
    is_gone = bool(state.details) and state.status in _NOT_PAID and payment.left_minor > 0
    if is_gone and not payment.log.filter(event="reversed").exists():
        actor = actor_of_gateway(payment.gateway)
        exchange_log(payment, "reversed", cause="notification", actor=actor, data={"reason": state.reason[:200]})
        audit.record(
            actor=actor, action="payment.reversed", row=payment, changes={"status": [payment.status, state.reason]}
        )
        log.error("a bank took a payment back", extra={"payment": str(payment.pk)})


def _process_dispute(event: WebhookEvent) -> None:
    """An event that names a dispute: the gateway says how it stands, and whose payment it is."""
    try:
        applied = disputes_ask(
            gateway=event.gateway, cause="notification", dispute_reference=event.claim["dispute_reference"]
        )
    except GatewayRefused as refused:
        _close(event, WebhookState.IGNORED, f"The gateway knows no such dispute: {refused.code}")
    except GatewayError:
        _later(event, "The gateway does not answer.")
    else:
        if applied:
            _close(event, WebhookState.APPLIED, applied[0].status, payment=applied[0].payment)
        else:
            _close(event, WebhookState.IGNORED, "It is about no payment of ours.")


def _process_transfer(event: WebhookEvent) -> None:
    """An event about a payout that a gateway carried out."""
    payout_id = uuid_of(event.claim["payout_reference"])
    try:
        is_ours = payout_id is not None and payout_look_again(payout_id=payout_id, gateway=event.gateway)
    except PayoutWaits:
        _later(event, "The payout has not arrived yet.")
    except GatewayError:
        _later(event, "The gateway does not answer.")
    else:
        state = WebhookState.APPLIED if is_ours else WebhookState.IGNORED
        _close(event, state, "" if is_ours else "It is about no payout of ours.")


def _process_refund(event: WebhookEvent, payment: Payment) -> None:
    refund_id = uuid_of(event.claim["refund_reference"])
    refund = Refund.objects.filter(pk=refund_id, payment=payment).first() if refund_id else None
    if refund is None:
        _later(event, "No refund of ours has this reference.", payment=payment)
        return
    refund_execute(refund_id=refund.pk)  # asks when it is under way; does nothing when it has ended
    if not refund_look_again(refund_id=refund.pk):
        _later(event, "The gateway does not answer.", payment=payment)
        return
    _close(event, WebhookState.APPLIED, "", payment=payment)


def _process_payout(event: WebhookEvent) -> None:
    payout_id = payout_of(gateway=event.gateway, reference=event.gateway_reference)
    if payout_id is None:
        _later(event, "No payout of ours has this reference.")  # the answer that names it may come after this
        return
    try:
        payout_look(payout_id=payout_id, told="; ".join(event.claim["problems"]))
    except (GatewayError, PayoutWaits):
        _later(event, "The gateway does not answer, or our balance is too low.")
    else:
        _close(event, WebhookState.APPLIED, "")


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
