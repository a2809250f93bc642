"""Midtrans's payouts, known as Iris (docs/money.md)."""

from payments.gateways.iris.adapter import IrisCarrier

__all__ = ["IrisCarrier"]
