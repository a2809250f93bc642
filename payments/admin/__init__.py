"""Payments, refunds, disputes, notifications, days that were compared, and how the gateways are set up."""

from payments.admin import configurations, disputes, notifications, payments, settlements

__all__ = ["configurations", "disputes", "notifications", "payments", "settlements"]
