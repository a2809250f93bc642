"""Who shops and who works here: names from four countries, and the log-ins of the demo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from core.scope import ADMINISTRATOR, STAFF, SUPPORT

MAIL_DOMAIN = "example.com"  # RFC 2606: nobody is ever written to there
LANGUAGES = {"vn": "vi", "ir": "fa", "id": "id", "intl": "en"}


@dataclass(frozen=True)
class Person:
    """`market` says where the person shops; `key` is the first part of the e-mail address."""

    key: str
    name: str
    market: str
    username: str = ""
    line1: str = ""  # a written first line of the address

    @property
    def email(self) -> str:
        return f"{self.key}@{MAIL_DOMAIN}"


@dataclass(frozen=True)
class Login:
    """Somebody a visitor may sign in as. `group` is a platform role."""

    role: str
    person: Person
    group: str = ""
    is_superuser: bool = False


LONG_NAME = "Maria da Conceição Aparecida Vasconcelos de Albuquerque e Menezes-Rutherford"

WRITTEN_BUYERS = (
    Person("linh", "Linh Trần", "vn"),
    Person("sara", "سارا موسوی", "ir", line1="خیابان ولیعصر، برج Sky Center، طبقهٔ ۴"),
    Person("agus", "Agus Pratama", "id"),
    Person("mina", "Mina Rahimi", "ir"),
    Person("tom", "Tom Hale", "intl"),
    Person("minh-an", "Nguyễn Minh An", "vn"),
    Person("davidmiller", "David Miller", "intl", username="davidmiller"),
    Person("maria", LONG_NAME, "intl"),
    Person("teller", "Teller", "intl"),
    Person("suharti", "Suharti", "id"),
    Person("baran", "باران", "ir"),
)

LOGINS = (
    Login("buyer", WRITTEN_BUYERS[0]),
    Login("buyer", WRITTEN_BUYERS[6]),
    Login("seller", Person("nora", "Nora Whitfield", "intl")),
    Login("second seller", Person("sepideh", "سپیده رستگار", "ir")),
    Login("staff", Person("elif", "Elif Aksoy", "intl"), group=STAFF),
    Login("second staff (support)", Person("jonas", "Jonas Weber", "intl"), group=SUPPORT),
    Login("administrator", Person("ama", "Ama Mensah", "intl"), group=ADMINISTRATOR),
    Login("superuser", Person("robin", "Robin Castellanos", "intl"), is_superuser=True),
)

_FIRST = {
    "vn": [
        "Lan Hương",
        "Quang Huy",
        "Thu Trang",
        "Đức Anh",
        "Bảo Ngọc",
        "Hoàng Nam",
        "Mai Chi",
        "Gia Bảo",
        "Khánh Vy",
        "Tuấn Kiệt",
    ],
    "ir": ["نیلوفر", "آرش", "مریم", "کیان", "پریسا", "سینا", "هدیه", "امید", "یلدا", "بابک", "شیرین", "فرهاد"],
    "id": ["Putri", "Bayu", "Sari", "Dimas", "Ratna", "Eko", "Ayu", "Fajar", "Intan", "Yusuf", "Wulan", "Gilang"],
    "intl": [
        "Emma",
        "Noah",
        "Freya",
        "Omar",
        "Chloe",
        "Lukas",
        "Aiko",
        "Elias",
        "Grace",
        "Mateo",
        "Ingrid",
        "Samuel",
        "Zoë",
        "Hugo",
    ],
}
_LAST = {
    "vn": ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"],
    "ir": ["احمدی", "رضایی", "کریمی", "جعفری", "نجفی", "صادقی", "ملکی", "شریفی", "بهرامی", "یزدانی"],
    "id": [
        "Santoso",
        "Wijaya",
        "Hidayat",
        "Nugroho",
        "Permata",
        "Siregar",
        "Kusuma",
        "Halim",
        "Maulana",
        "Simanjuntak",
    ],
    "intl": [
        "Novak",
        "Bennett",
        "Okafor",
        "Lindgren",
        "Fischer",
        "Moreau",
        "Tanaka",
        "O’Brien",
        "Silva",
        "Kowalska",
        "Murray",
        "Haddad",
    ],
}
_MARKETS = ("vn", "ir", "id", "intl")
_WEIGHTS = (26, 22, 24, 28)


def buyers(count: int, rng: Random) -> Iterator[Person]:
    """The written buyers first, then others until there are `count`."""
    yield from WRITTEN_BUYERS[:count]
    for number in range(len(WRITTEN_BUYERS) + 1, count + 1):
        market = rng.choices(_MARKETS, _WEIGHTS)[0]
        yield Person(f"shopper{number}", name_in(market, rng), market)


def name_in(market: str, rng: Random) -> str:
    """A person's name as it is written where that market is."""
    first, last = rng.choice(_FIRST[market]), rng.choice(_LAST[market])
    if market == "vn":
        return f"{last} {first}"  # the family name comes first
    return first if market == "id" and rng.random() < 0.2 else f"{first} {last}"


WORDS = [
    "amber",
    "anchor",
    "barley",
    "basalt",
    "beacon",
    "birch",
    "bramble",
    "cedar",
    "clover",
    "cobalt",
    "copper",
    "coral",
    "ember",
    "fathom",
    "fennel",
    "flint",
    "garnet",
    "granite",
    "harbour",
    "hazel",
    "heron",
    "indigo",
    "juniper",
    "kestrel",
    "lantern",
    "larch",
    "linen",
    "maple",
    "marble",
    "meadow",
    "nutmeg",
    "onyx",
    "orchard",
    "otter",
    "pebble",
    "pepper",
    "quartz",
    "raven",
    "saffron",
    "sorrel",
    "tundra",
    "velvet",
    "walnut",
    "willow",
]


def password_of(seed: int) -> str:
    """The one password of all log-ins of a seed: three words and a number, the same each time.

    Known to everybody who reads this, which is why the demo refuses to load outside development.
    """
    digest = hashlib.sha256(f"serai demo {seed}".encode()).digest()
    words = [WORDS[byte % len(WORDS)] for byte in digest[:3]]
    return f"{'-'.join(words)}-{10 + digest[3] % 90}"
