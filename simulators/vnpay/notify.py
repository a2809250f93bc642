"""The clock and the postman: late approvals, expiries, and IPNs called until the merchant says that it knows."""

import json
import logging

import httpx

from simulators.common import deliveries
from simulators.common.book import Row
from simulators.vnpay.terminal import Terminal

STOPS = ("00", "02")


class Postman(deliveries.Postman):
    """Calls the IPN address, ten times at most, until the RspCode says stop."""

    max_tries = 10

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal.store, logging.getLogger("vnpay"), retry_base_seconds=terminal.rules.retry_seconds)
        self._terminal = terminal
        terminal.wake = self.wake

    def tick(self, now: float) -> None:
        """Late approvals and expiries."""
        self._terminal.tick(now)

    async def send(self, delivery: Row) -> tuple[str, bool]:
        """One call."""
        answer = await self.call(delivery["url"], delivery["body"].decode())
        return answer, answer in STOPS

    async def call(self, url: str, query: str) -> str:
        """GET the IPN address. Returns the RspCode, or the HTTP status or error that came instead."""
        try:
            answer = await self.client.get(f"{url}?{query}", headers={"User-Agent": "VNPAY (simulated)"})
            return (
                str(json.loads(answer.content)["RspCode"])
                if answer.status_code == 200
                else f"HTTP {answer.status_code}"
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        except (ValueError, KeyError, TypeError):
            return "unreadable"
