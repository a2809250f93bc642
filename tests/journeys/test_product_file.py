"""A seller brings a file of products, leaves out its bad rows, and shoppers find the good ones; over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from tests import plain_http
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
IMPORTS = "marketplace/imports/"


def upload(seller: Person, raw: bytes, **more: str) -> httpx.Response:
    return seller.http.post(IMPORTS, files={"file": ("spring.csv", raw, "text/csv")}, data=more)


def becomes(seller: Person, batch: str, status: str) -> dict[str, Any]:
    def reached() -> Any:
        found = seller.get(f"{IMPORTS}{batch}/")
        return found if found["status"] == status else None

    return dict(wait_until(reached, lambda: f"{status}, still {seller.get(f'{IMPORTS}{batch}/')}"))


def test_a_file_with_bad_rows_is_checked_corrected_and_imported_once(shop: Shop):
    seller = shop.person("Mai Pham")
    seller.open_store("Paper Lantern")
    number = seller.email.partition("@")[0].rpartition(".")[2]
    shelf = seller.ask("POST", "catalog/categories/", status=201, name=f"Lanterns {number}")
    good, bad = f"LAN-{number}-1".upper(), f"LAN-{number}-2".upper()
    lines = [
        "sku;product;category;price;stock",
        f"{good};Lantern {number};{shelf['slug']};12,50;7",
        f"{bad};Lantern two {number};no-such-shelf;9,00;1",
    ]
    raw = "\r\n".join(lines).encode("utf-16")
    assert upload(seller, b"no table at all\x00").status_code == 400
    sent = upload(seller, raw)
    assert sent.status_code == 201, sent.text
    batch = sent.json()["id"]
    assert upload(seller, raw).json()["id"] == batch
    checked = becomes(seller, batch, "READY")
    assert (checked["rows_new"], checked["rows_rejected"]) == (1, 1)
    refused = seller.ask("POST", f"{IMPORTS}{batch}/confirm/", status=409)
    assert refused["code"] == "rejected_rows"
    file = seller.http.get(f"{IMPORTS}{batch}/rejected/")
    (_head, row) = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (row[0], row[2]) == ("3", bad)
    assert "There is no such category" in row[1]
    seller.ask("POST", f"{IMPORTS}{batch}/confirm/", skip_rejected=True)
    assert becomes(seller, batch, "DONE")["rows_done"] == 1
    (offer,) = seller.get("marketplace/items/")["results"]
    assert (offer["variant"]["sku"], offer["price"]["minor"], offer["stock"]) == (good, 1250, 7)
    corrected = raw.decode("utf-16").replace("no-such-shelf", shelf["slug"]).encode()
    second = upload(seller, corrected).json()["id"]
    assert becomes(seller, second, "READY")["rows_unchanged"] == 1
    seller.ask("POST", f"{IMPORTS}{second}/confirm/")
    assert becomes(seller, second, "DONE")["rows_done"] == 1
    skus = {row["variant"]["sku"]: row["stock"] for row in seller.get("marketplace/items/")["results"]}
    assert skus == {good: 7, bad: 1}
    shop.settle()
    shop.check_invariants()
    _look_at_the_page(shop, offer["product"]["slug"])


def _look_at_the_page(shop: Shop, slug: str) -> None:
    """A visitor reads the product's page, and is asked to sign in where it is written."""
    with plain_http.client(base_url=shop.stack.web_url, headers={"Accept": "text/html"}) as visitor:
        page = visitor.get(f"/products/{slug}/")
        assert page.status_code == 200
        assert "<textarea" not in page.text
        assert visitor.get("/products/create/").status_code == 302
        assert visitor.get(f"/products/{slug}/delete").status_code == 302


def test_another_sellers_import_is_not_there(shop: Shop):
    mai, noor = shop.person("Mai Pham"), shop.person("Noor Khan")
    mai.open_store("Paper Lantern")
    noor.open_store("Copper Pot")
    raw = b"sku,product,category,price\nA-1,Lamp,none,9\n"
    batch = upload(mai, raw).json()["id"]
    for method, path in (("GET", ""), ("GET", "rows/"), ("GET", "rejected/"), ("POST", "confirm/"), ("POST", "stop/")):
        noor.ask(method, f"{IMPORTS}{batch}/{path}", status=404)
    assert noor.get(IMPORTS)["results"] == []
    becomes(mai, batch, "READY")
