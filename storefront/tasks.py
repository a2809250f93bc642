"""Beat jobs of the storefront."""

from __future__ import annotations

from core.jobs import job
from storefront import services


@job
def punctuality_count() -> None:
    """Nightly: which share of its parcels each store sent in time."""
    services.punctuality_count()


@job
def search_words_refresh() -> None:
    services.search_words_refresh()
