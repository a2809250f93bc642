"""What the story knows while it is told: who shops, who sells, what stands on the shelves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from accounts.models import User
from catalog.models import Category, Product, ProductVariant
from config.demo.clock import StoryClock
from config.demo.content import Box, Content, Goods, Shop
from config.demo.people import Person
from config.demo.progress import Progress
from config.demo.scale import Scale
from core.scope import ActingScope
from marketplace.models import Store
from markets.models import Market

T = TypeVar("T")
HISTORY = timedelta(days=426)  # fourteen months


@dataclass
class Buyer:
    """Someone who shops, with the address parcels go to."""

    person: Person
    user: User
    scope: ActingScope
    address: dict[str, str]


@dataclass
class Counter:
    """A store as its owner works in it. Sales begin at `opened_at` and end at `closed_at`."""

    shop: Shop
    store: Store
    scope: ActingScope
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def market_codes(self) -> frozenset[str]:
        return frozenset({self.shop.market, *self.shop.also_in})

    def sells_at(self, moment: datetime) -> bool:
        return self.opened_at <= moment and (self.closed_at is None or moment < self.closed_at)


@dataclass
class MadeGoods:
    """A product's rows."""

    goods: Goods
    product: Product
    variants: list[ProductVariant]


@dataclass
class Shelf:
    """One offer: `left` is a lower bound of what is available, `pull` how often it is chosen."""

    item_id: UUID
    counter: Counter
    goods: Goods
    variant: ProductVariant
    price_minor: int
    dollars: float
    left: int
    pull: float

    @property
    def box(self) -> Box:
        return self.goods.box


@dataclass
class World:
    scale: Scale
    password_hash: str  # of every log-in: hashing is slow on purpose
    rng: Random
    clock: StoryClock
    content: Content
    progress: Progress
    ends_at: datetime  # the moment the demo is loaded
    markets: dict[str, Market] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    buyers: list[Buyer] = field(default_factory=list)
    counters: dict[str, Counter] = field(default_factory=dict)
    goods: dict[str, MadeGoods] = field(default_factory=dict)
    shelves: list[Shelf] = field(default_factory=list)

    @property
    def begins_at(self) -> datetime:
        return self.ends_at - HISTORY


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def insert(rows: Sequence[models.Model], *, size: int = 1_000) -> None:
    """Insert rows of one model in batches."""
    if rows:
        manager: Any = type(rows[0])._base_manager
        manager.bulk_create(rows, batch_size=size)
