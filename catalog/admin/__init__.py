"""The catalogue. Sellers see and edit what their stores maintain, and read the words all stores share."""

from catalog.admin import images, products, vocabulary

__all__ = ["images", "products", "vocabulary"]
