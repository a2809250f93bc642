"""The pages of products for people with a browser: everybody reads, staff and the maintaining store write."""

from catalog.pages.product_create import ProductCreatePage
from catalog.pages.product_detail import ProductDetailPage
from catalog.pages.product_list_delete import ProductDeletePage, ProductListPage

__all__ = ["ProductCreatePage", "ProductDeletePage", "ProductDetailPage", "ProductListPage"]
