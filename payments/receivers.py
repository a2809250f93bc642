"""What payments does about facts of orders, in the transaction of the fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from core import outbox
from core.money import Money
from core.scope import Actor
from finance.models import Payout
from finance.services import goodwill_settle
from finance.signals import payout_approved
from finance.states import PayoutStatus
from payments import services
from payments.models import Payment
from payments.states import OPEN_STATUSES, PaymentStatus
from sales.models import Order, StoreOrder
from sales.signals import order_cancelled, order_claim_asked, order_placed, store_order_moved
from sales.states import CancelReason, OrderStatus, StoreOrderStatus


@receiver(order_placed, dispatch_uid="payments.prepare_the_first_attempt")
def prepare_the_first_attempt(sender: type[Order], order: Order, **kwargs: object) -> Payment | None:
    """When an order is placed, its first attempt exists, without a gateway yet; nothing to pay needs none."""
    if order.total_minor <= 0:
        return None
    return Payment(
        order=order,
        amount_minor=order.total_minor,
        currency=order.currency,
        expires_at=order.payment_deadline_at,
    )


@receiver(order_claim_asked, dispatch_uid="payments.claim_an_order_with_an_open_attempt")
def claim_an_order_with_an_open_attempt(sender: type[Order], order: Order, **kwargs: object) -> bool:
    """While an attempt is open, money may be on its way: the order waits, and the gateway is asked at once."""
    now = timezone.now()
    attempts = [payment for payment in services.attempts_lock(order.pk) if payment.status in OPEN_STATUSES]
    for payment in attempts:
        Payment.objects.filter(pk=payment.pk).update(next_query_at=now, updated_at=now)
        # One row per question asked so far, however often the order asks.
        key = f"inquiry:{payment.pk}:{payment.queries}"
        outbox.enqueue(services.payment_inquire, key=key, payment_id=payment.pk)
    return bool(attempts)


@receiver(payout_approved, dispatch_uid="payments.send_the_payout")
def send_the_payout(sender: type[Payout], payout: Payout, **kwargs: object) -> None:
    """When a payout may leave through a gateway, it does."""
    if payout.method in services.PAYOUT_GATEWAYS:
        key = f"payout:{payout.pk}" if payout.status == PayoutStatus.APPROVED else None
        outbox.enqueue(services.payout_execute, key=key, payout_id=payout.pk)


@receiver(order_cancelled, dispatch_uid="payments.give_back_what_was_paid")
def give_back_what_was_paid(
    sender: type[Order],
    order: Order,
    store_orders: Sequence[StoreOrder],
    reason: CancelReason,
    actor: Actor,
    owed: Mapping[UUID, int],
    **kwargs: object,
) -> None:
    """When parts of an order are cancelled, what was paid for them goes back; attempts that never left are closed."""
    attempts = services.attempts_lock(order.pk)
    paid = next((payment for payment in attempts if payment.settles_order), None)
    if paid is not None:
        _refund(paid, store_orders, owed, actor)
    if order.status == OrderStatus.CANCELLED:
        ended = PaymentStatus.EXPIRED if reason == CancelReason.EXPIRED else PaymentStatus.CANCELLED
        for payment in attempts:
            if payment.status == PaymentStatus.CREATED:
                services.payment_move(payment, ended, cause="order_cancelled", actor=actor)
    if order.is_cash_on_delivery:
        services.cash_give_up(order=order, attempts=attempts, actor=actor)


@receiver(store_order_moved, dispatch_uid="payments.count_the_cash_of_a_delivery")
def count_the_cash_of_a_delivery(sender: type[StoreOrder], store_order: StoreOrder, **kwargs: object) -> None:
    """When a parcel that is paid at the door has arrived, its order's payment has taken its price."""
    if store_order.status == StoreOrderStatus.DELIVERED and store_order.order.is_cash_on_delivery:
        services.cash_count(part=store_order)


def _refund(paid: Payment, store_orders: Sequence[StoreOrder], owed: Mapping[UUID, int], actor: Actor) -> None:
    """One refund per cancelled part, of what the books owe for it; less where we gave something back as goodwill."""
    for part in sorted(store_orders, key=lambda part: part.pk):
        left = paid.left_minor
        due = owed.get(part.pk, 0)
        amount = Money(min(due, left), paid.currency)
        if amount.minor > 0:
            services.refund_request(payment=paid, amount=amount, cause="cancelled", actor=actor, store_order=part)
        if due > left:
            goodwill_settle(reference=part.pk, number=part.number, amount_minor=due - left, currency=paid.currency)
