"""What a picture is drawn from: a product as it was written, and one of its variants."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from config.demo.pictures.colours import Finish, finish_of, said_finish, stable
from config.demo.pictures.paper import Sheet

T = TypeVar("T")


@dataclass(frozen=True)
class Subject:
    """`choice` is the name of a variant, empty when they all look alike."""

    kind: str
    name: str
    category: str = ""
    choice: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def seed(self) -> int:
        """Stays with the product: its variants differ in nothing but what they say."""
        return stable(self.name)

    def of(self, code: str) -> str:
        return self.attributes.get(code, "")

    def number(self, code: str, default: float) -> float:
        found = re.search(r"\d+(\.\d+)?", self.of(code))
        return float(found.group()) if found else default

    def says(self, *words: str) -> bool:
        """Whether the name of the product or of the variant holds one of the words."""
        text = f"{self.name} {self.choice}".lower()
        return any(word.lower() in text for word in words)

    def pick(self, options: Sequence[T], salt: int = 0) -> T:
        return options[(self.seed >> salt) % len(options)]

    def finish(self, *materials: str) -> Finish:
        """What the variant says, else the product's name, else its material; else one that stays with it."""
        return finish_of(self.choice, self.name, *(self.of(code) for code in materials), self.name)

    def material(self, *codes: str) -> Finish | None:
        return next((found for code in codes if (found := said_finish(self.of(code))) is not None), None)


@dataclass(frozen=True)
class Drawn:
    """A picture and what it shows, in English: `text` begins in lower case and ends without a point."""

    sheet: Sheet
    text: str
    focus: tuple[float, float, float] | None = None

    @property
    def svg(self) -> str:
        return self.sheet.svg(focus=self.focus)


View = Callable[[Subject], Drawn]
