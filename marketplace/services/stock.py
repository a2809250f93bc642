"""Stock: the only code that writes `Stock.stock` and `Stock.reserved` (S1–S5, DESIGN.md §3 and §5).

Rows are always taken in id order, decisions use columns of the locked row only (RELIABILITY.md §9.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, formats
from core.db import atomic, is_postgres, prepared
from core.errors import Conflict, FieldProblem, Invalid, NotFound
from core.ids import new_id
from core.scope import SYSTEM, ActingScope, Actor
from marketplace.models import MovementReason, Stock, StockMovement, StoreItem
from marketplace.rules import STOCK_EDIT
from marketplace.signals import availability_flipped, stock_low


class OutOfStock(Conflict):
    """`stock_ids` are the rows that have too little, or whose price or offer changed meanwhile."""

    code = "out_of_stock"
    title = gettext_lazy("Somebody else was faster: there is not enough left.")

    def __init__(self, stock_ids: Sequence[UUID]) -> None:
        super().__init__()
        self.stock_ids = list(stock_ids)


@dataclass(frozen=True)
class StockLine:
    """A quantity of one stock row. `source_id` names the cause (an order item) for movements."""

    stock_id: UUID
    quantity: int
    source_id: str = ""


@dataclass(frozen=True)
class Expected:
    """What a shopper agreed to: this many pieces at this price, in the store's own currency."""

    stock_id: UUID
    quantity: int
    price_minor: int


# The table aliases: w what is wanted, s the stock row, i the offer. One parameter per column of w.
RESERVE = """
WITH w AS (SELECT * FROM unnest(%s::uuid[], %s::integer[], %s::bigint[]) AS t (id, quantity, price_minor)),
locked AS MATERIALIZED (
  SELECT s.id FROM marketplace_stock s WHERE s.id = ANY (%s::uuid[]) ORDER BY s.id FOR NO KEY UPDATE
)
UPDATE marketplace_stock s SET reserved = s.reserved + w.quantity
  FROM locked JOIN w ON w.id = locked.id, marketplace_storeitem i
 WHERE s.id = locked.id AND i.id = s.item_id AND i.deleted_at IS NULL AND i.is_active
   AND i.price_minor = w.price_minor AND s.stock - s.reserved >= w.quantity
RETURNING s.id, s.item_id, s.stock - s.reserved
"""


def stock_reserve(*, lines: Iterable[Expected]) -> list[UUID]:
    """Keep the pieces for an order: all lines or none. Returns the offers that are now sold out.

    One statement on PostgreSQL, in id order, so crossed baskets cannot deadlock (M-2). Call it last: the hot row is
    then held only until the commit. Raises OutOfStock; the caller's transaction must then be undone.
    """
    wanted = sorted(lines, key=lambda line: line.stock_id)
    rows = _reserve_postgres(wanted) if is_postgres() else _reserve_plain(wanted)
    got = {stock_id for stock_id, _, _ in rows}
    missing = [line.stock_id for line in wanted if line.stock_id not in got]
    if missing:
        raise OutOfStock(missing)
    return [item_id for _, item_id, available in rows if available == 0]


def _reserve_postgres(wanted: list[Expected]) -> list[tuple[UUID, UUID, int]]:
    ids = [line.stock_id for line in wanted]
    params = (ids, [line.quantity for line in wanted], [line.price_minor for line in wanted], ids)
    with prepared(RESERVE, params) as cursor:
        return cursor.fetchall()


def _reserve_plain(wanted: list[Expected]) -> list[tuple[UUID, UUID, int]]:
    """The same with the ORM, a statement per line: SQLite has one writer at a time."""
    rows = []
    for line in wanted:
        guarded = Stock.objects.filter(
            pk=line.stock_id,
            stock__gte=F("reserved") + line.quantity,
            item__deleted_at=None,
            item__is_active=True,
            item__price_minor=line.price_minor,
        )
        if Stock.objects.filter(pk__in=guarded.values("pk")).update(reserved=F("reserved") + line.quantity):
            row = Stock.objects.get(pk=line.stock_id)
            rows.append((row.pk, row.item_id, row.available))
    return rows


def _lock(stock_ids: Iterable[UUID]) -> dict[UUID, Stock]:
    rows = Stock.objects.filter(pk__in=set(stock_ids)).select_for_update(no_key=True, of=("self",)).order_by("pk")
    return {row.pk: row for row in rows}


def _sums(lines: Iterable[StockLine]) -> dict[UUID, int]:
    sums: dict[UUID, int] = {}
    for line in lines:
        sums[line.stock_id] = sums.get(line.stock_id, 0) + line.quantity
    return dict(sorted(sums.items()))


@atomic
def stock_rereserve(*, lines: Sequence[StockLine]) -> bool:
    """Reserve again for an order that expired and is paid late (P5): all or nothing; True when all was there."""
    rows, sums = _lock(line.stock_id for line in lines), _sums(lines)
    if any(rows[pk].available < quantity for pk, quantity in sums.items()):
        return False
    for pk, quantity in sums.items():
        Stock.objects.filter(pk=pk).update(reserved=F("reserved") + quantity)
    tell_flips([rows[pk].item_id for pk, quantity in sums.items() if rows[pk].available == quantity])
    return True


@atomic
def stock_release(*, lines: Sequence[StockLine]) -> None:
    """Give reserved pieces back to sale: an unpaid order was cancelled or expired. Writes no movement."""
    rows, sums = _lock(line.stock_id for line in lines), _sums(lines)
    for pk, quantity in sums.items():
        Stock.objects.filter(pk=pk).update(reserved=F("reserved") - quantity)
    tell_flips([rows[pk].item_id for pk in sums if rows[pk].available == 0])


@atomic
def stock_sell(*, lines: Sequence[StockLine], actor: Actor = SYSTEM) -> None:
    """Reserved pieces become sold ones: stock and reserved sink together, one movement per order item."""
    rows = _lock(line.stock_id for line in lines)
    movements = []
    for line in sorted(lines, key=lambda line: line.stock_id):
        row = rows[line.stock_id]
        Stock.objects.filter(pk=row.pk).update(stock=F("stock") - line.quantity, reserved=F("reserved") - line.quantity)
        row.stock -= line.quantity
        row.reserved -= line.quantity
        movements.append(movement_of(row, -line.quantity, MovementReason.SALE, line.source_id, actor))
    StockMovement.objects.bulk_create(movements)
    tell_lows(movements, rows)


@atomic
def stock_restock(*, lines: Sequence[StockLine], actor: Actor = SYSTEM) -> None:
    """Sold pieces of a cancelled order go back on the shelf, exactly once per order item (S5)."""
    rows = _lock(line.stock_id for line in lines)
    done = set(
        StockMovement.objects.filter(
            reason=MovementReason.RESTOCK, source_type="order_item", source_id__in=[line.source_id for line in lines]
        ).values_list("source_id", flat=True)
    )
    sold_out = {pk for pk, row in rows.items() if row.available == 0}
    movements = []
    for line in sorted(lines, key=lambda line: line.stock_id):
        if line.source_id in done:
            continue
        row = rows[line.stock_id]
        Stock.objects.filter(pk=row.pk).update(stock=F("stock") + line.quantity)
        row.stock += line.quantity
        movements.append(movement_of(row, line.quantity, MovementReason.RESTOCK, line.source_id, actor))
    StockMovement.objects.bulk_create(movements)
    tell_flips([rows[pk].item_id for pk in sold_out if rows[pk].available > 0])


ADJUST_REASONS = (MovementReason.ADJUST, MovementReason.RECEIVE, MovementReason.WRITE_OFF)


@atomic
def stock_adjust(
    *,
    scope: ActingScope,
    item_id: UUID,
    stock: int | None = None,
    delta: int | None = None,
    reason: str = MovementReason.ADJUST,
    note: str = "",
) -> Stock:
    """Set the stock of an offer, or change it by `delta`, with a movement; nothing to do makes no movement.

    Raises NotFound (not in a store of the acting person), NotAllowed, Invalid, Conflict (below what is reserved).
    """
    row = _stock_of(scope, item_id)
    if (stock is None) == (delta is None):
        raise Invalid(
            _("Give either stock or delta."), problems=[FieldProblem("/stock", "one_of", _("stock or delta"))]
        )
    if reason not in ADJUST_REASONS:
        raise Invalid(_("The reason is one of %(names)s.") % {"names": ", ".join(ADJUST_REASONS)})
    change = delta if delta is not None else (stock or 0) - row.stock
    if change == 0:
        return row
    if row.stock + change < row.reserved:
        raise Conflict(
            _("%(count)s pieces are reserved by open orders; the stock cannot sink below that.")
            % {"count": formats.number(row.reserved)},
            extra={"stock": row.stock, "reserved": row.reserved},
        )
    was_available = row.available
    Stock.objects.filter(pk=row.pk).update(stock=F("stock") + change)
    row.stock += change
    movement = movement_of(row, change, MovementReason(reason), str(new_id()), scope.actor, "adjustment", note)
    movement.save(force_insert=True)
    tell_lows([movement], {row.pk: row})
    if (was_available == 0) != (row.available == 0):
        tell_flips([row.item_id])
    return row


@atomic
def stock_threshold_set(*, scope: ActingScope, item_id: UUID, low_stock_threshold: int) -> Stock:
    """Set from which stock on an offer counts as low. Raises NotFound, NotAllowed."""
    row = _stock_of(scope, item_id)
    before = audit.snapshot(row, ["low_stock_threshold"])
    row.low_stock_threshold = low_stock_threshold
    row.save(update_fields=["low_stock_threshold"])
    changes = audit.difference(before, audit.snapshot(row, ["low_stock_threshold"]))
    if changes:
        audit.record(actor=scope.actor, action="stock.threshold", row=row, changes=changes, store_id=row.item.store_id)
    return row


def _stock_of(scope: ActingScope, item_id: UUID) -> Stock:
    """The locked stock row of an offer the person may keep stock of."""
    item = StoreItem.objects.filter(pk=item_id).first()
    if item is None or (not scope.is_superuser and item.store_id not in scope.stores):
        raise NotFound
    if not scope.is_superuser:
        scope.require_store(STOCK_EDIT, item.store_id)
    row = Stock.objects.select_for_update(no_key=True, of=("self",)).get(item_id=item_id)
    row.item = item
    return row


def movement_of(
    row: Stock,
    delta: int,
    reason: MovementReason,
    source_id: str,
    actor: Actor,
    source_type: str = "order_item",
    note: str = "",
) -> StockMovement:
    return StockMovement(
        stock=row,
        delta=delta,
        balance=row.stock,
        reason=reason,
        source_type=source_type,
        source_id=source_id,
        note=note[:200],
        actor_type=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:160],
    )


def crosses_low(*, before: int, after: int, threshold: int) -> bool:
    """From the threshold or more to below it; with LOW_STOCK_INCLUSIVE from above it to the threshold or less."""
    limit = threshold + 1 if settings.LOW_STOCK_INCLUSIVE else threshold
    return before >= limit > after


def tell_lows(movements: Sequence[StockMovement], rows: dict[UUID, Stock]) -> None:
    for movement in movements:
        row = rows[movement.stock_id]
        before = movement.balance - movement.delta
        if crosses_low(before=before, after=movement.balance, threshold=row.low_stock_threshold):
            stock_low.send(sender=Stock, movement=movement, item_id=row.item_id)


def tell_flips(item_ids: Sequence[UUID]) -> None:
    if item_ids:
        availability_flipped.send(sender=Stock, item_ids=list(item_ids))
