"""Midtrans Snap and Core API, simulated (README.md)."""
