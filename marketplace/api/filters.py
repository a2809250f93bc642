"""The filters of the marketplace's lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet

from marketplace.models import ImportRow, ProductImport, Store, StoreItem
from marketplace.states import ImportStatus, RowOutcome


class StoreFilters(django_filters.FilterSet):
    market = django_filters.CharFilter(field_name="home_market__code", max_length=16, label="The home market's code.")
    country = django_filters.CharFilter(field_name="country", max_length=2, lookup_expr="iexact", label="ISO 3166-1.")

    class Meta:
        model = Store
        fields: list[str] = []


class ItemFilters(django_filters.FilterSet):
    store = django_filters.UUIDFilter(field_name="store_id", label="The offers of this store.")
    variant = django_filters.UUIDFilter(field_name="variant_id", label="The offers of this variant.")
    product = django_filters.UUIDFilter(field_name="variant__product_id", label="The offers of this product.")
    is_active = django_filters.BooleanFilter(label="Shown or hidden.")
    is_low = django_filters.BooleanFilter(method="low", label="Whether the stock is below its threshold.")

    q = django_filters.CharFilter(method="found", max_length=80, label="In the product's name or the SKU.")

    class Meta:
        model = StoreItem
        fields: list[str] = []

    def found(self, rows: QuerySet[StoreItem], name: str, value: str) -> Any:
        return rows.filter(Q(variant__product__name__icontains=value) | Q(variant__sku__icontains=value))

    def low(self, rows: QuerySet[StoreItem], name: str, value: bool) -> Any:
        below = {"stock_row__stock__lt": F("stock_row__low_stock_threshold")}
        return rows.filter(**below) if value else rows.exclude(**below)


class ImportFilters(django_filters.FilterSet):
    store = django_filters.UUIDFilter(field_name="store_id", label="The imports of this store.")
    status = django_filters.ChoiceFilter(choices=ImportStatus.choices, label="How far it is.")

    class Meta:
        model = ProductImport
        fields: list[str] = []


class ImportRowFilters(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(choices=RowOutcome.choices, label="What the check found.")

    class Meta:
        model = ImportRow
        fields: list[str] = []
