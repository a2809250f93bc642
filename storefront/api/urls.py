from django.urls import path

from storefront.api import views

# `catalog/products/` and `catalog/products/<slug>/` share their addresses with writes: config/api_urls.py.
urlpatterns = [
    path("catalog/search/", views.product_search, name="product-search"),
    path("catalog/facets/", views.product_facets, name="product-facets"),
    path("catalog/suggest/", views.suggest, name="suggest"),
    path("products/<uuid:product_id>/", views.product_detail, name="product-by-id"),
    path("products/<uuid:product_id>", views.product_detail),
]
