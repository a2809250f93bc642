"""The filters of the catalogue's lists."""

from __future__ import annotations

import django_filters

from catalog.models import Category, Product, ProductVariant
from catalog.states import ProductStatus
from core.api.filters import MAX_PARAMETER


class CategoryFilters(django_filters.FilterSet):
    parent = django_filters.UUIDFilter(field_name="parent_id", label="The direct children of this category.")
    path = django_filters.CharFilter(
        field_name="path", max_length=MAX_PARAMETER, label="The category at this path of slugs: keyboards/kits/small."
    )
    level = django_filters.NumberFilter(field_name="level", min_value=0, max_value=9, label="0: the roots.")

    class Meta:
        model = Category
        fields: list[str] = []


class ManagedProductFilters(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=ProductStatus.choices, label="Products in this status.")
    is_changed_live = django_filters.BooleanFilter(
        field_name="changed_live_at",
        lookup_expr="isnull",
        exclude=True,
        label="Products on sale whose changes staff have yet to look at.",
    )
    category = django_filters.UUIDFilter(field_name="category_id", label="Products of this category itself.")
    brand = django_filters.UUIDFilter(field_name="brand_id", label="Products of this brand.")
    name = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", min_length=2, max_length=80, label="Part of the name."
    )

    class Meta:
        model = Product
        fields: list[str] = []


class VariantFilters(django_filters.FilterSet):
    product = django_filters.UUIDFilter(field_name="product_id", label="The variants of this product.")
    sku = django_filters.CharFilter(field_name="sku", lookup_expr="iexact", max_length=64, label="This SKU.")

    class Meta:
        model = ProductVariant
        fields: list[str] = []
