"""Payments of the story: recorded through the services as if the sandbox gateway had reported them."""

from __future__ import annotations

from uuid import UUID

from core.money import Money
from payments.gateways.accounts import SANDBOX
from payments.gateways.contract import GatewayState, GatewayStatus, RefundResult
from payments.gateways.contract import RefundStatus as GatewayRefundStatus
from payments.models import Payment, Refund
from payments.services import payment_apply, payment_move
from payments.services.moves import actor_of_gateway, payment_lock, refund_move
from payments.services.refunds import refund_apply
from payments.services.settlement import next_query_at
from payments.states import PaymentStatus, RefundStatus
from sales.models import Order

_ACTOR = actor_of_gateway(SANDBOX)


def _reference(payment_id: UUID) -> str:
    return f"demo-{payment_id.hex[-20:]}"


def attempt_send(order: Order) -> Payment:
    """The shopper goes to the gateway; after a failed attempt with a new one."""
    latest = Payment.objects.filter(order=order).order_by("-attempt_number").first()
    if latest is None or latest.status != PaymentStatus.CREATED:
        number = latest.attempt_number + 1 if latest else 1
        latest = Payment(
            order=order,
            attempt_number=number,
            amount_minor=order.total_minor,
            currency=order.currency,
            expires_at=order.payment_deadline_at,
        )
        latest.save(force_insert=True)
    _, payment = payment_lock(latest.pk)
    payment_move(
        payment,
        PaymentStatus.SENT,
        cause="start",
        actor=_ACTOR,
        gateway=SANDBOX,
        gateway_reference=_reference(payment.pk),
        next_query_at=next_query_at(payment, PaymentStatus.SENT),
    )
    return payment


def attempt_capture(payment: Payment, order: Order) -> None:
    """The gateway reports the whole amount as captured."""
    _report(payment, GatewayStatus.CAPTURED, captured=order.total)


def attempt_decline(payment: Payment) -> None:
    _report(payment, GatewayStatus.DECLINED, reason="insufficient_funds")


def attempt_obscure(payment: Payment) -> None:
    """The gateway answers with a word nobody knows: the confirmation is late."""
    _report(payment, GatewayStatus.UNKNOWN)


def _report(payment: Payment, status: GatewayStatus, *, captured: Money | None = None, reason: str = "") -> None:
    reference = _reference(payment.pk)
    state = GatewayState(status, captured, None, reference, str(payment.pk), reason)
    payment_apply(payment_id=payment.pk, state=state, cause="notification")


def refunds_finish(order: Order) -> None:
    """The gateway reports every refund of the order as done."""
    for refund in Refund.objects.filter(payment__order=order, status=RefundStatus.REQUESTED).order_by("pk"):
        _, refund.payment = payment_lock(refund.payment_id)
        refund_move(refund, RefundStatus.EXECUTING, cause="execute", actor=_ACTOR)
        result = RefundResult(GatewayRefundStatus.SUCCEEDED, _reference(refund.pk))
        refund_apply(refund_id=refund.pk, result=result)
