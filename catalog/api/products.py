"""Writing products and their pictures; reading them is the storefront's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors, services
from catalog.api import serializers as s
from core import formats
from core.api.parsers import PayloadTooLarge
from core.api.permissions import CatalogueWriters
from core.api.uploads import LimitedMultiPartParser
from core.api.versions import IF_MATCH, version_given, with_version
from core.api.views import View

PUBLIC: Any = [{}]  # nobody needs to sign in for it
EMPTY = OpenApiResponse(description="Done; no body.")


def _names(body: dict[str, Any]) -> dict[str, Any]:
    references = ("brand", "category", "store", "variant")
    return {f"{name}_id" if name in references else name: value for name, value in body.items()}


def _product(product_id: UUID) -> dict[str, Any]:
    return dict(s.ProductOutput(selectors.product_detail(product_id=product_id)).data)


class ProductCollectionWrite(View):
    """POST /api/catalog/products/"""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(
        operation_id="product_create",
        summary="Add a product",
        request=s.ProductInput,
        responses={201: s.ProductOutput},
        examples=[
            OpenApiExample(
                "A keyboard",
                {
                    "name": "K75 keyboard",
                    "category": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
                    "description": "75 % layout, hot-swappable.",
                    "attributes": [{"attribute": "layout", "value": "75 %"}],
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        row = services.product_create(scope=self.scope, **_names(self.validated(s.ProductInput)))
        return Response(_product(row.pk), status=status.HTTP_201_CREATED)


class ProductDetailWrite(View):
    """PATCH and DELETE /api/catalog/products/<slug or id>/"""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(
        operation_id="product_update",
        summary="Change a product",
        description="By the store that maintains it, or staff. Send the `version` you read to be told of other edits.",
        parameters=[IF_MATCH],
        request=s.ProductChangeInput,
        responses=s.ProductOutput,
        examples=[OpenApiExample("Rename it", {"name": "K75 keyboard, second edition"}, request_only=True)],
    )
    def patch(self, request: Request, slug: str) -> Response:
        row = selectors.product_get(scope=self.scope, key=slug)
        body = _names(self.validated(s.ProductChangeInput))
        version = version_given(request, body)
        changed = services.product_update(scope=self.scope, product_id=row.pk, version=version, **body)
        return with_version(Response(_product(row.pk)), changed.version)

    @extend_schema(
        operation_id="product_delete", summary="Delete a product with its variants and offers", responses={204: EMPTY}
    )
    def delete(self, request: Request, slug: str) -> Response:
        row = selectors.product_get(scope=self.scope, key=slug)
        services.product_delete(scope=self.scope, product_id=row.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProductImagesView(View):
    """The gallery of a product; the first picture is the cover."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    parser_classes = [LimitedMultiPartParser]

    @extend_schema(
        operation_id="product_image_list",
        summary="List a product's pictures",
        responses=s.ImageOutput(many=True),
        auth=PUBLIC,
    )
    def get(self, request: Request, slug: str) -> Response:
        product = selectors.product_get(scope=self.scope, key=slug)
        return Response(s.ImageOutput(selectors.images_of(product=product), many=True).data)

    @extend_schema(
        operation_id="product_image_create",
        summary="Upload a picture",
        description="The file is decoded and written anew as WebP, upright and without metadata.",
        request={"multipart/form-data": s.ImageInput},
        responses={201: s.ImageOutput},
    )
    def post(self, request: Request, slug: str) -> Response:
        product = selectors.product_get(scope=self.scope, key=slug)
        body = self.validated(s.ImageInput)
        file = body.pop("file")
        if file.size > settings.IMAGE_MAX_BYTES:
            raise PayloadTooLarge(
                _("A picture has at most %(count)s bytes.") % {"count": formats.number(settings.IMAGE_MAX_BYTES)}
            )
        row = services.image_add(
            scope=self.scope,
            product_id=product.pk,
            raw=file.read(),
            name=file.name,
            content_type=file.content_type or "",
            **_names(body),
        )
        return Response(s.ImageOutput(row).data, status=status.HTTP_201_CREATED)


class ProductImageOrderView(View):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(
        operation_id="product_images_order",
        summary="Put a product's pictures in order",
        request=s.ImageOrderInput,
        responses=s.ImageOutput(many=True),
        examples=[
            OpenApiExample("One picture", {"images": ["01938f2e-7c1a-7b3e-9c55-0242ac120002"]}, request_only=True)
        ],
    )
    def put(self, request: Request, slug: str) -> Response:
        product = selectors.product_get(scope=self.scope, key=slug)
        image_ids = self.validated(s.ImageOrderInput)["images"]
        rows = services.images_order(scope=self.scope, product_id=product.pk, image_ids=image_ids)
        return Response(s.ImageOutput(rows, many=True).data)


class ProductImageView(View):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(
        operation_id="product_image_update",
        summary="Change a picture's text, place or variant",
        request=s.ImageChangeInput,
        responses=s.ImageOutput,
        examples=[OpenApiExample("Make it the cover", {"position": 0}, request_only=True)],
    )
    def patch(self, request: Request, slug: str, image_id: UUID) -> Response:
        product = selectors.product_get(scope=self.scope, key=slug)
        body = _names(self.validated(s.ImageChangeInput))
        row = services.image_update(scope=self.scope, product_id=product.pk, image_id=image_id, **body)
        return Response(s.ImageOutput(row).data)

    @extend_schema(operation_id="product_image_delete", summary="Delete a picture", responses={204: EMPTY})
    def delete(self, request: Request, slug: str, image_id: UUID) -> Response:
        product = selectors.product_get(scope=self.scope, key=slug)
        services.image_delete(scope=self.scope, product_id=product.pk, image_id=image_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
