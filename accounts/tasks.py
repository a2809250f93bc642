"""Beat jobs of accounts."""

from __future__ import annotations

from accounts import services
from core.jobs import job


@job
def one_time_codes_prune() -> None:
    """Hourly: forget addresses of finished codes and delete codes older than a day."""
    services.one_time_codes_prune()
