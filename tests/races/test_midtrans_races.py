"""Two tabs at Midtrans, where each page that is opened shuts the one before it."""

from __future__ import annotations

from typing import Any

import pytest

from payments.models import Payment
from tests.payments.test_midtrans_paying import Shop, process, shop, status_of
from tests.races.harness import race, rounds

__all__ = ["process", "shop"]
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("number", range(rounds(10, 1)))
def test_of_pages_that_are_opened_at_once_the_one_that_is_remembered_can_be_paid(
    shop: Shop, settings: Any, number: int
):
    settings.GATEWAY_TIMEOUT_SECONDS = 3
    order = shop.order()
    shop.account.fault("sleep", on="create", seconds=0.2)  # the first to ask is the last to be served
    answers = race([lambda: shop.started(order)] * 4)
    assert [one for one in answers if isinstance(one, Exception)] == []
    payment = shop.started(order)
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "CAPTURED"
    assert status_of(order) == "PAID"
    assert Payment.objects.filter(order=order).count() == 1
