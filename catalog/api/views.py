"""Categories, brands, attributes and variants; what is read by everyone and written by few."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors, services
from catalog.api import serializers as s
from catalog.api.filters import CategoryFilters, VariantFilters
from catalog.api.products import ProductCollectionWrite, ProductDetailWrite
from catalog.models import Attribute, Brand
from core.api.permissions import Anyone, CatalogueWriters
from core.api.views import ListView, View

__all__ = ["ProductCollectionWrite", "ProductDetailWrite"]

PUBLIC: Any = [{}]  # nobody needs to sign in for it
EMPTY = OpenApiResponse(description="Done; no body.")


def renamed(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The input with references under the names services use: `parent` as `parent_id`."""
    return {f"{name}_id" if name in names else name: value for name, value in body.items()}


class CategoryListView(ListView):
    """Categories as rows, newest first; `categories/tree/` gives them nested."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    serializer_class = s.CategoryOutput
    filterset_class = CategoryFilters
    page_size = 100

    def get_queryset(self) -> Any:
        return selectors.categories_visible_to(scope=self.scope)

    @extend_schema(operation_id="category_list", summary="List categories", auth=PUBLIC)
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="category_create",
        summary="Add a category",
        request=s.CategoryInput,
        responses={201: s.CategoryOutput},
        examples=[OpenApiExample("A root", {"name": "Keyboards"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.CategoryInput)
        row = services.category_create(scope=self.scope, **renamed(body, "parent"))
        return Response(s.CategoryOutput(row).data, status=status.HTTP_201_CREATED)


class CategoryTreeView(View):
    schema_tag = "Catalog"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="category_tree",
        summary="All categories as a tree",
        responses=s.CategoryTreeOutput,
        auth=PUBLIC,
    )
    def get(self, request: Request) -> Response:
        rows = list(selectors.categories_visible_to(scope=self.scope).order_by("tree_id", "lft"))
        return Response({"results": s.category_tree(rows)})


class CategoryDetailView(View):
    """`key` is an id or a slug."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(operation_id="category_get", summary="Read a category", responses=s.CategoryOutput, auth=PUBLIC)
    def get(self, request: Request, key: str) -> Response:
        return Response(s.CategoryOutput(selectors.category_get(scope=self.scope, key=key)).data)

    @extend_schema(
        operation_id="category_update",
        summary="Change or move a category (staff)",
        request=s.CategoryChangeInput,
        responses=s.CategoryOutput,
        examples=[OpenApiExample("Hide it", {"is_active": False}, request_only=True)],
    )
    def patch(self, request: Request, key: str) -> Response:
        row = selectors.category_get(scope=self.scope, key=key)
        body = renamed(self.validated(s.CategoryChangeInput), "parent")
        row = services.category_update(scope=self.scope, category_id=row.pk, **body)
        return Response(s.CategoryOutput(row).data)

    @extend_schema(operation_id="category_delete", summary="Delete an empty category (staff)", responses={204: EMPTY})
    def delete(self, request: Request, key: str) -> Response:
        row = selectors.category_get(scope=self.scope, key=key)
        services.category_delete(scope=self.scope, category_id=row.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CategoryAttributesView(View):
    """What the products of a category have: its own attributes, then those that stand above it."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(
        operation_id="category_attribute_list",
        summary="The attributes of a category's products",
        responses=s.PlacesOutput,
        auth=PUBLIC,
    )
    def get(self, request: Request, key: str) -> Response:
        return self._places(selectors.category_get(scope=self.scope, key=key).pk)

    @extend_schema(
        operation_id="category_attribute_set",
        summary="Say which attributes a category's products have (staff)",
        request=s.PlacesInput,
        responses=s.PlacesOutput,
        examples=[
            OpenApiExample(
                "Layout narrows lists",
                {"attributes": [{"attribute": "layout", "is_facet": True, "is_variant_axis": False}]},
                request_only=True,
            )
        ],
    )
    def put(self, request: Request, key: str) -> Response:
        row = selectors.category_get(scope=self.scope, key=key)
        places = self.validated(s.PlacesInput)["attributes"]
        services.category_attributes_set(scope=self.scope, category_id=row.pk, places=places)
        return self._places(row.pk)

    def _places(self, category_id: UUID) -> Response:
        places = selectors.attributes_of_category(category_id)
        return Response({"results": s.PlaceOutput(list(places.values()), many=True).data})


class BrandListView(ListView):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    serializer_class = s.BrandOutput
    page_size = 100

    def get_queryset(self) -> Any:
        return Brand.objects.all()

    @extend_schema(operation_id="brand_list", summary="List brands", auth=PUBLIC)
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="brand_create",
        summary="Add a brand",
        request=s.BrandInput,
        responses={201: s.BrandOutput},
        examples=[OpenApiExample("A brand", {"name": "Keychron"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        row = services.brand_create(scope=self.scope, **self.validated(s.BrandInput))
        return Response(s.BrandOutput(row).data, status=status.HTTP_201_CREATED)


class BrandDetailView(View):
    """`key` is an id or a slug."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(operation_id="brand_get", summary="Read a brand", responses=s.BrandOutput, auth=PUBLIC)
    def get(self, request: Request, key: str) -> Response:
        return Response(s.BrandOutput(selectors.brand_get(key=key)).data)

    @extend_schema(
        operation_id="brand_update",
        summary="Change a brand (staff)",
        request=s.BrandChangeInput,
        responses=s.BrandOutput,
        examples=[OpenApiExample("Rename it", {"name": "Keychron Inc."}, request_only=True)],
    )
    def patch(self, request: Request, key: str) -> Response:
        row = selectors.brand_get(key=key)
        row = services.brand_update(scope=self.scope, brand_id=row.pk, **self.validated(s.BrandChangeInput))
        return Response(s.BrandOutput(row).data)

    @extend_schema(operation_id="brand_delete", summary="Delete an unused brand (staff)", responses={204: EMPTY})
    def delete(self, request: Request, key: str) -> Response:
        services.brand_delete(scope=self.scope, brand_id=selectors.brand_get(key=key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AttributeListView(ListView):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    serializer_class = s.AttributeOutput
    page_size = 100

    def get_queryset(self) -> Any:
        return selectors.attributes_detailed(Attribute.objects.all())

    @extend_schema(operation_id="attribute_list", summary="List attributes", auth=PUBLIC)
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="attribute_create",
        summary="Add an attribute",
        request=s.AttributeInput,
        responses={201: s.AttributeOutput},
        examples=[
            OpenApiExample(
                "A choice",
                {"name": "Layout", "code": "layout", "kind": "CHOICE", "options": [{"name": "65 %"}, {"name": "75 %"}]},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        row = services.attribute_create(scope=self.scope, **self.validated(s.AttributeInput))
        return Response(_attribute(row.code), status=status.HTTP_201_CREATED)


class AttributeDetailView(View):
    """`key` is an id or a code."""

    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(operation_id="attribute_get", summary="Read an attribute", responses=s.AttributeOutput, auth=PUBLIC)
    def get(self, request: Request, key: str) -> Response:
        return Response(s.AttributeOutput(selectors.attribute_get(key=key)).data)

    @extend_schema(
        operation_id="attribute_update",
        summary="Change an attribute (staff)",
        request=s.AttributeChangeInput,
        responses=s.AttributeOutput,
        examples=[OpenApiExample("Set its unit", {"unit": "mm"}, request_only=True)],
    )
    def patch(self, request: Request, key: str) -> Response:
        row = selectors.attribute_get(key=key)
        body = self.validated(s.AttributeChangeInput)
        services.attribute_update(scope=self.scope, attribute_id=row.pk, **body)
        return Response(_attribute(row.code))

    @extend_schema(
        operation_id="attribute_delete", summary="Delete an unused attribute (staff)", responses={204: EMPTY}
    )
    def delete(self, request: Request, key: str) -> Response:
        services.attribute_delete(scope=self.scope, attribute_id=selectors.attribute_get(key=key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class VariantListView(ListView):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]
    serializer_class = s.VariantOutput
    filterset_class = VariantFilters

    def get_queryset(self) -> Any:
        return selectors.variants_detailed(selectors.variants_visible_to(scope=self.scope))

    @extend_schema(operation_id="variant_list", summary="List product variants", auth=PUBLIC)
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="variant_create",
        summary="Add a variant to a product",
        request=s.VariantInput,
        responses={201: s.VariantOutput},
        examples=[
            OpenApiExample(
                "A switch variant",
                {
                    "product": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
                    "sku": "K75-BRN",
                    "name": "Brown switches",
                    "weight_grams": 950,
                    "length_mm": 360,
                    "width_mm": 150,
                    "height_mm": 50,
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        row = services.variant_create(scope=self.scope, **renamed(self.validated(s.VariantInput), "product"))
        return Response(_variant(row.pk), status=status.HTTP_201_CREATED)


class VariantDetailView(View):
    schema_tag = "Catalog"
    permission_classes = [CatalogueWriters]

    @extend_schema(operation_id="variant_get", summary="Read a variant", responses=s.VariantOutput, auth=PUBLIC)
    def get(self, request: Request, variant_id: UUID) -> Response:
        return Response(_variant(selectors.variant_get(scope=self.scope, variant_id=variant_id).pk))

    @extend_schema(
        operation_id="variant_update",
        summary="Change a variant",
        request=s.VariantChangeInput,
        responses=s.VariantOutput,
        examples=[OpenApiExample("Weigh it", {"weight_grams": 980}, request_only=True)],
    )
    def patch(self, request: Request, variant_id: UUID) -> Response:
        body = self.validated(s.VariantChangeInput)
        services.variant_update(scope=self.scope, variant_id=variant_id, **body)
        return Response(_variant(variant_id))

    @extend_schema(operation_id="variant_delete", summary="Delete a variant with its offers", responses={204: EMPTY})
    def delete(self, request: Request, variant_id: UUID) -> Response:
        services.variant_delete(scope=self.scope, variant_id=variant_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _attribute(code: str) -> dict[str, Any]:
    return dict(s.AttributeOutput(selectors.attribute_get(key=code)).data)


def _variant(variant_id: UUID) -> dict[str, Any]:
    return dict(s.VariantOutput(selectors.variant_detail(variant_id=variant_id)).data)
