"""The life of an import: a file comes in, is checked, gets the word to go, or is stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.rules import clean_name, clean_sku
from core import audit, outbox
from core.db import atomic, savepoint
from core.errors import NotFound
from core.scope import ActingScope
from core.tables import BadTable, Table, TableRow, read_table
from marketplace.errors import ImportHasRejectedRows
from marketplace.models import ImportRow, ProductImport
from marketplace.rules import CATALOG_EDIT
from marketplace.services.common import store_reach
from marketplace.services.imports import chunks
from marketplace.services.imports.columns import column_of, doubled_columns
from marketplace.signals import import_finished
from marketplace.states import IMPORT_TRANSITIONS, ImportStatus

LONGEST_NAME = 160
INSERT_ROWS = 1_000
KEEP_ROWS = timedelta(days=30)


def import_upload(
    *, scope: ActingScope, store_id: UUID, raw: bytes, name: str = "", again: bool = False
) -> tuple[ProductImport, bool]:
    """Take in a file of products for a store and have it checked; nothing of it is written to the shop yet.

    The same bytes for the same store are the same import: a repeat returns the first one, and False. `again` begins
    anew with a file whose import has ended. Raises NotFound, NotAllowed, BadTable, TableTooLarge.
    """
    with atomic():
        store_reach(scope=scope, store_id=store_id, permission=CATALOG_EDIT, by_staff=False)
    table = read_table(raw)
    _check_headers(table)
    digest = hashlib.sha256(raw).hexdigest()
    return _take_in(scope=scope, store_id=store_id, table=table, digest=digest, name=name, again=again)


@atomic
def _take_in(
    *, scope: ActingScope, store_id: UUID, table: Table, digest: str, name: str, again: bool
) -> tuple[ProductImport, bool]:
    store = store_reach(scope=scope, store_id=store_id, permission=CATALOG_EDIT, by_staff=False)
    known = ProductImport.objects.filter(store=store, file_hash=digest, is_current=True).first()
    if known is not None and not (again and IMPORT_TRANSITIONS.is_final(ImportStatus(known.status))):
        return known, False
    if known is not None:
        ProductImport.objects.filter(pk=known.pk).update(is_current=False)
    batch = ProductImport(
        store=store,
        user_id=scope.require_user(),
        file_name=clean_name(name)[:LONGEST_NAME],
        file_hash=digest,
        headers=table.headers,
        rows_total=len(table.rows),
    )
    try:
        with savepoint():
            batch.save(force_insert=True)
    except IntegrityError:  # the same file at the same moment
        return ProductImport.objects.get(store=store, file_hash=digest, is_current=True), False
    ImportRow.objects.bulk_create(_rows(batch, table), batch_size=INSERT_ROWS)
    audit.record(
        actor=scope.actor,
        action="import.upload",
        row=batch,
        changes={"rows": [None, len(table.rows)], "file": [None, batch.file_name]},
        store_id=store.pk,
    )
    outbox.enqueue(chunks.import_check, key=f"import-check:{batch.pk}:0", batch_id=batch.pk, after=0)
    return batch, True


def _check_headers(table: Table) -> None:
    known = [column_of(header) for header in table.headers]
    if "sku" not in known:
        raise BadTable("missing_columns", _("The file needs a column “sku”."), columns=["sku"])
    doubled = doubled_columns(table.headers)
    if doubled:
        detail = _("Several columns mean the same: %(names)s.") % {"names": ", ".join(doubled)}
        raise BadTable("duplicate_headers", detail, columns=doubled)
    if not table.rows:
        raise BadTable("empty", _("The file has no rows below its headers."))


def _rows(batch: ProductImport, table: Table) -> Iterator[ImportRow]:
    """The rows of the file, with what only the whole file tells: a SKU that comes twice, who makes a product."""
    places = {column_of(header): place for place, header in enumerate(table.headers)}
    seen: dict[str, int] = {}
    leaders: dict[str, int] = {}
    for row in table.rows:
        sku = clean_sku(row.cells[places["sku"]])
        first = seen.setdefault(sku, row.number) if sku else row.number
        name = clean_name(row.cells[places["product"]]) if "product" in places else ""
        leader = leaders.get(name)
        if name and leader is None and "category" in places and row.cells[places["category"]]:
            leaders[name] = row.number
        yield ImportRow(batch=batch, number=row.number, cells=row.cells, leader=leader, problems=_problems(row, first))


def _problems(row: TableRow, first: int) -> list[dict[str, str]]:
    if row.problem:
        return [{"column": "", "code": "broken_row", "detail": row.problem}]
    if first != row.number:
        detail = _("This SKU stands in row %(number)d already.") % {"number": first}
        return [{"column": "sku", "code": "twice", "detail": detail}]
    return []


@atomic
def import_confirm(*, scope: ActingScope, batch_id: UUID, partial: bool = False) -> ProductImport:
    """Carry out a checked import, row by row. With rejected rows only where `partial` says to leave them out.

    Raises NotFound, NotAllowed, InvalidTransition, ImportHasRejectedRows.
    """
    batch = batch_lock(scope=scope, batch_id=batch_id)
    IMPORT_TRANSITIONS.check(ImportStatus(batch.status), ImportStatus.RUNNING)
    if batch.rows_rejected and not partial:
        detail = _("%(count)d rows were rejected. Correct the file, or import the others without them.")
        raise ImportHasRejectedRows(detail % {"count": batch.rows_rejected}, extra={"rejected": batch.rows_rejected})
    batch.status = ImportStatus.RUNNING
    batch.is_partial = partial
    batch.user_id = scope.require_user()
    batch.save(update_fields=["status", "is_partial", "user", "updated_at"])
    audit.record(actor=scope.actor, action="import.confirm", row=batch, store_id=batch.store_id)
    outbox.enqueue(chunks.import_carry_out, key=f"import-run:{batch.pk}:0", batch_id=batch.pk, after=0)
    return batch


@atomic
def import_stop(*, scope: ActingScope, batch_id: UUID, reason: str = "") -> ProductImport:
    """End an import where it stands; what was carried out stays. Raises NotFound, NotAllowed, InvalidTransition."""
    batch = batch_lock(scope=scope, batch_id=batch_id)
    IMPORT_TRANSITIONS.check(ImportStatus(batch.status), ImportStatus.STOPPED)
    batch.status = ImportStatus.STOPPED
    batch.is_current = False
    batch.stop_reason = reason[:200]
    batch.finished_at = timezone.now()
    batch.save(update_fields=["status", "is_current", "stop_reason", "finished_at", "updated_at"])
    audit.record(actor=scope.actor, action="import.stop", row=batch, store_id=batch.store_id)
    import_finished.send(sender=ProductImport, batch=batch)
    return batch


def batch_lock(*, scope: ActingScope, batch_id: UUID) -> ProductImport:
    """The locked row of an import of a store in which the person edits the catalogue. Raises NotFound, NotAllowed."""
    found = ProductImport.objects.filter(pk=batch_id).first()
    if found is None:
        scope.require_user()
        raise NotFound
    store_reach(scope=scope, store_id=found.store_id, permission=CATALOG_EDIT, by_staff=False)
    return ProductImport.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch_id)


@atomic
def imports_purge() -> int:
    """Forget the rows of imports that nothing happened to for 30 days; what they did stays in the audit."""
    before = timezone.now() - KEEP_ROWS
    old = ProductImport.all_objects.filter(updated_at__lt=before).values("pk")
    count: int = ImportRow.all_objects.filter(batch__in=old).hard_delete()[0]
    return count
