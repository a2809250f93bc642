"""The ways in which an order may be paid, and why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import formats
from core.errors import FieldProblem
from core.money import Money
from markets.models import Market
from payments.gateways.accounts import PROVIDERS
from payments.registry import Offer, offered
from payments.services.cash import cash_is_listed, cash_problem
from payments.states import CASH_ON_DELIVERY
from sales.models import Order


@dataclass(frozen=True)
class Method:
    """One way to pay an order: `name` is what starting a payment takes. `problem`: why this order cannot, or None."""

    name: str
    title: str
    is_redirect: bool  # the shopper pays at a gateway's page
    problem: FieldProblem | None

    @property
    def is_available(self) -> bool:
        return self.problem is None


def methods_of(order: Order) -> list[Method]:
    """What the order's market offers and this installation has, preferred first; cash on delivery last."""
    found = _gateways(order.market, order.total)
    if cash_is_listed(order.market):
        found.append(_cash(cash_problem(order)))
    return found


def methods_in(market: Market, amount: Money | None = None) -> list[Method]:
    """What a market offers before there is an order; for an amount in its currency, why a gateway does not take it.

    Who may pay at the door depends on the order: `methods_of` says.
    """
    found = _gateways(market, amount)
    if cash_is_listed(market):
        found.append(_cash(None))
    return found


def _gateways(market: Market, amount: Money | None) -> list[Method]:
    found = []
    for name, offer in offered(market.gateways).items():
        problem = None if amount is None or offer.admits(amount) else why_not(name, offer, amount)
        title = PROVIDERS[name].label if name in PROVIDERS else name.capitalize()
        found.append(Method(name, title, is_redirect=True, problem=problem))
    return found


def _cash(problem: FieldProblem | None) -> Method:
    return Method(CASH_ON_DELIVERY, _("Cash on delivery"), is_redirect=False, problem=problem)


def why_not(name: str, offer: Offer, amount: Money) -> FieldProblem:
    """Why a gateway does not take an amount: its currency, or its size."""
    limits = offer.limits.get(amount.currency)
    if limits is None:
        words = _("%(gateway)s does not take %(currency)s here.") % {"gateway": name, "currency": amount.currency}
        return FieldProblem("/gateway", "currency_not_accepted", words)
    shown = {
        "gateway": name, "smallest": formats.money(limits.smallest), "largest": formats.money(limits.largest),
    }  # fmt: skip
    code = "amount_too_small" if amount < limits.smallest else "amount_too_large"
    words = _("%(gateway)s takes payments from %(smallest)s to %(largest)s here.") % shown
    return FieldProblem("/gateway", code, words)
