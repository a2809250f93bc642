"""Zarinpal, REST v4 (docs/gateways.md)."""

from payments.gateways.zarinpal.adapter import ZarinpalGateway

__all__ = ["ZarinpalGateway"]
