"""Fourteen months of orders, told in the order in which things happened."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from config.demo.opinions import Opinions
from config.demo.payouts import mondays, pay_out
from config.demo.seasons import MARKETS, feast_factor, order_moments
from config.demo.till import Purchase, Till, Wanted, parcels_grams
from config.demo.world import Buyer, Shelf, World
from core.scope import SYSTEM_SCOPE, ActingScope
from marketplace.services import holiday_set, seller_suspend
from sales.models import StoreOrder
from sales.services import orders_expire

MAX_PARCEL_GRAMS = 27_000  # some couriers take 30 kg
LIVE_SPAN = timedelta(hours=2)  # the last hours belong to the scenes
COMPLETED_AFTER = timedelta(days=14)
VIRAL = "Mudskipper Fuzz"  # a film of a well-known player, two months before the end
_VIRAL_FROM, _VIRAL_TO = timedelta(days=75), timedelta(days=55)
_EVENTS_PER_TRANSACTION = 200

Step = Callable[[], object]


class Story:
    """Steps are queued by their moment; a step may queue later ones. What lies after the end is not told."""

    def __init__(self, world: World, till: Till) -> None:
        self._world, self._till, self._rng = world, till, world.rng
        self._queue: list[tuple[datetime, int, Step]] = []
        self._numbers = itertools.count()
        self.opinions = Opinions(world, self._at)
        self._by_market = {
            code: [shelf for shelf in world.shelves if code in shelf.counter.market_codes] for code in MARKETS
        }
        self._shoppers = {code: [buyer for buyer in world.buyers if buyer.person.market == code] for code in MARKETS}

    def tell(self, count: int) -> None:
        """Live through `count` orders and all that follows from them."""
        world = self._world
        last_at = world.ends_at - LIVE_SPAN
        for moment in order_moments(world.begins_at + timedelta(days=1), last_at, count, self._rng):
            self._at(moment, partial(self._place, moment))
        self._announce_closings()
        *earlier, last = mondays(world)
        for monday in earlier:
            self._at(monday, partial(pay_out, is_last=False))
        self._at(last, partial(pay_out, is_last=True))
        world.progress.begin("orders", count)
        while self._queue:
            with transaction.atomic():
                for _ in range(min(_EVENTS_PER_TRANSACTION, len(self._queue))):
                    moment, _, step = heapq.heappop(self._queue)
                    world.clock.move_to(moment)
                    step()

    def _at(self, moment: datetime, step: Step) -> None:
        if moment < self._world.ends_at:
            heapq.heappush(self._queue, (moment, next(self._numbers), step))

    # --- shops that close ---------------------------------------------------------------------------------------------

    def _announce_closings(self) -> None:
        for counter in self._world.counters.values():
            store, seller_id = counter.store, counter.store.seller_id
            if counter.closed_at is None or counter.shop.is_waiting:
                continue
            if counter.shop.is_suspended:
                self._at(counter.closed_at, partial(_suspend, seller_id))
            else:
                self._at(counter.closed_at, partial(_pause, store.pk, counter.scope))

    # --- placing ------------------------------------------------------------------------------------------------------

    def _place(self, moment: datetime) -> None:
        buyer = self._buyer(moment)
        wanted = self.basket(buyer.person.market, moment)
        if wanted:
            is_guest = self._rng.random() < 0.12
            purchase = self._till.place(buyer, wanted, is_guest=is_guest)
            self._fate(purchase, moment, is_guest)
        self._world.progress.step()

    def _buyer(self, moment: datetime) -> Buyer:
        weights = [feast_factor(code, moment.date()) * len(self._shoppers[code]) for code in MARKETS]
        return self._rng.choice(self._shoppers[self._rng.choices(MARKETS, weights)[0]])

    def basket(self, market: str, moment: datetime, lines: int = 0) -> Wanted:
        """What somebody of this market puts together at this moment."""
        lines = lines or self._rng.choices((1, 2, 3, 4), (55, 25, 13, 7))[0]
        shelves = [shelf for shelf in self._by_market[market] if _on_sale(shelf, moment)]
        if not shelves:
            return []
        weights = [shelf.pull * self._fashion(shelf, moment) for shelf in shelves]
        wanted: Wanted = []
        for shelf in _picked(self._rng.choices(shelves, weights, k=lines * 3)):
            quantity = self._rng.choices((1, 2, 3), (80, 14, 6))[0] if shelf.dollars <= 60 else 1
            more = [*wanted, (shelf, quantity)]
            if len(wanted) < lines and max(parcels_grams(more).values()) <= MAX_PARCEL_GRAMS:
                wanted = more
        return wanted

    def _fashion(self, shelf: Shelf, moment: datetime) -> float:
        age = self._world.ends_at - moment
        return 40.0 if shelf.goods.name == VIRAL and _VIRAL_TO <= age <= _VIRAL_FROM else 1.0

    # --- what becomes of it -------------------------------------------------------------------------------------------

    def _fate(self, purchase: Purchase, placed_at: datetime, is_guest: bool) -> None:
        paid_at = placed_at + timedelta(seconds=self._rng.randint(40, 540))
        chance = self._rng.random()
        if chance < 0.05:
            self._at(placed_at + timedelta(minutes=16), _expire)
        elif chance < 0.08 and not is_guest:
            self._at(paid_at, partial(self._till.cancel_by_shopper, purchase))
        elif chance < 0.11 and not is_guest:
            self._at(paid_at, partial(self._till.pay, purchase))
            self._at(paid_at + timedelta(hours=2), partial(self._till.cancel_by_shopper, purchase))
        elif chance < 0.14:
            self._at(placed_at + timedelta(seconds=30), partial(self._till.decline, purchase))
            self._paid(purchase, paid_at + timedelta(seconds=60), is_guest)
        else:
            self._paid(purchase, paid_at, is_guest)

    def _paid(self, purchase: Purchase, paid_at: datetime, is_guest: bool) -> None:
        self._at(paid_at, partial(self._till.pay, purchase))
        spoiled = self._rng.choice(purchase.parts) if self._rng.random() < 0.035 else None
        for part in purchase.parts:
            if part is spoiled:
                cancelled_at = paid_at + timedelta(hours=self._rng.randint(3, 30))
                self._at(cancelled_at, partial(self._till.cancel_by_seller, purchase, part))
            else:
                delivered_at = self._sent(part, paid_at)
                if not is_guest:
                    self.opinions.expect(purchase.buyer, part, delivered_at)

    def _sent(self, part: StoreOrder, paid_at: datetime) -> datetime:
        shop = next(counter.shop for counter in self._world.counters.values() if counter.store.pk == part.store_id)
        processed_at = paid_at + timedelta(hours=self._rng.uniform(1, 20))
        slack = {"quick": (2, 12), "steady": (6, 30), "slow": (48, 96), "late": (150, 330)}[shop.pace]
        shipped_at = processed_at + timedelta(days=shop.handling_days - 1, hours=self._rng.uniform(*slack))
        days = self._rng.uniform(max(0.8, part.min_days), part.max_days + 0.8)
        delivered_at = shipped_at + timedelta(days=days)
        self._at(processed_at, partial(self._till.process, part))
        self._at(shipped_at, partial(self._till.ship, part))
        self._at(delivered_at, partial(self._till.deliver, part))
        self._at(delivered_at + COMPLETED_AFTER, partial(self._till.complete, part))
        return delivered_at


def _on_sale(shelf: Shelf, moment: datetime) -> bool:
    made_at = shelf.variant.created_at
    return shelf.pull > 0 and shelf.counter.sells_at(moment) and made_at <= moment


def _picked(shelves: list[Shelf]) -> list[Shelf]:
    """Each offer once, and one variant per product."""
    seen: dict[str, Shelf] = {}
    for shelf in shelves:
        seen.setdefault(shelf.goods.name, shelf)
    return list(seen.values())


def _expire() -> None:
    orders_expire()


def _suspend(seller_id: UUID) -> None:
    seller_suspend(scope=SYSTEM_SCOPE, seller_id=seller_id, reason="Pictures showed other instruments.")


def _pause(store_id: UUID, scope: ActingScope) -> None:
    today = timezone.now().date()
    holiday_set(
        scope=scope,
        store_id=store_id,
        starts_on=today,
        ends_on=today + timedelta(days=10),
        message="We are away with the family and pack again when we are back.",
        hides_offers=True,
    )
