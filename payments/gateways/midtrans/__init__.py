"""Midtrans, Snap with the Core API (docs/money.md)."""

from payments.gateways.midtrans.adapter import MidtransGateway

__all__ = ["MidtransGateway"]
