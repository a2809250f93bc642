"""Reading a caller's body, refusing, and misbehaving on purpose before and after the work."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Row
from simulators.common.protocol import cut

MAX_BODY_BYTES = 64 * 1024
GARBAGE_BODIES = {
    "empty": b"", "list": b"[1]", "object": b"{}", "oversize": b'"' + b"x" * 10_000_000 + b'"', "deep": b"[" * 100_000
}  # fmt: skip
NO_TEXT = b"\xff\xfenot json{"
MAINTENANCE = b"<!doctype html><title>Maintenance</title><p>Back soon."


class Refused(Exception):
    """The caller asked for something the gateway does not do; `status` is the HTTP status it answers."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


async def limited_body(request: Request) -> bytes:
    """The request's body. Raises Refused 413 beyond 64 KiB."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BODY_BYTES:
            raise Refused(413, "too_large", f"a body has at most {MAX_BODY_BYTES} bytes")
    return bytes(received)


def object_from(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty body is an empty object. Raises Refused 400."""
    try:
        value = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refused(400, "invalid_json", "the body is not JSON") from error
    if not isinstance(value, dict):
        raise Refused(400, "invalid_json", "the body must be a JSON object")
    return value


def encoded(value: object) -> bytes:
    """Compact JSON in UTF-8, the exact bytes that are signed and sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


async def _healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


HEALTHZ = Route("/healthz", _healthz)


def failing(status: int) -> Response:
    """A gateway that is down."""
    return Response(MAINTENANCE, status, media_type="text/html")


def unreadable(style: str) -> Response:
    """An answer that says nothing to anybody, in the styles real gateways have been seen to use."""
    if style == "redirect":
        return Response(status_code=302, headers={"Location": "/healthz"})
    if style == "html":
        return failing(200)
    return Response(GARBAGE_BODIES.get(style, NO_TEXT), 200, media_type="application/json")


async def misbehave_before(fault: Row, request: Request, failure: Callable[[int], Response]) -> Response | None:
    """Faults that come before the work. A caller who hung up while the gateway slept leaves no payment."""
    if fault["kind"] == "sleep":
        await asyncio.sleep(fault["details"]["seconds"])
        return Response(status_code=499) if await request.is_disconnected() else None
    if fault["kind"] == "error":
        return failure(fault["details"]["status"])
    if fault["kind"] == "reset":
        cut(request)
        return Response(status_code=499)
    return None


async def misbehave_after(
    fault: Row,
    request: Request,
    answer: Response,
    failure: Callable[[int], Response],
    garbage: Callable[[str, bytes], Response],
) -> Response:
    """Faults that come after the work is stored: the caller does not hear of it, or not in a way it can read."""
    if fault["kind"] == "commit_then_hang":
        await asyncio.sleep(fault["details"]["seconds"])
    elif fault["kind"] == "commit_then_reset":
        cut(request)
    elif fault["kind"] == "commit_then_error":
        return failure(fault["details"]["status"])
    elif fault["kind"] == "garbage":
        return garbage(fault["details"]["style"], bytes(answer.body))
    return answer
