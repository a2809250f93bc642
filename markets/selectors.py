"""Reads of markets and rates."""

from __future__ import annotations

import time
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import FieldProblem
from core.language import known
from markets.errors import RateMissing, UnknownMarket
from markets.models import ExchangeRate, Market


def markets_active() -> QuerySet[Market]:
    return Market.objects.filter(is_active=True).order_by("code")


def unknown_market(code: str) -> UnknownMarket:
    """The refusal for a code that names no active market."""
    return UnknownMarket(
        problems=[FieldProblem("/market", "unknown_market", _("“%(code)s” is not a market.") % {"code": code[:40]})]
    )


def market_get(code: str | None = None) -> Market:
    """The active market of this code; without one, the default market. Raises UnknownMarket."""
    wanted = code or settings.DEFAULT_MARKET
    market = markets_active().filter(code=wanted).first()
    if market is None:
        raise unknown_market(wanted)
    return market


def market_by_id(market_id: UUID) -> Market:
    """Raises Market.DoesNotExist."""
    return Market.objects.get(pk=market_id)


_languages: tuple[float, dict[object, str]] = (0.0, {})


def language_of_market(market: str | UUID | None) -> str:
    """The default language of a market by code or id, of the default market for none or an unknown one.

    Remembered for MARKET_LANGUAGES_SECONDS: nearly every request asks, and markets hardly ever change.
    """
    global _languages
    until, found = _languages
    if time.monotonic() >= until:
        found = {}
        for pk, code, language in Market.objects.filter(is_active=True).values_list("pk", "code", "default_language"):
            found[pk] = found[code] = known(language)
        _languages = (time.monotonic() + settings.MARKET_LANGUAGES_SECONDS, found)
    return found.get(market or "") or found.get(settings.DEFAULT_MARKET) or settings.LANGUAGE_CODE


def gateways_offered(market: Market) -> list[str]:
    """The names of the gateways a shopper of this market may choose, preferred first.

    The sandbox is offered only where SANDBOX_GATEWAY_ENABLED says so.
    """
    return [name for name in market.gateways if name != "sandbox" or settings.SANDBOX_GATEWAY_ENABLED]


def rate_get(base: str, quote: str) -> Decimal:
    """How many units of `quote` one unit of `base` is worth now; 1 within one currency. Raises RateMissing."""
    if base == quote:
        return Decimal(1)
    rate = (
        ExchangeRate.objects.filter(base=base, quote=quote, valid_from_at__lte=timezone.now())
        .order_by("-valid_from_at")
        .values_list("rate", flat=True)
        .first()
    )
    if rate is None:
        raise RateMissing(_("There is no rate from %(base)s to %(quote)s.") % {"base": base, "quote": quote})
    return rate


def rates_to(currency: str) -> dict[str, Decimal]:
    """The rates that stand now from every currency into this one, in one statement: `{"IDR": Decimal("0.00006")}`."""
    rates = {row.base: row.rate for row in rates_now().filter(quote=currency)}
    return {**rates, currency: Decimal(1)}


def rates_now() -> QuerySet[ExchangeRate]:
    """The rate that stands now for each pair."""
    newest = (
        ExchangeRate.objects.filter(base=OuterRef("base"), quote=OuterRef("quote"), valid_from_at__lte=timezone.now())
        .order_by("-valid_from_at")
        .values("pk")[:1]
    )
    return ExchangeRate.objects.filter(pk=Subquery(newest)).order_by("base", "quote")
