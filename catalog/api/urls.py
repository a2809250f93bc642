"""Addresses of the catalogue. `products/` and `products/<slug>/` are wired by the storefront, which reads them."""

from __future__ import annotations

from django.urls import path

from catalog.api import emblems, products, publication, views

urlpatterns = [
    path("catalog/categories/", views.CategoryListView.as_view()),
    path("catalog/categories/tree/", views.CategoryTreeView.as_view()),
    path("catalog/categories/<str:key>/", views.CategoryDetailView.as_view()),
    path("catalog/categories/<str:key>/attributes/", views.CategoryAttributesView.as_view()),
    path("catalog/categories/<str:key>/image/", emblems.CategoryImageView.as_view()),
    path("catalog/brands/<str:key>/logo/", emblems.BrandLogoView.as_view()),
    path("catalog/brands/", views.BrandListView.as_view()),
    path("catalog/brands/<str:key>/", views.BrandDetailView.as_view()),
    path("catalog/attributes/", views.AttributeListView.as_view()),
    path("catalog/attributes/<str:key>/", views.AttributeDetailView.as_view()),
    path("catalog/product-variants/", views.VariantListView.as_view()),
    path("catalog/product-variants/<uuid:variant_id>/", views.VariantDetailView.as_view()),
    path("catalog/managed-products/", publication.ManagedProductsView.as_view()),
    path("catalog/products/<str:slug>/submit/", publication.SubmitView.as_view()),
    path("catalog/products/<str:slug>/withdraw/", publication.WithdrawView.as_view()),
    path("catalog/products/<str:slug>/archive/", publication.ArchiveView.as_view()),
    path("catalog/products/<str:slug>/approve/", publication.ApproveView.as_view()),
    path("catalog/products/<str:slug>/return/", publication.ReturnView.as_view()),
    path("catalog/products/<str:slug>/images/", products.ProductImagesView.as_view()),
    path("catalog/products/<str:slug>/images/order/", products.ProductImageOrderView.as_view()),
    path("catalog/products/<str:slug>/images/<uuid:image_id>/", products.ProductImageView.as_view()),
]
