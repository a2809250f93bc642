"""More shops and products than anybody wrote: words combined so that they still read like names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from config.demo.content import Content, Goods, Shop
from config.demo.people import WORDS, name_in

_EDITIONS = (
    "",
    "Mk II",
    "Studio",
    "Field",
    "Classic",
    "Night",
    "Workshop",
    "Light",
    "Heavy",
    "Reissue",
    "Select",
    "Nº 3",
)
_SHOP_FORMS = ("{0} & {1}", "{0} {1} Works", "The {0} {1}", "{0} Supply", "{0} and Daughters", "House of {0} {1}")
_HOMES = (
    ("intl", "US", ("Portland", "Chicago", "Nashville", "Austin", "Seattle")),
    ("intl", "DE", ("Berlin",)),
    ("vn", "VN", ("Hà Nội", "Thành phố Hồ Chí Minh", "Đà Nẵng")),
    ("ir", "IR", ("تهران", "اصفهان", "مشهد")),
    ("id", "ID", ("Jakarta", "Bandung", "Surabaya")),
)
# What a thing of a category is called; a word and perhaps an edition go with it.
_NOUNS = {
    "kits-small": ("60", "Forty"), "kits-compact": ("65", "75"), "kits-large": ("TKL", "Full"),
    "kits-split": ("Split", "Ortho"), "switches": ("Sample Ring", "Switch Box"),
    "switches-linear": ("Linear", "Long-pole"), "switches-tactile": ("Tactile", "Round Tactile"),
    "switches-clicky": ("Click", "Click Bar"), "switches-silent": ("Silent Linear", "Silent Tactile"),
    "switches-special": ("Hall", "Low"), "keycaps-pbt": ("Keycaps", "Dye-sub Set"),
    "keycaps-abs": ("Double-shots", "ABS Set"), "keycaps-single": ("Artisan", "Accent Pack"),
    "stabilisers": ("Stabilisers", "Stabiliser Kit"), "foams": ("Plate", "Foam Kit"),
    "cables": ("Coiled Cable", "Lead"), "keyboard-tools": ("Puller", "Lube Kit"), "rests": ("Wrist Rest", "Sleeve"),
    "guitars-electric": ("Electric", "Offset"), "guitars-acoustic": ("Parlour", "Dreadnought"),
    "basses": ("Bass", "Short Bass"), "iranian": ("Setar", "Daf"), "drums": ("Pedal", "Cajon"),
    "drum-kits": ("Drum Kit", "Shell Pack"), "snares": ("Snare", "Piccolo Snare"), "cymbals": ("Ride", "Crash"),
    "sticks": ("Sticks", "Brushes"), "pedals-drive": ("Overdrive", "Fuzz"), "pedals-space": ("Delay", "Reverb"),
    "amplifiers": ("Combo", "Practice Amp"), "upkeep": ("Strap", "Picks"), "strings": ("Strings", "Rounds"),
    "music-cases": ("Gig Bag", "Hard Case"), "luthier": ("File", "Gauge"), "piano": ("Tuning Lever", "Felt"),
}  # fmt: skip


def content_multiplied(content: Content, *, shops: int, products: int, rng: Random) -> Content:
    """The written content, and made-up shops and goods until there are that many."""
    more_shops = shops - len(content.shops)
    more_goods = products - len(content.goods)
    if more_shops <= 0:
        return content
    goods = _goods(content, rng)
    names = _shop_names(rng)
    made = []
    for number in range(more_shops):
        count = more_goods // more_shops + (number < more_goods % more_shops)
        made.append(_shop(number, next(names), tuple(itertools.islice(goods, count)), content, rng))
    return replace(content, shops=(*content.shops, *made))


def _shop_names(rng: Random) -> Iterator[str]:
    pairs = list(itertools.permutations(WORDS, 2))
    rng.shuffle(pairs)
    seen: set[str] = set()
    for first, second in pairs:
        name = rng.choice(_SHOP_FORMS).format(first.capitalize(), second.capitalize())
        if name not in seen:
            seen.add(name)
            yield name


def _goods(content: Content, rng: Random) -> Iterator[Goods]:
    """Variations of the written goods, in all categories in turn, each name once."""
    patterns: dict[str, list[Goods]] = {}
    for _, goods in content.goods.values():
        patterns.setdefault(goods.category, []).append(goods)
    names = {category: _names(category, rng) for category in patterns}
    for category in itertools.cycle(patterns):
        pattern = rng.choice(patterns[category])
        dollars = max(5, round(pattern.dollars * rng.uniform(0.7, 1.5)))
        choices = tuple(replace(choice, surcharge=max(choice.surcharge, 0)) for choice in pattern.choices)
        brand = f"{rng.choice(WORDS).capitalize()} {rng.choice(('Works', 'Audio', 'Brothers', 'Atelier'))}"
        yield replace(pattern, name=next(names[category]), brand=brand, dollars=dollars, choices=choices)


def _names(category: str, rng: Random) -> Iterator[str]:
    every = [
        " ".join(part for part in (word.capitalize(), noun, edition) if part)
        for word, noun, edition in itertools.product(WORDS, _NOUNS[category], _EDITIONS)
    ]
    rng.shuffle(every)
    yield from every


def _shop(number: int, name: str, goods: tuple[Goods, ...], content: Content, rng: Random) -> Shop:
    market, country, cities = rng.choice(_HOMES)
    voice = rng.choice([shop for shop in content.shops if shop.market == market and not shop.is_waiting])
    return replace(
        voice,
        key=f"made-{number}",
        name=name,
        slug=f"made-{number}",
        sku=f"M{number:03}",
        city=rng.choice(cities),
        country=country,
        also_in=tuple(rng.sample(["vn", "id", "intl"], k=rng.randint(0, 2))),
        owner_name=name_in(market, rng),
        owner_key=f"owner{number}",
        goods=goods,
        resells=(),
        is_new=False,
        is_paused=False,
        is_suspended=False,
    )
