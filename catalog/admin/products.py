"""Products, their variants and what is known of them; staff publish what sellers submit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.admin.common import ALL, LIVE, MEMBERS, maintained, with_id
from catalog.models import (
    Product,
    ProductAttribute,
    ProductImage,
    ProductVariant,
)
from catalog.states import PRODUCT_TRANSITIONS, ProductStatus
from core.adminbase import PairsField, RelatedFilter, ScopedInline, ScopedModelAdmin, ServiceForm, service_action
from core.scope import ADMINISTRATOR, STAFF, ActingScope, scope_of_request


class AttributesForm(ServiceForm):
    """Attribute values as lines of `code = value`: the set as a whole is what the service takes."""

    attributes = PairsField(label=_("Attributes"), required=False, help_text=_("One “code = value” per line."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            rows = self.instance.attribute_values.filter(deleted_at=None).select_related("attribute")
            if isinstance(self.instance, Product):
                rows = rows.filter(variant=None)
            self.initial["attributes"] = {
                row.attribute.code: row.value for row in rows.order_by("attribute__name", "pk")
            }


def _attribute_lines(values: dict[str, Any]) -> dict[str, Any]:
    if "attributes" not in values:
        return values
    lines = [{"attribute": code, "value": value} for code, value in values["attributes"].items()]
    return {**values, "attributes": lines}


class ProductForm(AttributesForm):
    store: Any = forms.ModelChoiceField(
        label=_("Store"), queryset=None, required=False, help_text=_("The store that keeps this product’s page.")
    )

    is_draft = forms.BooleanField(
        label=_("Keep as a draft"), required=False, help_text=_("It is shown to shoppers once it is put on sale.")
    )


class ObjectionForm(forms.Form):
    field = forms.ChoiceField(label=_("About"), choices=[(name, name) for name in services.REVIEWED_FIELDS])
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class VariantInline(ScopedInline):
    model = ProductVariant
    fields = ("sku", "name", "weight_grams", "is_active")


class ImageInline(ScopedInline):
    model = ProductImage
    fields = ("file", "alt_text", "position")


@admin.register(Product)
class ProductAdmin(ScopedModelAdmin):
    form = ProductForm
    list_display = ("name", "category", "brand", "status", "is_featured", "updated_at")
    list_filter = (
        "status",
        ("changed_live_at", EmptyFieldListFilter),
        "is_featured",
        ("category", RelatedFilter),
        ("brand", RelatedFilter),
    )
    list_select_related = ("category", "brand")
    search_fields = ("name", "slug", "model_name")
    autocomplete_fields = ("category", "brand")
    inlines = (VariantInline, ImageInline)
    store_path = "store_products__store"
    store_conditions = maintained("")
    seller_keys = MEMBERS
    writes = ALL
    staff_verbs = {name: frozenset({ADMINISTRATOR, STAFF}) for name in ("feature", "moderate")}
    actions = ("submit", "withdraw", "archive", "approve", "give_back", "feature", "unfeature")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = [
            "name",
            "slug",
            "category",
            "brand",
            "model_name",
            "description",
            "attributes",
            "is_featured",
        ]
        if obj is None:
            return ["store", *(name for name in shown if name not in ("slug", "is_featured")), "is_draft"]
        return ["status", *(["objection_words"] if obj.objections else []), *shown]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        known = ("status", "objection_words", "slug")
        return known if self.may(request, "feature", obj) else (*known, "is_featured")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            made.base_fields.pop("store", None)
            made.base_fields.pop("is_draft", None)
            return made
        stores = self.own_stores(request, "add")
        made.base_fields["store"].queryset = stores
        is_staff = scope_of_request(request).is_staff
        made.base_fields["store"].required = not is_staff and stores.count() > 1
        return made

    def store_of(self, row: Product) -> None:
        """The catalogue's own audit entries name no store."""

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Product:
        return services.product_create(scope=scope, **with_id(_attribute_lines(values), "store", "category", "brand"))

    def update_row(self, scope: ActingScope, row: Product, values: dict[str, Any]) -> Product:
        changes = with_id(_attribute_lines(values), "category", "brand")
        return services.product_update(scope=scope, product_id=row.pk, **changes)

    def delete_row(self, scope: ActingScope, row: Product) -> None:
        services.product_delete(scope=scope, product_id=row.pk)

    def restore_row(self, scope: ActingScope, row: Product) -> None:
        services.product_restore(scope=scope, product_id=row.pk)

    @admin.display(description=_("Why it came back"))
    def objection_words(self, row: Product) -> str:
        return format_html_join(
            "", "<p><strong>{}</strong>: {}</p>", [(one["field"], one["reason"]) for one in row.objections]
        )

    @service_action(_("Put on sale"), verb="change", when=lambda row: PRODUCT_TRANSITIONS.allows(row.status, LIVE))
    def submit(self, scope: ActingScope, row: Product) -> None:
        """Under the policy `review` it goes to staff first."""
        services.product_submit(scope=scope, product_id=row.pk)

    @service_action(_("Make it a draft"), verb="change", when=lambda row: row.status != ProductStatus.DRAFT)
    def withdraw(self, scope: ActingScope, row: Product) -> None:
        services.product_withdraw(scope=scope, product_id=row.pk)

    @service_action(
        _("Archive"), verb="change", is_dangerous=True, when=lambda row: row.status != ProductStatus.ARCHIVED
    )
    def archive(self, scope: ActingScope, row: Product) -> None:
        services.product_archive(scope=scope, product_id=row.pk)

    @service_action(
        _("Approve"),
        verb="moderate",
        when=lambda row: row.status == ProductStatus.IN_REVIEW or row.changed_live_at is not None,
    )
    def approve(self, scope: ActingScope, row: Product) -> None:
        services.product_approve(scope=scope, product_id=row.pk)

    @service_action(
        _("Give back with a reason"),
        verb="moderate",
        form=ObjectionForm,
        when=lambda row: row.status in (ProductStatus.IN_REVIEW, LIVE),
    )
    def give_back(self, scope: ActingScope, row: Product, field: str, reason: str) -> None:
        services.product_return(scope=scope, product_id=row.pk, objections=[{"field": field, "reason": reason}])

    @service_action(_("Feature in the shop"), verb="feature", when=lambda row: not row.is_featured)
    def feature(self, scope: ActingScope, row: Product) -> None:
        services.product_update(scope=scope, product_id=row.pk, is_featured=True)

    @service_action(_("Feature no longer"), verb="feature", when=lambda row: row.is_featured)
    def unfeature(self, scope: ActingScope, row: Product) -> None:
        services.product_update(scope=scope, product_id=row.pk, is_featured=False)


@admin.register(ProductVariant)
class ProductVariantAdmin(ScopedModelAdmin):
    form = AttributesForm
    list_display = ("sku", "product", "name", "weight_grams", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("product",)
    search_fields = ("sku", "name", "product__name")
    autocomplete_fields = ("product",)
    fields = (
        "product", "sku", "name", "attributes", "weight_grams", "length_mm", "width_mm", "height_mm", "position",
        "is_active",
    )  # fmt: skip
    store_path = "product__store_products__store"
    store_conditions = maintained("product__")
    seller_keys = MEMBERS
    writes = ALL
    public_choices_for = frozenset({"marketplace.storeitem.variant"})  # any store may offer any product on sale

    def public_rows(self) -> QuerySet[Any]:
        return super().public_rows().filter(product__deleted_at=None, product__status=ProductStatus.LIVE)

    def row_label(self, row: ProductVariant) -> str:
        return f"{row} · {row.product}"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("product",) if obj is not None else ()

    def store_of(self, row: ProductVariant) -> None:
        """The catalogue's own audit entries name no store."""

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ProductVariant:
        return services.variant_create(scope=scope, **with_id(_attribute_lines(values), "product"))

    def update_row(self, scope: ActingScope, row: ProductVariant, values: dict[str, Any]) -> ProductVariant:
        return services.variant_update(scope=scope, variant_id=row.pk, **_attribute_lines(values))

    def delete_row(self, scope: ActingScope, row: ProductVariant) -> None:
        services.variant_delete(scope=scope, variant_id=row.pk)

    def restore_row(self, scope: ActingScope, row: ProductVariant) -> None:
        services.variant_restore(scope=scope, variant_id=row.pk)


@admin.register(ProductAttribute)
class ProductAttributeAdmin(ScopedModelAdmin):
    """For reading: a product's or variant's values are edited on its own page, as one set."""

    list_display = ("attribute", "value", "product", "variant")
    list_select_related = ("attribute", "product", "variant")
    list_filter = (("attribute", RelatedFilter),)
    search_fields = ("value", "product__name")
    store_path = "product__store_products__store"
    store_conditions = maintained("product__")
    seller_keys = {"view": ""}
