"""The words that all stores share: categories, brands, attributes and their options."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.admin.common import ALL, with_id
from catalog.models import (
    Attribute,
    AttributeOption,
    Brand,
    Category,
    CategoryAttribute,
)
from core.adminbase import PairsField, RelatedFilter, ScopedModelAdmin, ServiceForm
from core.scope import ActingScope


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
        made = services.category_create(scope=scope, **with_id(values, "parent"))
        return self._place(scope, made, places) if places else made

    def update_row(self, scope: ActingScope, row: Category, values: dict[str, Any]) -> Category:
        places = values.pop("attributes", None)
        made = services.category_update(scope=scope, category_id=row.pk, **with_id(values, "parent"))
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
