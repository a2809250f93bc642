"""The part of a test's hand that all gateways share: scripting faults."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.common.book import Book
from simulators.common.faults import FaultRefused, Script
from simulators.common.http import Refused, limited_body, object_from

Handler = Callable[[Request], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """Turn a refusal into its JSON answer."""

    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return JSONResponse({"error": {"code": refused.code, "detail": refused.detail}}, refused.status)
        except (FaultRefused, ValueError) as error:
            return JSONResponse({"error": {"code": "invalid_script", "detail": str(error)}}, 422)

    return endpoint


def fault_routes(book: Book, script: Script) -> list[Route]:
    """POST, GET and DELETE /control/faults."""

    async def add(request: Request) -> Response:
        fault = script.fault_from(object_from(await limited_body(request)))
        return JSONResponse({"id": book.fault_add(fault)} | fault, 201)

    async def scripted(request: Request) -> Response:
        return JSONResponse({"faults": book.faults()})

    async def clear(request: Request) -> Response:
        book.faults_clear()
        return Response(status_code=204)

    table = (("POST", add), ("GET", scripted), ("DELETE", clear))
    return [Route("/control/faults", guarded(handler), methods=[method]) for method, handler in table]
