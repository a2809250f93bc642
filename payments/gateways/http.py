"""HTTP as every gateway client speaks it: hard limits on time and size, no redirects, no proxies, two kinds of failure.

httpx limits each read, so a peer that sends a byte now and then would never time out. Here a deadline covers the whole
exchange: connecting, TLS, sending, and the last byte of the answer.
"""

import contextlib
import json
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from payments.gateways.errors import GatewayUnavailable

MAX_ANSWER_BYTES = 64 * 1024
_deadline: ContextVar[float | None] = ContextVar("gateway_deadline", default=None)


def _remaining(timeout: float | None) -> float | None:
    """The shorter of httpx's own limit and what the deadline leaves; a hair above zero, so that it times out."""
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = max(0.001, deadline - time.monotonic())
    return left if timeout is None else min(timeout, left)


class _DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if (deadline := _deadline.get()) is not None and time.monotonic() >= deadline:
            raise httpcore.ReadTimeout("the whole exchange took too long")
        return self._inner.read(max_bytes, _remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _remaining(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, _remaining(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _DeadlineBackend(httpcore.SyncBackend):
    """Opens connections that know the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(host, port, _remaining(timeout), local_address, socket_options)
        return _DeadlineStream(stream)


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates we believe, read once per process: every client shares them."""
    return httpx.create_ssl_context(trust_env=False)


class _DeadlineTransport(httpx.HTTPTransport):
    """httpx's transport over a pool with our backend (httpx has no public argument for it; a test watches this)."""

    def __init__(self) -> None:
        context = _trusted()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=2.0,  # shorter than any server's own, so that no request meets a closing connection
            network_backend=_DeadlineBackend(),
        )


@dataclass(frozen=True)
class Answer:
    """A complete answer: never a redirect, never a 5xx, never longer than the limit."""

    status: int
    headers: httpx.Headers
    body: bytes

    def json_object(self) -> dict[str, Any]:
        """The JSON object in the body. Raises GatewayUnavailable `unreadable`."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise GatewayUnavailable("unreadable", "the answer is not JSON") from error
        if not isinstance(value, dict):
            raise GatewayUnavailable("unreadable", "the answer is not a JSON object")
        return value


class GatewayHttp:
    """One gateway's connections. Safe to share between threads."""

    def __init__(self, *, connect_timeout_seconds: float = 3.0, max_answer_bytes: int = MAX_ANSWER_BYTES) -> None:
        self._connect_timeout = connect_timeout_seconds
        self._max_bytes = max_answer_bytes
        self._client = httpx.Client(transport=_DeadlineTransport(), trust_env=False, follow_redirects=False)

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", total_timeout_seconds: float
    ) -> Answer:
        """One request, one answer. Raises GatewayUnavailable for everything that leaves its outcome unknown."""
        timeout = httpx.Timeout(total_timeout_seconds, connect=min(self._connect_timeout, total_timeout_seconds))
        with _errors_named(), _within(total_timeout_seconds):
            request = self._client.build_request(method, url, content=body, headers=dict(headers), timeout=timeout)
            response = self._client.send(request, stream=True)
            try:
                return self._read(response)
            finally:
                response.close()

    def _read(self, response: httpx.Response) -> Answer:
        status = response.status_code
        if status >= 500:
            is_stored = response.headers.get("Idempotent-Replayed") == "true"
            raise GatewayUnavailable("stored_error" if is_stored else "server_error", f"HTTP {status}")
        if status == 429:
            raise GatewayUnavailable("too_many_requests", "HTTP 429")
        if not 200 <= status < 300 and not 400 <= status < 500:
            raise GatewayUnavailable("unreadable", f"HTTP {status}")
        received = bytearray()
        for chunk in response.iter_bytes():
            received += chunk
            if len(received) > self._max_bytes:
                raise GatewayUnavailable("unreadable", f"the answer is longer than {self._max_bytes} bytes")
        return Answer(status, response.headers, bytes(received))


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


@contextlib.contextmanager
def _errors_named() -> Iterator[None]:
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise GatewayUnavailable("unreachable", "connecting took too long") from error
    except httpx.TimeoutException as error:
        raise GatewayUnavailable("timeout", "no complete answer in time") from error
    except httpx.ConnectError as error:
        raise GatewayUnavailable("unreachable", str(error)) from error
    except httpx.DecodingError as error:
        raise GatewayUnavailable("unreadable", str(error)) from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise GatewayUnavailable("disconnected", type(error).__name__) from error
