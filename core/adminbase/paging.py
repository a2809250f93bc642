"""Pages of long lists."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

EXACT_UP_TO = 10_000


class CappedPaginator(Paginator):
    """Counts exactly up to 10,000 rows and no further, so that a list of a million opens as fast as a short one."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: EXACT_UP_TO + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, EXACT_UP_TO)

    @property
    def is_capped(self) -> bool:
        return self._counted > EXACT_UP_TO
