"""Files that somebody brings into a store, and their rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.models import BaseModel
from marketplace.models.stores import Store
from marketplace.states import ImportStatus, RowOutcome


class ProductImport(BaseModel):
    """A file of products and offers that somebody brings into a store: checked row by row, then carried out.

    One file of a store is one import, however often it is sent (`is_current`): a repeat finds the first. `rows_…` count
    what the check found, `rows_done` and `rows_failed` what happened since.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="imports")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="product_imports")
    status = models.CharField(max_length=16, choices=ImportStatus, default=ImportStatus.CHECKING)
    file_name = models.CharField(max_length=160, blank=True, default="")
    file_hash = models.CharField(max_length=64)  # SHA-256 of the bytes
    headers = models.JSONField(default=list)  # as the file has them
    is_current = models.BooleanField(default=True)
    is_partial = models.BooleanField(default=False)  # go on although some rows were rejected
    rows_total = models.PositiveIntegerField(default=0)
    rows_checked = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)
    stop_reason = models.CharField(max_length=200, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "product import"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["store", "-id"], name="import_of_store")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "file_hash"],
                condition=Q(deleted_at=None, is_current=True),
                name="product_import_once_per_file",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or f"Import {self.pk}"


class ImportRow(BaseModel):
    """A row of an imported file. `problems` and `notes` are `[{"column", "code", "detail"}]`, `changes`
    `{"price": ["12.50", "13.00"]}`. Kept 30 days."""

    batch = models.ForeignKey(ProductImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet shows it
    leader = models.PositiveIntegerField(null=True)  # the earlier row that makes the product of this one
    cells = models.JSONField(default=list)
    outcome = models.CharField(max_length=16, choices=RowOutcome, default=RowOutcome.PENDING)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False)

    class Meta(BaseModel.Meta):
        verbose_name = "import row"
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], condition=Q(deleted_at=None), name="import_row_number"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}"
