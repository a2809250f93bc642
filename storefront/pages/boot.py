"""What a page is told about who looks at it: language, market, theme, person (frontend/src/shared/boot.ts reads it)."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from core import language
from core.scope import scope_of_request
from markets.models import Market
from markets.selectors import markets_active
from storefront.pages.answers import Answer

THEMES = ("auto", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """What this device remembers, else what the person chose, else what the device itself prefers."""
    kept = request.COOKIES.get("theme", "")
    if kept in THEMES:
        return kept
    return str(request.user.profile.theme) if request.user.is_authenticated else THEMES[0]


def market_of(request: HttpRequest, markets: list[Market]) -> str:
    """The market of the reader: remembered, chosen in the profile, or the one that speaks the page's language."""
    codes = {market.code for market in markets}
    kept = request.COOKIES.get("market", "")
    if kept in codes:
        return kept
    chosen = request.user.profile.market if request.user.is_authenticated else None
    if chosen is not None and chosen.code in codes:
        return str(chosen.code)
    spoken = next((one.code for one in markets if one.default_language == language.current()), "")
    return spoken if language.current() != settings.LANGUAGE_CODE and spoken else settings.DEFAULT_MARKET


def boot_json(request: HttpRequest, *, markets: list[Market], market: str, answers: list[Answer]) -> str:
    """The facts as JSON that can stand in a script element."""
    scope = scope_of_request(request)
    user = request.user
    facts: dict[str, Any] = {
        "site": settings.SITE_NAME,
        "language": language.current(),
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
        "prefix": language.prefix_of(request.path),
        "theme": theme_of(request),
        "market": market,
        "markets": [_market(one) for one in markets],
        "person": {
            "id": str(user.pk),
            "name": user.name,
            "is_seller": scope.is_seller,
            "is_staff": scope.is_staff,
        }
        if user.is_authenticated
        else None,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    told = b",".join(b"[%b,%b]" % (orjson.dumps(one.address), one.body) for one in answers if one.status == 200)
    text = orjson.dumps(facts)[:-1] + b',"answers":[' + told + b"]}"
    return text.decode().replace("<", "\\u003c")


def _market(market: Market) -> dict[str, Any]:
    return {
        "code": market.code,
        "name": market.name,
        "currency": market.currency,
        "countries": list(market.countries),
        "default_language": market.default_language,
        "tax_name": market.tax_name,
        "tax_basis_points": market.tax_basis_points,
        "rounding_step_minor": market.rounding_step_minor,
    }


def markets_now() -> list[Market]:
    return list(markets_active())
