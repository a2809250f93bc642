"""Checking and carrying out an import in pieces. Each piece is one outbox handler inside the transaction that closes
its row, and enqueues the next: a killed worker loses nothing and repeats nothing."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Profile
from core import audit, outbox
from core.db import savepoint
from core.errors import DomainError
from core.outbox import LOCAL
from core.scope import SYSTEM, ActingScope, scope_of
from marketplace.models import ImportRow, ProductImport, Store
from marketplace.rules import CATALOG_EDIT
from marketplace.services.imports.carry_out import carry_out
from marketplace.services.imports.columns import ParsedRow, parse_row
from marketplace.services.imports.shelf import Shelf, Vocabulary, shelf_of
from marketplace.services.imports.verdicts import judge
from marketplace.signals import import_finished
from marketplace.states import IMPORT_TRANSITIONS, ImportStatus, RowOutcome

CHECK_ROWS = 500
WRITE_ROWS = 50
WRITES = (RowOutcome.NEW, RowOutcome.CHANGED)


@outbox.handler(LOCAL)
def import_check(*, batch_id: UUID, after: int) -> None:
    """Find out what the next rows would do."""
    with override(_language_of(batch_id)):
        batch, scope = _begin(batch_id, ImportStatus.CHECKING)
        if batch is not None:
            _check(batch, scope, after)


def _check(batch: ProductImport, scope: ActingScope, after: int) -> None:
    rows = _next_rows(batch, after, CHECK_ROWS)
    parsed = {row.number: _parsed(batch, row) for row in rows}
    shelf = _shelf(batch, scope, parsed)
    leaders = _leaders(batch, rows)
    for row in rows:
        verdict = judge(parsed[row.number], shelf, leader=leaders.get(row.leader or 0, ""))
        row.outcome = leaders[row.number] = verdict.outcome
        row.problems, row.notes = parsed[row.number].problems, parsed[row.number].notes
        row.changes = verdict.changes
    ImportRow.objects.bulk_update(rows, ["outcome", "problems", "notes", "changes"], batch_size=CHECK_ROWS)
    batch.rows_checked += len(rows)
    if len(rows) == CHECK_ROWS:
        last = rows[-1].number
        outbox.enqueue(import_check, key=f"import-check:{batch.pk}:{last}", batch_id=batch.pk, after=last)
    else:
        _count(batch)
        _move(batch, ImportStatus.READY)
    batch.save()


@outbox.handler(LOCAL)
def import_carry_out(*, batch_id: UUID, after: int) -> None:
    """Write what the next rows say; a row that a service refuses is noted and the others go on."""
    with override(_language_of(batch_id)):
        batch, scope = _begin(batch_id, ImportStatus.RUNNING)
        if batch is not None:
            _carry_out(batch, scope, after)


def _carry_out(batch: ProductImport, scope: ActingScope, after: int) -> None:
    rows = _next_rows(batch, after, WRITE_ROWS, outcome__in=WRITES)
    parsed = {row.number: _parsed(batch, row) for row in rows}
    shelf = _shelf(batch, scope, parsed)
    leaders = _leaders(batch, rows)
    for row in rows:
        leaders[row.number] = _write(row, parsed[row.number], shelf, scope, leaders.get(row.leader or 0, ""))
    ImportRow.objects.bulk_update(rows, ["outcome", "problems", "is_done"], batch_size=WRITE_ROWS)
    done = sum(row.is_done for row in rows)
    batch.rows_done += done
    batch.rows_failed += len(rows) - done
    if len(rows) == WRITE_ROWS:
        last = rows[-1].number
        outbox.enqueue(import_carry_out, key=f"import-run:{batch.pk}:{last}", batch_id=batch.pk, after=last)
    else:
        _finish(batch, ImportStatus.DONE)
    batch.save()


def _language_of(batch_id: UUID) -> str:
    """What the person who imports reads: reasons are stored as words."""
    chosen = Profile.objects.filter(user__product_imports=batch_id).values_list("language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE


def _begin(batch_id: UUID, status: ImportStatus) -> tuple[ProductImport | None, ActingScope]:
    """The locked import, where it still stands in this status, and what its person may do now.

    Somebody who lost the right meanwhile stops the import. The store's row is held, so that two files of one store
    never write at once.
    """
    found = ProductImport.objects.filter(pk=batch_id).first()
    if found is None:
        return None, scope_of(None)
    Store.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.store_id)
    locked = ProductImport.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "store__home_market", "user"
    )
    batch = locked.get(pk=batch_id)
    scope = scope_of(batch.user if batch.user.is_active else None)
    if batch.status != status:
        return None, scope
    if not (scope.is_superuser or scope.may(CATALOG_EDIT, batch.store_id)):
        batch.stop_reason = _("The person who imports may no longer edit this store’s catalogue.")
        _finish(batch, ImportStatus.STOPPED)
        batch.save()
        return None, scope
    return batch, scope


def _next_rows(batch: ProductImport, after: int, count: int, **more: object) -> list[ImportRow]:
    return list(batch.rows.filter(number__gt=after, is_done=False, **more).order_by("number")[:count])


def _parsed(batch: ProductImport, row: ImportRow) -> ParsedRow:
    parsed = parse_row(batch.headers, row.cells, batch.store.home_market.currency)
    kept = [problem for problem in row.problems if problem["code"] in ("broken_row", "twice")]
    parsed.problems = [*kept, *parsed.problems]
    return parsed


def _shelf(batch: ProductImport, scope: ActingScope, parsed: dict[int, ParsedRow]) -> Shelf:
    return shelf_of(store=batch.store, values=[row.values for row in parsed.values()], words=Vocabulary(scope))


def _leaders(batch: ProductImport, rows: list[ImportRow]) -> dict[int, str]:
    """The outcome of each earlier row that makes the product of one of these."""
    numbers = {row.leader for row in rows if row.leader is not None}
    return dict(batch.rows.filter(number__in=numbers).values_list("number", "outcome"))


def _write(row: ImportRow, parsed: ParsedRow, shelf: Shelf, scope: ActingScope, leader: str) -> str:
    """Judge the row anew, since the store may have changed, and carry it out. Returns its outcome."""
    verdict = judge(parsed, shelf, leader=leader)
    if not parsed.problems:
        try:
            with savepoint():
                carry_out(scope=scope, shelf=shelf, verdict=verdict, sku=parsed.values["sku"])
            row.is_done = True
        except DomainError as refusal:
            parsed.refuse(_column_of(refusal), refusal.code, str(refusal))
        except IntegrityError:
            parsed.refuse("", "conflict", _("Another article has one of these values already."))
    if not row.is_done:
        row.outcome = RowOutcome.REJECTED
        row.problems = parsed.problems
    return row.outcome


def _column_of(refusal: DomainError) -> str:
    """The column that the first problem of a refusal points to."""
    columns = {"price_minor": "price", "compare_at_minor": "compare_at", "name": "product", "model_name": "model"}
    if refusal.problems and refusal.problems[0].code == "combination_taken":
        return "variant_attributes"
    pointer = refusal.problems[0].pointer.strip("/").partition("/")[0] if refusal.problems else ""
    return columns.get(pointer, pointer)


def _count(batch: ProductImport) -> None:
    outcomes = batch.rows.aggregate(
        **{f"rows_{outcome.lower()}": Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome.values[1:]}
    )
    for name, count in outcomes.items():
        setattr(batch, name, count)


def _move(batch: ProductImport, status: ImportStatus) -> None:
    IMPORT_TRANSITIONS.check(ImportStatus(batch.status), status)
    batch.status = status


def _finish(batch: ProductImport, status: ImportStatus) -> None:
    _move(batch, status)
    batch.finished_at = timezone.now()
    changes = {"done": [None, batch.rows_done], "failed": [None, batch.rows_failed]}
    audit.record(actor=SYSTEM, action="import.finish", row=batch, changes=changes, store_id=batch.store_id)
    import_finished.send(sender=ProductImport, batch=batch)
