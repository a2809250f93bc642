"""What the books are told of money that pays no order, of refunds and of chargebacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings

from core.money import Money
from finance import services as finance
from payments.models import Dispute, Payment, Refund
from payments.states import PaymentStatus
from sales.models import StoreOrder


def unwanted_into_the_books(payment: Payment) -> None:
    """A capture that pays no order: a surplus, or another amount or currency than was asked for."""
    finance.unwanted_post(
        payment_id=payment.pk,
        amount_minor=payment.captured_minor,
        currency=payment.captured_currency or payment.currency,
        gateway=payment.gateway,
        is_explained=payment.status == PaymentStatus.SURPLUS,
        reference=payment.order.number,
    )


def refund_into_the_books(refund: Refund, amounts: Mapping[UUID, int]) -> None:
    """A refund that staff decided on. `amounts`: what sellers bear, by line; without any, we bear it as goodwill.

    Those of cancelled parts and of surplus money were posted with the cancellation or the capture.
    """
    payment = refund.payment
    if payment.status == PaymentStatus.SURPLUS:
        return
    if amounts:
        finance.sales_refund(refund_id=refund.pk, amounts=amounts, reference=payment.order.number)
        return
    finance.refund_bear(
        refund_id=refund.pk,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        bearer=finance.SUSPENSE if payment.status == PaymentStatus.MISMATCH else finance.GOODWILL,
        reference=payment.order.number,
    )


def refund_paid_into_the_books(refund: Refund, *, is_by_hand: bool) -> None:
    """The money of a refund has left."""
    finance.refund_paid(
        refund_id=refund.pk,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        gateway="" if is_by_hand else refund.payment.gateway,
        reference=refund.payment.order.number,
    )


def refund_returned_into_the_books(refund: Refund) -> None:
    """A refund that the gateway had sent has come back to it."""
    finance.refund_returned(
        refund_id=refund.pk,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        gateway=refund.payment.gateway,
        reference=refund.payment.order.number,
    )


def chargeback_into_the_books(dispute: Dispute, *, taken: Money, claimed_minor: int) -> None:
    """A bank has taken money back: `claimed_minor` of what the payment had left, the rest of what it had not.

    Of a payment that pays its order the sellers of its lines bear it, or we do (FINANCE_CHARGEBACKS_BORNE_BY).
    """
    payment = dispute.payment
    apart = {finance.SUSPENSE: taken.minor - claimed_minor}
    amounts: dict[UUID, int] = {}
    if payment.status != PaymentStatus.CAPTURED:
        apart[finance.SUSPENSE] += claimed_minor
    elif settings.FINANCE_CHARGEBACKS_BORNE_BY == "platform":
        apart[finance.CHARGEBACKS] = claimed_minor
    else:
        parts = list(StoreOrder.objects.filter(order_id=payment.order_id))
        amounts = amounts_of_parts(parts, claimed_minor)
    finance.chargeback_post(
        dispute_id=dispute.pk,
        gateway=dispute.gateway,
        currency=taken.currency,
        amounts=amounts,
        apart=apart,
        reference=payment.order.number,
    )


def amounts_of_parts(parts: Sequence[StoreOrder], amount_minor: int) -> dict[UUID, int]:
    """What each line of these parts bears of a refund. Raises ValueError when less than that is left of them."""
    return finance.amounts_spread(references=[part.pk for part in parts], amount_minor=amount_minor)
