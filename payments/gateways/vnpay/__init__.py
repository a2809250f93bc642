"""VNPAY, PAY 2.1.0 (docs/money.md)."""

from payments.gateways.vnpay.adapter import VnpayGateway

__all__ = ["VnpayGateway"]
