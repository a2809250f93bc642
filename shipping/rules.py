"""What a parcel weighs for a courier, how far it goes, and what that costs: pure functions."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from core.money import Money, round_half_up

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
STARTED_STEP_GRAMS = 100  # couriers charge every started 100 g
# Letters that Unicode does not decompose, and Persian letters typed with an Arabic keyboard.
_FOLDED = str.maketrans({"đ": "d", "ı": "i", "ø": "o", "ł": "l", "ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " "})


@dataclass(frozen=True)
class Piece:
    """A packed article, `quantity` times. Weight in grams, lengths in millimetres."""

    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    quantity: int


@dataclass(frozen=True)
class Parcel:
    """What one store sends: everything it sold to one shopper, in one parcel. Countries are ISO 3166-1 alpha-2."""

    store_id: UUID
    origin_country: str
    origin_city: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Tariff:
    """What a courier's service charges. Prices in minor units, `volume_factor` in cm³ per kilogram."""

    base_minor: int
    per_kg_minor: int
    per_km_minor: int
    volume_factor: int
    max_weight_grams: int
    step_minor: int  # prices are multiples of this


@dataclass(frozen=True)
class Quote:
    """An offer to carry one parcel. `chargeable_grams` is the weight the price was reckoned from."""

    service_id: UUID
    code: str
    courier: str
    name: str
    price: Money
    min_days: int
    max_days: int
    chargeable_grams: int


def actual_grams(pieces: Sequence[Piece]) -> int:
    return sum(piece.weight_grams * piece.quantity for piece in pieces)


def volumetric_grams(pieces: Sequence[Piece], volume_factor: int) -> int:
    """Σ length × width × height in cm³, divided by cm³ per kilogram; in grams, rounded up.

    1 cm³ is 1,000 mm³ and 1 kg is 1,000 g, so cubic millimetres over the factor are grams already.
    """
    cubic_mm = sum(piece.length_mm * piece.width_mm * piece.height_mm * piece.quantity for piece in pieces)
    return -(-cubic_mm // volume_factor)


def chargeable_grams(pieces: Sequence[Piece], volume_factor: int) -> int:
    """The greater of actual and volumetric weight (IATA's rule, which road couriers share)."""
    return max(actual_grams(pieces), volumetric_grams(pieces, volume_factor))


def price_minor(tariff: Tariff, *, grams: int, distance_km: int) -> int | None:
    """base + per_kg × kilograms + per_km × distance, in minor units; None when the parcel is too heavy.

    Every started 100 g counts as 0.1 kg. The sum is rounded once, half up, to the tariff's step.
    """
    if grams > tariff.max_weight_grams:
        return None
    kilograms = Decimal(-(-grams // STARTED_STEP_GRAMS)) / 10
    exact = tariff.base_minor + tariff.per_kg_minor * kilograms + tariff.per_km_minor * distance_km
    return round_half_up(exact / tariff.step_minor) * tariff.step_minor


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> int:
    """The great-circle distance between two points (latitude, longitude in degrees), rounded to a kilometre."""
    latitude_1, latitude_2 = math.radians(start[0]), math.radians(end[0])
    half_latitude = (latitude_2 - latitude_1) / 2
    half_longitude = math.radians(end[1] - start[1]) / 2
    haversine = math.sin(half_latitude) ** 2
    haversine += math.cos(latitude_1) * math.cos(latitude_2) * math.sin(half_longitude) ** 2
    return round(2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(haversine))))


def city_key(name: str) -> str:
    """A city's name folded for comparison: "Hà Nội", "ha noi" and "HÀ  NỘI" are one city."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_FOLDED)
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare).strip()
