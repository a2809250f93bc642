"""Work after a commit: kept, done, given up on, and replayed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.models import Brand
from core import outbox
from core.ids import new_id
from core.models import OutboxMessage

pytestmark = pytest.mark.django_db
ran: list[object] = []


@pytest.fixture(autouse=True)
def _fresh():
    ran.clear()


@outbox.handler(outbox.LOCAL)
def brand_make(*, name: str) -> None:
    Brand.objects.create(name=name, slug=name)


@outbox.handler(outbox.LOCAL)
def brand_make_and_fail(*, name: str) -> None:
    Brand.objects.create(name=name, slug=name)
    raise ValueError("broken")


@outbox.handler(outbox.FOREIGN)
def letter_send(*, order_id: UUID, copies: int, to: str) -> None:
    ran.append((order_id, copies, to))


@outbox.handler(outbox.FOREIGN)
def letter_fail(*, to: str) -> None:
    ran.append(to)
    raise ConnectionError("no answer")


def only() -> OutboxMessage:
    return OutboxMessage.objects.get()


def due_now() -> None:
    OutboxMessage.objects.update(due_at=timezone.now(), leased_until=None)


def test_a_handler_gets_its_arguments_with_their_types():
    order_id = new_id()
    outbox.enqueue(letter_send, order_id=order_id, copies=2, to="mina")
    assert outbox.drain() == 1
    assert ran == [(order_id, 2, "mina")]
    assert only().handled_at is not None


def test_a_key_is_accepted_once_for_ever():
    for _ in range(3):
        outbox.enqueue(letter_send, key="order-paid-mail:1", order_id=new_id(), copies=1, to="mina")
    assert outbox.drain() == 1
    outbox.enqueue(letter_send, key="order-paid-mail:1", order_id=new_id(), copies=1, to="mina")
    assert outbox.drain() == 0
    assert len(ran) == 1


@pytest.mark.django_db(transaction=True)
def test_what_rolled_back_is_never_done_and_nothing_is_enqueued_outside_a_transaction():
    with transaction.atomic():
        outbox.enqueue(letter_fail, to="mina")
        transaction.set_rollback(True)
    assert outbox.drain() == 0
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.enqueue(letter_fail, to="mina")


def test_only_marked_services_with_the_right_arguments_are_enqueued():
    with pytest.raises(TypeError, match="not marked"):
        outbox.enqueue(only)
    with pytest.raises(TypeError):
        outbox.enqueue(letter_send, to="mina")


def test_a_local_handler_runs_exactly_once_however_often_it_is_woken():
    outbox.enqueue(brand_make, name="ducky")
    pk = only().pk
    assert [outbox.handle(pk) for _ in range(3)] == [True, False, False]
    assert Brand.objects.filter(slug="ducky").count() == 1


def test_a_local_handler_that_fails_leaves_nothing_of_its_work():
    outbox.enqueue(brand_make_and_fail, name="ducky")
    assert outbox.handle(only().pk) is False
    assert Brand.objects.count() == 0
    assert only().last_error == "ValueError: broken"


def test_a_failing_handler_is_tried_again_later_and_later_and_dies_after_eight_tries():
    outbox.enqueue(letter_fail, to="mina")
    waits = []
    for attempt in range(1, 9):
        due_now()
        before = timezone.now()
        outbox.handle(only().pk)
        row = only()
        waits.append(round((row.due_at - before).total_seconds()))
        assert row.attempts == attempt
        assert (row.dead_at is not None) == (attempt == 8)
    assert waits == [4, 8, 16, 32, 64, 128, 256, 512]
    assert len(ran) == 8
    # And a dead letter is left alone
    due_now()
    assert outbox.drain() == 0
    assert len(ran) == 8


def test_a_dead_letter_is_replayed_with_a_new_life():
    outbox.enqueue(letter_fail, to="mina")
    OutboxMessage.objects.update(dead_at=timezone.now(), attempts=8)
    assert outbox.replay([only()]) == 1
    assert (only().dead_at, only().attempts) == (None, 0)
    outbox.handle(only().pk)
    assert ran == ["mina"]
    assert outbox.replay([only()]) == 0


def test_a_row_whose_worker_is_alive_is_not_run_by_another_and_after_the_lease_it_is():
    outbox.enqueue(letter_send, order_id=new_id(), copies=1, to="mina")
    OutboxMessage.objects.update(leased_until=timezone.now() + timedelta(seconds=50))
    assert outbox.handle(only().pk) is False
    assert ran == []
    OutboxMessage.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert outbox.handle(only().pk) is True
    assert len(ran) == 1


def test_a_handler_that_no_longer_exists_is_a_failure_and_not_a_crash():
    OutboxMessage.objects.create(task="catalog.services.gone", arguments={})
    OutboxMessage.objects.create(task="catalog.services.product_create", arguments={})
    assert outbox.drain() == 0
    errors = sorted(row.last_error for row in OutboxMessage.objects.all())
    assert errors == [
        "NotAHandler: catalog.services.gone does not exist",
        "NotAHandler: catalog.services.product_create is not marked as a handler",
    ]
