"""Stripe's Checkout Sessions, events and refunds, simulated (README.md)."""
