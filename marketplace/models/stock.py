"""Stock, a row of its own per offer, and the journal of its movements."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Journal, Permanent
from marketplace.models.offers import StoreItem


def default_threshold() -> int:
    return int(settings.INVENTORY_LOW_STOCK_THRESHOLD)


class Stock(Permanent):
    """What a store has of one offer: `stock` on hand, of which `reserved` belongs to unpaid orders.

    Written only by conditional UPDATE statements in `services.stock` that touch no indexed column (DESIGN.md §3);
    `stock` changes only together with a StockMovement.
    """

    item = models.OneToOneField(StoreItem, on_delete=models.PROTECT, related_name="stock_row")
    stock = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    low_stock_threshold = models.PositiveIntegerField(default=default_threshold)

    class Meta(Permanent.Meta):
        verbose_name_plural = "stock"
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(stock__gte=F("reserved")), name="stock_reserved_within_stock"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stock - self.reserved} available of {self.stock}"

    @property
    def available(self) -> int:
        return self.stock - self.reserved


class MovementReason(models.TextChoices):
    RECEIVE = "receive", _("Goods received")
    ADJUST = "adjust", _("Counted")
    SALE = "sale", _("Sold")
    RESTOCK = "restock", _("Back on the shelf after a cancellation")
    RETURN = "return", _("Returned by the shopper")
    WRITE_OFF = "write_off", _("Written off")


class StockMovement(Journal):
    """One change of `Stock.stock`. Σ delta = stock (S2); one movement per cause (S5)."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    delta = models.IntegerField()
    balance = models.IntegerField()  # `stock` after the movement
    reason = models.CharField(max_length=16, choices=MovementReason)
    source_type = models.CharField(max_length=32)  # order_item, adjustment, …
    source_id = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True, default="")
    actor_type = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True, default="")
    actor_label = models.CharField(max_length=160, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "stock movement"
        constraints = [
            models.UniqueConstraint(
                fields=["stock", "reason", "source_type", "source_id"], name="stock_movement_once_per_cause"
            ),
            models.CheckConstraint(condition=~Q(delta=0), name="stock_movement_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.reason}"
