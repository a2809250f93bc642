"""The screens of carts, coupons and orders."""

from sales.admin import carts, coupons, orders

__all__ = ["carts", "coupons", "orders"]
