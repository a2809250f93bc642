"""Files that only some people may read: exports, error lists, evidence."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from core.models.base import BaseModel


def private_storage() -> Storage:
    """Where they are kept: no address of the site leads there."""
    return storages["private"]


class PrivateFile(BaseModel):
    """A file for its owner, or for the members of a store who hold a permission key; removed when it expires.

    People are named without a foreign key, as in the journals. The stored name is ours; `name` is the download's.
    """

    kind = models.CharField(max_length=40)  # what it is: "data-export", "product-import-errors"
    owner_id = models.UUIDField(null=True, blank=True)
    store_id = models.UUIDField(null=True, blank=True)
    store_permission = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to="unused", storage=private_storage, max_length=160)
    size = models.PositiveBigIntegerField()  # bytes
    expires_at = models.DateTimeField()

    class Meta(BaseModel.Meta):
        verbose_name = "private file"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["owner_id", "kind"], name="private_file_of_owner"),
            models.Index(fields=["expires_at"], name="private_file_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_id__isnull=False) | Q(store_id__isnull=False), name="private_file_has_readers"
            ),
        ]

    def __str__(self) -> str:
        return self.name
