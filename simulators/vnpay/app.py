"""Puts the parts together into one ASGI application."""

from starlette.applications import Starlette

from simulators.common.http import HEALTHZ
from simulators.vnpay.api import Api
from simulators.vnpay.control import Control
from simulators.vnpay.notify import Postman
from simulators.vnpay.pages import Pages
from simulators.vnpay.store import Store
from simulators.vnpay.terminal import Rules, Terminal


def application(rules: Rules, store: Store, *, control: bool) -> Starlette:
    """The gateway as an application."""
    terminal = Terminal(store, rules)
    postman = Postman(terminal)
    routes = [HEALTHZ, *Api(terminal).routes(), *Pages(terminal).routes()]
    if control:
        routes += Control(terminal, postman).routes()
    return Starlette(routes=routes, lifespan=postman.while_serving)
