"""Beat jobs of the catalogue."""

from __future__ import annotations

from catalog import services
from core.jobs import job


@job
def orphan_pictures_delete() -> None:
    services.orphan_pictures_delete()
