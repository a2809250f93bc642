"""Loading the demo: one transaction, so that a load that is cut off leaves nothing behind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import TextIO

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from catalog.models import Product
from config.demo.bulk import BulkOrders
from config.demo.catalogue import catalogue_build
from config.demo.clock import StoryClock, utc_now
from config.demo.combine import content_multiplied
from config.demo.content import content_read
from config.demo.counters import counters_enliven
from config.demo.crowd import crowd_gather
from config.demo.drafts import drafts_lay
from config.demo.payouts import cash_offer, terms_set
from config.demo.people import password_of
from config.demo.progress import Progress
from config.demo.scale import SCALES
from config.demo.scenes import Scenes
from config.demo.stores import offers_make, stores_open
from config.demo.story import Story
from config.demo.till import Till
from config.demo.world import World
from core import outbox
from core.db import is_postgres
from core.models import OutboxMessage
from marketplace.models import Store
from markets.models import Market
from storefront.services import listings_rebuild, search_words_rebuild

# Messages of the last hour are sent when the relay runs, so that a visitor finds a few mails; older ones count as sent.
STILL_SENT = timedelta(hours=1)
_RELAY = timedelta(seconds=1)  # what the relay takes to come round


def is_empty() -> bool:
    """Whether nobody has registered, sold or listed anything here yet."""
    return not (User.objects.exists() or Store.all_objects.exists() or Product.all_objects.exists())


def demo_load(*, scale: str, seed: int, stream: TextIO | None = None) -> World:
    """Fill an empty database. The same seed and scale give the same people, goods, prices and events.

    Keys and order numbers are random all the same, as everywhere in the house. `stream` gets the progress bar.
    """
    ends_at = utc_now()
    clock = StoryClock(ends_at)
    chosen = SCALES[scale]
    rng = Random(f"serai {scale} {seed}")
    content = content_read(is_small=chosen.is_small)
    world = World(
        scale=chosen,
        password_hash=make_password(password_of(seed)),
        rng=rng,
        clock=clock,
        content=content_multiplied(content, shops=chosen.shops, products=chosen.products, rng=rng),
        progress=Progress(stream),
        ends_at=ends_at,
    )
    with transaction.atomic(), clock.running(), _without_query_log():
        _fill(world)
    world.progress.end()
    return world


@contextlib.contextmanager
def _without_query_log() -> Iterator[None]:
    """With DEBUG Django keeps the text of every statement; for tens of thousands that is a third of the time."""
    debugging = connection.make_debug_cursor
    connection.make_debug_cursor = connection.make_cursor  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        connection.make_debug_cursor = debugging  # type: ignore[method-assign]


def _take_time() -> None:
    """The limits of a request do not fit a load of minutes; they are back after this transaction."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _fill(world: World) -> None:
    _take_time()
    world.markets = {market.code: market for market in Market.objects.all()}
    world.clock.move_to(world.begins_at - timedelta(days=3))
    terms_set()
    cash_offer(world)
    crowd_gather(world)
    stores_open(world)
    catalogue_build(world)
    offers_make(world)
    till = Till(world)
    if world.scale.bulk_orders:
        BulkOrders(world).write(world.scale.bulk_orders)
    story = Story(world, till)
    story.tell(world.scale.told_orders)
    Scenes(world, till, story).play()
    drafts_lay(world)
    counters_enliven(world)
    world.clock.move_to(world.ends_at)
    _papers_issue(world)
    _outbox_settle(world)
    _listings_build(world)


def _papers_issue(world: World) -> None:
    """Invoices and credit notes are issued when their facts were, one after the other, as the relay would have."""
    waiting = OutboxMessage.objects.filter(handled_at=None, task__contains=".services.papers.")
    rows = list(waiting.order_by("created_at", "pk").values_list("pk", "created_at"))
    world.progress.begin("invoices", len(rows))
    for pk, created_at in rows:
        world.clock.move_to(created_at + _RELAY)
        outbox.handle(pk)
        world.progress.step()
    world.clock.move_to(world.ends_at)


def _outbox_settle(world: World) -> None:
    """History is not mailed: its messages count as handled when they were made. Listings are rebuilt as a whole."""
    waiting = OutboxMessage.objects.filter(handled_at=None)
    old = waiting.filter(created_at__lt=world.ends_at - STILL_SENT)
    listings = waiting.filter(task__startswith="storefront.")
    for rows in (old, listings):
        rows.update(handled_at=F("created_at"))


def _listings_build(world: World) -> None:
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    world.progress.begin("listings", len(ids))
    listings_rebuild(product_ids=iter(ids), progress=world.progress.step)
    search_words_rebuild()
