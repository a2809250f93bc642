"""Puts the parts together into one ASGI application."""

from starlette.applications import Starlette

from simulators.common.http import HEALTHZ
from simulators.stripe.account import Account, Rules
from simulators.stripe.api import Api
from simulators.stripe.control import Control
from simulators.stripe.notify import Postman
from simulators.stripe.pages import Pages
from simulators.stripe.store import Store


def application(rules: Rules, store: Store, address: str, *, control: bool) -> Starlette:
    """The gateway as an application."""
    account = Account(store, rules, address)
    postman = Postman(account)
    routes = [HEALTHZ, *Api(account).routes(), *Pages(account).routes()]
    if control:
        routes += Control(account, postman).routes()
    return Starlette(routes=routes, lifespan=postman.while_serving)
