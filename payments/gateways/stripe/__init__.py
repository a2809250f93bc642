"""Stripe: Checkout Sessions, events, refunds (docs/money.md)."""

from payments.gateways.stripe.adapter import StripeGateway

__all__ = ["StripeGateway"]
