"""Writes of markets and rates."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid
from core.money import CURRENCIES
from core.scope import ADMINISTRATOR, ActingScope
from markets.models import ExchangeRate, Market
from markets.signals import market_changed, rate_changed

_PLACES = Decimal("0.000000000001")


@atomic
def rate_set(*, scope: ActingScope, base: str, quote: str, rate: Decimal, source: str = "") -> list[ExchangeRate]:
    """Let `rate` stand from now on, and its inverse with it; prices already shown on orders do not move.

    Raises NotAllowed, Invalid (the same or unknown currencies, a rate that is not positive or too small to invert).
    """
    scope.require_role(ADMINISTRATOR)
    _check(base, quote, rate)
    now = timezone.now()
    pairs = [(base, quote, rate.quantize(_PLACES)), (quote, base, (1 / rate).quantize(_PLACES))]
    rates = [
        ExchangeRate(base=one, quote=other, rate=value, valid_from_at=now, source=source[:80])
        for one, other, value in pairs
    ]
    for row in rates:
        row.save(force_insert=True)
        changes = {"rate": [None, str(row.rate)]}
        audit.record(actor=scope.actor, action="exchange_rate.set", row=row, changes=changes)
    rate_changed.send(sender=ExchangeRate, rates=rates)
    return rates


def _check(base: str, quote: str, rate: Decimal) -> None:
    problems = [
        FieldProblem(f"/{name}", "unknown_currency", _("One of %(names)s.") % {"names": ", ".join(CURRENCIES)})
        for name, code in (("base", base), ("quote", quote))
        if code not in CURRENCIES
    ]
    if base == quote:
        problems.append(FieldProblem("/quote", "same_currency", _("A rate is between two currencies.")))
    if not rate.is_finite() or not _PLACES <= rate <= 1 / _PLACES:
        problems.append(FieldProblem("/rate", "out_of_range", _("A positive rate with at most twelve decimals.")))
    if problems:
        raise Invalid(problems=problems)


@atomic
def market_update(*, scope: ActingScope, market: Market, **fields: object) -> Market:
    """Change rules of a market; its listings follow. Raises NotAllowed."""
    scope.require_role(ADMINISTRATOR)
    market = Market.objects.select_for_update(no_key=True).get(pk=market.pk)
    before = audit.snapshot(market)
    for name, value in fields.items():
        setattr(market, name, value)
    market.save(update_fields=[*fields, "updated_at"])
    changes = audit.difference(before, audit.snapshot(market))
    if changes:
        audit.record(actor=scope.actor, action="market.update", row=market, changes=changes)
        market_changed.send(sender=Market, market=market)
    return market
