"""Starting to pay, and payments that people mark by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import FieldProblem, GatewayUnavailable, Invalid, PaymentDeclined
from core.scope import ADMINISTRATOR, SYSTEM, ActingScope, Actor
from payments.errors import GatewayNotOffered
from payments.gateways.contract import Gateway, GatewayStatus, Started, StartRequest
from payments.gateways.errors import SPLITS_REFUSED, GatewayError, GatewayRefused
from payments.gateways.errors import GatewayUnavailable as NoAnswer
from payments.models import Payment
from payments.registry import Offer, gateway_get, offer_get, offered
from payments.services.cash import payment_on_delivery
from payments.services.methods import why_not
from payments.services.moves import (
    ENDED,
    actor_of_gateway,
    attempt_new,
    attempts_lock,
    details_keep,
    exchange_log,
    payment_lock,
    payment_move,
    payment_update,
    under_way,
)
from payments.services.settlement import (
    is_payable,
    next_query_at,
    payment_apply,
    payment_end,
    payment_resolve,
    payment_settle,
    payment_unanswered,
)
from payments.services.splits import splits_agree, splits_asked, splits_drop
from payments.signals import payment_captured
from payments.states import CASH_ON_DELIVERY, MONEY_ARRIVED, OPEN_STATUSES, PaymentStatus
from sales.errors import NotPayable
from sales.models import Order
from sales.services import order_lock

NO_DEADLINE = timedelta(hours=1)  # the expiry given to a gateway for an order that has none
LEAST_TIME = timedelta(seconds=5)  # a payment page that closes sooner helps nobody
MOST_OPENINGS = 4  # of one page, by requests at the same moment
RETURN_PATH = "/api/payments/verify/"


def payment_start(
    *, order_id: UUID, gateway: str = "", return_url: str = "", payer_address: str = "", actor: Actor = SYSTEM
) -> Payment:
    """Send the shopper to a gateway: the attempt, SENT, with its `redirect_url`. Must not run inside a transaction.

    While an attempt is open its own address is given again (I-18), so a double click pays once. An attempt whose fate
    is unknown is asked about first. Without `gateway` the market's first is taken; `return_url` is where the gateway
    sends the browser back to, `payer_address` the shopper's IP address, which some gateways want. Cash on delivery
    needs none of that: the order is accepted, and the attempt is ON_DELIVERY.

    Raises NotFound, NotPayable, GatewayNotOffered, PaymentUnderWay, PaymentDeclined (refused for good),
    core.errors.GatewayUnavailable (no answer: the attempt is UNKNOWN and may be tried again); for cash on delivery
    finance.errors.CashLimitReached.
    """
    if gateway == CASH_ON_DELIVERY:
        return payment_on_delivery(order_id=order_id, actor=actor)
    payment, must_ask = _choose_attempt(order_id=order_id, gateway=gateway, actor=actor)
    if must_ask:
        payment = _ask_first(payment)
        if payment.status in ENDED:
            payment, _ = _choose_attempt(order_id=order_id, gateway=gateway, actor=actor)
    if payment.status in MONEY_ARRIVED or (payment.status in OPEN_STATUSES and payment.redirect_url):
        return payment  # opened before: a gateway may take a second request for a second payment
    return _send(payment, return_url or settings.SITE_URL + RETURN_PATH, payer_address)


def _choose_attempt(*, order_id: UUID, gateway: str, actor: Actor) -> tuple[Payment, bool]:
    """T1: the attempt to use, committed with its gateway; and whether the gateway must be asked about it first."""
    with transaction.atomic(durable=True):
        order = order_lock(order_id=order_id)
        if not is_payable(order) or order.total_minor <= 0:
            raise NotPayable(extra={"order_status": order.status})
        attempts = attempts_lock(order.pk)
        latest = attempts[-1] if attempts else None
        if latest is None or latest.status in (*ENDED, *MONEY_ARRIVED):
            latest = attempt_new(order, number=latest.attempt_number + 1 if latest else 1)
        known = latest.gateway
        if latest.status in OPEN_STATUSES:
            if gateway and gateway != known:
                raise under_way(latest)
            return latest, latest.status != PaymentStatus.SENT or not latest.redirect_url
        name, offer = _offered(order, gateway or known)
        through = offer.configuration_id
        payment_update(latest, gateway=name, expires_at=order.payment_deadline_at, configuration_id=through)
        if (rules := offer.gateway.capabilities.splits) is not None:
            splits_agree(latest, order, rules)
        return latest, known == name  # chosen before, so an earlier request may have reached the gateway


def _offered(order: Order, wanted: str) -> tuple[str, Offer]:
    """The gateway to use. Raises GatewayNotOffered, which says what those take that do not take this order."""
    offers = offered(order.market.gateways)
    admitted = [name for name, offer in offers.items() if offer.admits(order.total)]
    if admitted and (not wanted or wanted in admitted):
        name = wanted or admitted[0]
        return name, offers[name]
    asked = [wanted] if wanted in offers else [] if admitted else list(offers)
    problems = [why_not(name, offers[name], order.total) for name in asked]
    detail = " ".join(str(problem.detail) for problem in problems)
    if not problems:
        words = _("Choose one of: %(names)s.") % {"names": ", ".join(admitted) or "–"}
        problems = [FieldProblem("/gateway", "gateway_not_offered", words)]
    raise GatewayNotOffered(detail, problems=problems, extra={"gateways": admitted})


def _ask_first(payment: Payment) -> Payment:
    """Ask about an attempt that may have reached its gateway, and apply the answer.

    Raises core.errors.GatewayUnavailable when nobody answers or the answer is no answer.
    """
    if payment.gateway_reference:
        payment = payment_resolve(payment_id=payment.pk, cause="start")
        if payment.status == PaymentStatus.UNKNOWN:
            raise GatewayUnavailable(extra=_named(payment))
        return payment
    gateway = _gateway_of(payment)
    try:
        state = gateway.query(merchant_reference=str(payment.pk))
    except GatewayError as error:
        payment_unanswered(payment_id=payment.pk, cause="start", error=error)
        raise GatewayUnavailable(extra=_named(payment)) from error
    if state.status is GatewayStatus.NOT_FOUND:
        return payment  # it never arrived: it is sent now, under the same reference
    payment = payment_apply(payment_id=payment.pk, state=state, cause="start")
    if state.status is GatewayStatus.UNKNOWN:
        raise GatewayUnavailable(extra=_named(payment))
    if state.status is GatewayStatus.PENDING and not payment.redirect_url and not gateway.capabilities.starts_have_keys:
        payment = payment_resolve(payment_id=payment.pk, cause="start")  # paid where we lost the address: take it
        if payment.status == PaymentStatus.UNKNOWN:
            raise GatewayUnavailable(extra=_named(payment))
    return payment


def _send(payment: Payment, return_url: str, payer_address: str) -> Payment:
    """Open the payment and keep where; anew, when another request has opened it too and one page shuts the other."""
    others = ""
    for _number in range(MOST_OPENINGS):
        started = _open(payment, return_url, payer_address)
        sent, may_pay, others = _record_start(payment, started, instead_of=others)
        if not may_pay:
            payment_resolve(payment_id=payment.pk, cause="start")  # closes at the gateway what was just opened there
            raise NotPayable
        if not others:
            break
    return sent


def _open(payment: Payment, return_url: str, payer_address: str) -> Started:
    gateway = _gateway_of(payment)
    try:
        request = _request(payment, return_url, payer_address)
        try:
            return gateway.start(request)
        except GatewayRefused as refused:
            if refused.code != SPLITS_REFUSED:
                raise
            splits_drop(payment, refused.detail)
            return gateway.start(replace(request, splits=()))
    except GatewayRefused as refused:
        _record_refusal(payment, refused)
        raise PaymentDeclined(_("The gateway did not accept this payment."), extra=_named(payment)) from refused
    except NoAnswer as error:
        payment_unanswered(payment_id=payment.pk, cause="start", error=error)
        raise GatewayUnavailable(extra=_named(payment)) from error


def _request(payment: Payment, return_url: str, payer_address: str) -> StartRequest:
    return StartRequest(
        merchant_reference=str(payment.pk),
        amount=payment.total,
        description=f"{settings.SITE_NAME} {payment.order.number}",
        return_url=return_url,
        notify_url=_notify_url(payment.gateway),
        expires_at=_expiry(payment),
        payer_address=payer_address,
        splits=splits_asked(payment),
    )


def _notify_url(gateway: str) -> str:
    """Where a gateway that is told so with each payment posts its notifications."""
    own = f"{settings.SITE_URL}/api/payments/{gateway}/notification/"
    return offer_get(gateway).account.told("notification_url") or own


def _expiry(payment: Payment) -> datetime:
    now = timezone.now()
    if payment.expires_at is None:
        return now + NO_DEADLINE
    return max(payment.expires_at, now + LEAST_TIME)


@atomic
def _record_start(payment: Payment, started: Started, *, instead_of: str) -> tuple[Payment, bool, str]:
    """T2: keep where the shopper is sent; and whether the order still wants to be paid.

    Another request may have recorded the same answer already, or the order may be gone meanwhile. Or it has recorded
    another address of the same payment: nobody knows which of the two pages was opened last and shut the other, so it
    is named, for a page to be opened `instead_of` both.
    """
    order, payment = payment_lock(payment.pk)
    actor = actor_of_gateway(payment.gateway)
    shown = {"reference": started.gateway_reference, "expires_at": started.expires_at.isoformat()}
    exchange_log(payment, "start", cause="start", actor=actor, data=shown)
    details_keep(payment, started.details)
    if payment.gateway_reference not in (None, started.gateway_reference):
        return payment, payment.status in OPEN_STATUSES, ""  # another request was first; its address is the one to use
    fields: dict[str, Any] = {
        "redirect_url": started.redirect_url,
        "gateway_reference": started.gateway_reference,
    }
    if not is_payable(order):
        payment_update(payment, **fields)
        return payment, False, ""
    if payment.status in (PaymentStatus.CREATED, PaymentStatus.UNKNOWN):
        fields["next_query_at"] = next_query_at(payment, PaymentStatus.SENT)
        payment_move(payment, PaymentStatus.SENT, cause="start", actor=actor, **fields)
    elif payment.status in OPEN_STATUSES:
        if payment.redirect_url not in ("", instead_of, started.redirect_url):
            return payment, True, payment.redirect_url
        payment_update(payment, **fields)
    return payment, payment.status in OPEN_STATUSES, ""


@atomic
def _record_refusal(payment: Payment, refused: GatewayRefused) -> None:
    order, payment = payment_lock(payment.pk)
    actor = actor_of_gateway(payment.gateway)
    exchange_log(payment, "start", cause="start", actor=actor, data={"refused": refused.code})
    if payment.status in (PaymentStatus.CREATED, PaymentStatus.UNKNOWN):
        payment_end(order, payment, PaymentStatus.FAILED, failure_code=refused.code, cause="refused", actor=actor)


def _gateway_of(payment: Payment) -> Gateway:
    try:
        return gateway_get(payment.gateway)
    except GatewayError as error:
        raise GatewayUnavailable(extra=_named(payment)) from error


def _named(payment: Payment) -> dict[str, str]:
    return {"payment_id": str(payment.pk)}


@atomic
def payment_return_seen(*, payment_id: UUID, claim: str) -> Payment:
    """The shopper's browser came back, claiming OK or NOK. A hint, nothing more: a waiting attempt is now VERIFYING.

    Should the answer be lost on the way, reconciliation asks again soon.
    """
    _, payment = payment_lock(payment_id)
    if payment.status == PaymentStatus.SENT:
        soon = next_query_at(payment, PaymentStatus.VERIFYING)
        actor = actor_of_gateway(payment.gateway)
        payment_move(
            payment,
            PaymentStatus.VERIFYING,
            cause="return",
            actor=actor,
            data={"claim": claim},
            next_query_at=soon,
        )
    return payment


@atomic
def payment_mark_paid_by_hand(*, scope: ActingScope, order_id: UUID, reason: str) -> Payment:
    """An administrator vouches that an order was paid outside any gateway. Audited; no gateway proof (X-8).

    Money that arrives through a gateway later is a surplus and goes back. Raises NotAllowed, NotFound, NotPayable,
    Invalid without a reason.
    """
    scope.require_role(ADMINISTRATOR)
    reason = reason.strip()
    if not reason:
        raise Invalid(
            _("Say why."), problems=[FieldProblem("/reason", "required", _("Say why this order counts as paid."))]
        )
    order = order_lock(order_id=order_id)
    attempts = attempts_lock(order_id)
    latest = attempts[-1] if attempts else None
    if latest is None or latest.status != PaymentStatus.CREATED or latest.gateway:
        latest = attempt_new(order, number=latest.attempt_number + 1 if latest else 1)
    arrived = {
        "captured_minor": latest.amount_minor,
        "captured_currency": latest.currency,
        "captured_at": timezone.now(),
        "is_manual": True,
    }
    if not payment_settle(latest, arrived, cause="manual", actor=scope.actor):
        raise NotPayable(extra={"order_status": order.status})
    changes = {"status": [PaymentStatus.CREATED, PaymentStatus.CAPTURED], "reason": [None, reason]}
    audit.record(actor=scope.actor, action="payment.mark_paid", row=latest, changes=changes)
    payment_captured.send(sender=Payment, payment=latest)
    return latest
