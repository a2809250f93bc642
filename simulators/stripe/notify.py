"""The clock and the postman: slow payments, expiries, and events posted until the shop takes them."""

import logging
import time

import httpx

from simulators.common import deliveries
from simulators.common.book import Row
from simulators.stripe import wire
from simulators.stripe.account import Account


class Postman(deliveries.Postman):
    """Posts events, each time signed anew."""

    def __init__(self, account: Account) -> None:
        super().__init__(account.store, logging.getLogger("stripe"), retry_base_seconds=account.rules.retry_seconds)
        self._account = account
        account.wake = self.wake

    def tick(self, now: float) -> None:
        """Slow payments, expiries, refunds."""
        self._account.tick(now)

    async def send(self, delivery: Row) -> tuple[str, bool]:
        """One post."""
        header = wire.signed(self._account.rules.webhook_secret, int(time.time()), delivery["body"])
        status = await self.post(delivery["url"], delivery["body"], header)
        return f"HTTP {status}", isinstance(status, int) and 200 <= status < 300

    async def post(self, url: str, body: bytes, header: str) -> int | str:
        """The status of the answer, or the error that came instead. No header: none is sent."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (simulated)"}
        try:
            more = {"Stripe-Signature": header} if header else {}
            answer = await self.client.post(url, content=body, headers=headers | more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return answer.status_code
