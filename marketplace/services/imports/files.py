"""The files around an import: a sheet to begin with, and what was rejected with the reasons beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.tables import table_bytes
from marketplace.models import ProductImport
from marketplace.services.imports.columns import COLUMNS
from marketplace.states import RowOutcome

HIDDEN_IN_TEMPLATE = ("product_slug",)  # for files that came out of an export


def template_file(kind: str) -> bytes:
    """Every column, and one row that shows what each holds."""
    shown = [column for column in COLUMNS.values() if column.name not in HIDDEN_IN_TEMPLATE]
    return table_bytes(
        kind, [column.name for column in shown], [[column.example for column in shown]], sheet="products"
    )


def rejected_file(batch: ProductImport, kind: str) -> bytes:
    """The rejected rows as they were sent, after their number and the reasons: correct them and send the file anew."""
    rows = batch.rows.filter(outcome=RowOutcome.REJECTED).order_by("number")
    found = ([row.number, reasons(row.problems), *row.cells] for row in rows.iterator(chunk_size=1_000))
    return table_bytes(kind, [_("row"), _("reason"), *batch.headers], found, sheet="rejected")


def reasons(problems: list[dict[str, str]]) -> str:
    return " ".join(f"{one['column']}: {one['detail']}" if one["column"] else one["detail"] for one in problems)
