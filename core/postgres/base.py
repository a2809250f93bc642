"""The database backend of settings: Django's own, which looks at the socket before it asks the server.

`CONN_HEALTH_CHECKS` sends `SELECT 1` at the start of every request, a tenth of what a hot page costs. A server that has
gone says so by itself: its socket becomes readable (end of file, a reset, a last message) although nothing was asked.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """True at once while the socket is silent; otherwise the server is asked, as Django does."""
        raw = self.connection
        if raw is None or raw.closed:
            return False
        poll = select.poll()
        poll.register(raw.fileno(), select.POLLIN)
        return not poll.poll(0) or super().is_usable()
