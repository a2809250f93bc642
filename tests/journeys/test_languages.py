"""A person of each language over HTTP: refused, on a page, welcomed and written to about an order."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests import plain_http
from tests.running import Person, Shop

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


class Words(NamedTuple):
    """What one language says."""

    accepts: str
    code: str
    direction: str
    not_found: str
    doors: str
    welcome: str
    order: str
    total: str


LANGUAGES = [
    Words(
        "fa-IR,fa;q=0.9,en;q=0.5",
        "fa",
        "rtl",
        "چنین چیزی اینجا نیست.",
        "درها",
        "به Serai خوش آمدید",
        "سفارش {number} به دست ما رسید",
        "۸۹٫۰۰ دلار",
    ),
    Words(
        "vi-VN,vi;q=0.9",
        "vi",
        "ltr",
        "Ở đây không có mục này.",
        "Các cửa",
        "Chào mừng đến với Serai",
        "Chúng tôi đã nhận đơn hàng {number}",
        "89,00 US$",
    ),
    Words(
        "id",
        "id",
        "ltr",
        "Tidak ada hal seperti itu di sini.",
        "Pintu",
        "Selamat datang di Serai",
        "Kami menerima pesanan {number} Anda",
        "US$89,00",
    ),
    Words(
        "en-GB",
        "en",
        "ltr",
        "There is no such thing here.",
        "Doors",
        "Welcome to Serai",
        "We have your order {number}",
        "89.00 USD",
    ),
]


@pytest.fixture(scope="module")
def lamp(shop: Shop) -> str:
    """An offer at 89.00 USD."""
    seller = shop.person("Tomas Vos")
    seller.open_store("Northlight")
    return seller.offer("Lamp", price_minor=8900, stock=40)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
def test_a_person_is_answered_and_written_to_in_the_language_of_the_browser(
    shop: Shop, lamp: str, words: Words
) -> None:
    person = shop.guest("Linh Sara Agus")
    person.http.headers["Accept-Language"] = words.accepts

    refused = person.http.get("sales/orders/S-0000-0000/")
    assert (refused.status_code, refused.headers["Content-Language"]) == (404, words.code)
    problem = refused.json()
    assert (problem["code"], problem["detail"]) == ("not_found", words.not_found)

    page = plain_http.get(f"{shop.stack.web_url}/status/", headers={"Accept-Language": words.accepts})
    assert f'<html lang="{words.code}" dir="{words.direction}">' in page.text
    assert f"<h2>{words.doors}</h2>" in page.text

    person.register()
    welcome = shop.mail_to(person.email, "welcome")
    assert (welcome.subject, welcome.language) == (words.welcome, words.code)
    assert f'<html lang="{words.code}" dir="{words.direction}">' in welcome.html

    order = person.checkout(lamp)
    pending = shop.mail_to(person.email, "order-pending")
    assert (pending.subject, pending.language) == (words.order.format(number=order["number"]), words.code)
    assert words.total in pending.html


def test_what_a_person_chooses_holds_on_every_device_and_leaves_others_alone(shop: Shop) -> None:
    sara, tom = shop.person("Sara Nasser"), shop.person("Tom Hale")
    sara.ask("PATCH", "accounts/me/", language="fa")
    for _ in range(6):  # more than one thread answers
        assert _title(sara) == "چنین چیزی اینجا نیست."
        assert _title(tom) == "There is no such thing here."
    phone = Person(shop, sara.name)
    phone.email = sara.email
    assert _title(phone.login(), **{"Accept-Language": "vi"}) == "چنین چیزی اینجا نیست."


def _title(person: Person, **headers: str) -> str:
    answer = person.http.get("sales/orders/S-0000-0000/", headers=headers)
    assert answer.status_code == 404
    return str(answer.json()["title"])
