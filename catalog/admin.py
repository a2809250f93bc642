"""The catalogue. Sellers see and edit what their stores maintain, and read the words all stores share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.models import (
    Attribute,
    AttributeOption,
    Brand,
    Category,
    CategoryAttribute,
    Product,
    ProductAttribute,
    ProductImage,
    ProductVariant,
)
from catalog.states import PRODUCT_TRANSITIONS, ProductStatus
from core.adminbase import PairsField, RelatedFilter, ScopedInline, ScopedModelAdmin, ServiceForm, service_action
from core.scope import ADMINISTRATOR, STAFF, ActingScope, scope_of_request

ALL = frozenset({"add", "change", "delete"})
# A permission key of store members (marketplace.rules names them; the catalogue stands below it).
CATALOG_EDIT = "catalog.edit"
LIVE = ProductStatus.LIVE
MEMBERS = {"view": "", "add": CATALOG_EDIT, "change": CATALOG_EDIT, "delete": CATALOG_EDIT}


def maintained(path: str) -> Q:
    """That the store maintains the product at `path`, not only sells it; also when both were deleted together."""
    known = Q(**{f"{path}store_products__deleted_at": None})
    gone_together = Q(**{f"{path}store_products__deleted_at": F(f"{path}deleted_at")})
    return Q(**{f"{path}store_products__is_maintainer": True}) & (known | gone_together)


class CategoryForm(ServiceForm):
    """The attributes of a category's products as lines of `code = facet axis`."""

    attributes = PairsField(
        label=_("Attributes"),
        required=False,
        help_text=_("One “code = plain” per line; “facet” narrows lists, “axis” is what variants differ in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            rows = self.instance.attributes.select_related("attribute").order_by("position", "pk")
            self.initial["attributes"] = {
                row.attribute.code: " ".join(
                    [*(["facet"] if row.is_facet else []), *(["axis"] if row.is_variant_axis else [])]
                )
                or "plain"
                for row in rows
            }


@admin.register(Category)
class CategoryAdmin(ScopedModelAdmin):
    form = CategoryForm
    list_display = ("indented_name", "slug", "is_active")
    list_display_links = ("indented_name",)
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    ordering = ("tree_id", "lft")
    fields = ("name", "path", "parent", "description", "is_active", "attributes")
    readonly_fields = ("path", "attribute_names")
    autocomplete_fields = ("parent",)
    shared_with_sellers = True
    writes = ALL

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads gets the attributes as words; the form's lines are for editors."""
        if self.may(request, "change", obj):
            return self.fields
        return [name if name != "attributes" else "attribute_names" for name in self.fields or ()]

    @admin.display(description=_("Attributes"))
    def attribute_names(self, row: Category) -> str:
        places = CategoryAttribute.objects.filter(category=row).select_related("attribute")
        return ", ".join(place.attribute.name for place in places.order_by("position", "pk"))

    @admin.display(description=_("Name"))
    def indented_name(self, row: Category) -> str:
        return format_html('<span class="tree-level-{}">{}</span>', row.level, row.name)

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Category:
        places = values.pop("attributes", {})
        made = services.category_create(scope=scope, **_with_id(values, "parent"))
        return self._place(scope, made, places) if places else made

    def update_row(self, scope: ActingScope, row: Category, values: dict[str, Any]) -> Category:
        places = values.pop("attributes", None)
        made = services.category_update(scope=scope, category_id=row.pk, **_with_id(values, "parent"))
        return self._place(scope, made, places) if places is not None else made

    def _place(self, scope: ActingScope, row: Category, lines: dict[str, str]) -> Category:
        places: list[services.AttributePlace] = [
            {"attribute": code, "is_facet": "facet" in words.split(), "is_variant_axis": "axis" in words.split()}
            for code, words in lines.items()
        ]
        services.category_attributes_set(scope=scope, category_id=row.pk, places=places)
        return row

    def delete_row(self, scope: ActingScope, row: Category) -> None:
        services.category_delete(scope=scope, category_id=row.pk)

    def restore_row(self, scope: ActingScope, row: Category) -> None:
        services.category_restore(scope=scope, category_id=row.pk)


def _with_id(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values with `<name>_id` in place of each named row."""
    kept = {name: value for name, value in values.items() if name not in names}
    for name in names:
        if name in values:
            kept[f"{name}_id"] = values[name].pk if values[name] is not None else None
    return kept


@admin.register(Brand)
class BrandAdmin(ScopedModelAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
    fields = ("name", "slug", "description", "website", "country")
    readonly_fields = ("slug",)
    shared_with_sellers = True
    writes = ALL

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Brand:
        return services.brand_create(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: Brand, values: dict[str, Any]) -> Brand:
        return services.brand_update(scope=scope, brand_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: Brand) -> None:
        services.brand_delete(scope=scope, brand_id=row.pk)


class AttributeForm(ServiceForm):
    """Options as lines of `code = name`, of colours `code = #rrggbb name`."""

    options = PairsField(
        label=_("Options"),
        required=False,
        help_text=_("Of choices: one “code = name” per line. Of colours: “code = #1f6feb name”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            rows = self.instance.options.order_by("position", "pk")
            self.initial["options"] = {row.code: f"{row.colour} {row.name}".strip() for row in rows}


def _option_texts(values: dict[str, Any]) -> dict[str, Any]:
    if "options" not in values:
        return values
    options = []
    for code, words in values["options"].items():
        first, _space, rest = words.partition(" ")
        colour = first if first.startswith("#") and rest else ""
        options.append({"code": code, "name": rest if colour else words, "colour": colour})
    return {**values, "options": options}


@admin.register(Attribute)
class AttributeAdmin(ScopedModelAdmin):
    form = AttributeForm
    list_display = ("name", "code", "kind", "unit")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    ordering = ("name", "pk")
    fields = ("name", "code", "kind", "unit", "options")
    shared_with_sellers = True
    writes = ALL

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads gets the options as words; the form's lines are for editors."""
        if self.may(request, "change", obj):
            return self.fields
        return [name if name != "options" else "option_names" for name in self.fields or ()]

    @admin.display(description=_("Options"))
    def option_names(self, row: Attribute) -> str:
        return ", ".join(option.name for option in row.options.order_by("position", "pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code", "option_names") if obj is not None else ("option_names",)

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Attribute:
        return services.attribute_create(scope=scope, **_option_texts(values))

    def update_row(self, scope: ActingScope, row: Attribute, values: dict[str, Any]) -> Attribute:
        return services.attribute_update(scope=scope, attribute_id=row.pk, **_option_texts(values))

    def delete_row(self, scope: ActingScope, row: Attribute) -> None:
        services.attribute_delete(scope=scope, attribute_id=row.pk)


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
        return services.product_create(scope=scope, **_with_id(_attribute_lines(values), "store", "category", "brand"))

    def update_row(self, scope: ActingScope, row: Product, values: dict[str, Any]) -> Product:
        changes = _with_id(_attribute_lines(values), "category", "brand")
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
        return services.variant_create(scope=scope, **_with_id(_attribute_lines(values), "product"))

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


class ImageForm(ServiceForm):
    field_names = {"variant": "variant", "file": "upload"}
    upload = forms.FileField(label=_("Picture"), required=False, help_text=_("JPEG, PNG or WebP."))

    def clean_upload(self) -> Any:
        upload = self.cleaned_data.get("upload")
        if self.instance._state.adding and not upload:
            raise forms.ValidationError(_("Choose a picture."), code="required")
        return upload


@admin.register(ProductImage)
class ProductImageAdmin(ScopedModelAdmin):
    form = ImageForm
    list_display = ("preview", "product", "alt_text", "position")
    list_display_links = ("preview", "alt_text")
    list_select_related = ("product",)
    search_fields = ("alt_text", "product__name")
    autocomplete_fields = ("product", "variant")
    store_path = "product__store_products__store"
    store_conditions = maintained("product__")
    seller_keys = MEMBERS
    writes = ALL

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("product", "upload", "alt_text", "variant")
        return ("product", "preview", "alt_text", "variant", "position", "focal_x", "focal_y")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("product", "preview") if obj is not None else ()

    @admin.display(description=_("Picture"))
    def preview(self, row: ProductImage) -> str:
        if not row.file:
            return ""
        return format_html('<img class="preview" src="{}" alt="{}" loading="lazy">', row.file.url, row.alt_text)

    def store_of(self, row: ProductImage) -> None:
        """The catalogue's own audit entries name no store."""

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ProductImage:
        upload = values.pop("upload")
        return services.image_add(
            scope=scope,
            raw=upload.read(),
            name=upload.name,
            content_type=upload.content_type or "",
            **_with_id(values, "product", "variant"),
        )

    def update_row(self, scope: ActingScope, row: ProductImage, values: dict[str, Any]) -> ProductImage:
        changes = _with_id({name: value for name, value in values.items() if name != "upload"}, "variant")
        return services.image_update(scope=scope, product_id=row.product_id, image_id=row.pk, **changes)

    def delete_row(self, scope: ActingScope, row: ProductImage) -> None:
        services.image_delete(scope=scope, product_id=row.product_id, image_id=row.pk)

    def restore_row(self, scope: ActingScope, row: ProductImage) -> None:
        services.image_restore(scope=scope, product_id=row.product_id, image_id=row.pk)


@admin.register(CategoryAttribute)
class CategoryAttributeAdmin(ScopedModelAdmin):
    """For reading: which attributes products of a category have."""

    list_display = ("category", "attribute", "is_facet", "is_variant_axis", "position")
    list_select_related = ("category", "attribute")
    list_filter = (("attribute", RelatedFilter), "is_facet", "is_variant_axis")


@admin.register(AttributeOption)
class AttributeOptionAdmin(ScopedModelAdmin):
    """For reading: the values that a choice or a colour may have."""

    list_display = ("name", "code", "attribute", "colour", "position")
    list_select_related = ("attribute",)
    list_filter = (("attribute", RelatedFilter),)
    search_fields = ("name", "code")
