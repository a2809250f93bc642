"""Disputes as shoppers' banks make them: told by Stripe's events and Midtrans's status, asked at their simulators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import outbox
from core.models import AuditEntry, OutboxMessage
from core.scope import SYSTEM_SCOPE
from finance.errors import PayoutsFrozen
from finance.models import LedgerTransaction, Payout, PayoutFreeze
from finance.services import payout_request, payouts_ask
from finance.states import AccountKind, PayoutMethod, PayoutStatus
from payments.errors import ConnectionFailed, RefundExceedsCaptured
from payments.models import Dispute, Payment, Refund, WebhookProcessing
from payments.services import dispute_inquire, disputes_reconcile, refund_request_by_staff
from sales.models import Order, StoreOrder
from tests.finance.factories import balance, balances, make_payout_account, release
from tests.payments.rails import Rail, offered, simulators
from tests.payments.shop import boss

pytestmark = pytest.mark.django_db
TOTAL, FEE = 1740, 1500  # of one store’s part of an order; what Stripe keeps for a dispute that is not won


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as found:
        yield found


@pytest.fixture
def stripe(db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered("stripe", running("stripe"), settings) as rail:
        yield rail


@pytest.fixture
def midtrans(db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered("midtrans", running("midtrans"), settings) as rail:
        yield rail


def bank(rail: Rail, order: Order, move: str, *told: str, **query: object) -> Dispute:
    """A shopper's bank moves, and the shop hears of it by these events; the dispute as it stands here then."""
    reference = Payment.objects.get(order=order).gateway_reference
    rail.simulator.move(reference, move, **query)
    for kind in told:
        hear(rail, order, **({"type": f"charge.dispute.{kind}"} if rail.name == "stripe" else {}))
    return Dispute.objects.get(payment__order=order)


def hear(rail: Rail, order: Order, **query: object) -> None:
    payment = {"authority": Payment.objects.get(order=order).gateway_reference}
    assert rail.shop.told(payment, **query) == 200
    outbox.drain()


def paid(rail: Rail, *, stores: int = 1, is_released: bool = False) -> tuple[Order, StoreOrder]:
    order = rail.shop.order(stores=stores) if rail.name == "stripe" else rail.shop.order()
    rail.shop.paid(order)
    part = StoreOrder.objects.filter(order=order).order_by("pk")[0]
    if is_released:
        release(part)
        make_payout_account(part.store, currency=part.currency)
    return order, part


def status(dispute: Dispute) -> tuple[str, int, int]:
    """Its status, what has left for it, and how much of that the payment bears."""
    dispute.refresh_from_db()
    return dispute.status, dispute.withdrawn_minor, dispute.charged_back_minor


def test_a_dispute_takes_the_money_from_its_seller_who_is_not_paid_out_until_it_is_decided(stripe: Rail) -> None:
    order, part = paid(stripe, is_released=True)
    net = balances(part.store)[1]
    dispute = bank(stripe, order, "dispute", "created")
    assert status(dispute) == ("NEEDS_RESPONSE", TOTAL, TOTAL)
    assert (dispute.reason, dispute.fee_minor) == ("fraudulent", FEE)
    assert dispute.evidence_due_at is not None
    assert dispute.evidence_due_at > timezone.now() + timedelta(days=6)
    assert balances(part.store) == (0, 0, 0)
    assert balance(AccountKind.GATEWAY, qualifier="stripe") == FEE
    assert balance(AccountKind.DISPUTE_FEES) == -FEE
    with pytest.raises(PayoutsFrozen):
        payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    with pytest.raises(RefundExceedsCaptured):
        refund_request_by_staff(
            scope=boss(), payment_id=dispute.payment_id, amount_minor=1, reason="They ask twice.", is_goodwill=True
        )
    assert bank(stripe, order, "respond", "updated").status == "UNDER_REVIEW"
    assert payouts_ask() == 0
    won = bank(stripe, order, "win", "funds_reinstated", "closed")
    assert status(won) == ("WON", 0, 0)
    assert balances(part.store) == (0, net, 0)
    assert balance(AccountKind.GATEWAY, qualifier="stripe") == -TOTAL
    assert balance(AccountKind.DISPUTE_FEES) == 0
    assert payouts_ask() == 1


def test_a_dispute_that_is_lost_leaves_the_seller_without_the_money_and_free(stripe: Rail) -> None:
    order, _part = paid(stripe, stores=2)
    before = {other.pk: balances(other.store) for other in StoreOrder.objects.filter(order=order)}
    assert all(pending > 0 for pending, _, _ in before.values())
    lost = bank(stripe, order, "dispute", "created")
    lost = bank(stripe, order, "lose", "closed", "closed")
    assert status(lost) == ("LOST", 2 * TOTAL, 2 * TOTAL)
    assert lost.closed_at is not None
    assert [balances(other.store) for other in StoreOrder.objects.filter(order=order)] == [(0, 0, 0)] * 2
    assert not PayoutFreeze.objects.filter(ended_at=None).exists()
    assert LedgerTransaction.objects.filter(source_id=lost.pk, kind="chargeback").count() == 1
    assert AuditEntry.objects.filter(action__startswith="dispute.", object_id=str(lost.pk)).count() == 3


def test_a_seller_who_was_paid_owes_it_and_gets_it_again_once_an_appeal_is_won(stripe: Rail) -> None:
    order, part = paid(stripe, is_released=True)
    payout = payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    bank(stripe, order, "dispute", "funds_withdrawn")
    bank(stripe, order, "lose", "closed")
    assert balances(part.store) == (0, 0, -payout.amount_minor)
    assert bank(stripe, order, "appeal", "updated").status == "NEEDS_RESPONSE"
    assert status(bank(stripe, order, "win", "closed")) == ("WON", 0, 0)
    assert balances(part.store) == (0, 0, 0)


@pytest.mark.parametrize("heard", [("closed", "created"), ("created", "created"), ("updated",)])
def test_the_order_in_which_events_arrive_does_not_matter(stripe: Rail, heard: tuple[str, ...]) -> None:
    order, _ = paid(stripe)
    reference = Payment.objects.get(order=order).gateway_reference
    stripe.simulator.move(reference, "dispute")
    stripe.simulator.move(reference, "lose")
    for kind in heard:
        hear(stripe, order, type=f"charge.dispute.{kind}")
    assert status(Dispute.objects.get()) == ("LOST", TOTAL, TOTAL)


def test_a_question_of_the_bank_moves_no_money_and_may_be_answered_with_a_refund(stripe: Rail) -> None:
    order, part = paid(stripe)
    asked = bank(stripe, order, "inquiry", "created")
    assert status(asked) == ("INQUIRY", 0, 0)
    with pytest.raises(PayoutsFrozen):
        payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    refund_request_by_staff(scope=boss(), payment_id=asked.payment_id, amount_minor=None, reason="Peace.")
    outbox.drain()
    assert Refund.objects.get().status == "SUCCEEDED"
    assert status(bank(stripe, order, "close", "closed")) == ("CLOSED", 0, 0)
    assert balances(part.store) == (0, 0, 0)


def test_what_a_bank_takes_that_had_gone_back_before_is_kept_apart(stripe: Rail) -> None:
    order, _part = paid(stripe)
    payment = Payment.objects.get(order=order)
    refund_request_by_staff(scope=boss(), payment_id=payment.pk, amount_minor=1000, reason="Most of it.")
    outbox.drain()
    dispute = bank(stripe, order, "dispute", "created")
    assert status(dispute) == ("NEEDS_RESPONSE", TOTAL, TOTAL - 1000)
    assert balance(AccountKind.SUSPENSE) == -1000
    assert AuditEntry.objects.filter(action="dispute.exceeds").count() == 1
    assert status(bank(stripe, order, "win", "closed")) == ("WON", 0, 0)
    assert balance(AccountKind.SUSPENSE) == 0


def test_the_house_bears_chargebacks_where_it_says_so(stripe: Rail, settings: Any) -> None:
    settings.FINANCE_CHARGEBACKS_BORNE_BY = "platform"
    order, part = paid(stripe)
    before = balances(part.store)
    bank(stripe, order, "dispute", "created", amount=500)
    assert (balances(part.store), balance(AccountKind.CHARGEBACKS)) == (before, -500)


def test_the_job_asks_about_what_is_open_and_no_answer_is_no_end(stripe: Rail) -> None:
    order, _ = paid(stripe)
    dispute = bank(stripe, order, "dispute", "created")
    stripe.simulator.move(dispute.payment.gateway_reference, "lose")
    assert disputes_reconcile() == 0
    stripe.simulator.fault("reset", on="dispute", merchant_reference=str(dispute.payment_id))
    for stands in ("NEEDS_RESPONSE", "LOST"):
        Dispute.objects.update(next_query_at=timezone.now())
        assert disputes_reconcile() == 1
        assert status(dispute)[0] == stands
    assert disputes_reconcile() == 0


def test_an_event_without_an_answer_waits_and_one_of_another_shop_is_ignored(stripe: Rail) -> None:
    order, _ = paid(stripe)
    payment = Payment.objects.get(order=order)
    stripe.simulator.move(payment.gateway_reference, "dispute")
    stripe.simulator.fault("reset", on="dispute", merchant_reference=str(payment.pk))
    hear(stripe, order, type="charge.dispute.created")
    assert (WebhookProcessing.objects.get().state, Dispute.objects.count()) == ("received", 0)
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    outbox.drain()
    assert (WebhookProcessing.objects.get().state, Dispute.objects.count()) == ("applied", 1)
    foreign, _ = paid(stripe)
    stripe.simulator.move(Payment.objects.get(order=foreign).gateway_reference, "dispute")
    sent = stripe.simulator.notify(
        Payment.objects.get(order=foreign).gateway_reference, type="charge.dispute.created", event="evt_foreign"
    )
    Payment.objects.filter(order=foreign).update(gateway="sandbox", gateway_reference=None)  # as if it were not ours
    assert stripe.shop.post(sent["body"], sent["signature"]) == 200
    outbox.drain()
    assert WebhookProcessing.objects.get(event__event_key="evt_foreign").state == "ignored"
    assert Dispute.objects.count() == 1


# --- Midtrans ---------------------------------------------------------------------------------------------------------


def test_a_chargeback_at_midtrans_is_lost_until_its_status_says_settled_again(midtrans: Rail) -> None:
    order, part = paid(midtrans)
    total, before = order.total_minor, balances(part.store, "IDR")
    lost = bank(midtrans, order, "chargeback", "once", "twice")
    assert status(lost) == ("LOST", total, total)
    assert balances(part.store, "IDR") == (0, 0, 0)
    midtrans.simulator.move(lost.payment.gateway_reference, "win")
    midtrans.simulator.fault("reset", on="status", merchant_reference=str(lost.payment_id))
    with pytest.raises(ConnectionFailed):
        dispute_inquire(scope=boss(), dispute_id=lost.pk)
    dispute_inquire(scope=boss(), dispute_id=lost.pk)
    assert status(lost) == ("WON", 0, 0)
    hear(midtrans, order)
    assert status(lost) == ("WON", 0, 0)
    assert balances(part.store, "IDR") == before
    assert balance(AccountKind.GATEWAY, qualifier="midtrans", currency="IDR") == -total


def test_each_part_that_is_charged_back_at_midtrans_counts_once(midtrans: Rail) -> None:
    order, _ = paid(midtrans)
    reference = Payment.objects.get(order=order).gateway_reference
    for amount in (5_000, 7_000):
        midtrans.simulator.move(reference, "chargeback", amount=amount)
        hear(midtrans, order)
    assert sorted(Dispute.objects.values_list("withdrawn_minor", flat=True)) == [5_000, 7_000]
    assert Payment.objects.get(order=order).charged_back_minor == 12_000
    midtrans.simulator.move(reference, "chargeback")
    hear(midtrans, order)
    assert Payment.objects.get(order=order).left_minor == 0
    assert Dispute.objects.count() == 3


# --- payouts that come back -------------------------------------------------------------------------------------------


def transferred(rail: Rail) -> Payout:
    """A payout that Stripe has carried out."""
    _order, part = paid(rail)
    release(part)
    make_payout_account(part.store, method=PayoutMethod.STRIPE, number=rail.shop.connected)
    payout = payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    outbox.drain()
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.PAID
    return payout


def test_a_transfer_that_stripe_reverses_is_payable_again(stripe: Rail) -> None:
    payout = transferred(stripe)
    sent = stripe.simulator.reverse(payout.pk)
    for _ in range(2):
        assert stripe.shop.post(sent["body"], sent["signature"]) == 200
        outbox.drain()
    payout.refresh_from_db()
    assert (payout.status, payout.failure) == (PayoutStatus.BOUNCED, "The transfer was reversed.")
    assert balances(payout.store) == (0, payout.amount_minor, 0)
    assert balance(AccountKind.GATEWAY, qualifier="stripe") == -TOTAL


def test_part_of_a_transfer_that_is_reversed_is_told_to_people_and_a_lie_changes_nothing(stripe: Rail) -> None:
    payout = transferred(stripe)
    sent = stripe.simulator.reverse(payout.pk)
    stripe.simulator.reverse(payout.pk, amount=0)  # what the event says is so no more
    assert stripe.shop.post(sent["body"], sent["signature"]) == 200
    outbox.drain()
    assert Payout.objects.get(pk=payout.pk).status == PayoutStatus.PAID
    sent = stripe.simulator.reverse(payout.pk, amount=100)
    assert stripe.shop.post(sent["body"], sent["signature"]) == 200
    outbox.drain()
    assert Payout.objects.get(pk=payout.pk).status == PayoutStatus.PAID
    assert AuditEntry.objects.get(action="payout.part_returned").changes["returned"][1]["minor"] == 100
