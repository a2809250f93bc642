from __future__ import annotations

from rest_framework import serializers

from core.api.serializers import Output
from core.money import CURRENCIES
from markets.models import Market
from markets.selectors import gateways_offered


class MarketOutput(Output):
    id = serializers.UUIDField()
    code = serializers.SlugField()
    name = serializers.CharField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    countries = serializers.ListField(child=serializers.CharField(), help_text="ISO 3166-1; empty: everywhere else.")
    default_language = serializers.CharField()
    tax_name = serializers.CharField()
    tax_basis_points = serializers.IntegerField(help_text="Contained in the prices; 1000 is 10 %.")
    rounding_step_minor = serializers.IntegerField()
    gateways = serializers.SerializerMethodField()

    def get_gateways(self, market: Market) -> list[str]:
        return gateways_offered(market)
