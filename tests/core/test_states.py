"""Moves between statuses are data, and a wrong table does not load."""

from __future__ import annotations

import pytest

from core.errors import InvalidTransition
from core.states import TransitionTable

LAMP = TransitionTable(initial="off", moves={"off": {"on"}, "on": {"off", "broken"}, "broken": set()})


def test_a_move_in_the_table_is_allowed_and_any_other_is_refused_with_both_statuses():
    LAMP.check("off", "on")
    assert LAMP.allows("on", "broken")
    with pytest.raises(InvalidTransition) as refusal:
        LAMP.check("off", "broken")
    assert refusal.value.extra == {"present": "off", "wanted": "broken"}
    with pytest.raises(InvalidTransition):
        LAMP.check("off", "off")


def test_the_table_knows_where_a_status_comes_from_and_where_all_ends():
    assert LAMP.sources("off") == ["on"]
    assert [LAMP.is_final(status) for status in ("off", "on", "broken")] == [False, False, True]


@pytest.mark.parametrize(
    ("initial", "moves", "what"),
    [
        ("off", {"off": {"on"}}, "without a row"),
        ("dim", {"off": set()}, "without a row"),
        ("off", {"off": set(), "on": {"off"}}, "nothing leads to"),
    ],
)
def test_unknown_and_unreachable_statuses_stop_the_start(initial, moves, what):
    with pytest.raises(ValueError, match=what):
        TransitionTable(initial=initial, moves=moves)
