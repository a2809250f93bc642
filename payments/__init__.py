"""Payments: attempts to pay, refunds, gateways and their notifications."""
