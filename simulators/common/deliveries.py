"""Notifications on their way to the merchant: kept until they are taken, sent again with growing pauses."""

import abc
import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette

from simulators.common.book import Book, Row

TIMEOUT_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 300.0

DELIVERIES = """
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY, payment_id TEXT NOT NULL, event_id TEXT NOT NULL,
  event_type TEXT NOT NULL, url TEXT NOT NULL, body BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'delivered', 'given_up')),
  tries INTEGER NOT NULL DEFAULT 0, due_at REAL NOT NULL, last_answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS delivery_of ON delivery (payment_id);
"""


class DeliveryBook(Book):
    """A book with deliveries in it."""

    def delivery_add(self, delivery: Row) -> None:
        """Queue one delivery: payment_id, event_id, event_type, url, body, state, due_at."""
        self._add("delivery", delivery)

    def deliveries_due(self, now: float) -> list[Row]:
        """Waiting deliveries whose time has come, oldest first."""
        return self._all("SELECT * FROM delivery WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id", now)

    def deliveries_of(self, payment_id: str) -> list[Row]:
        """All deliveries of one payment in the order they were made."""
        return self._all("SELECT * FROM delivery WHERE payment_id = ? ORDER BY id", payment_id)

    def delivery_lease(self, delivery_id: int, until: float) -> None:
        """Keep a delivery from falling due again while it is on its way."""
        self._db.execute("UPDATE delivery SET due_at = ? WHERE id = ?", (until, delivery_id))

    def deliveries_hurry(self) -> None:
        """Make all waiting deliveries due: a program that starts knows nothing of what was on its way."""
        now = time.time()
        self._db.execute("UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND due_at > ?", (now, now))

    def delivery_record(self, delivery_id: int, *, state: str, answer: str, due_at: float) -> None:
        """Note the outcome of one try."""
        self._db.execute(
            "UPDATE delivery SET state = ?, last_answer = ?, due_at = ?, tries = tries + 1 WHERE id = ?",
            (state, answer, due_at, delivery_id),
        )

    def deliveries_release(self, payment_id: str) -> int:
        """Make every delivery of a payment that has not arrived due now. Returns how many."""
        return self._db.execute(
            "UPDATE delivery SET state = 'waiting', due_at = ? WHERE payment_id = ? AND state IN ('held', 'waiting')",
            (time.time(), payment_id),
        ).rowcount

    def next_moment(self) -> float | None:
        """When the clock has to look again."""
        row = self._one("SELECT MIN(due_at) AS at FROM delivery WHERE state = 'waiting'")
        return None if row is None else row["at"]


class Postman(abc.ABC):
    """Sends what is due and waits for what is not. One per process, run by the application's lifespan."""

    max_tries = 8

    def __init__(self, book: DeliveryBook, log: logging.Logger, *, retry_base_seconds: float) -> None:
        self._book = book
        self._log = log
        self._retry_base = retry_base_seconds
        self._news = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}
        limits = httpx.Limits(max_connections=256, max_keepalive_connections=0)
        timeout = httpx.Timeout(TIMEOUT_SECONDS, pool=None)
        self.client = httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False, follow_redirects=False)

    def wake(self) -> None:
        """There is something new to send."""
        self._news.set()

    @abc.abstractmethod
    def tick(self, now: float) -> None:
        """What else the clock does: late approvals, expiries."""

    @abc.abstractmethod
    async def send(self, delivery: Row) -> tuple[str, bool]:
        """Send one delivery: what the merchant answered, and whether that means it is taken."""

    @contextlib.asynccontextmanager
    async def while_serving(self, app: Starlette) -> AsyncIterator[None]:
        """The lifespan of the application: the postman works, and the book is closed in the end."""
        rounds = asyncio.create_task(self.run())
        yield
        rounds.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rounds
        self._book.close()

    async def run(self) -> None:
        """Work until cancelled."""
        self._book.deliveries_hurry()
        try:
            while True:
                self._news.clear()
                now = time.time()
                self.tick(now)
                for delivery in self._book.deliveries_due(now):
                    if delivery["id"] not in self._flying:
                        self._book.delivery_lease(delivery["id"], now + 2 * TIMEOUT_SECONDS)
                        self._flying[delivery["id"]] = asyncio.create_task(self._deliver(delivery))
                await self._pause()
        finally:
            for task in self._flying.values():
                task.cancel()
            await asyncio.gather(*self._flying.values(), return_exceptions=True)
            await self.client.aclose()

    async def _pause(self) -> None:
        """Sleep until news comes or the next moment in the book; at most a second, so that clock jumps heal."""
        following = self._book.next_moment()
        wait = 1.0 if following is None else min(1.0, max(0.02, following - time.time()))
        try:
            await asyncio.wait_for(self._news.wait(), wait)
        except TimeoutError:
            return

    async def _deliver(self, delivery: Row) -> None:
        try:
            answer, is_taken = await self.send(delivery)
            tries = delivery["tries"] + 1
            state = "delivered" if is_taken else "given_up" if tries >= self.max_tries else "waiting"
            wait = min(self._retry_base * 2 ** (tries - 1), LONGEST_WAIT_SECONDS)
            self._book.delivery_record(delivery["id"], state=state, answer=answer, due_at=time.time() + wait)
            if not is_taken:
                self._log.warning("%s to %s: %s, try %d", delivery["event_id"], delivery["url"], answer, tries)
        finally:
            del self._flying[delivery["id"]]
            self._news.set()
