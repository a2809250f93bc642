"""What was written for the demo: the category tree, attributes, and a file for each shop."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "content"
SMALL_GOODS_PER_SHOP = 10

_SURCHARGE = re.compile(r"^(?P<name>.+?)(?P<dollars>[+-]\d+)?$")


@dataclass(frozen=True)
class Box:
    """A packed article: grams and millimetres."""

    grams: int
    length: int
    width: int
    height: int

    @property
    def chargeable_grams(self) -> int:
        """What a courier with 5,000 cm³ per kilogram would charge for."""
        return max(self.grams, self.length * self.width * self.height // 5000)


@dataclass(frozen=True)
class CategoryText:
    key: str
    parent: str
    name: str
    picture: str
    box: Box


@dataclass(frozen=True)
class Choice:
    """A variant as written: its name and what it adds to the product's price, in dollars."""

    name: str
    surcharge: int


@dataclass(frozen=True)
class Goods:
    """A product as written. Prices are in dollars; shops reckon them in their own currency."""

    name: str
    category: str
    brand: str
    dollars: int
    choices: tuple[Choice, ...]
    box: Box
    attributes: dict[str, str]
    description: str
    picture: str


@dataclass(frozen=True)
class Shop:
    """A shop with its voice. `pace` says how it sends: quick, steady, slow, late."""

    key: str
    name: str
    slug: str
    sku: str
    city: str
    country: str
    market: str
    also_in: tuple[str, ...]
    owner_name: str
    owner_key: str
    handling_days: int
    pace: str
    tagline: str
    description: str
    goods: tuple[Goods, ...]
    resells: tuple[str, ...]  # names of goods that other shops maintain
    is_small: bool = False
    is_new: bool = False
    is_paused: bool = False
    is_waiting: bool = False
    is_suspended: bool = False


@dataclass(frozen=True)
class AttributeText:
    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class Content:
    categories: tuple[CategoryText, ...]
    attributes: dict[str, AttributeText]
    places: dict[str, str]  # category → codes, with a star for those that narrow lists, a plus for variant axes
    shops: tuple[Shop, ...] = field(default=())

    @cached_property
    def goods(self) -> dict[str, tuple[Shop, Goods]]:
        return {goods.name: (shop, goods) for shop in self.shops for goods in shop.goods}


def content_read(*, is_small: bool = False) -> Content:
    """All that was written, or the part for tests: six shops with ten products each."""
    categories = tuple(_category(key, row) for key, row in _toml("categories.toml").items())
    by_key = {category.key: category for category in categories}
    shops = [_shop(path, by_key) for path in sorted((HOME / "shops").glob("*.toml"))]
    if is_small:
        shops = [_shortened(shop) for shop in shops if shop.is_small]
    known = {goods.name for shop in shops for goods in shop.goods}
    shops = [_without_strangers(shop, known) for shop in shops]
    raw = _toml("attributes.toml")
    places = raw.pop("places")
    return Content(categories, {code: AttributeText(*row) for code, row in raw.items()}, places, tuple(shops))


def reviews_read() -> dict[str, Any]:
    """Sentences of reviews and answers by language, and which kinds of goods they are about."""
    return _toml("reviews.toml")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HOME / name).read_text(encoding="utf-8"))


def _category(key: str, row: list[Any]) -> CategoryText:
    parent, name, picture, *box = row
    return CategoryText(key, parent, name, picture, Box(*box))


def _shop(path: Path, categories: dict[str, CategoryText]) -> Shop:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    owner_name, owner_key = raw["owner"]
    return Shop(
        key=path.stem,
        name=raw["name"],
        slug=raw.get("slug", path.stem),
        sku=raw["sku"],
        city=raw["city"],
        country=raw["country"],
        market=raw["market"],
        also_in=tuple(raw["also_in"]),
        owner_name=owner_name,
        owner_key=owner_key,
        handling_days=raw["handling_days"],
        pace=raw["pace"],
        tagline=raw["tagline"],
        description=raw["description"],
        goods=tuple(_goods(row, categories) for row in raw["products"]),
        resells=tuple(raw["resells"]),
        is_small=raw.get("is_small", False),
        is_new=raw.get("is_new", False),
        is_paused=raw.get("status") == "PAUSED",
        is_waiting=raw.get("seller_status") == "PENDING",
        is_suspended=raw.get("seller_status") == "SUSPENDED",
    )


def _goods(row: list[Any], categories: dict[str, CategoryText]) -> Goods:
    name, category, brand, dollars, choices, box, attributes, description = row
    return Goods(
        name=name,
        category=category,
        brand=brand,
        dollars=dollars,
        choices=tuple(_choice(text) for text in choices.split("|")),
        box=Box(*map(int, box.split(","))) if box else categories[category].box,
        attributes=dict(pair.split("=", 1) for pair in attributes.split("; ")),
        description=description,
        picture=categories[category].picture,
    )


def _choice(text: str) -> Choice:
    found = _SURCHARGE.match(text)
    if found is None:
        raise ValueError(f"{text!r} names no variant")
    return Choice(found["name"], int(found["dollars"] or 0))


def _shortened(shop: Shop) -> Shop:
    return replace(shop, goods=shop.goods[:SMALL_GOODS_PER_SHOP])


def _without_strangers(shop: Shop, known: set[str]) -> Shop:
    return replace(shop, resells=tuple(name for name in shop.resells if name in known))
