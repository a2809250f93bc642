"""Locks, status moves and the transaction log: the only code that sets a status of a payment, refund or dispute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.context import request_id
from core.errors import InvalidTransition, NotFound
from core.scope import Actor
from payments.errors import PaymentUnderWay
from payments.gateways.accounts import MIDTRANS
from payments.gateways.contract import readable
from payments.models import Dispute, MidtransTransaction, Payment, Refund, TransactionLog
from payments.states import (
    DISPUTE_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    DisputeStatus,
    PaymentStatus,
    RefundStatus,
)
from sales.models import Order
from sales.services import order_lock

_MIDTRANS_FIELDS = (
    "transaction_id", "gross_amount", "payment_type", "transaction_status", "fraud_status", "settlement_time",
    "snap_token", "snap_redirect_url", "midtrans_response",
)  # fmt: skip
ENDED = (PaymentStatus.FAILED, PaymentStatus.CANCELLED, PaymentStatus.EXPIRED)  # nothing was paid: try again
MOST_KEPT = 64 * 1024  # characters of an answer
_LENGTHS = {
    field.name: field.max_length or MOST_KEPT
    for field in MidtransTransaction._meta.fields
    if field.name in _MIDTRANS_FIELDS
}


def actor_of_gateway(gateway: str) -> Actor:
    """The gateway as journals name it."""
    return Actor("gateway", gateway, gateway.capitalize() or "Serai")


def payment_lock(payment_id: UUID) -> tuple[Order, Payment]:
    """The payment's order and the payment, held and read anew, the order first. Raises NotFound."""
    order_id = Payment.objects.filter(pk=payment_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(_("There is no such payment."))
    order = order_lock(order_id=order_id)
    return order, Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=payment_id)


def attempts_lock(order_id: UUID) -> list[Payment]:
    """All attempts of an order whose row is held already, the latest last."""
    rows = Payment.objects.filter(order_id=order_id).select_for_update(no_key=True, of=("self",)).order_by("pk")
    return sorted(rows, key=lambda payment: payment.attempt_number)


def attempt_new(order: Order, *, number: int) -> Payment:
    """Another attempt to pay a held order."""
    payment = Payment(
        order=order,
        attempt_number=number,
        amount_minor=order.total_minor,
        currency=order.currency,
        expires_at=order.payment_deadline_at,
    )
    payment.save(force_insert=True)
    return payment


def under_way(payment: Payment) -> PaymentUnderWay:
    """The refusal to pay another way while an attempt is open."""
    return PaymentUnderWay(
        _("A payment through %(gateway)s is open. Finish or cancel it there first.") % {"gateway": payment.gateway},
        extra={"payment_id": str(payment.pk), "gateway": payment.gateway},
    )


def payment_move(
    payment: Payment,
    new: PaymentStatus,
    *,
    cause: str,
    actor: Actor,
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Move a held payment to `new` and set `fields`, with a line in the log. Raises InvalidTransition."""
    old = PaymentStatus(payment.status)
    PAYMENT_TRANSITIONS.check(old, new)
    fields |= {"status": new, "updated_at": timezone.now()}
    # The guard holds even on a path that forgot the lock (RELIABILITY.md §9.6).
    if Payment.objects.filter(pk=payment.pk, status=old).update(**fields) != 1:
        raise InvalidTransition(_("The payment is no longer in the state %(status)s.") % {"status": old})
    for name, value in fields.items():
        setattr(payment, name, value)
    _log(payment, "status", cause=cause, actor=actor, data=data, old_status=old, new_status=new)


def refund_move(refund: Refund, new: RefundStatus, *, cause: str, actor: Actor, **fields: Any) -> None:
    """Move a held refund to `new` and set `fields`, with a line in its payment's log. Raises InvalidTransition."""
    old = RefundStatus(refund.status)
    REFUND_TRANSITIONS.check(old, new)
    fields |= {"status": new, "updated_at": timezone.now()}
    if Refund.objects.filter(pk=refund.pk, status=old).update(**fields) != 1:
        raise InvalidTransition(_("The refund is no longer in the state %(status)s.") % {"status": old})
    for name, value in fields.items():
        setattr(refund, name, value)
    data = {"refund": str(refund.pk), "amount": refund.total.as_dict()}
    _log(refund.payment, "refund", cause=cause, actor=actor, data=data, old_status=old, new_status=new)


def dispute_move(dispute: Dispute, new: DisputeStatus, *, cause: str, actor: Actor, **fields: Any) -> None:
    """Move a held dispute to `new` and set `fields`, with a line in its payment's log. Raises InvalidTransition."""
    old = DisputeStatus(dispute.status)
    DISPUTE_TRANSITIONS.check(old, new)
    fields |= {"status": new, "updated_at": timezone.now()}
    if Dispute.objects.filter(pk=dispute.pk, status=old).update(**fields) != 1:
        raise InvalidTransition(_("The dispute is no longer in the state %(status)s.") % {"status": old})
    for name, value in fields.items():
        setattr(dispute, name, value)
    data = {"dispute": str(dispute.pk), "amount": dispute.total.as_dict(), "told": dispute.told_status}
    _log(dispute.payment, "dispute", cause=cause, actor=actor, data=data, old_status=old, new_status=new)


def payment_update(payment: Payment, **fields: Any) -> None:
    """Set fields other than the status of a held payment."""
    fields["updated_at"] = timezone.now()
    Payment.objects.filter(pk=payment.pk).update(**fields)
    for name, value in fields.items():
        setattr(payment, name, value)


def details_keep(payment: Payment, details: Mapping[str, str]) -> None:
    """Keep what a gateway tells of a held payment beyond its state, where there is a table for that (Midtrans)."""
    if not details or payment.gateway != MIDTRANS:
        return
    fields: dict[str, Any] = {
        name: readable(details[name], longest) for name, longest in _LENGTHS.items() if details.get(name)
    }
    MidtransTransaction.objects.update_or_create(
        payment=payment, defaults=fields, create_defaults={**fields, "order_id": str(payment.pk)}
    )


def exchange_log(payment: Payment, event: str, *, cause: str, actor: Actor, data: dict[str, Any]) -> None:
    """One line for one exchange with the gateway: `event` is start, verify, query, notification or refund.

    `data` holds references, amounts and codes, never keys, headers or anything about a person.
    """
    _log(payment, event, cause=cause, actor=actor, data=data)


def _log(
    payment: Payment,
    event: str,
    *,
    cause: str,
    actor: Actor,
    data: dict[str, Any] | None,
    old_status: str = "",
    new_status: str = "",
) -> None:
    TransactionLog(
        payment=payment,
        event=event,
        old_status=old_status,
        new_status=new_status,
        cause=cause[:64],
        actor_type=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:160],
        data=data or {},
        request_id=request_id(),
    ).save(force_insert=True)
