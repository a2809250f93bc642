"""Payments whose gateway pays sellers their part itself: what it is told, and what the books are told then."""

from __future__ import annotations

import logging

from core.sealing import CannotOpen
from finance import services as finance
from payments.gateways.contract import Split, SplitRules
from payments.models import Payment
from payments.registry import gateway_get
from sales.models import Order
from sales.services.books import parts_to_sell

log = logging.getLogger(__name__)


def splits_agree(payment: Payment, order: Order, rules: SplitRules) -> None:
    """Decide once, before its page opens, which stores this payment pays at the sale."""
    if rules.smallest.currency != order.currency:
        return
    finance.splits_agree(
        reference=payment.pk,
        gateway=payment.gateway,
        number=order.number,
        currency=order.currency,
        parts=parts_to_sell(order),
        most=rules.most_parts,
        smallest=rules.smallest.minor,
    )


def splits_asked(payment: Payment) -> tuple[Split, ...]:
    """What the gateway is told, with the sellers' account numbers in clear. Raises GatewayUnavailable."""
    if gateway_get(payment.gateway).capabilities.splits is None:
        return ()
    agreed = finance.splits_of(reference=payment.pk, gateway=payment.gateway)
    try:
        return tuple(Split(finance.number_of(one.account), one.amount, one.number) for one in agreed)
    except CannotOpen:
        splits_drop(payment, "no key of FINANCE_SECRET_KEYS opens an account")
        return ()


def splits_drop(payment: Payment, reason: str) -> None:
    """Sellers cannot be paid at this sale: the shopper pays all of it to us, and people look."""
    shown = {"payment": str(payment.pk), "gateway": payment.gateway, "reason": reason}
    log.error("sellers are not paid at the sale", extra=shown)
    finance.splits_drop(reference=payment.pk)


def splits_into_the_books(payment: Payment) -> None:
    """The gateway has taken the money, and so sends each seller what was agreed."""
    finance.splits_settle(reference=payment.pk, gateway=payment.gateway)
