"""What can happen while somebody pays, through each of the four gateways, over HTTP against running processes.

After each case the order, its attempts, the ledger, the mails and the stock are looked at (tests/journeys/books.py).
What is one gateway's own stands in its own file.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.tills import NAMES, NOTIFYING, TWO_CURRENCIES, Till
from tests.races.harness import prove
from tests.running import Person, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240), prove, pytest.mark.prove]
every = pytest.mark.parametrize("name", NAMES)
notifying = pytest.mark.parametrize("name", NOTIFYING)


@pytest.fixture
def till(name: str, till_of: Callable[[str], Till]) -> Till:
    return till_of(name)


@every
def test_a_yes_that_comes_late_pays_once_it_is_there(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    back = till.press(started, "approve-late")
    assert till.come_back(back)["order_status"] == "PENDING"
    purchase.is_unpaid()
    till.arrives(started)
    if till.name == "zarinpal":  # which tells nobody
        till.ask(started)
    purchase.wait_until_paid()
    purchase.is_paid()


@every
def test_what_nobody_signed_changes_nothing(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    if till.name == "zarinpal":  # has no signatures: anybody may claim a return
        forged = f"{till.shop.stack.web_url}/api/payments/verify/?Authority={started['authority']}&Status=OK"
        assert till.come_back(forged)["order_status"] == "PENDING"
    else:
        till.press(started, "decline" if till.name == "midtrans" else "close")
        refused = {"vnpay": "97", "midtrans": "401", "stripe": "400"}[till.name]
        assert [str(answer) for answer in till.forge(started, "flipped")] == [refused]
    purchase.is_unpaid()
    assert till.come_back(till.press(started, "approve"))["order_status"] == "PAID"
    purchase.is_paid()


@every
def test_another_amount_than_was_asked_for_is_set_apart(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    till.script(started, "wrong_amount")
    ended = till.come_back(till.press(started, "approve"))
    assert (ended["status"], ended["order_status"]) == ("MISMATCH", "PENDING")
    more_or_less = purchase.total + 10_000 if till.name == "zarinpal" else purchase.total // 2
    purchase.is_set_apart(more_or_less, purchase.order["total"]["currency"])


@pytest.mark.parametrize("name", TWO_CURRENCIES)
def test_another_currency_than_was_asked_for_is_set_apart(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    currency = {"midtrans": "USD", "stripe": "EUR"}[till.name]
    till.script(started, "wrong_currency")
    ended = till.come_back(till.press(started, "approve"))
    assert (ended["status"], ended["order_status"]) == ("MISMATCH", "PENDING")
    purchase.is_set_apart(purchase.total * (100 if till.name == "midtrans" else 1), currency)


@every
@pytest.mark.parametrize("fault", ["commit_then_reset", "commit_then_hang"])
def test_an_answer_that_is_lost_after_the_money_was_taken_is_asked_for_again(till: Till, fault: str):
    purchase = till.order()
    started = till.start(purchase)
    asks = {"zarinpal": "verify", "vnpay": "querydr", "midtrans": "status", "stripe": "retrieve"}
    till.script(started, fault, on=asks[till.name])
    if till.name in NOTIFYING:
        till.script(started, "hold", uses=3)
    back = till.press(started, "approve")
    assert till.come_back(back)["status"] == "UNKNOWN"
    purchase.is_unpaid()
    till.ask(started)
    purchase.wait_until_paid()
    if till.name in NOTIFYING:
        till.move(started, "release")
        till.wait_until_told(started)
    purchase.is_paid()


@notifying
def test_notifications_that_come_after_all_is_over_change_nothing(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    till.script(started, "hold", uses=3 if till.name == "stripe" else 1)
    back = till.press(started, "approve")
    assert till.come_back(back)["order_status"] == "PAID"
    if till.name == "midtrans":
        wait_until(lambda: till.record(started)["status"] == "settlement", lambda: "told that it is settled first")
    purchase.is_paid()
    till.shopper.ask("POST", f"sales/orders/{purchase.order['number']}/cancel/")
    till.refunds_done(purchase)
    till.move(started, "release")
    till.wait_until_told(started)
    purchase.is_given_back()


@every
def test_part_of_a_payment_is_given_back(till: Till, ada: Person):
    purchase = till.order()
    started = till.paid(purchase)
    part = purchase.total // 4
    body = {"amount_minor": part, "reason": "A scratched lid."}
    ada.ask("POST", f"payments/{started['payment_id']}/refunds/", status=201, **body)
    till.refunds_done(purchase)
    assert till.returned(started) == part
    purchase.is_paid(refunded=part)


@every
def test_a_paid_order_that_is_cancelled_is_given_back_whole(till: Till):
    purchase = till.order()
    started = till.paid(purchase)
    purchase.is_paid()
    till.shopper.ask("POST", f"sales/orders/{purchase.order['number']}/cancel/")
    till.refunds_done(purchase)
    assert till.returned(started) == purchase.total
    purchase.is_given_back()
