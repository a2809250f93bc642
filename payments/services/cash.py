"""Cash on delivery: no gateway is asked; the order is accepted, and paid once its stores' couriers have the cash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import formats
from core.db import advisory_lock, atomic
from core.errors import FieldProblem
from core.money import Money
from core.scope import SYSTEM, Actor
from finance.errors import CashLimitReached
from finance.services import cash_over_limit, limit_words
from markets.models import Market
from payments.errors import GatewayNotOffered
from payments.models import Payment
from payments.services.moves import ENDED, attempt_new, attempts_lock, payment_move, payment_update, under_way
from payments.services.settlement import is_payable
from payments.signals import payment_captured
from payments.states import CASH_ON_DELIVERY, MONEY_ARRIVED, OPEN_STATUSES, PaymentStatus
from sales.errors import NotPayable
from sales.models import Order, StoreOrder
from sales.services import cash_parts, order_accept_on_delivery, order_lock
from sales.states import OrderStatus

ON_THE_WAY = (OrderStatus.PROCESSING, OrderStatus.SHIPPED)


@atomic
def payment_on_delivery(*, order_id: UUID, actor: Actor = SYSTEM) -> Payment:
    """The shopper will pay at the door: the attempt, ON_DELIVERY, and the order accepted. Said again: the same one.

    Raises NotFound, NotPayable, GatewayNotOffered, PaymentUnderWay, finance.errors.CashLimitReached.
    """
    order = order_lock(order_id=order_id)
    attempts = attempts_lock(order.pk)
    latest = attempts[-1] if attempts else None
    if latest is not None and latest.status == PaymentStatus.ON_DELIVERY:
        return latest
    if not is_payable(order) or order.total_minor <= 0:
        raise NotPayable(extra={"order_status": order.status})
    if latest is not None and latest.status in OPEN_STATUSES:
        raise under_way(latest)
    advisory_lock(f"cash-on-delivery:{order.user_id or order.contact_phone}")
    problem = _problem(order)
    if problem is not None:
        raise GatewayNotOffered(str(problem.detail), problems=[problem])
    if latest is None or latest.status in (*ENDED, *MONEY_ARRIVED):
        latest = attempt_new(order, number=latest.attempt_number + 1 if latest else 1)
    payment_move(
        latest,
        PaymentStatus.ON_DELIVERY,
        cause="start",
        actor=actor,
        gateway=CASH_ON_DELIVERY,
        configuration_id=None,
        expires_at=None,
    )
    if not order_accept_on_delivery(order_id=order.pk, actor=actor):
        raise NotPayable(extra={"order_status": order.status})
    return latest


def cash_is_listed(market: Market) -> bool:
    """Whether this house and a market know cash on delivery at all."""
    has_terms = market.currency in settings.CASH_ON_DELIVERY_TERMS
    return settings.CASH_ON_DELIVERY_ENABLED and has_terms and CASH_ON_DELIVERY in market.gateways


def cash_problem(order: Order) -> FieldProblem | None:
    """Why an order cannot be paid at the door, or None."""
    problem = _problem(order)
    if problem is not None:
        return problem
    stores = cash_over_limit(currency=order.currency, parts=cash_parts(order))
    return _refusal(CashLimitReached.code, limit_words(stores)) if stores else None


def _problem(order: Order) -> FieldProblem | None:
    """The same, but for what the stores owe us, which is looked at under their lock."""
    if not cash_is_listed(order.market):
        return _refusal("gateway_not_offered", _("Cash on delivery is not offered here."))
    largest = Money(settings.CASH_ON_DELIVERY_TERMS[order.currency][2], order.currency)
    if order.total.minor > largest.minor:
        words = _("Cash on delivery is for orders up to %(largest)s.") % {"largest": formats.money(largest)}
        return _refusal("amount_too_large", words)
    if order.user_id is None and not settings.CASH_ON_DELIVERY_GUESTS:
        return _refusal("sign_in_required", _("Sign in to pay at the door."))
    if order.user_id is None and not order.contact_phone:
        return _refusal("phone_required", _("Leave a phone number to pay at the door."))
    if _on_the_way(order) >= settings.CASH_ON_DELIVERY_OPEN_ORDERS:
        words = _("Enough of your orders that are paid at the door are on their way. Receive one of them first.")
        return _refusal("too_many_cash_orders", words)
    return None


def _refusal(code: str, words: str) -> FieldProblem:
    return FieldProblem("/gateway", code, words)


def _on_the_way(order: Order) -> int:
    """How many orders of the same person, or of the same guest's phone, are to be paid at the door."""
    whose: dict[str, Any] = {"user_id": order.user_id}
    if order.user_id is None:
        whose["contact_phone"] = order.contact_phone
    return Order.objects.filter(**whose, cash_accepted_at__isnull=False, status__in=ON_THE_WAY).count()


def cash_count(*, part: StoreOrder) -> None:
    """The courier has the price of a delivered part, whose order's row is held: its payment has taken that much more,
    and is captured once nothing is left to collect."""
    for payment in attempts_lock(part.order_id):
        if payment.status == PaymentStatus.ON_DELIVERY:
            taken = payment.captured_minor + part.total_minor
            payment_update(payment, captured_minor=taken, captured_currency=payment.currency)
            _finish(part.order, payment, SYSTEM)


def cash_give_up(*, order: Order, attempts: Sequence[Payment], actor: Actor) -> None:
    """Parts of a held order were cancelled: its payment ends if nothing is left to collect."""
    for payment in attempts:
        if payment.status == PaymentStatus.ON_DELIVERY:
            _finish(order, payment, actor)


def _finish(order: Order, payment: Payment, actor: Actor) -> None:
    if order.status == OrderStatus.CANCELLED:
        payment_move(payment, PaymentStatus.CANCELLED, cause="order_cancelled", actor=actor)
    elif order.paid_at is not None:
        payment_move(
            payment,
            PaymentStatus.CAPTURED,
            cause="collected",
            actor=actor,
            settles_order=True,
            captured_at=timezone.now(),
        )
        payment_captured.send(sender=Payment, payment=payment)
