"""The clock and the postman: late approvals, expiries, and notifications sent until the merchant takes them."""

import logging

import httpx

from simulators.common import deliveries
from simulators.common.book import Row
from simulators.sandbox.gateway import Gateway
from simulators.sandbox.wire import SIGNATURE_HEADER, sign


class Postman(deliveries.Postman):
    """Posts signed JSON; any 2xx takes it."""

    def __init__(self, gateway: Gateway, *, secret: str, retry_base_seconds: float) -> None:
        super().__init__(gateway.store, logging.getLogger("sandbox"), retry_base_seconds=retry_base_seconds)
        self._gateway = gateway
        self._secret = secret
        gateway.wake = self.wake

    def tick(self, now: float) -> None:
        """Late approvals and expiries."""
        self._gateway.tick(now)

    async def send(self, delivery: Row) -> tuple[str, bool]:
        """One signed POST."""
        answer = await self.post(delivery["url"], delivery["body"])
        return answer, answer.isdigit() and 200 <= int(answer) < 300

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
            async with self.client.stream("POST", url, content=body, headers=headers) as response:
                return str(response.status_code)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
