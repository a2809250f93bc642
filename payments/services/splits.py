"""Payments whose gateway pays sellers their part itself: what it is told, and what the books are told then."""

from __future__ import annotations

import logging

from finance import services as finance
from payments.gateways.contract import Split, SplitRules
from payments.gateways.errors import GatewayRefused
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
    """What the gateway is told, with the sellers' account numbers in clear. Raises sealing.CannotOpen."""
    if gateway_get(payment.gateway).capabilities.splits is None:
        return ()
    agreed = finance.splits_of(reference=payment.pk, gateway=payment.gateway)
    return tuple(Split(finance.number_of(one.account), one.amount, one.number) for one in agreed)


def splits_drop(payment: Payment, refused: GatewayRefused) -> None:
    """The gateway does not take one of the accounts: the shopper pays all of it to us, and people look."""
    shown = {"payment": str(payment.pk), "gateway": payment.gateway, "reason": refused.detail}
    log.error("a gateway refused to pay sellers at the sale", extra=shown)
    finance.splits_drop(reference=payment.pk)


def splits_into_the_books(payment: Payment) -> None:
    """The gateway has taken the money, and so sends each seller what was agreed."""
    finance.splits_settle(reference=payment.pk, gateway=payment.gateway)
