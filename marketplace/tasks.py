"""Beat jobs of the marketplace."""

from __future__ import annotations

from core.jobs import job
from marketplace import services


@job
def imports_purge() -> None:
    """Nightly: forget the rows of imports that ended long ago."""
    services.imports_purge()
