"""Many offers of a store at once: the stock grid. A fixed number of statements, however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.ids import new_id
from core.models import AuditEntry
from core.scope import ActingScope
from marketplace.models import MovementReason, Stock, StockMovement, Store, StoreItem
from marketplace.rules import PRICE_EDIT, STOCK_EDIT
from marketplace.services.common import refuse_suspended
from marketplace.services.prices import prices_note
from marketplace.services.stock import movement_of, tell_flips, tell_lows
from marketplace.signals import items_changed

MOST_ROWS = 500
PRICE_FIELDS = ("price_minor", "compare_at_minor", "is_active")
CHANGED, UNCHANGED, REFUSED = "changed", "unchanged", "refused"


@dataclass
class Line:
    """One row of the grid: what is asked, the locked rows it is about, what came of it."""

    index: int
    values: Mapping[str, Any]
    item: StoreItem | None = None
    stock: Stock | None = None
    problems: list[FieldProblem] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    movement: StockMovement | None = None
    was_available: int = 0

    @property
    def outcome(self) -> str:
        if self.problems:
            return REFUSED
        return CHANGED if self.changes else UNCHANGED

    def refuse(self, name: str, code: str, detail: str) -> None:
        self.problems.append(FieldProblem(f"/rows/{self.index}/{name}", code, detail))


@atomic
def items_update(
    *, scope: ActingScope, store_id: UUID, rows: Sequence[Mapping[str, Any]], all_or_nothing: bool, note: str = ""
) -> list[Line]:
    """Change stock, price, threshold or visibility of up to 500 offers of one store; each row names its `item`.

    A row that is refused changes nothing and says why; with `all_or_nothing` it refuses all of them (Invalid, with the
    problems of every row). Rows are decided on locked offers and stock; each has its movement and its audit entry.
    Raises NotAuthenticated, NotFound (not a store of one's own), NotAllowed, SellerSuspended, Invalid.
    """
    _check_scope(scope, store_id, rows)
    lines = [Line(index, dict(values)) for index, values in enumerate(rows)]
    _lock(store_id, lines)
    for line in lines:
        if line.item is not None and line.stock is not None and not line.problems:
            _decide(scope, line, line.item, line.stock, note)
    problems = [problem for line in lines for problem in line.problems]
    if problems and all_or_nothing:
        raise Invalid(_("Nothing was changed: some rows cannot be carried out."), problems=problems)
    _write(scope, store_id, [line for line in lines if line.outcome == CHANGED])
    return lines


def _check_scope(scope: ActingScope, store_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stock and prices have keys of their own; a row that touches either needs it."""
    if not scope.is_superuser:
        scope.require_user()
        if store_id not in scope.stores:
            raise NotFound
        touched = {name for row in rows for name in row}
        if touched & set(PRICE_FIELDS):
            scope.require_store(PRICE_EDIT, store_id)
        if touched & {"stock", "delta", "low_stock_threshold"}:
            scope.require_store(STOCK_EDIT, store_id)
        refuse_suspended(store_id)
    if not Store.objects.filter(pk=store_id).exists():
        raise NotFound
    if not 0 < len(rows) <= MOST_ROWS:
        raise Invalid(_("Send 1 to %(count)s rows.") % {"count": MOST_ROWS})


def _lock(store_id: UUID, lines: Sequence[Line]) -> None:
    """The offers first, then their stock, each in id order (DESIGN.md §5); ids of other stores are not there."""
    wanted = {line.values["item"] for line in lines}
    items = StoreItem.objects.filter(pk__in=wanted, store=store_id).order_by("pk")
    found = {row.pk: row for row in items.select_for_update(no_key=True, of=("self",))}
    stocks = Stock.objects.filter(item__in=list(found)).order_by("pk")
    stock_of = {row.item_id: row for row in stocks.select_for_update(no_key=True, of=("self",))}
    seen: set[UUID] = set()
    for line in lines:
        key = line.values["item"]
        line.item, line.stock = found.get(key), stock_of.get(key)
        if line.item is None:
            line.refuse("item", "not_found", _("There is no such offer in this store."))
        elif key in seen:
            line.refuse("item", "twice", _("This offer is named twice."))
        seen.add(key)


def _decide(scope: ActingScope, line: Line, item: StoreItem, stock: Stock, note: str) -> None:
    version = line.values.get("version")
    if version is not None and version != item.version:
        words = _("This offer was changed meanwhile: its version is %(version)s.") % {"version": item.version}
        line.refuse("version", "stale_edit", words)
        return
    wanted = {name: line.values[name] for name in PRICE_FIELDS if name in line.values}
    price = wanted.get("price_minor", item.price_minor)
    compare = wanted.get("compare_at_minor", item.compare_at_minor)
    if compare is not None and compare <= price:
        line.refuse("compare_at_minor", "not_above_price", _("The former price is higher than the price."))
    change = _stock_change(line, stock)
    if line.problems:
        return
    line.changes = audit.assign(item, wanted)
    threshold = line.values.get("low_stock_threshold")
    if threshold is not None:
        line.changes |= audit.assign(stock, {"low_stock_threshold": threshold})
    line.was_available = stock.available
    if change:
        line.changes["stock"] = [stock.stock, stock.stock + change]
        stock.stock += change
        line.movement = movement_of(
            stock, change, MovementReason.ADJUST, str(new_id()), scope.actor, "adjustment", note
        )


def _stock_change(line: Line, stock: Stock) -> int:
    counted, delta = line.values.get("stock"), line.values.get("delta")
    if counted is not None and delta is not None:
        line.refuse("stock", "one_of", _("Give either stock or delta."))
        return 0
    change = delta if delta is not None else (counted - stock.stock if counted is not None else 0)
    if stock.stock + change < stock.reserved:
        words = _("%(count)s pieces are reserved by open orders; the stock cannot sink below that.")
        line.refuse("stock" if counted is not None else "delta", "reserved", words % {"count": stock.reserved})
    return int(change)


def _write(scope: ActingScope, store_id: UUID, lines: Sequence[Line]) -> None:
    """One statement per kind of row."""
    if not lines:
        return
    now = timezone.now()
    items, stocks = [], []
    for line in lines:
        if line.item is None or line.stock is None:
            continue  # refused, so not here
        line.item.version += 1
        line.item.updated_at = now
        items.append(line.item)
        stocks.append(line.stock)
    prices_note([line.item for line in lines if line.item is not None and "price_minor" in line.changes])
    StoreItem.objects.bulk_update(items, [*PRICE_FIELDS, "prior_lowest_minor", "version", "updated_at"])
    # The rows are locked, so writing the figures themselves is as safe as adding to them.
    Stock.objects.bulk_update(stocks, ["stock", "low_stock_threshold"])
    movements = [line.movement for line in lines if line.movement is not None]
    StockMovement.objects.bulk_create(movements)
    AuditEntry.objects.bulk_create(_entries(scope, store_id, lines))
    tell_lows(movements, {stock.pk: stock for stock in stocks})
    tell_flips(
        [
            line.stock.item_id
            for line in lines
            if line.stock and (line.was_available == 0) != (line.stock.available == 0)
        ]
    )
    items_changed.send(sender=StoreItem, items=items)


def _entries(scope: ActingScope, store_id: UUID, lines: Iterable[Line]) -> Iterable[AuditEntry]:
    return [
        audit.entry(actor=scope.actor, action="item.update", row=line.item, changes=line.changes, store_id=store_id)
        for line in lines
        if line.item is not None
    ]
