"""The books under any sequence of sales, deliveries, refunds, chargebacks and payouts: nothing is lost or made.

Hypothesis writes the sequences; after every step what the books promise is recomputed. Services only: what a gateway or
a bank would say is said by the test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import DomainError
from core.money import CURRENCIES, Money
from core.scope import SYSTEM, SYSTEM_SCOPE, ActingScope
from core.services import invariants
from finance import services
from finance.models import (
    CashParcel,
    CommissionLine,
    CommissionRule,
    Hold,
    LedgerAccount,
    LedgerEntry,
    Payout,
    PayoutFreeze,
    PayoutTerms,
)
from finance.services import Account
from finance.states import LIVE_PAYOUTS, AccountKind, PayoutStatus
from marketplace.models import Store, StoreItem
from markets.models import Market
from payments import services as payments
from payments.gateways.contract import DisputeState, GatewayState, GatewayStatus, RefundResult
from payments.gateways.contract import DisputeStatus as Told
from payments.gateways.contract import RefundStatus as Answer
from payments.models import Dispute, Payment, Refund
from payments.services import LineWish
from payments.services.moves import payment_lock, payment_update, refund_move
from payments.services.refunds import refund_apply, refund_come_back
from payments.states import CASH_ON_DELIVERY, RefundStatus
from sales import services as sales
from sales.models import OrderItem, StoreOrder
from sales.services.cart import owner_of
from sales.services.placement import Contact, Placement
from sales.states import StoreOrderStatus
from tests.finance.factories import boss, deliver, make_payout_account
from tests.marketplace.factories import get_market, make_item, make_store
from tests.races.harness import FULL, rounds
from tests.sales.factories import ADDRESS, make_service

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = rounds(60, 2), rounds(40, 16)
MARKETS = {"USD": "intl", "EUR": "euro", "IRR": "ir", "VND": "vn", "IDR": "id"}
COUNTRIES = {"USD": "US", "EUR": "DE", "IRR": "IR", "VND": "VN", "IDR": "ID"}
COUPONS = {"PLATFORM": (3_333, 10_000), "SHARED": (1_250, 3_333), "GIFT": (10_000, 5_000)}  # percent, our share
PRICES = st.sampled_from([1, 2, 3, 9, 10, 11, 99, 101, 1_250, 19_999, 100_000, 10**9 + 7, 10**12 - 1, 10**15])
PICK = st.integers(0, 99)
BANK = Account(AccountKind.BANK)
PROMISES = ("B", "I-12", "I-14", "I-27", "O6", "P")
FEE = 7  # for cash on delivery


@dataclass
class World:
    """What stands before the first step: stores that sell in each currency, and who decides."""

    items: dict[str, list[StoreItem]] = field(default_factory=dict)
    people: list[ActingScope] = field(default_factory=list)

    def stores(self, currencies: list[str]) -> list[Store]:
        return [item.store for currency in currencies for item in self.items[currency][::2]]


def make_world() -> World:
    world = World(people=[boss(), boss(), boss()])
    Market.objects.create(code="euro", name="Euro", currency="EUR", tax_basis_points=1_900)
    Market.objects.filter(code="vn").update(tax_basis_points=1_000)
    for currency in CURRENCIES:
        code = MARKETS[currency]
        make_service(code, base=0 if currency == "EUR" else 7)
        stores = [make_store(market=code) for _ in range(2)]
        world.items[currency] = [make_item(store, stock=100_000) for store in stores for _ in range(2)]
        for store in stores:
            make_payout_account(store, currency=currency)
    CommissionRule.objects.create(name="Cheap", position=1, basis_points=0, price_below_minor=3, currency="USD")
    CommissionRule.objects.create(
        name="Capped", position=2, currency="USD", basis_points=1_250, fixed_minor=30, floor_minor=40, cap_minor=5_000
    )
    CommissionRule.objects.create(name="All of it", position=3, currency="IDR", basis_points=10_000)
    PayoutTerms.objects.create(currency="IRR", reserve_basis_points=3_333)
    PayoutTerms.objects.create(currency="EUR", approval_above_minor=100, reserve_basis_points=10_000, reserve_days=90)
    PayoutTerms.objects.create(currency="VND", minimum_minor=50)
    for name, (percent, share) in COUPONS.items():
        sales.coupon_create(
            scope=world.people[0], code=name, store_id=None, percent_basis_points=percent,
            platform_share_basis_points=share, is_once_per_person=False,
        )  # fmt: skip
    return world


def arrive(part: StoreOrder) -> None:
    """Send and deliver a part that is paid, or that is paid at the door."""
    if part.status == StoreOrderStatus.PAID:
        deliver(part)
    elif part.status == StoreOrderStatus.PROCESSING:
        sales.store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="T1")
        sales.store_order_deliver(scope=SYSTEM_SCOPE, store_order=part)


class Trade(RuleBasedStateMachine):
    """Everything that moves money of a marketplace, in any order."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone._from_testcase = True  # a refused service undoes its own work, as it would in production
        self.undone.__enter__()
        self.payments: list[Payment] = []
        self.parts: list[StoreOrder] = []
        self.currencies: list[str] = []

    @initialize(currencies=st.lists(st.sampled_from(sorted(CURRENCIES)), min_size=1, max_size=2, unique=True))
    def these_markets_are_open(self, currencies: list[str]) -> None:
        """One or two at a time, so that sales, refunds and payouts meet in the same stores."""
        self.currencies = currencies

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def try_to(self, act: Callable[[], Any]) -> Any:
        """What a service answers; None when it refuses."""
        try:
            return act()
        except DomainError:
            return None

    # Paying

    @rule(
        pick=PICK,
        lines=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), PRICES), min_size=1, max_size=4),
        coupon=st.sampled_from(["", *COUPONS]),
        how=st.sampled_from(["by the gateway", "by the gateway", "by hand", "at the door"]),
        fate=st.sampled_from(["waits", "arrives", "is released", "is paid out", "is paid out"]),
    )
    def somebody_pays(self, pick: int, lines: list[tuple[int, int, int]], coupon: str, how: str, fate: str) -> None:
        """`fate`: how far it goes at once, so that what comes late comes often."""
        currency, token = self.currencies[pick % len(self.currencies)], ""
        for number, quantity, price in {line[0]: line for line in lines}.values():
            item = self.world.items[currency][number]
            StoreItem.objects.filter(pk=item.pk).update(price_minor=price)
            _, new = sales.cart_add_item(
                owner=owner_of(user_id=None, token=token), item_id=item.pk, quantity=quantity,
                market_code=MARKETS[currency],
            )  # fmt: skip
            token = token or new
        owner = owner_of(user_id=None, token=token)
        assert owner is not None
        if coupon:
            self.try_to(lambda: sales.cart_set_coupon(owner=owner, code=coupon))
        contact = Contact("Mina Rahimi", email="mina@example.com", phone="+15035550100")
        placement = Placement(contact=contact, address=ADDRESS | {"country": COUNTRIES[currency]})
        placed = sales.order_place(owner=owner, scope=SYSTEM_SCOPE, placement=placement)
        self.parts += list(StoreOrder.objects.filter(order=placed.order).order_by("pk"))
        if placed.order.total_minor == 0:
            return
        if how == "by hand":
            payment = payments.payment_mark_paid_by_hand(
                scope=self.world.people[0], order_id=placed.order.pk, reason="Cash."
            )
        elif how == "at the door":
            payment = payments.payment_on_delivery(order_id=placed.order.pk)
        else:
            payment = Payment.objects.get(order=placed.order)
            payment_update(payment, gateway="sandbox")
            self.gateway_says(payment, payment.total)
        self.payments.append(payment)
        if fate != "waits":
            for part in StoreOrder.objects.filter(order=placed.order).order_by("pk"):
                arrive(part)
        if fate in ("is released", "is paid out"):
            self.days_pass(only_returns=False)
        if fate == "is paid out":
            services.payouts_ask()

    def gateway_says(self, payment: Payment, captured: Money) -> None:
        for _ in range(2):  # a gateway says everything twice
            payments.payment_apply(
                payment_id=payment.pk, state=GatewayState(GatewayStatus.CAPTURED, captured), cause="notification"
            )

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, more=st.integers(-5, 5), foreign=st.booleans())
    def a_second_payment_of_an_order_arrives(self, pick: int, more: int, foreign: bool) -> None:
        """Of the same amount it is a surplus, of another a mismatch; both hold money that no order wants."""
        first = self.payments[pick % len(self.payments)]
        number = Payment.objects.filter(order_id=first.order_id).count() + 1
        second = Payment.objects.create(
            order_id=first.order_id, attempt_number=number, amount_minor=first.amount_minor, currency=first.currency,
            gateway="sandbox",
        )  # fmt: skip
        amount = max(1, first.amount_minor + more)
        self.gateway_says(second, Money(amount, "USD" if foreign else first.currency))
        self.payments.append(second)

    # The goods

    @precondition(lambda self: self.parts)
    @rule(pick=PICK)
    def a_part_arrives(self, pick: int) -> None:
        arrive(self.part(pick))

    @precondition(lambda self: self.parts)
    @rule(pick=PICK)
    def nobody_takes_a_part_at_the_door(self, pick: int) -> None:
        part = self.part(pick)
        if part.status == StoreOrderStatus.PROCESSING:
            sales.store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="T1")
            sales.store_order_cancel(scope=SYSTEM_SCOPE, store_order=part)

    @precondition(lambda self: self.parts)
    @rule(pick=PICK)
    def a_part_is_closed(self, pick: int) -> None:
        self.try_to(lambda: sales.store_order_complete(scope=SYSTEM_SCOPE, store_order=self.part(pick)))

    @precondition(lambda self: self.parts)
    @rule(pick=PICK)
    def a_store_cancels_its_part(self, pick: int) -> None:
        self.try_to(lambda: sales.store_order_cancel(scope=SYSTEM_SCOPE, store_order=self.part(pick)))

    @precondition(lambda self: self.payments)
    @rule(pick=PICK)
    def an_order_is_cancelled(self, pick: int) -> None:
        payment = self.payments[pick % len(self.payments)]
        self.try_to(lambda: sales.order_cancel(scope=SYSTEM_SCOPE, order=payment.order))

    @precondition(lambda self: self.payments)
    @rule(only_returns=st.booleans())
    def time_goes_by(self, only_returns: bool) -> None:
        self.days_pass(only_returns=only_returns)

    def days_pass(self, *, only_returns: bool) -> None:
        due = Hold.objects.filter(released_at=None, release_at__isnull=False)
        if only_returns:
            due = due.filter(kind="returns")
        due.update(release_at=timezone.now() - timedelta(minutes=1))
        services.holds_release()

    def part(self, pick: int) -> StoreOrder:
        return StoreOrder.objects.get(pk=self.parts[pick % len(self.parts)].pk)

    # Money back

    @precondition(lambda self: self.payments)
    @rule(
        pick=PICK,
        of=st.sampled_from(["lines", "part", "order"]),
        share=st.sampled_from([None, 0, 1, 33, 50, 99, 100, 101]),
        is_goodwill=st.booleans(),
        pieces=st.sampled_from([None, 1, 2]),
    )
    def staff_give_money_back(
        self, pick: int, of: str, share: int | None, is_goodwill: bool, pieces: int | None
    ) -> None:
        """`share`: percent of what was paid for it; None: all that is left. After a payout it is a late refund."""
        payment = self.payments[pick % len(self.payments)]
        wanted: dict[str, Any] = {"is_goodwill": is_goodwill}
        paid = payment.amount_minor
        if of == "lines":
            items = OrderItem.objects.filter(store_order__order_id=payment.order_id).order_by("pk")[:2]
            wanted["lines"] = [LineWish(item.pk, None if share is None else max(1, share), pieces) for item in items]
        elif of == "part":
            part = StoreOrder.objects.filter(order_id=payment.order_id).order_by("pk")[0]
            wanted["store_order_id"], paid = part.pk, part.total_minor
        wanted["amount_minor"] = None if share is None or of == "lines" else paid * share // 100
        self.try_to(
            lambda: payments.refund_request_by_staff(
                scope=self.world.people[0], payment_id=payment.pk, reason="Scratched.", **wanted
            )
        )

    @precondition(lambda self: self.payments)
    @rule(pick=PICK)
    def all_is_given_back(self, pick: int) -> None:
        """The whole of an order, whatever became of its money meanwhile."""
        payment = self.payments[pick % len(self.payments)]
        self.try_to(
            lambda: payments.refund_request_by_staff(
                scope=self.world.people[0], payment_id=payment.pk, amount_minor=None, reason="All of it."
            )
        )

    @precondition(lambda self: self.payments)
    @rule(
        pick=PICK,
        percent=st.sampled_from([1, 33, 50, 100, 100, 101]),
        status=st.sampled_from([Told.INQUIRY, Told.NEEDS_RESPONSE, Told.LOST]),
        fee=st.sampled_from([None, 0, 1_500]),
    )
    def a_shoppers_bank_wants_money_back(self, pick: int, percent: int, status: Told, fee: int | None) -> None:
        """Part of a payment, all of it, or more than it was; also one that has gone back already."""
        payment = self.payments[pick % len(self.payments)]
        if not payment.gateway:
            return
        number = Dispute.objects.filter(payment=payment).count() + 1
        amount = Money(max(1, payment.amount_minor * percent // 100), payment.currency)
        self.bank_says(
            DisputeState(
                reference=f"dp_{payment.pk}_{number}", status=status, amount=amount,
                is_withdrawn=status is not Told.INQUIRY, merchant_reference=str(payment.pk),
                fee=None if fee is None else Money(fee, payment.currency),
            )
        )  # fmt: skip

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, status=st.sampled_from([Told.NEEDS_RESPONSE, Told.UNDER_REVIEW, Told.WON, Told.WON, Told.LOST]))
    def a_bank_decides(self, pick: int, status: Told) -> None:
        """In any order, also anew: won is given again, and lost taken again."""
        disputes = Dispute.objects.select_related("payment").order_by("pk")
        if not disputes:
            return
        dispute = disputes[pick % len(disputes)]
        self.bank_says(
            DisputeState(
                reference=dispute.gateway_reference, status=status, amount=dispute.total,
                is_withdrawn=status is not Told.WON, merchant_reference=str(dispute.payment_id),
            )
        )  # fmt: skip

    def bank_says(self, state: DisputeState) -> None:
        for _ in range(2):
            payments.dispute_apply(gateway="sandbox", state=state, asked_at=timezone.now(), cause="notification")

    @precondition(lambda self: self.payments)
    @rule(pick=PICK)
    def a_refund_comes_back(self, pick: int) -> None:
        """The shopper's bank sends it back days later: it is owed again."""
        done = Refund.objects.filter(status=RefundStatus.SUCCEEDED, gateway_reference="r-1").order_by("pk")
        if done:
            for _ in range(2):
                refund_come_back(refund_id=done[pick % len(done)].pk, reference="r-1")

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, answer=st.sampled_from([Answer.SUCCEEDED, Answer.SUCCEEDED, Answer.FAILED, Answer.PENDING]))
    def the_gateway_answers_a_refund(self, pick: int, answer: Answer) -> None:
        waiting = Refund.objects.filter(status__in=[RefundStatus.REQUESTED, RefundStatus.EXECUTING]).order_by("pk")
        if not waiting:
            return
        refund = waiting[pick % len(waiting)]
        if refund.payment.is_manual or refund.payment.gateway == CASH_ON_DELIVERY:
            payments.refund_execute(refund_id=refund.pk)
            return
        if refund.status == RefundStatus.REQUESTED:
            payment_lock(refund.payment_id)
            refund_move(refund, RefundStatus.EXECUTING, cause="execute", actor=SYSTEM, next_query_at=timezone.now())
        for _ in range(2):
            refund_apply(refund_id=refund.pk, result=RefundResult(answer, "r-1"))

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, by_hand=st.booleans())
    def people_see_to_a_failed_refund(self, pick: int, by_hand: bool) -> None:
        failed = Refund.objects.filter(status=RefundStatus.FAILED).order_by("pk")
        if not failed:
            return
        scope, refund_id = self.world.people[0], failed[pick % len(failed)].pk
        if by_hand:
            payments.refund_record_by_hand(scope=scope, refund_id=refund_id, reason="By bank transfer.")
        else:
            payments.refund_retry(scope=scope, refund_id=refund_id)

    # Payouts

    @precondition(lambda self: self.payments)
    @rule(pick=PICK)
    def a_store_is_paid_out(self, pick: int) -> None:
        stores = self.world.stores(self.currencies)
        store = stores[pick % len(stores)]
        currency = store.home_market.currency
        payout = self.try_to(
            lambda: services.payout_request(scope=self.world.people[0], store_id=store.pk, currency=currency)
        )
        if payout is not None:
            assert payout.amount_minor > 0
            assert not LedgerAccount.objects.filter(store=store, currency=currency).exclude(balance_minor=0).exists(), (
                "all that is released leaves, and what the store owes is settled before"
            )

    @precondition(lambda self: self.payments)
    @rule()
    def the_calendar_pays_out(self) -> None:
        services.payouts_ask()

    @precondition(lambda self: self.payments)
    @rule(
        pick=PICK,
        move=st.sampled_from(["approve", "approve", "reject", "send", "pay", "bounce"]),
        person=st.integers(1, 2),
    )
    def a_payout_moves(self, pick: int, move: str, person: int) -> None:
        payouts = Payout.objects.exclude(status__in=[PayoutStatus.REJECTED, PayoutStatus.BOUNCED]).order_by("pk")
        if not payouts:
            return
        pk, scope = payouts[pick % len(payouts)].pk, self.world.people[person]
        moves: dict[str, Callable[[], Any]] = {
            "approve": lambda: services.payout_approve(scope=scope, payout_id=pk),
            "reject": lambda: services.payout_reject(scope=scope, payout_id=pk, reason="Stopped."),
            "send": lambda: services.payout_sent(payout_id=pk, actor=SYSTEM, reference="B1"),
            "pay": lambda: services.payout_paid(payout_id=pk, actor=SYSTEM, paid_from=BANK),
            "bounce": lambda: services.payout_bounced(payout_id=pk, actor=SYSTEM, reason="Closed.", paid_from=BANK),
        }
        for _ in range(2):
            self.try_to(moves[move])

    @precondition(lambda self: self.payments)
    @rule(pick=PICK)
    def a_payout_comes_back(self, pick: int) -> None:
        """Stopped by people, or returned by the bank, also days after it was paid."""
        payouts = Payout.objects.filter(status__in=LIVE_PAYOUTS).order_by("pk")
        if not payouts:
            return
        payout = payouts[pick % len(payouts)]
        if payout.status in (PayoutStatus.SENT, PayoutStatus.PAID):
            services.payout_bounced(payout_id=payout.pk, actor=SYSTEM, reason="Closed.", paid_from=BANK)
        else:
            services.payout_reject(scope=self.world.people[1], payout_id=payout.pk, reason="Stopped.")

    # What must hold after every step

    @invariant()
    def the_database_agrees(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @invariant()
    def every_promise_holds(self) -> None:
        found = [str(row) for code, (_, check) in invariants().items() if code.startswith(PROMISES) for row in check()]
        assert found == []

    @invariant()
    def nothing_is_lost_or_made(self) -> None:
        sums = LedgerEntry.objects.order_by().values("currency").annotate(total=Sum("amount_minor"))
        assert {row["currency"]: row["total"] for row in sums if row["total"]} == {}

    @invariant()
    def a_store_has_what_its_sales_left_it(self) -> None:
        """Counted from the lines: net less what was taken back stands in the store's accounts or in its payouts, but
        for the cash that it kept and the fees for that."""
        lines = CommissionLine.objects.order_by().values_list("sale__store", "currency")
        earned = {row[:2]: row[2] for row in lines.annotate(left=Sum(F("net_minor") - F("net_back_minor")))}
        cash = CashParcel.objects.filter(status="COLLECTED").order_by().values_list("store", "currency")
        for store, currency, kept in cash.annotate(kept=Sum(F("amount_minor") + F("fee_minor"))):
            earned[store, currency] -= kept
        entries = LedgerEntry.objects.filter(account__store__isnull=False).order_by()
        has = {
            row[:2]: row[2] for row in entries.values_list("account__store", "currency").annotate(s=Sum("amount_minor"))
        }
        payouts = Payout.objects.filter(status__in=LIVE_PAYOUTS).order_by().values_list("store", "currency")
        for store, currency, amount in payouts.annotate(total=Sum("amount_minor")):
            has[store, currency] = has.get((store, currency), 0) + amount
        assert has == {key: left for key, left in earned.items() if left or key in has}

    @invariant()
    def what_is_left_to_give_back_covers_what_may_be_claimed(self) -> None:
        """The lines of an order always have at least what is left of its payment; goodwill may leave them more."""
        for payment in Payment.objects.filter(settles_order=True):
            left = CommissionLine.objects.filter(sale__reference__in=payment.order.store_orders.values("pk"))
            paid = left.aggregate(total=Sum(F("paid_minor") - F("paid_back_minor")))["total"]
            assert payment.left_minor <= paid <= payment.captured_minor

    @invariant()
    def who_is_disputed_is_not_paid_out(self) -> None:
        """An open dispute, and it alone, freezes the stores of its order."""
        frozen = PayoutFreeze.objects.filter(ended_at=None).order_by("source_id").values_list("source_id", flat=True)
        disputed = Dispute.objects.filter(closed_at=None, payment__settles_order=True)
        assert set(frozen) == set(disputed.values_list("pk", flat=True))


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.ORDERS_PER_MINUTE = settings.ORDERS_PER_HOUR = settings.ORDERS_UNPAID = 100_000
    settings.CASH_ON_DELIVERY_GUESTS, settings.CASH_ON_DELIVERY_OPEN_ORDERS = True, 100_000
    settings.CASH_ON_DELIVERY_TERMS = dict.fromkeys(MARKETS, (FEE, 10**18, 10**18))
    get_market("ir")
    made = make_world()
    Market.objects.update(gateways=[CASH_ON_DELIVERY])
    return made


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("goes_to", ["seller", "platform"])
def test_whatever_happens_the_books_keep_their_promises(world: World, settings: Any, goes_to: str) -> None:
    settings.FINANCE_TAX_GOES_TO = settings.FINANCE_SHIPPING_GOES_TO = goes_to
    settings.FINANCE_CHARGEBACKS_BORNE_BY = goes_to
    machine = type("Trade", (Trade,), {"world": world})
    run_state_machine_as_test(machine, settings=hypothesis_settings())


def hypothesis_settings() -> settings:
    return settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not FULL,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
