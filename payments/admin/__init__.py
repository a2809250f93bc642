"""Payments, refunds, notifications, and how the gateways are set up."""

from payments.admin import configurations, notifications, payments

__all__ = ["configurations", "notifications", "payments"]
