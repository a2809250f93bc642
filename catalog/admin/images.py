"""The pictures of products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.admin.common import ALL, MEMBERS, maintained, with_id
from catalog.models import (
    ProductImage,
)
from core.adminbase import ScopedModelAdmin, ServiceForm
from core.scope import ActingScope


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
            **with_id(values, "product", "variant"),
        )

    def update_row(self, scope: ActingScope, row: ProductImage, values: dict[str, Any]) -> ProductImage:
        changes = with_id({name: value for name, value in values.items() if name != "upload"}, "variant")
        return services.image_update(scope=scope, product_id=row.product_id, image_id=row.pk, **changes)

    def delete_row(self, scope: ActingScope, row: ProductImage) -> None:
        services.image_delete(scope=scope, product_id=row.product_id, image_id=row.pk)

    def restore_row(self, scope: ActingScope, row: ProductImage) -> None:
        services.image_restore(scope=scope, product_id=row.product_id, image_id=row.pk)
