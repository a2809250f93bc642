"""What shoppers and stores are written about orders, from the checkout on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail

from core import outbox
from core.models import OutboxMessage
from core.scope import SYSTEM, SYSTEM_SCOPE
from marketplace.models import Store
from marketplace.rules import StoreRole
from notifications import services
from notifications.models import SentMessage
from notifications.sms import MemoryBackend
from payments.models import Payment, Refund
from payments.signals import payment_failed, refund_succeeded
from payments.states import PaymentStatus, RefundStatus
from sales.links import order_url
from sales.models import Order, StoreOrder
from sales.services.lifecycle import (
    order_cancel,
    order_mark_paid,
    orders_expire,
    store_order_cancel,
    store_order_process,
    store_order_ship,
)
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store
from tests.notifications.helpers import amounts, html_of, links, links_of_text, parsed, seen, sent
from tests.sales.factories import CONTACT, checkout, fill_cart, make_order, make_service

pytestmark = pytest.mark.django_db

Drain = Callable[..., int]


@pytest.fixture
def birch() -> Store:
    return make_store("Birch & Brass", email="")


@pytest.fixture
def low_tide() -> Store:
    return make_store("Low Tide Audio", email="")


@pytest.fixture
def order(birch: Store, low_tide: Store, drain_outbox: Drain) -> Order:
    """Two walnut cases and a pedal, from two stores, ordered by a guest; nothing sent yet."""
    make_service(base=650)
    case = make_item(
        birch,
        variant=make_variant(make_maintained_product(birch, name="Walnut case <60 %>"), sku="CASE-60-W", name="Walnut"),
        price_minor=17_400,
    )
    pedal = make_item(
        low_tide,
        variant=make_variant(make_maintained_product(low_tide, name="Undertow"), sku="UNDERTOW-1"),
        price_minor=21_900,
    )
    drain_outbox()
    mail.outbox.clear()
    return make_order((case, 2), (pedal, 1))


def pay(order: Order) -> None:
    assert order_mark_paid(order_id=order.pk, actor=SYSTEM)
    order.refresh_from_db()


def part_of(order: Order, store: Store) -> StoreOrder:
    return StoreOrder.objects.get(order=order, store=store)


def test_a_placed_order_makes_one_mail_with_the_way_to_pay(order: Order, drain_outbox: Drain) -> None:
    drain_outbox()

    (message,) = sent()
    assert message.to == [CONTACT["email"]]
    assert message.subject == f"We have your order {order.number}"
    deadline = order.payment_deadline_at
    assert deadline is not None
    for words in (seen(message), str(message.body)):
        assert order.number in words
        assert "580.00 USD" in words  # 2 × 174 + 219 + 2 × 6.50
        assert "Pay now" in words
        assert f"Please pay by {deadline.day} {deadline:%B %Y, %H:%M} UTC" in words
        assert "12 Elm Street" in words
    assert order_url(order) in links(message)
    assert "?token=" in order_url(order)


def every_order_mail(order: Order, birch: Store, low_tide: Store, drain: Drain) -> None:
    """Take the order through everything that is told."""
    drain()
    payment = Payment.objects.get(order=order)
    payment_failed.send(sender=Payment, payment=payment)
    drain()
    pay(order)
    drain()
    part = part_of(order, birch)
    store_order_process(scope=SYSTEM_SCOPE, store_order=part)
    store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="DX 4410 <7>")
    store_order_cancel(scope=SYSTEM_SCOPE, store_order=part_of(order, low_tide))
    drain()


def test_html_and_text_state_the_same_facts(order: Order, birch: Store, low_tide: Store, drain_outbox: Drain) -> None:
    every_order_mail(order, birch, low_tide, drain_outbox)

    kinds = [re.match(r"<([a-z-]+?)-[0-9a-f]{8}-", m.extra_headers["Message-ID"]) for m in sent()]
    assert sorted(kind[1] for kind in kinds if kind) == [
        "order-cancelled",
        "order-paid",
        "order-pending",
        "order-shipped",
        "payment-failed",
        "seller-cancelled",
        "seller-order",
        "seller-order",
    ]
    for message in sent():
        words, text = seen(message), str(message.body)
        assert amounts(words) == amounts(text) != [], message.subject
        assert order.number in words
        assert order.number in text
        assert links_of_text(message) == links(message), message.subject
        for line in text.splitlines():  # every line of the text stands in the HTML too
            for part in re.split(r": | · |^- |^--$", line):
                assert part.strip() in words or part.startswith("http"), (message.subject, part)
        assert re.findall(r"&(?:lt|gt|amp|quot|#x27);", text) == []
        assert "<60 %>" not in html_of(message)


def test_every_mail_is_narrow_and_needs_no_picture_or_other_host(
    order: Order, birch: Store, low_tide: Store, drain_outbox: Drain
) -> None:
    every_order_mail(order, birch, low_tide, drain_outbox)

    for message in sent():
        body = html_of(message)
        assert "max-width:600px" in body
        assert re.findall(r"<img|url\(|@import|<script|<link", body) == []
        assert '<html lang="en" dir="ltr">' in body
        assert "prefers-color-scheme: dark" in body


def test_a_paid_order_makes_one_mail_for_the_shopper_and_one_for_each_store(
    order: Order, birch: Store, low_tide: Store, drain_outbox: Drain
) -> None:
    drain_outbox()
    mail.outbox.clear()
    pay(order)
    drain_outbox()

    (paid,) = sent("order-paid")
    assert paid.subject == f"Order {order.number} is paid"
    assert "We have received 580.00 USD." in seen(paid)
    assert len(sent("seller-order")) == 2
    assert len(sent()) == 3


def test_a_store_reads_about_its_own_lines_only(
    order: Order, birch: Store, low_tide: Store, drain_outbox: Drain
) -> None:
    manager = make_member(birch, role=StoreRole.MANAGER).user
    make_member(birch, role=StoreRole.FULFILMENT)
    gone = make_member(birch, role=StoreRole.MANAGER)
    gone.is_active = False
    gone.save()
    pay(order)
    drain_outbox()

    part = part_of(order, birch)
    (message,) = sent(f"seller-order-{part.pk}")
    assert message.to == [birch.seller.user.email, manager.email]
    assert message.subject == f"New order {part.number} for Birch & Brass"
    for words in (seen(message), str(message.body)):
        assert "Walnut case <60 %>" in words
        assert "CASE-60-W" in words
        assert "Undertow" not in words
        assert "Low Tide" not in words
        assert "580.00" not in words
        assert CONTACT["email"] not in words
        assert amounts(words) == ["348.00 USD", "354.50 USD", "6.50 USD"]
    assert f"{settings.SITE_URL}/admin/sales/storeorder/{part.pk}/change/" in links(message)


def test_a_handler_that_runs_twice_sends_one_mail(order: Order, drain_outbox: Drain) -> None:
    drain_outbox()
    mail.outbox.clear()
    for _ in range(3):
        services.order_paid_mail_send(order_id=order.pk)

    (message,) = sent()
    row = SentMessage.objects.get(message_id=f"order-paid-{order.pk}@{settings.MAIL_ID_DOMAIN}")
    assert parsed(message)["Message-ID"] == f"<{row.message_id}>"
    assert (row.channel, row.template, row.language, row.attempts) == ("mail", "order_paid", "en", 3)
    assert row.sent_at is not None
    assert CONTACT["email"] not in row.recipient_key
    assert len(row.recipient_key) == 64


def test_a_repeat_after_a_crash_carries_the_same_message_id(order: Order, drain_outbox: Drain) -> None:
    services.order_paid_mail_send(order_id=order.pk)
    SentMessage.objects.filter(template="order_paid").update(
        sent_at=None
    )  # the process died between sending and remembering
    services.order_paid_mail_send(order_id=order.pk)

    first, second = sent("order-paid")
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert SentMessage.objects.get(template="order_paid").attempts == 2


def test_the_same_fact_told_twice_is_queued_once(order: Order, drain_outbox: Drain) -> None:
    payment = Payment.objects.get(order=order)
    for _ in range(2):
        payment_failed.send(sender=Payment, payment=payment)
    drain_outbox()
    assert len(sent("payment-failed")) == 1


def test_a_mail_server_that_refuses_is_tried_again_and_staff_see_why(
    order: Order, drain_outbox: Drain, settings: pytest.FixtureRequest
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    drain_outbox(allow_failures=True)

    def record() -> SentMessage:
        return SentMessage.objects.get(message_id__startswith=f"order-pending-{order.pk}@")

    row = OutboxMessage.objects.get(key=f"order-pending-mail:{order.pk}")
    assert (row.attempts, row.handled_at, row.dead_at) == (1, None, None)
    assert "ConnectionRefusedError" in row.last_error
    assert row.due_at > row.created_at
    assert record().sent_at is None

    settings.EMAIL_BACKEND = working
    OutboxMessage.objects.update(due_at=row.created_at)
    drain_outbox(allow_failures=True)
    assert len(sent("order-pending")) == 1
    assert record().attempts == 2


def test_a_declined_payment_is_told_with_the_link_to_try_again(order: Order, drain_outbox: Drain) -> None:
    drain_outbox()
    mail.outbox.clear()
    payment_failed.send(sender=Payment, payment=Payment.objects.get(order=order))
    drain_outbox()

    (message,) = sent()
    assert message.subject == f"The payment for order {order.number} did not go through"
    assert "Nothing was charged." in seen(message)
    assert "Try again" in seen(message)
    assert order_url(order) in links(message)


def test_no_retry_is_offered_once_the_order_is_paid(order: Order, drain_outbox: Drain) -> None:
    payment_failed.send(sender=Payment, payment=Payment.objects.get(order=order))
    pay(order)
    drain_outbox()
    assert sent("payment-failed") == []


def test_a_parcel_that_leaves_is_told_with_its_tracking_number(order: Order, birch: Store, drain_outbox: Drain) -> None:
    pay(order)
    part = part_of(order, birch)
    part.shipping_service.tracking_url = "https://post.example/track?n={number}"
    part.shipping_service.save()
    store_order_process(scope=SYSTEM_SCOPE, store_order=part)
    store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="TP 100/200")
    drain_outbox()

    (message,) = sent("order-shipped")
    assert message.to == [CONTACT["email"]]
    assert message.subject == f"Your parcel from Birch & Brass is on its way ({order.number})"
    for words in (seen(message), str(message.body)):
        assert "TP 100/200" in words
        assert "Test Post" in words
        assert "One more parcel comes on its own." in words
        assert "Undertow" not in words
    assert "https://post.example/track?n=TP%20100%2F200" in links(message) & links_of_text(message)


def test_an_unpaid_order_that_is_cancelled_charges_nothing_and_no_store_is_told(
    order: Order, drain_outbox: Drain
) -> None:
    order_cancel(scope=SYSTEM_SCOPE, order=order)
    drain_outbox()

    (message,) = sent("order-cancelled")
    assert message.subject == f"Order {order.number} is cancelled"
    assert "It was cancelled as you asked. Nothing was charged." in seen(message)
    assert sent("seller-") == []


def test_an_order_that_was_not_paid_in_time_says_so(order: Order, drain_outbox: Drain) -> None:
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=order.created_at)
    assert orders_expire() == 1
    drain_outbox()

    (message,) = sent("order-cancelled")
    assert "It was not paid in time, so its items are on sale again." in seen(message)


def test_a_cancelled_part_names_what_comes_back_and_stops_the_store(
    order: Order, low_tide: Store, drain_outbox: Drain
) -> None:
    pay(order)
    store_order_cancel(scope=SYSTEM_SCOPE, store_order=part_of(order, low_tide))
    drain_outbox()

    (message,) = sent("order-cancelled")
    assert message.subject == f"A part of order {order.number} is cancelled"
    assert "225.50 USD goes back the way you paid." in seen(message)
    assert "Walnut" not in seen(message)
    (stop,) = sent("seller-cancelled")
    assert stop.to == [low_tide.seller.user.email]
    assert stop.subject == f"Do not send {part_of(order, low_tide).number}: it was cancelled"


def test_a_refund_is_told_with_its_amount(order: Order, birch: Store, drain_outbox: Drain) -> None:
    pay(order)
    drain_outbox()
    payment = Payment.objects.get(order=order)
    Payment.objects.filter(pk=payment.pk).update(
        status=PaymentStatus.CAPTURED, captured_minor=58_000, captured_currency="USD", refunded_minor=35_450
    )
    refund = Refund.objects.create(
        payment=payment,
        store_order=part_of(order, birch),
        amount_minor=35_450,
        currency="USD",
        cause="cancelled",
        status=RefundStatus.SUCCEEDED,
    )
    refund_succeeded.send(sender=Refund, refund=refund)
    refund_succeeded.send(sender=Refund, refund=refund)
    drain_outbox()

    (message,) = sent("refund-done")
    assert message.subject == f"354.50 USD is on its way back to you (order {order.number})"
    assert links_of_text(message) == links(message)


def test_a_guest_who_left_only_a_phone_number_gets_a_text_message(drain_outbox: Drain) -> None:
    MemoryBackend.outbox.clear()
    client, item = client_for(), make_item(price_minor=1_000)
    make_service(base=650)
    fill_cart(client, (item, 1))
    answer = checkout(client, contact={"name": "Mina", "phone": "+989121234567"})
    assert answer.status_code == 201, answer.json()
    order = Order.objects.get(number=answer.json()["number"])
    drain_outbox()

    assert sent("order-") == []
    (message,) = MemoryBackend.outbox
    assert message.to == "+989121234567"
    assert message.text == f"Serai: We have your order {order.number}\n{order_url(order)}"
    assert SentMessage.objects.get(channel="sms").sent_at is not None


def test_a_persian_order_is_written_from_right_to_left(order: Order, drain_outbox: Drain) -> None:
    Order.objects.filter(pk=order.pk).update(language="fa")
    drain_outbox()

    (message,) = sent()
    assert '<html lang="fa" dir="rtl">' in html_of(message)
    assert parsed(message)["Content-Language"] == "fa"


def test_a_person_with_an_account_is_linked_to_the_order_without_a_token(drain_outbox: Drain) -> None:
    person = make_user("sara@example.com")
    make_service(base=650)
    order = make_order((make_item(price_minor=1_000), 1), client=client_for(person))
    drain_outbox()

    (message,) = sent("order-pending")
    assert f"{settings.SITE_URL}/order/{order.number}" in links(message)


def test_nothing_is_queued_for_an_order_that_was_rolled_back() -> None:
    item = make_item(price_minor=1_000, stock=1)
    make_service(base=650)
    first, second = client_for(), client_for()
    fill_cart(first, (item, 1))
    fill_cart(second, (item, 1))
    assert checkout(first).status_code == 201
    assert checkout(second).status_code == 409
    assert OutboxMessage.objects.filter(task__endswith="order_pending_mail_send").count() == 1
    assert outbox.drain() >= 1
