"""The clock and the postman: late approvals, expiries, and notifications sent until the merchant takes them."""

import asyncio
import logging
import time

import httpx

from simulators.common.book import Row
from simulators.sandbox.gateway import Gateway
from simulators.sandbox.wire import SIGNATURE_HEADER, sign

log = logging.getLogger("sandbox")

MAX_TRIES = 8
TIMEOUT_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 300.0


class Postman:
    """Sends what is due and waits for what is not. One per process, run by the application's lifespan."""

    def __init__(self, gateway: Gateway, *, secret: str, retry_base_seconds: float) -> None:
        self._gateway = gateway
        self._secret = secret
        self._retry_base = retry_base_seconds
        self._news = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}
        limits = httpx.Limits(max_connections=256, max_keepalive_connections=0)
        timeout = httpx.Timeout(TIMEOUT_SECONDS, pool=None)
        self._client = httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False, follow_redirects=False)
        gateway.wake = self._news.set

    async def run(self) -> None:
        """Work until cancelled."""
        self._gateway.store.deliveries_hurry()
        try:
            while True:
                self._news.clear()
                now = time.time()
                self._gateway.tick(now)
                for delivery in self._gateway.store.deliveries_due(now):
                    if delivery["id"] not in self._flying:
                        self._gateway.store.delivery_lease(delivery["id"], now + 2 * TIMEOUT_SECONDS)
                        self._flying[delivery["id"]] = asyncio.create_task(self._deliver(delivery))
                await self._pause()
        finally:
            for task in self._flying.values():
                task.cancel()
            await asyncio.gather(*self._flying.values(), return_exceptions=True)
            await self._client.aclose()

    async def _pause(self) -> None:
        """Sleep until news comes or the next moment in the book; at most a second, so that clock jumps heal."""
        following = self._gateway.store.next_moment()
        wait = 1.0 if following is None else min(1.0, max(0.02, following - time.time()))
        try:
            await asyncio.wait_for(self._news.wait(), wait)
        except TimeoutError:
            return

    async def _deliver(self, delivery: Row) -> None:
        try:
            answer = await self.post(delivery["url"], delivery["body"])
            tries = delivery["tries"] + 1
            taken = answer.isdigit() and 200 <= int(answer) < 300
            state = "delivered" if taken else "given_up" if tries >= MAX_TRIES else "waiting"
            wait = min(self._retry_base * 2 ** (tries - 1), LONGEST_WAIT_SECONDS)
            due_at = time.time() + wait
            self._gateway.store.delivery_record(delivery["id"], state=state, answer=answer, due_at=due_at)
            if not taken:
                log.warning("%s to %s: %s, try %d", delivery["event_id"], delivery["url"], answer, tries)
        finally:
            del self._flying[delivery["id"]]
            self._news.set()

    async def post(self, url: str, body: bytes, signature: str | None = None) -> str:
        """Send one notification. Returns the HTTP status as text, or the name of what went wrong.

        `signature` replaces the right one; an empty one is not sent at all.
        """
        header = sign(self._secret, body) if signature is None else signature
        headers = {"Content-Type": "application/json", "User-Agent": "SandboxPay/1"}
        if header:
            headers[SIGNATURE_HEADER] = header
        try:
            # The answer's body says nothing to us and could be endless: only its status line is read.
            async with self._client.stream("POST", url, content=body, headers=headers) as response:
                return str(response.status_code)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
