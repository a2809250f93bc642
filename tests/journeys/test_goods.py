"""From a seller's draft to a shopper's find, over HTTP against running processes: review, pictures, facets, search."""

from __future__ import annotations

import struct
import uuid
import zlib
from typing import Any

import pytest

from tests import plain_http
from tests.catalog.factories import picture
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


def staff_of(shop: Shop) -> Person:
    """Somebody of the platform who edits the catalogue."""
    shop.manage("init_roles")
    person = shop.person("Rosa Keller")
    shop.query(
        "INSERT INTO accounts_user_groups (user_id, group_id) "
        "SELECT u.id, g.id FROM accounts_user u, auth_group g WHERE u.email = %s AND g.name = 'staff'",
        person.email,
    )
    return person.login()


@pytest.fixture(scope="module")
def rosa(shop: Shop) -> Person:
    return staff_of(shop)


@pytest.fixture(scope="module")
def tomas(shop: Shop) -> Person:
    seller = shop.person("Tomas Vos")
    seller.open_store("Goods")
    return seller


def product_of(seller: Person, name: str, category: str, **fields: Any) -> dict[str, Any]:
    """A product with one variant."""
    made = seller.ask("POST", "catalog/products/", status=201, name=name, category=category, **fields)
    sku = f"G-{uuid.uuid4().hex[:8]}"
    variant = seller.ask("POST", "catalog/product-variants/", status=201, product=made["id"], sku=sku)
    return {**made, "variant": variant["id"]}


def offered(seller: Person, name: str, category: str, **fields: Any) -> dict[str, Any]:
    """A product with one offer of ten pieces."""
    made = product_of(seller, name, category, **fields)
    body = {"variant": made["variant"], "price_minor": 1500, "stock": 10}
    seller.ask("POST", "marketplace/items/", status=201, **body)
    return made


def found_by(shop: Shop, text: str, **params: str) -> dict[str, Any]:
    return dict(shop.guest().get("catalog/search/", q=text, **params))


def wait_for(shop: Shop, text: str, name: str) -> dict[str, Any]:
    """The search once the product is among its hits: the listing follows, and answers may be some seconds old."""

    def hit() -> dict[str, Any] | None:
        found = found_by(shop, text)
        return found if name in [card["name"] for card in found["results"]] else None

    return dict(wait_until(hit, lambda: f"{text!r} finds {name!r}"))


def test_words_are_found_however_they_are_typed(shop: Shop, tomas: Person):
    category = tomas.ask("POST", "catalog/categories/", status=201, name=f"Words {uuid.uuid4().hex[:6]}")["id"]
    names = {"Sofle Keyboard": "kebyoard", "کیبورد مکانیکی کوچک": "كيبورد", "Bàn phím cơ Hồ Gươm": "ban phim"}
    for name in names:
        offered(tomas, name, category)
    shop.settle()
    for name, typed in names.items():
        wait_for(shop, typed, name)
    misspelt = found_by(shop, "kebyoard")
    assert (misspelt["is_similar"], misspelt["corrected"]) == (True, "keyboard")
    suggested = shop.guest().get("catalog/suggest/", q="sofl")["products"]
    assert [(row["name"], row["price"]["minor"]) for row in suggested] == [("Sofle Keyboard", 1500)]
    assert found_by(shop, "qqqqqqqq")["results"] == []
    assert shop.guest().ask("GET", "catalog/search/", status=400)["code"] == "invalid"


def test_a_list_is_narrowed_by_what_its_category_says(shop: Shop, tomas: Person, rosa: Person):
    mark = uuid.uuid4().hex[:6]
    code = f"layout-{mark}"
    options = [{"code": "65", "name": "65 %"}, {"code": "75", "name": "75 %"}]
    tomas.ask("POST", "catalog/attributes/", status=201, name="Layout", code=code, kind="CHOICE", options=options)
    category = tomas.ask("POST", "catalog/categories/", status=201, name=f"Boards {mark}")
    place = [{"attribute": code, "is_facet": True, "is_variant_axis": False}]
    tomas.ask("PUT", f"catalog/categories/{category['id']}/attributes/", status=403, attributes=place)
    rosa.ask("PUT", f"catalog/categories/{category['id']}/attributes/", attributes=place)
    for name, value in (("Fjord", "65"), ("Delta", "75"), ("Mesa", "75 %")):
        offered(tomas, f"{name} {mark}", category["id"], attributes=[{"attribute": code, "value": value}])
    wrong = {"name": "Wrong", "category": category["id"], "attributes": [{"attribute": code, "value": "80 %"}]}
    refused = tomas.ask("POST", "catalog/products/", status=400, **wrong)
    assert refused["errors"][0]["code"] == "not_an_option"
    shop.settle()
    guest, here = shop.guest(), {"category": category["slug"]}
    counted = guest.get("catalog/facets/", **here)
    (layout,) = counted["attributes"]
    assert {value["name"]: value["count"] for value in layout["values"]} == {"65 %": 1, "75 %": 2}
    narrowed = guest.get("catalog/products/", **here, attributes=f"{code}:75", ordering="name")
    assert [card["name"] for card in narrowed["results"]] == [f"Delta {mark}", f"Mesa {mark}"]
    chosen = guest.get("catalog/facets/", **here, attributes=f"{code}:75")
    (layout,) = chosen["attributes"]
    assert (chosen["count"], {value["name"]: value["count"] for value in layout["values"]}) == (
        2,
        {"65 %": 1, "75 %": 2},
    )


def bomb() -> bytes:
    """A few bytes that say they are 177 million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 13_300, 13_300, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def test_a_picture_gets_its_sizes_and_a_bomb_is_refused(shop: Shop, tomas: Person):
    category = tomas.ask("POST", "catalog/categories/", status=201, name=f"Pictures {uuid.uuid4().hex[:6]}")["id"]
    slug = product_of(tomas, f"Lamp {uuid.uuid4().hex[:6]}", category)["slug"]
    address = f"catalog/products/{slug}/images/"

    def send(raw: bytes, name: str = "a.png", kind: str = "image/png") -> Any:
        return tomas.http.post(address, files={"file": (name, raw, kind)})

    for raw, name, kind, code in (
        (bomb(), "a.png", "image/png", "too_many_pixels"),
        (b"<svg><script>alert(1)</script></svg>", "a.svg", "image/svg+xml", "unreadable"),
        (picture()[:-30], "a.png", "image/png", "unreadable"),
    ):
        refused = send(raw, name, kind)
        assert refused.status_code == 400, refused.text
        assert [problem["code"] for problem in refused.json()["errors"]] == [code]
    made = send(picture(size=(1700, 850)))
    assert (made.status_code, made.json()["srcset"]) == (201, "")
    wait_until(lambda: tomas.get(address)[0]["srcset"], lambda: "the sizes of the picture")
    (shown,) = tomas.get(address)
    assert [part.split()[1] for part in shown["srcset"].split(", ")] == ["400w", "800w", "1600w"]
    smallest = plain_http.get(shop.stack.web_url + shown["srcset"].split()[0])
    assert (smallest.status_code, smallest.headers["Content-Type"]) == (200, "image/webp")


def test_under_review_a_product_is_returned_changed_and_approved(careful_shop: Shop):
    rosa, mina = staff_of(careful_shop), careful_shop.person("Mina Rahimi")
    mina.open_store("Careful")
    careful_shop.query("UPDATE marketplace_seller SET status = 'APPROVED'")
    refused = mina.ask("POST", "catalog/categories/", status=403, name="Mine")
    assert refused["code"] == "not_allowed"
    category = rosa.ask("POST", "catalog/categories/", status=201, name="Lamps")["id"]
    # A seller's product begins as a draft that shoppers do not see, and goes to staff when it is handed in
    made = offered(mina, "Desk Lamp", category, description="A lamp.")
    slug = made["slug"]
    assert made["status"] == "DRAFT"
    assert mina.ask("POST", f"catalog/products/{slug}/submit/")["status"] == "IN_REVIEW"
    mina.ask("POST", f"catalog/products/{slug}/approve/", status=403)
    careful_shop.guest().ask("GET", f"catalog/products/{slug}/", status=404)
    # Staff give it back with a reason; the seller reads it in a mail and on the product
    queue = rosa.get("catalog/managed-products/", status="IN_REVIEW")["results"]
    assert [row["slug"] for row in queue] == [slug]
    objections = [{"field": "description", "reason": "Say how bright it is."}]
    rosa.ask("POST", f"catalog/products/{slug}/return/", objections=objections)
    mine = mina.get("catalog/managed-products/")["results"]
    assert [(row["status"], row["objections"]) for row in mine] == [("DRAFT", objections)]
    told = [f"{made['name']} needs a change"]
    wait_until(lambda: subjects(careful_shop, mina) == told, lambda: f"{told}; got {subjects(careful_shop, mina)}")
    # Changed and handed in again it is approved, and shoppers find it
    mina.ask("PATCH", f"catalog/products/{slug}/", description="A lamp of 800 lumens.")
    version = mina.ask("POST", f"catalog/products/{slug}/submit/")["version"]
    stale = rosa.ask("POST", f"catalog/products/{slug}/approve/", status=409, version=version - 1)
    assert stale["code"] == "stale_edit"
    assert rosa.ask("POST", f"catalog/products/{slug}/approve/", version=version)["status"] == "LIVE"
    wait_for(careful_shop, "lumens", "Desk Lamp")
    told = sorted([*told, "Desk Lamp is on sale"])
    wait_until(lambda: subjects(careful_shop, mina) == told, lambda: f"{told}; got {subjects(careful_shop, mina)}")
    # The end of its sale takes it out of the shop
    mina.ask("POST", f"catalog/products/{slug}/archive/")
    wait_until(lambda: not found_by(careful_shop, "lumens")["results"], lambda: "it is not found any more")


def subjects(shop: Shop, person: Person) -> list[str]:
    """What the person was told about products, by name: the files of several workers have no order."""
    return sorted(mail.subject for mail in shop.mails() if person.email in mail.to and mail.kind == "product")
