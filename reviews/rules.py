"""Stars and their average: pure functions over counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STARS = (1, 2, 3, 4, 5)
MAX_PICTURES = 5
LONGEST_TEXT = 5_000
LONGEST_REPLY = 2_000
LONGEST_REASON = 500
BASIS = 10_000  # basis points of one star


@dataclass(frozen=True)
class Rating:
    """How often each number of stars was given: `counts[0]` is one star."""

    counts: tuple[int, ...] = (0, 0, 0, 0, 0)

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def basis_points(self) -> int:
        """The average, 10,000 to a star, rounded half up; 0 without reviews."""
        total = sum(stars * given for stars, given in zip(STARS, self.counts, strict=True))
        return (2 * BASIS * total + self.count) // (2 * self.count) if self.count else 0

    @property
    def average(self) -> float | None:
        """The average as people read it, with two decimals; None without reviews."""
        return average_of(self.basis_points) if self.count else None


def average_of(basis_points: int) -> float:
    return round(basis_points / BASIS, 2)


def rating_of(counts: Mapping[int, int]) -> Rating:
    """From stars → how often."""
    return Rating(tuple(counts.get(stars, 0) for stars in STARS))


def public_name(name: str) -> str:
    """How an author is shown: the first word and the initial of the last. Empty for people without a name."""
    words: Sequence[str] = name.split()
    if len(words) < 2:
        return "".join(words)
    return f"{words[0]} {words[-1][0].upper()}."
