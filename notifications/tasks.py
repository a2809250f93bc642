"""Beat jobs of notifications."""

from __future__ import annotations

from core.jobs import job
from notifications.services.watch import text_messages_watch as watch


@job
def text_messages_watch() -> None:
    """Every ten minutes: fail, for staff to see, when far more text messages leave than usual."""
    watch()
