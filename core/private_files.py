"""Private files: kept where no address leads, opened by their readers or by a signed link that lasts five minutes."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import PurePosixPath
from uuid import UUID

from django.core import signing
from django.core.files.base import ContentFile, File
from django.urls import reverse
from django.utils import timezone

from core.errors import NotFound
from core.ids import new_id
from core.models import PrivateFile
from core.scope import ActingScope

LINK_LIFETIME = timedelta(minutes=5)  # RELIABILITY.md §5.2
PURGE_BATCH = 500
_SALT = "core.private_file"
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def private_file_save(
    *,
    kind: str,
    name: str,
    content: bytes | File[bytes],
    content_type: str,
    keep: timedelta,
    owner_id: UUID | None = None,
    store_id: UUID | None = None,
    store_permission: str = "",
) -> PrivateFile:
    """Keep a file for `keep`. Its readers are `owner_id`, and members of `store_id` who hold `store_permission`
    (any member when that is empty).

    The file is written before its row; when the row fails it is removed again.
    """
    row = PrivateFile(
        id=new_id(),
        kind=kind,
        owner_id=owner_id,
        store_id=store_id,
        store_permission=store_permission,
        name=_NOT_IN_NAMES.sub("", name)[-160:],
        content_type=content_type,
        expires_at=timezone.now() + keep,
    )
    given = ContentFile(content) if isinstance(content, bytes) else content
    stored = row.file.storage.save(f"{kind}/{row.pk}{PurePosixPath(row.name).suffix.lower()[:8]}", given)
    try:
        row.file.name, row.size = stored, row.file.storage.size(stored)
        row.save(force_insert=True)
    except BaseException:
        row.file.storage.delete(stored)
        raise
    return row


def private_file_link(row: PrivateFile) -> str:
    """The address that opens the file for anybody who holds it, for five minutes, without the host."""
    key = signing.TimestampSigner(salt=_SALT).sign(str(row.pk)).partition(":")[2]
    return f"{reverse('private-file', args=[row.pk])}?key={key}"


def private_file_get(*, scope: ActingScope, file_id: UUID, key: str = "") -> PrivateFile:
    """The file for its readers, or for whoever holds a fresh link. Raises NotFound, also when it has expired."""
    row = PrivateFile.objects.filter(pk=file_id, expires_at__gt=timezone.now()).first()
    if row is None or not (_may_read(scope, row) or _is_fresh(row, key)):
        raise NotFound
    return row


def _may_read(scope: ActingScope, row: PrivateFile) -> bool:
    if scope.user_id is not None and scope.user_id == row.owner_id:
        return True
    return row.store_id is not None and row.store_id in scope.store_ids(row.store_permission or None)


def _is_fresh(row: PrivateFile, key: str) -> bool:
    try:
        signing.TimestampSigner(salt=_SALT).unsign(f"{row.pk}:{key}", max_age=LINK_LIFETIME)
    except signing.BadSignature:
        return False
    return True


def private_file_delete(*, file_id: UUID) -> None:
    """Remove a file and its row for good; one that is gone already is no error."""
    row = PrivateFile.all_objects.filter(pk=file_id).first()
    if row is not None:
        row.file.storage.delete(str(row.file.name))
        row.hard_delete()


def private_files_purge() -> int:
    """Remove what has expired. Returns how many."""
    purged = 0
    while True:
        expired = PrivateFile.all_objects.filter(expires_at__lte=timezone.now())
        batch = list(expired.order_by("expires_at").values_list("pk", flat=True)[:PURGE_BATCH])
        for pk in batch:
            private_file_delete(file_id=pk)
        purged += len(batch)
        if len(batch) < PURGE_BATCH:
            return purged
