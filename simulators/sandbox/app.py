"""Puts the parts together into one ASGI application."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulators.common.http import HEALTHZ
from simulators.sandbox.api import Api
from simulators.sandbox.control import Control
from simulators.sandbox.gateway import Gateway
from simulators.sandbox.notify import Postman
from simulators.sandbox.options import Options
from simulators.sandbox.pages import Pages
from simulators.sandbox.store import Store


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = {404: "not_found", 405: "method_not_allowed"}.get(status, "internal")
    return JSONResponse({"error": {"code": code, "detail": "no such address or method"}}, status)


def application(options: Options, store: Store, public_url: str) -> Starlette:
    """The gateway as an application; payment pages are at `public_url`/pay/…."""
    gateway = Gateway(store, public_url=public_url, late_seconds=options.late_seconds)
    postman = Postman(gateway, secret=options.secret, retry_base_seconds=options.retry_base_seconds)
    api = Api(gateway, merchant=options.merchant, secret=options.secret, tolerance_seconds=options.tolerance_seconds)
    routes = [HEALTHZ, *api.routes()]
    routes += Pages(gateway, merchant_name=options.merchant_name).routes()
    if options.control:
        routes += Control(gateway, postman, secret=options.secret).routes()
    return Starlette(routes=routes, lifespan=postman.while_serving, exception_handlers={HTTPException: _http_error})
