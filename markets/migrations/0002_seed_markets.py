"""The four markets and the first rates between their currencies (through the dollar)."""

from datetime import datetime, timezone, UTC
from decimal import Decimal

from django.db import migrations

MARKETS = [
    {
        "code": "intl",
        "name": "International",
        "currency": "USD",
        "countries": [],
        "default_language": "en",
        "tax_name": "",
        "tax_basis_points": 0,
        "rounding_step_minor": 1,
        "gateways": ["stripe", "sandbox"],
        "default_distance_km": 4000,
    },
    {
        "code": "ir",
        "name": "Iran",
        "currency": "IRR",
        "countries": ["IR"],
        "default_language": "fa",
        "tax_name": "مالیات بر ارزش افزوده",
        "tax_basis_points": 1000,
        "rounding_step_minor": 10_000,  # 1,000 toman
        "gateways": ["zarinpal", "sandbox"],
        "default_distance_km": 600,
    },
    {
        "code": "vn",
        "name": "Việt Nam",
        "currency": "VND",
        "countries": ["VN"],
        "default_language": "vi",
        "tax_name": "VAT",
        "tax_basis_points": 1000,
        "rounding_step_minor": 1000,
        "gateways": ["vnpay", "sandbox"],
        "default_distance_km": 700,
    },
    {
        "code": "id",
        "name": "Indonesia",
        "currency": "IDR",
        "countries": ["ID"],
        "default_language": "id",
        "tax_name": "PPN",
        "tax_basis_points": 1100,
        "rounding_step_minor": 100,
        "gateways": ["midtrans", "sandbox"],
        "default_distance_km": 800,
    },
]
UNITS_PER_DOLLAR = {
    "USD": Decimal(1),
    "EUR": Decimal("0.86"),
    "IRR": Decimal(1_100_000),
    "VND": Decimal(26_300),
    "IDR": Decimal(16_700),
}
VALID_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def seed_markets(apps, schema_editor):
    """Safe to run again: what exists stays as it is."""
    market_model = apps.get_model("markets", "Market")
    rate_model = apps.get_model("markets", "ExchangeRate")
    for fields in MARKETS:
        market_model._base_manager.get_or_create(code=fields["code"], deleted_at=None, defaults=fields)
    for base, of_base in UNITS_PER_DOLLAR.items():
        for quote, of_quote in UNITS_PER_DOLLAR.items():
            if base != quote:
                rate = (of_quote / of_base).quantize(Decimal("0.000000000001"))
                rate_model._base_manager.get_or_create(
                    base=base, quote=quote, valid_from_at=VALID_FROM, defaults={"rate": rate, "source": "seed"}
                )


class Migration(migrations.Migration):
    dependencies = [("markets", "0001_initial")]

    operations = [migrations.RunPython(seed_markets, migrations.RunPython.noop)]
