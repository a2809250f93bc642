"""The drawings of the demo: what every one of them must be, on both plates and in every list."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache

import pytest

from config.demo.content import content_read
from config.demo.opinions import snapshot_bytes
from config.demo.pictures import KINDS, Drawn, Subject, cover_of, views_of
from config.demo.pictures.colours import colour_of, finish_of
from config.demo.pictures.marks import mark_drawn
from config.demo.pictures.paper import DARK_PLATE, MOST_BYTES, SIDE, contrast, rim_of
from core.media import BadPicture, picture_reencode

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    "svg", "g", "defs", "path", "use", "clipPath", "linearGradient", "radialGradient", "stop", "filter",
    "feGaussianBlur", "pattern",
}  # fmt: skip
RIM = re.compile(r'class="rim"[^>]*? stroke="(#[0-9a-fA-F]{6})"|stroke="(#[0-9a-fA-F]{6})"[^>]*? class="rim"')


def subjects() -> list[Subject]:
    """Every variant of everything that was written."""
    return [
        Subject(goods.picture, goods.name, goods.category, choice.name, goods.attributes)
        for _, goods in content_read().goods.values()
        for choice in goods.choices
    ]


@cache
def drawings(kind: str) -> tuple[Drawn, ...]:
    return tuple(
        drawn for subject in subjects() if subject.kind == kind for drawn in (cover_of(subject), *views_of(subject))
    )


def drawn(name: str, choice: str = "") -> str:
    return next(cover_of(s).svg for s in subjects() if s.name == name and choice in ("", s.choice))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_a_small_square_of_shapes_alone(kind: str) -> None:
    for svg in {picture.svg for picture in drawings(kind)}:
        assert len(svg.encode()) <= MOST_BYTES
        root = ET.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {SIDE} {SIDE}"
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
        assert not "".join(root.itertext()).strip()
        known = {element.get("id") for element in root.iter()} - {None}
        for element in root.iter():
            assert not [name for name in element.attrib if name.lower().startswith("on") or "}" in name]
            assert element.get("href", "#")[0] == "#"
            assert "://" not in "".join(element.attrib.values())
        used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)
        assert {one or other for one, other in used} <= known


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_a_rim_that_stands_out_from_the_dark_plate(kind: str) -> None:
    for picture in drawings(kind):
        rims = {one or other for one, other in RIM.findall(picture.svg)}
        assert rims, picture.text
        assert min(contrast(rim, DARK_PLATE) for rim in rims) >= 1.3, picture.text


@pytest.mark.parametrize("kind", KINDS)
def test_its_text_says_in_english_what_is_seen(kind: str) -> None:
    for picture in drawings(kind):
        assert 15 <= len(picture.text) <= 200
        assert not re.search(r"\.(svg|webp)|_|  |, ,|\bNone\b|\.$", picture.text), picture.text


def test_a_rim_stands_out_whatever_the_body() -> None:
    greys = [f"#{value:02x}{value:02x}{value:02x}" for value in range(0, 256, 5)]
    assert min(contrast(rim_of(colour), DARK_PLATE) for colour in (*greys, "#3a413e", "#202a5c", "#5d3a2a")) >= 1.3


def test_the_same_product_is_drawn_the_same_each_time() -> None:
    first, second = ([cover_of(s).svg for s in subjects()[::7]] for _ in range(2))
    assert first == second
    assert mark_drawn("Birch & Brass") == mark_drawn("Birch & Brass")


def test_products_differ_as_their_specifications_do() -> None:
    # Given the form: more keys from 40 % to full size
    keys = [drawn(name).count("<use ") for name in ("Ember 40", "Sela 60", "Longhouse TKL", "Longhouse Full")]
    assert keys == sorted(keys)
    assert len(set(keys)) == 4
    # And the finish, the hand, and the legs of a switch
    assert drawn("Alder 65", "Alder") != drawn("Alder 65", "Smoked alder")
    assert "scale(-" in drawn("Gitar Elektrik Layang Kidal")
    assert "scale(-" not in drawn("Gitar Elektrik Layang")
    below = {s.name: views_of(s)[1].svg for s in subjects() if s.kind == "switch"}
    assert len(below["Night Linear"]) > len(below["Low Tread"])


def test_colours_are_understood_in_the_languages_of_the_shops() -> None:
    words = [finish_of(text).word for text in ("Hitam asap", "Đen mờ", "مشکی", "Black")]
    assert words == ["black"] * 4
    assert finish_of("Tobacco burst").surface == "burst"
    assert colour_of("Walnut") == colour_of("Gỗ óc chó")


def test_marks_differ_and_are_shapes_alone() -> None:
    names = [shop.name for shop in content_read().shops]
    assert len({mark_drawn(name) for name in names}) == len(names)
    for name in names:
        assert {element.tag.removeprefix(SVG) for element in ET.fromstring(mark_drawn(name)).iter()} <= ALLOWED


def test_people_cannot_upload_what_the_demo_draws() -> None:
    with pytest.raises(BadPicture):
        picture_reencode(drawn("Alder 65").encode(), name="a.svg", content_type="image/svg+xml")


@pytest.mark.parametrize("kind", KINDS)
def test_buyers_photographs_are_raster_and_small(kind: str) -> None:
    raw = snapshot_bytes(kind, colour_of("Walnut"))
    assert len(raw) <= 14_000
    assert raw[8:12] == b"WEBP"
