"""The picture of a category and the logo of a brand: one file each, put in place of the one before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors, services
from catalog.api import serializers as s
from core.api.parsers import PayloadTooLarge
from core.api.permissions import CatalogueWriters
from core.api.uploads import LimitedMultiPartParser
from core.api.views import View

EMPTY = OpenApiResponse(description="Done; no body.")
FORM: Any = {"multipart/form-data": s.EmblemInput}


class EmblemView(View):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    parser_classes = [LimitedMultiPartParser]

    def upload(self) -> dict[str, Any]:
        """The file as the services take it. Raises ValidationError, PayloadTooLarge."""
        file = self.validated(s.EmblemInput)["file"]
        if file.size > settings.IMAGE_MAX_BYTES:
            raise PayloadTooLarge(f"A picture has at most {settings.IMAGE_MAX_BYTES} bytes.")
        return {"raw": file.read(), "name": file.name, "content_type": file.content_type or ""}


class CategoryImageView(EmblemView):
    @extend_schema(
        operation_id="category_image_set",
        summary="Give a category its picture (staff)",
        request=FORM,
        responses=s.CategoryOutput,
    )
    def post(self, request: Request, key: str) -> Response:
        row = selectors.category_get(scope=self.scope, key=key)
        row = services.category_image_set(scope=self.scope, category_id=row.pk, **self.upload())
        return Response(s.CategoryOutput(row).data)

    @extend_schema(
        operation_id="category_image_clear", summary="Take a category's picture away (staff)", responses={204: EMPTY}
    )
    def delete(self, request: Request, key: str) -> Response:
        row = selectors.category_get(scope=self.scope, key=key)
        services.category_image_clear(scope=self.scope, category_id=row.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class BrandLogoView(EmblemView):
    @extend_schema(
        operation_id="brand_logo_set",
        summary="Give a brand its logo (staff)",
        request=FORM,
        responses=s.BrandOutput,
    )
    def post(self, request: Request, key: str) -> Response:
        row = selectors.brand_get(key=key)
        row = services.brand_logo_set(scope=self.scope, brand_id=row.pk, **self.upload())
        return Response(s.BrandOutput(row).data)

    @extend_schema(operation_id="brand_logo_clear", summary="Take a brand's logo away (staff)", responses={204: EMPTY})
    def delete(self, request: Request, key: str) -> Response:
        services.brand_logo_clear(scope=self.scope, brand_id=selectors.brand_get(key=key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)
