"""The relay: who waits, waits in the table, and the broker's queue stays short."""

from __future__ import annotations

from uuid import uuid4

import pytest
from celery import current_app

from core import outbox
from core.relay import AHEAD, BATCH, BUNDLE, Relay, room_in_queue


@outbox.handler(outbox.LOCAL)
def nothing_do(*, number: int) -> None:
    """Something that waits."""


@pytest.mark.django_db
def test_of_a_burst_only_so_much_is_woken_as_the_queue_has_room_for():
    outbox.enqueue_many([outbox.message(nothing_do, number=number) for number in range(BATCH + 80)])
    woken: list[list[int]] = []
    rooms = [7, 30, -20, 0]  # from its end
    relay = Relay(lambda rows: woken.append([pk for pk, _ in rows]), rooms.pop)
    assert [relay.once() for _ in range(5)] == [BATCH, 0, 0, 30, 7]
    assert [len(rows) for rows in woken] == [1] * BATCH + [BUNDLE] * 3 + [7]  # behind, it wakes for several at once
    assert len({pk for rows in woken for pk in rows}) == BATCH + 37
    rooms.append(60)
    assert [relay.once(), relay.once()] == [43, 0]  # it has caught up, and asks nobody for room


def test_what_lies_in_the_queue_takes_room_of_it():
    name = f"room-{uuid4().hex}"
    assert room_in_queue(name) == AHEAD
    with current_app.pool.acquire(block=True) as connection:
        queue = connection.SimpleQueue(name)
        for number in range(3):
            queue.put(number)
        assert room_in_queue(name) == AHEAD - 3 * BUNDLE
        queue.clear()
        queue.queue.delete()
        queue.close()
