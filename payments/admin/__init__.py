"""Payments, refunds, disputes, notifications, and how the gateways are set up."""

from payments.admin import configurations, disputes, notifications, payments

__all__ = ["configurations", "disputes", "notifications", "payments"]
