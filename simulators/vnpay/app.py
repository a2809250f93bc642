"""Puts the parts together into one ASGI application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.vnpay.api import Api
from simulators.vnpay.control import Control
from simulators.vnpay.notify import Postman
from simulators.vnpay.pages import Pages
from simulators.vnpay.store import Store
from simulators.vnpay.terminal import Rules, Terminal


async def _healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def application(rules: Rules, store: Store, *, control: bool) -> Starlette:
    """The gateway as an application."""
    terminal = Terminal(store, rules)
    postman = Postman(terminal)
    routes = [Route("/healthz", _healthz), *Api(terminal).routes(), *Pages(terminal).routes()]
    if control:
        routes += Control(terminal, postman).routes()

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        rounds = asyncio.create_task(postman.run())
        yield
        rounds.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rounds
        store.close()

    return Starlette(routes=routes, lifespan=lifespan)
