"""Cash on delivery under fire: a parcel is taken or goes back, and a store's limit holds, whoever comes together."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from core.errors import InvalidTransition
from core.scope import SYSTEM_SCOPE
from finance.errors import CashLimitReached
from finance.models import CashParcel, LedgerTransaction
from marketplace.models import Stock, Store
from payments.services import payment_on_delivery
from sales.errors import NotCancellable
from sales.models import Order, StoreOrder
from sales.services import store_order_cancel, store_order_deliver, store_order_ship
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import get_market, make_item, make_store
from tests.races.harness import breaches, deadlocks, race, rounds
from tests.sales.factories import make_order, make_service

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = rounds(100, 6)
BUYERS = 6


@pytest.fixture(autouse=True)
def _market(db: None, settings: Any) -> None:
    settings.CASH_ON_DELIVERY_TERMS = {"USD": (100, 1_000_000, 100_000)}
    market = get_market()
    market.gateways = ["cash_on_delivery"]
    market.save()
    make_service(base=10)


def ordered(*stores: Store) -> Order:
    """A new person's order of one piece from each store."""
    return make_order(*((make_item(store, price_minor=10_000), 1) for store in stores), client=client_for(make_user()))


def test_a_parcel_is_taken_or_goes_back_never_both() -> None:
    store, ends, seen = make_store(), Counter[str](), deadlocks()
    for _round in range(ROUNDS):
        order = ordered(store)
        payment_on_delivery(order_id=order.pk)
        part = StoreOrder.objects.get(order=order)
        store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="T1")
        steps = [
            partial(store_order_deliver, scope=SYSTEM_SCOPE, store_order=part),
            partial(store_order_cancel, scope=SYSTEM_SCOPE, store_order=part),
        ]
        results = race([step for step in steps for _ in range(2)])
        refusals = [one for one in results if isinstance(one, Exception)]
        assert [one for one in refusals if not isinstance(one, InvalidTransition | NotCancellable)] == []
        assert len(refusals) == 3
        part.refresh_from_db()
        is_taken = part.status == "DELIVERED"
        assert LedgerTransaction.objects.filter(source_id=part.pk).count() == (3 if is_taken else 0)
        assert Stock.objects.get(pk=part.lines.get().stock_id).stock == (9 if is_taken else 10)
        ends[part.status] += 1
    assert set(ends) <= {"DELIVERED", "CANCELLED"}
    assert (breaches(), deadlocks() - seen) == ([], 0)


def test_a_stores_limit_holds_however_many_choose_cash_at_once(settings: Any) -> None:
    settings.CASH_ON_DELIVERY_TERMS = {"USD": (100, 2 * 1_100, 100_000)}  # commission and fee of two orders
    one, two = make_store(), make_store()
    orders = [ordered(one, two) for _ in range(BUYERS)]
    results = race([partial(payment_on_delivery, order_id=order.pk) for order in orders])
    assert Counter(type(result).__name__ for result in results) == {"Payment": 2, CashLimitReached.__name__: BUYERS - 2}
    assert CashParcel.objects.count() == 4
    assert Counter(Order.objects.values_list("status", flat=True)) == {"PROCESSING": 2, "PENDING": BUYERS - 2}
    assert breaches() == []
