"""Moves between statuses, as data."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from core.errors import InvalidTransition

S = TypeVar("S", bound=str)


class TransitionTable(Generic[S]):
    """Which status may follow which. Refuses unknown and unreachable statuses as the module loads."""

    def __init__(self, *, initial: S, moves: Mapping[S, Set[S]]) -> None:
        self.initial = initial
        self.moves = {status: frozenset(targets) for status, targets in moves.items()}
        unknown = {target for targets in self.moves.values() for target in targets} - set(self.moves)
        if initial not in self.moves or unknown:
            raise ValueError(f"statuses without a row in the table: {sorted(unknown) or initial}")
        reached, todo = {initial}, [initial]
        while todo:
            for target in self.moves[todo.pop()] - reached:
                reached.add(target)
                todo.append(target)
        if reached != set(self.moves):
            raise ValueError(f"statuses that nothing leads to: {sorted(set(self.moves) - reached)}")

    def allows(self, old: S, new: S) -> bool:
        return new in self.moves[old]

    def check(self, old: S, new: S) -> None:
        """Raises InvalidTransition."""
        if not self.allows(old, new):
            raise InvalidTransition(
                _("A step from %(old)s to %(new)s is not possible.") % {"old": old, "new": new},
                extra={"present": str(old), "wanted": str(new)},
            )

    def sources(self, new: S) -> list[S]:
        """The statuses from which `new` can be reached in one step."""
        return [status for status, targets in self.moves.items() if new in targets]

    def is_final(self, status: S) -> bool:
        return not self.moves[status]
