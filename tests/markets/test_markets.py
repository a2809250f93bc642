"""The seeded markets, the rates that stand, and how they change."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.db import savepoint
from core.errors import Invalid, NotAllowed, NotAuthenticated
from core.models import AuditEntry
from core.scope import ANONYMOUS, SYSTEM_SCOPE, ActingScope
from markets import selectors, services
from markets.errors import RateMissing, UnknownMarket
from markets.models import ExchangeRate

pytestmark = pytest.mark.django_db


def test_four_markets_are_seeded_with_their_currency_step_and_gateway():
    seen = {m.code: (m.currency, m.rounding_step_minor, m.gateways[0]) for m in selectors.markets_active()}
    assert seen == {
        "intl": ("USD", 1, "stripe"),
        "ir": ("IRR", 10_000, "zarinpal"),
        "vn": ("VND", 1000, "vnpay"),
        "id": ("IDR", 100, "midtrans"),
    }


def test_the_sandbox_is_offered_only_where_it_is_switched_on(settings):
    settings.SANDBOX_GATEWAY_ENABLED = False
    assert selectors.gateways_offered(selectors.market_get("ir")) == ["zarinpal"]


def test_without_a_code_the_default_market_is_meant(settings):
    settings.DEFAULT_MARKET = "id"
    assert selectors.market_get().code == "id"


def test_an_unknown_market_is_refused():
    with pytest.raises(UnknownMarket) as refusal:
        selectors.market_get("mars")
    assert refusal.value.problems[0].pointer == "/market"


def test_there_is_a_rate_between_all_currencies_of_the_markets():
    codes = ["USD", "IRR", "VND", "IDR"]
    assert all(selectors.rate_get(base, quote) > 0 for base in codes for quote in codes)
    assert selectors.rate_get("USD", "VND") == Decimal(26_300)
    assert selectors.rate_get("VND", "VND") == 1


def test_the_newest_rate_that_is_already_valid_stands():
    now = timezone.now()
    for rate, valid_from_at in ((27_000, now - timedelta(hours=1)), (28_000, now + timedelta(hours=1))):
        ExchangeRate(base="USD", quote="VND", rate=Decimal(rate), valid_from_at=valid_from_at).save()
    assert selectors.rate_get("USD", "VND") == Decimal(27_000)
    assert selectors.rates_to("VND")["USD"] == Decimal(27_000)


def test_all_rates_into_a_currency_are_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        rates = selectors.rates_to("USD")
    assert rates["USD"] == 1
    assert set(rates) == {"USD", "EUR", "IRR", "VND", "IDR"}


def test_a_missing_rate_is_said():
    with pytest.raises(RateMissing):
        selectors.rate_get("USD", "XXX")


def test_an_administrator_sets_a_rate_and_its_inverse_and_it_is_audited():
    services.rate_set(scope=SYSTEM_SCOPE, base="USD", quote="IDR", rate=Decimal(20_000), source="desk")
    assert selectors.rate_get("USD", "IDR") == Decimal(20_000)
    assert selectors.rate_get("IDR", "USD") == Decimal("0.00005")
    entries = AuditEntry.objects.filter(action="exchange_rate.set").order_by("pk")
    assert [entry.changes["rate"][1] for entry in entries] == ["20000.000000000000", "0.000050000000"]


@pytest.mark.parametrize(("scope", "refusal"), [(ANONYMOUS, NotAuthenticated), (ActingScope(user_id=1), NotAllowed)])
def test_nobody_else_sets_a_rate(scope, refusal):
    with pytest.raises(refusal), savepoint():
        services.rate_set(scope=scope, base="USD", quote="IDR", rate=Decimal(1))
    assert selectors.rate_get("USD", "IDR") == Decimal(16_700)


@pytest.mark.parametrize(
    ("base", "quote", "rate"), [("USD", "USD", "1"), ("USD", "XXX", "1"), ("USD", "IDR", "0"), ("USD", "IDR", "-1")]
)
def test_a_senseless_rate_is_refused(base, quote, rate):
    with pytest.raises(Invalid):
        services.rate_set(scope=SYSTEM_SCOPE, base=base, quote=quote, rate=Decimal(rate))
