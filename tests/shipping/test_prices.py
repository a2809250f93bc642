"""What couriers charge: a table of parcels with the price each must have."""

from __future__ import annotations

import pytest

from shipping.rules import (
    Piece,
    Tariff,
    chargeable_grams,
    city_key,
    distance_km,
    price_minor,
    volumetric_grams,
)

JAKARTA, BANDUNG, MAKASSAR = (-6.2088, 106.8456), (-6.9175, 107.6191), (-5.1477, 119.4327)
IDR = Tariff(
    base_minor=9_000, per_kg_minor=9_000, per_km_minor=5, volume_factor=6000, max_weight_grams=50_000, step_minor=100
)
USD = Tariff(
    base_minor=900, per_kg_minor=655, per_km_minor=0, volume_factor=5000, max_weight_grams=30_000, step_minor=1
)


@pytest.mark.parametrize(
    ("tariff", "grams", "distance", "price"),
    [
        (IDR, 0, 0, 9_000),  # an unknown weight pays the base
        (IDR, 1, 0, 9_900),  # 0.1 kg started
        (IDR, 100, 0, 9_900),
        (IDR, 101, 0, 10_800),  # 0.2 kg started
        (IDR, 1_000, 0, 18_000),
        (IDR, 1_000, 116, 18_600),  # 18,580 rounded to the step of 100
        (IDR, 1_000, 109, 18_500),  # 18,545 goes down
        (IDR, 1_000, 110, 18_600),  # 18,550 is half a step: up
        (IDR, 50_000, 0, 459_000),
        (IDR, 50_001, 0, None),  # too heavy
        (USD, 500, 9_999, 1_228),  # 900 + 327.5, rounded once, half up; no distance term
        (USD, 2_300, 0, 2_407),  # 900 + 1506.5
        (USD, 30_001, 0, None),
    ],
)
def test_the_price_is_base_plus_weight_plus_distance_rounded_once(
    tariff: Tariff, grams: int, distance: int, price: int | None
) -> None:
    assert price_minor(tariff, grams=grams, distance_km=distance) == price


@pytest.mark.parametrize(
    ("pieces", "grams"),
    [
        ([Piece(500, 200, 100, 50, 1)], 500),  # 1,000 cm³ are 200 g at 5,000 cm³ per kg
        ([Piece(500, 200, 100, 50, 3)], 1_500),
        ([Piece(800, 600, 400, 200, 1)], 9_600),  # a light, big box: 48,000 cm³
        ([Piece(800, 600, 400, 200, 2)], 19_200),
        ([Piece(5_000, 100, 100, 100, 1), Piece(200, 400, 400, 400, 1)], 13_000),  # 65,000 cm³ beat 5.2 kg
        ([Piece(9_000, 100, 100, 100, 1), Piece(200, 300, 300, 300, 1)], 9_200),  # 28,000 cm³ do not
        ([], 0),
    ],
)
def test_the_greater_of_actual_and_volumetric_weight_counts(pieces: list[Piece], grams: int) -> None:
    assert chargeable_grams(pieces, 5000) == grams


def test_volumetric_weight_is_rounded_up_to_a_gram() -> None:
    assert volumetric_grams([Piece(0, 11, 11, 11, 1)], 6000) == 1
    assert volumetric_grams([Piece(0, 100, 100, 60, 1)], 6000) == 100
    assert volumetric_grams([Piece(0, 100, 100, 61, 1)], 6000) == 102


def test_distances_are_great_circles_in_whole_kilometres() -> None:
    assert distance_km(JAKARTA, JAKARTA) == 0
    assert distance_km(JAKARTA, BANDUNG) == distance_km(BANDUNG, JAKARTA) == 116
    assert distance_km(JAKARTA, MAKASSAR) == 1_398
    assert distance_km((0.0, 0.0), (0.0, 180.0)) == 20_015  # half of the mean circumference


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Hà Nội", "ha noi"),
        ("  HÀ   NỘI ", "ha noi"),
        ("Ha Noi", "ha noi"),
        ("Đà Lạt", "da lat"),
        ("تهران", "تهران"),
        ("شيراز", "شیراز"),  # typed with an Arabic keyboard
        ("Saint-Étienne", "saint etienne"),
        ("---", ""),
    ],
)
def test_a_city_is_found_however_it_is_typed(typed: str, key: str) -> None:
    assert city_key(typed) == key
