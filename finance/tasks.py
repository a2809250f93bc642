"""Beat jobs of the books."""

from __future__ import annotations

from core.jobs import job
from finance import services


@job
def holds_release() -> None:
    services.holds_release()


@job
def payouts_ask() -> None:
    services.payouts_ask()
