"""The screens of the shop's read side."""

from storefront.admin import listings

__all__ = ["listings"]
