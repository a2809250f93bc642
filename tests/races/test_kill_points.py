"""A process may die before any statement that it would send to the database: nobody repairs anything by hand (I-34).

The seam is Django's own: an execute wrapper raises what nothing catches, so the open transaction is undone and all that
was committed before stays, as after a kill. Between two statements lie the calls to the gateway, so "the intent is
committed and nothing was sent", "sent and the answer is lost" and "recorded and the outbox not drained" are all among
the points. (Real processes are killed in tests/faults.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.scope import SYSTEM_SCOPE
from finance import services as finance
from finance.models import LedgerTransaction, Payout
from finance.states import PayoutMethod, TransactionKind
from payments import services
from payments.models import Payment, Refund, TransactionLog
from payments.states import MONEY_ARRIVED, PaymentStatus
from sales.models import Order
from sales.services import order_cancel
from tests.finance.factories import balances, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_store
from tests.payments.rails import NAMES, Rail, offered, simulators
from tests.payments.shop import everything_is_due
from tests.races.harness import FULL, breaches, rounds
from tests.simulators.harness import Stripe, eventually

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

STRIDE = rounds(1, 29)  # every statement, or one in so many
MOST = 400  # statements; more would say that something never ends


class Died(BaseException):
    """The process is gone. Not an Exception: no handler may notice."""


class Death:
    """Comes before the statement of this number."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.came = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            self.came = True
            raise Died(sql[:80])
        return execute(sql, params, many, context)


@contextmanager
def dying(number: int) -> Iterator[Death]:
    """The process that runs the block dies before its statement of this number, if it gets that far."""
    death = Death(number)
    try:
        with connection.execute_wrapper(death):
            yield death
    except Died:
        connection.close()  # its connection goes with it


def deaths() -> Iterator[int]:
    yield from range(0, MOST, STRIDE)


def the_jobs_run() -> None:
    """What the clock starts, with the clock moved: leases run out, and all that waits is due."""
    for _ in range(3):
        now = timezone.now()
        OutboxMessage.objects.filter(handled_at=None).update(due_at=now, leased_until=None)
        outbox.drain()
        everything_is_due()
        services.payments_reconcile()
        services.payouts_follow()
    services.payments_unsettled_find()
    outbox.drain()


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as found:
        yield found


@pytest.fixture(params=NAMES if FULL else ("zarinpal", "stripe"))
def rail(request: pytest.FixtureRequest, db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered(request.param, running(request.param), settings) as rail:
        settings.ORDERS_PER_MINUTE = settings.ORDERS_PER_HOUR = 100_000
        yield rail


# --- paying -----------------------------------------------------------------------------------------------------------


def test_paying_survives_death_before_any_statement(rail: Rail) -> None:
    killed = 0
    for number in deaths():
        order = rail.shop.order()
        pressed: dict[str, Any] = {}
        with dying(number) as death:
            started = rail.shop.started(order)
            back = rail.shop.press(started, "approve")
            pressed = started
            rail.shop.come_back(back)
            rail.told(started)
            outbox.drain()
        if not pressed:  # the page never opened: the shopper presses the button again, pays, and closes the browser
            pressed = rail.shop.started(order)
            rail.shop.press(pressed, "approve")
        the_jobs_run()
        assert booked_once(order) == {"PAID": 1, "settling": 1, "captures": 1, "ledger": 1, "mails": 1}, number
        assert taken(rail, order) == order.total_minor, number
        killed += death.came
        if not death.came:
            break
    else:
        pytest.fail("paying never ended")
    print(f"{rail.name}: paying survived {killed} deaths")
    assert killed > rounds(60, 2)
    assert breaches() == []


def booked_once(order: Order) -> dict[str, int]:
    payments = Payment.objects.filter(order=order)
    ledger = LedgerTransaction.objects.filter(source_type="payment", source_id__in=payments.values("pk"))
    mails = OutboxMessage.objects.filter(key=f"order-paid-mail:{order.pk}").exclude(handled_at=None)
    return {
        Order.objects.get(pk=order.pk).status: 1,
        "settling": payments.filter(settles_order=True).count(),
        "captures": TransactionLog.objects.filter(payment__order=order, new_status__in=MONEY_ARRIVED).count(),
        "ledger": ledger.count(),
        "mails": mails.count(),
    }


def taken(rail: Rail, order: Order) -> int:
    """What the gateway took for an order by all its attempts."""
    known = Payment.objects.filter(order=order).exclude(gateway_reference=None)
    return sum(rail.captures({"authority": payment.gateway_reference}) for payment in known)


# --- giving back ------------------------------------------------------------------------------------------------------


def all_refunds_end() -> bool:
    the_jobs_run()
    return not Refund.objects.filter(status__in=["REQUESTED", "EXECUTING"]).exists()


def test_a_refund_survives_death_before_any_statement(rail: Rail) -> None:
    killed = 0
    for number in deaths():
        order = rail.shop.order()
        payment = rail.shop.started(order)
        rail.shop.come_back(rail.shop.press(payment, "approve"))
        outbox.drain()
        assert Payment.objects.get(order=order).status == PaymentStatus.CAPTURED
        with dying(number) as death:
            order_cancel(scope=SYSTEM_SCOPE, order=order)
            outbox.drain()
        order_cancel(scope=SYSTEM_SCOPE, order=order)  # whoever saw no answer presses the button again
        eventually(all_refunds_end)  # a bank takes its time
        refunds = Refund.objects.filter(payment__order=order)
        assert list(refunds.values_list("status", "amount_minor")) == [("SUCCEEDED", order.total_minor)], number
        posted = LedgerTransaction.objects.filter(kind=TransactionKind.REFUND_PAID, source_id=refunds.get().pk)
        assert posted.count() == 1
        assert rail.returned(payment) == order.total_minor, number
        killed += death.came
        if not death.came:
            break
    else:
        pytest.fail("the refund never ended")
    print(f"{rail.name}: a refund survived {killed} deaths")
    assert killed > rounds(30, 1)
    assert breaches() == []


# --- paying out -------------------------------------------------------------------------------------------------------


WAYS = {"stripe": (PayoutMethod.STRIPE, "USD", ""), "midtrans": (PayoutMethod.MIDTRANS, "IDR", "bca")}


def transferred(name: str, simulator: Any, destination: str) -> list[int]:
    """What was sent to an account, counted at the gateway."""
    if name == "midtrans":
        return [row["amount"] for row in simulator.payouts(destination)]
    answer = simulator.http.get("/v1/transfers", headers={"Authorization": f"Bearer {Stripe.KEY}"})
    return [one["amount"] for one in answer.json()["data"] if one["destination"] == destination]


def the_bank_pays(simulator: Any, destination: str) -> None:
    """Where a gateway only hands on to a bank, the bank is done."""
    for row in simulator.payouts(destination):
        simulator.payout_move(row["reference_no"], "complete")
    the_jobs_run()


@pytest.mark.parametrize("name", WAYS)
def test_a_payout_survives_death_before_any_statement(
    db: None, running: Callable[[str], Any], settings: Any, name: str
) -> None:
    killed, simulator = 0, running(name)
    method, currency, bank = WAYS[name]
    with offered(name, simulator, settings):
        for number in deaths():
            store, digits = make_store(), str(uuid4().int)[:16]
            account = f"acct_{digits}" if name == "stripe" else digits
            release_now(make_sale(store, currency=currency))
            make_payout_account(store, method=method, number=account, currency=currency, bank=bank)
            with dying(number) as death:
                finance.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency=currency)
                outbox.drain()
            finance.payouts_ask()  # the calendar comes again
            the_jobs_run()
            if name == "midtrans":
                the_bank_pays(simulator, account)
            assert list(Payout.objects.filter(store=store).values_list("status", "amount_minor")) == [("PAID", 9_000)]
            assert transferred(name, simulator, account) == [9_000], number
            assert balances(store, currency) == (0, 0, 0)
            killed += death.came
            if not death.came:
                break
        else:
            pytest.fail("the payout never ended")
    print(f"{name}: a payout survived {killed} deaths")
    assert killed > rounds(15, 0)
