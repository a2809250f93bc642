"""Beat jobs of the storefront."""

from __future__ import annotations

from core.jobs import job
from storefront import services


@job
def search_words_refresh() -> None:
    services.search_words_refresh()
