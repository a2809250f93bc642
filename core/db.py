"""Transactions, locks and the raw statements that pay for themselves."""

from __future__ import annotations

import contextlib
import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload
from uuid import UUID

import orjson
import psycopg
from django.db import connection, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone
from psycopg.types.json import Jsonb

F = TypeVar("F", bound=Callable[..., Any])


class _Outermost(transaction.Atomic):
    """Only the outermost service opens a transaction; nested ones cost nothing.

    Inside a test's own transaction the outermost service gets a savepoint, so that a refusal undoes its work there too.
    """

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=False, durable=False)

    def _recreate_cm(self) -> _Outermost:
        return type(self)()  # one instance per call: `__enter__` keeps state on it

    def __enter__(self) -> None:
        blocks = connection.atomic_blocks
        self.savepoint = bool(blocks) and getattr(blocks[-1], "_from_testcase", False)
        super().__enter__()


@overload
def atomic(function: F, /) -> F: ...
@overload
def atomic() -> contextlib.AbstractContextManager[None]: ...
def atomic(function: Any = None, /) -> Any:
    """`transaction.atomic` without a savepoint: nested services cost no statement.

    An exception inside therefore always undoes the outermost transaction; use `savepoint()` where one is expected.
    """
    return _Outermost()(function) if function is not None else _Outermost()


def savepoint() -> contextlib.AbstractContextManager[None]:
    """A savepoint inside a transaction, for an expected unique violation or a refusal that is stored."""
    return transaction.atomic()


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def advisory_lock(name: str) -> None:
    """Take a PostgreSQL lock until the transaction ends; SQLite has one writer anyway."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


@contextlib.contextmanager
def prepared(
    sql: str, params: Sequence[Any] | dict[str, Any], *, numbered: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """Run one statement on PostgreSQL as a prepared, binary statement (HOTPATHS.md §5).

    It is named by its text, so the text must not vary; `numbered` says that it holds $1, $2, … instead of %s, so that a
    long text is not parsed each time. Query counters (`CaptureQueriesContext`) see it: it passes Django's execute
    wrappers.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw = connection.connection
    cursor_class = psycopg.RawCursor if numbered else psycopg.Cursor

    def run(sql: str, params: Any, many: bool, context: dict[str, Any]) -> psycopg.Cursor[Any]:
        cursor: psycopg.Cursor[Any] = cursor_class(raw)
        with connection.wrap_database_errors:
            return cursor.execute(sql.encode(), params, prepare=True, binary=True)

    execute: Callable[..., psycopg.Cursor[Any]] = run
    for wrapper in reversed(connection.execute_wrappers):
        execute = _wrapped(wrapper, execute)
    if connection.queries_logged:
        with _LoggedStatement(sql, params):
            cursor = execute(sql, params, False, {"connection": connection, "cursor": None})
    else:
        cursor = execute(sql, params, False, {"connection": connection, "cursor": None})
    try:
        yield cursor
    finally:
        cursor.close()


def _wrapped(wrapper: Callable[..., Any], inner: Callable[..., Any]) -> Callable[..., Any]:
    return lambda sql, params, many, context: wrapper(inner, sql, params, many, context)


class _LoggedStatement:
    def __init__(self, sql: str, params: Any) -> None:
        self.entry = {"sql": f"{sql} -- {params!r}"[:2000], "time": "0"}

    def __enter__(self) -> None:
        connection.queries_log.append(self.entry)

    def __exit__(self, *args: object) -> None:
        return None


def fetch_all(sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement: prepared on PostgreSQL."""
    if is_postgres():
        with prepared(sql, params) as cursor:
            return cursor.fetchall()
    with connection.cursor() as plain:
        plain.execute(sql, _plain_values(params))
        rows: list[tuple[Any, ...]] = plain.fetchall()
        return rows


def _plain_values(params: Sequence[Any] | dict[str, Any]) -> list[Any] | dict[str, Any]:
    """As Django stores them where the database has no such type: a UUID is 32 hexadecimal digits."""
    if isinstance(params, dict):
        return dict(zip(params, _plain_values(list(params.values())), strict=True))
    return [value.hex if isinstance(value, UUID) else value for value in params]


def execute(sql: str, params: Sequence[Any]) -> int:
    """How many rows one writing statement touched: prepared on PostgreSQL."""
    if is_postgres():
        with prepared(sql, params) as cursor:
            return cursor.rowcount
    with connection.cursor() as plain:
        plain.execute(sql, _plain_values(params))
        return int(plain.rowcount)


def fetch_limited(
    sql: str, params: dict[str, Any], *, timeout_ms: int, options: dict[str, str] | None = None
) -> list[tuple[Any, ...]]:
    """All rows of one statement on PostgreSQL with its values as literals that the planner sees, never prepared.

    It may take `timeout_ms` (sent along in the same message, like other `options` of ours, never of a request);
    OperationalError with SQLSTATE 57014 after that. Inside a transaction all is reset afterwards.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw = connection.connection
    local = {"statement_timeout": str(int(timeout_ms)), **(options or {})}
    before = "".join(f"SET LOCAL {name} = {value}; " for name, value in local.items())
    after = "".join(f"; RESET {name}" for name in local) if connection.in_atomic_block else ""

    def run(sql: str, params: Any, many: bool, context: dict[str, Any]) -> list[tuple[Any, ...]]:
        with connection.wrap_database_errors, psycopg.ClientCursor(raw) as cursor:
            cursor.execute(f"{before}{sql}{after}".encode(), params, prepare=False)
            for _ in local:
                cursor.nextset()
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    execute: Callable[..., list[tuple[Any, ...]]] = run
    for wrapper in reversed(connection.execute_wrappers):
        execute = _wrapped(wrapper, execute)
    if connection.queries_logged:
        connection.queries_log.append({"sql": f"{sql} -- {params!r}"[:2000], "time": "0"})
    return execute(sql, params, False, {"connection": connection, "cursor": None})


@dataclass(frozen=True)
class Beside:
    """Writing statements that go along with an insert (PostgreSQL): each holds `{0}`, `{1}`, … for its parameters, and
    none looks at what the others write."""

    statements: tuple[str, ...]
    params: tuple[Any, ...]


def insert_together(rows: Iterable[models.Model], *, beside: Beside | None = None) -> None:
    """Insert unsaved rows of several models in ONE statement on PostgreSQL (HOTPATHS.md §4, W4).

    Every column is named from the model, so a new column needs no change here; each model's rows travel as one JSON
    document. Foreign keys between the rows hold because Django's constraints are checked at commit. Signals of `save()`
    are not sent (nothing hangs on them).
    """
    batches: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        batches.setdefault(type(row), []).append(row)
    if not is_postgres():
        for model, batch in batches.items():
            model._base_manager.bulk_create(batch)
        return
    key = tuple(sorted(batches, key=lambda model: model._meta.label))
    params = [_document(batches[model]) for model in key]
    text = _insert_text(key, beside.statements if beside else ())
    with prepared(text, [*params, *(beside.params if beside else ())], numbered=True):
        pass
    for row in (row for batch in batches.values() for row in batch):
        row._state.adding = False
        row._state.db = connection.alias


@atomic
def analyze(table: str = "") -> None:
    """Have PostgreSQL look at a table again, or at all of them after a load, for as long as that takes."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}" if table else "ANALYZE")


def copy_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Load unsaved rows of one model by a binary COPY (PostgreSQL): many at once, without signals or checks of our own.

    Columns and their types come from the model.
    """
    connection.ensure_connection()
    readers, names, kinds = _copy_plan(model)
    quote = connection.ops.quote_name
    text = f"COPY {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) FROM STDIN (FORMAT BINARY)"
    with connection.connection.cursor() as cursor, cursor.copy(text.encode()) as copy:
        copy.set_types(kinds)
        for row in rows:
            copy.write_row([read(row) for read in readers])


@functools.cache
def _copy_plan(model: type[models.Model]) -> tuple[list[Reader], list[str], list[str]]:
    """For each column a reader of its value, its name, and its type as PostgreSQL calls it without a length."""
    fields = _columns(model)
    kinds = [(field.db_type(connection) or "").partition("(")[0] for field in fields]
    return [_copy_reader(field) for field in fields], [field.column or "" for field in fields], kinds


def _copy_reader(field: models.Field[Any, Any]) -> Reader:
    if isinstance(field, models.JSONField):
        return lambda row: Jsonb(getattr(row, field.attname))
    if isinstance(field, models.FileField):
        return lambda row: getattr(row, field.attname).name or ""
    return _reader(field)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The concrete columns, without keys that the database makes."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@functools.cache
def _insert_text(key: tuple[type[models.Model], ...], beside: tuple[str, ...]) -> str:
    """`WITH w1 AS (INSERT … SELECT … FROM json_populate_recordset(…, $1)), … SELECT 1`."""
    parts = []
    for number, model in enumerate(key, start=1):
        names = ", ".join(connection.ops.quote_name(field.column or "") for field in _columns(model))
        table = connection.ops.quote_name(model._meta.db_table)
        source = f"json_populate_recordset(NULL::{table}, ${number}::json)"
        parts.append(f"w{number} AS (INSERT INTO {table} ({names}) SELECT {names} FROM {source})")  # noqa: S608
    following = [f"${number}" for number in range(len(key) + 1, len(key) + 10)]
    parts += [f"b{number} AS ({text.format(*following)})" for number, text in enumerate(beside, start=1)]
    return "WITH " + ", ".join(parts) + " SELECT 1"


Reader = Callable[[models.Model], Any]


@functools.cache
def _readers(model: type[models.Model]) -> list[tuple[str, Reader]]:
    """For each column its name and a function that reads its value off an unsaved row."""
    return [(field.column or "", _reader(field)) for field in _columns(model)]


def _reader(field: models.Field[Any, Any]) -> Reader:
    if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return lambda row: timezone.now()
    if isinstance(field, models.FileField | models.BinaryField):
        raise TypeError(f"{field} does not travel as JSON; insert this model by itself.")
    return operator.attrgetter(field.attname)


def _document(rows: list[models.Model]) -> str:
    readers = _readers(type(rows[0]))
    return orjson.dumps([{name: read(row) for name, read in readers} for row in rows], default=str).decode()


class PostgresSQL(migrations.RunSQL):
    """RunSQL that only PostgreSQL runs: search indexes, triggers, storage parameters."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
