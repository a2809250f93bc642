"""A small HTTP client that costs little, and a crowd of them."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Ask:
    """One request and the status it must get."""

    path: str
    method: str = "GET"
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class WrongAnswer(Exception):
    """A server answered something else than the measurement is about."""


class Connection:
    """One kept-alive connection to 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def ask(self, ask: Ask) -> Reply:
        """Raises WrongAnswer, OSError."""
        self.socket.sendall(_bytes_of(ask))
        reply = self._reply()
        if reply.status != ask.status:
            raise WrongAnswer(f"{ask.method} {ask.path}: {reply.status} instead of {ask.status}: {reply.body[:400]!r}")
        return reply

    def close(self) -> None:
        self.socket.close()

    def _reply(self) -> Reply:
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            self._receive()
        head, rest = self.buffer[:end].lower(), self.buffer[end + 4 :]
        status = int(head[9:12])
        at = head.find(b"content-length:")
        if at < 0:
            self.buffer = rest
            return Reply(status, self._chunks())
        length = int(head[at + 15 : (head + b"\r\n").find(b"\r\n", at)])
        self.buffer = rest
        while len(self.buffer) < length:
            self._receive()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Reply(status, body)

    def _chunks(self) -> bytes:
        """A body in chunks (RFC 9112 §7.1)."""
        body = b""
        while True:
            size = int(self._until(b"\r\n").partition(b";")[0], 16)
            while len(self.buffer) < size + 2:
                self._receive()
            body, self.buffer = body + self.buffer[:size], self.buffer[size + 2 :]
            if size == 0:
                return body

    def _until(self, mark: bytes) -> bytes:
        while (end := self.buffer.find(mark)) < 0:
            self._receive()
        found, self.buffer = self.buffer[:end], self.buffer[end + len(mark) :]
        return found

    def _receive(self) -> None:
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        self.buffer += more


def _bytes_of(ask: Ask) -> bytes:
    headers = {"Host": "127.0.0.1", **ask.headers}
    content = b""
    if ask.body is not None:
        content = json.dumps(ask.body).encode()
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{ask.method} {ask.path} HTTP/1.1\r\n{lines}\r\n".encode() + content


def idempotency_key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


Job = Callable[[Connection, int], None]  # does one unit of work: connection, running number


@dataclass(frozen=True)
class Load:
    """What a crowd achieved."""

    count: int
    seconds: float
    latencies_ms: Sequence[float]

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def p95_ms(self) -> float:
        ordered = sorted(self.latencies_ms)
        return ordered[int(len(ordered) * 0.95)] if ordered else 0.0


class Crowd:
    """Kept-alive connections to one server, each driven by a thread of its own."""

    def __init__(self, port: int, size: int) -> None:
        self.connections = [Connection(port) for _ in range(size)]

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    def for_seconds(self, job: Job, seconds: float) -> Load:
        """Everyone repeats `job` until the time is up."""
        deadline = time.perf_counter() + seconds
        return self._run(job, lambda _: time.perf_counter() < deadline)

    def times(self, job: Job, count: int) -> Load:
        """`job` runs `count` times in all."""
        return self._run(job, lambda number: number < count)

    def _run(self, job: Job, goes_on: Callable[[int], bool]) -> Load:
        numbers = iter(range(10**9))
        lock = threading.Lock()
        latencies: list[float] = []
        failures: list[Exception] = []

        def work(connection: Connection) -> None:
            try:
                while not failures:
                    with lock:
                        number = next(numbers)
                    if not goes_on(number):
                        return
                    started = time.perf_counter()
                    job(connection, number)
                    latencies.append((time.perf_counter() - started) * 1000)
            except (WrongAnswer, OSError) as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(connection,)) for connection in self.connections]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return Load(len(latencies), time.perf_counter() - started, latencies)
