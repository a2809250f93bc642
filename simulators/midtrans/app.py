"""Puts the parts together into one ASGI application."""

from starlette.applications import Starlette

from simulators.common.http import HEALTHZ
from simulators.midtrans.api import Api
from simulators.midtrans.control import Control
from simulators.midtrans.iris import Iris
from simulators.midtrans.merchant import Merchant, Rules
from simulators.midtrans.notify import Postman
from simulators.midtrans.pages import Pages
from simulators.midtrans.payout_control import PayoutControl
from simulators.midtrans.payouts import Deposit
from simulators.midtrans.store import Store


def application(rules: Rules, store: Store, address: str, *, control: bool) -> Starlette:
    """The gateway as an application."""
    merchant = Merchant(store, rules, address)
    deposit = Deposit(store, rules)
    postman = Postman(merchant, deposit)
    routes = [HEALTHZ]
    if control:
        routes += [*Control(merchant, postman).routes(), *PayoutControl(deposit, postman).routes()]
    routes += [*Iris(deposit).routes(), *Pages(merchant).routes(), *Api(merchant).routes()]
    return Starlette(routes=routes, lifespan=postman.while_serving)
