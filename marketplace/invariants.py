"""The stock invariants, recomputed over the whole table (DESIGN.md §4)."""

from __future__ import annotations

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from core.services import Breach, invariant
from marketplace.models import Stock, StockMovement


@invariant("S1", "0 <= reserved <= stock for each offer")
def reserved_within_stock() -> list[Breach]:
    rows = Stock.objects.filter(Q(reserved__lt=0) | Q(reserved__gt=F("stock"))).order_by("pk")
    return [Breach("S1", str(row.pk), f"{row.reserved} reserved of {row.stock}") for row in rows]


@invariant("S2", "stock is the sum of its movements")
def stock_is_sum_of_movements() -> list[Breach]:
    sums = StockMovement.objects.filter(stock=OuterRef("pk")).order_by().values("stock").annotate(sum=Sum("delta"))
    moved = Coalesce(Subquery(sums.values("sum"), output_field=IntegerField()), 0)
    rows = Stock.objects.annotate(moved=moved).exclude(stock=F("moved")).order_by("pk")
    return [Breach("S2", str(row.pk), f"stock {row.stock}, movements {row.moved}") for row in rows]
