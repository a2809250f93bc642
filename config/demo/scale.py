"""How much of everything a scale has (UX.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

SCENE_ORDERS = 19


@dataclass(frozen=True)
class Scale:
    """`offers` None: every variant is offered. Shops and products beyond the written ones are combined from words.

    The scenes of the last days add `SCENE_ORDERS` to the orders here.
    """

    name: str
    is_small: bool
    shops: int
    products: int
    offers: int | None
    buyers: int
    told_orders: int  # lived through the services, step by step
    bulk_orders: int = 0  # inserted in their final state

    @property
    def orders(self) -> int:
        return self.told_orders + SCENE_ORDERS + self.bulk_orders


SCALES = {
    scale.name: scale
    for scale in (
        Scale("small", True, 6, 60, None, 24, 64),
        Scale("standard", False, 18, 184, 310, 160, 884),
        Scale("large", False, 200, 20_000, None, 1_000, 884, 99_100),
    )
}
