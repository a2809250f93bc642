"""The filters of the catalogue's lists."""

from __future__ import annotations

import django_filters

from catalog.models import Category, ProductVariant


class CategoryFilters(django_filters.FilterSet):
    parent = django_filters.UUIDFilter(field_name="parent_id", label="The direct children of this category.")
    level = django_filters.NumberFilter(field_name="level", min_value=0, max_value=9, label="0: the roots.")

    class Meta:
        model = Category
        fields: list[str] = []


class VariantFilters(django_filters.FilterSet):
    product = django_filters.UUIDFilter(field_name="product_id", label="The variants of this product.")
    sku = django_filters.CharFilter(field_name="sku", lookup_expr="iexact", max_length=64, label="This SKU.")

    class Meta:
        model = ProductVariant
        fields: list[str] = []
