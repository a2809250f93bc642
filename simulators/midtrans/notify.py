"""The clock and the postman: settlements, expiries, and notifications posted until the shop takes them."""

import logging

import httpx

from simulators.common import deliveries
from simulators.common.book import Row
from simulators.midtrans import wire
from simulators.midtrans.merchant import Merchant
from simulators.midtrans.payouts import Deposit

# How often a notification is posted again for each answer; anything else, and silence, five times.
RETRIES = {500: 1, 503: 4, 400: 2, 404: 2, 301: 0, 302: 0, 303: 0}
MOST_RETRIES = 5


class Postman(deliveries.Postman):
    """Posts notifications."""

    max_tries = 1 + MOST_RETRIES

    def __init__(self, merchant: Merchant, deposit: Deposit) -> None:
        super().__init__(merchant.store, logging.getLogger("midtrans"), retry_base_seconds=merchant.rules.retry_seconds)
        self._merchant = merchant
        self._deposit = deposit
        merchant.wake = deposit.wake = self.wake

    def tick(self, now: float) -> None:
        """Settlements, expiries, and what banks do with payouts."""
        self._merchant.tick(now)
        self._deposit.tick(now)

    async def send(self, delivery: Row) -> tuple[str, bool]:
        """One post. What is not to be posted again counts as taken."""
        rules, body = self._merchant.rules, bytes(delivery["body"])
        is_payout = delivery["url"] == rules.payouts_url
        status = await self.post(
            delivery["url"], body, signature=wire.iris_signature(rules.merchant_key, body) if is_payout else ""
        )
        if isinstance(status, str):
            return status, False
        is_over = delivery["tries"] >= RETRIES.get(status, MOST_RETRIES)
        return f"HTTP {status}", 200 <= status < 300 or is_over

    async def post(self, url: str, body: bytes, *, signature: str = "") -> int | str:
        """The status of the answer, or the error that came instead."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Veritrans"}
        headers |= {"Iris-Signature": signature} if signature else {}
        try:
            answer = await self.client.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return answer.status_code
