"""What can go wrong with markets and rates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Unavailable


class UnknownMarket(Invalid):
    code = "unknown_market"
    title = _("There is no such market.")


class RateMissing(Unavailable):
    code = "rate_missing"
    title = _("There is no exchange rate between these currencies yet.")
