"""Puts the parts together into one ASGI application."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette

from simulators.common.http import HEALTHZ
from simulators.zarinpal.api import Api
from simulators.zarinpal.control import Control
from simulators.zarinpal.pages import Pages
from simulators.zarinpal.store import Store
from simulators.zarinpal.terminal import Rules, Terminal


def application(rules: Rules, store: Store, *, control: bool) -> Starlette:
    """The gateway as an application."""
    terminal = Terminal(store, rules)
    routes = [HEALTHZ, *Api(terminal).routes(), *Pages(terminal).routes()]
    if control:
        routes += Control(terminal).routes()

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        store.close()

    return Starlette(routes=routes, lifespan=lifespan)
