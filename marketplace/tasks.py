"""What the clock starts in the marketplace."""

from __future__ import annotations

from core.jobs import job
from marketplace import services


@job
def holidays_turn() -> None:
    services.holidays_turn()


@job
def imports_purge() -> None:
    """Nightly: forget the rows of imports that ended long ago."""
    services.imports_purge()
