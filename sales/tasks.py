"""Beat jobs of sales."""

from __future__ import annotations

from core.jobs import job
from sales import services


@job
def orders_expire() -> None:
    """Every 30 seconds: cancel orders whose payment deadline is over."""
    services.orders_expire()


@job
def carts_purge() -> None:
    """Nightly: remove carts nobody came back to."""
    services.carts_purge()
