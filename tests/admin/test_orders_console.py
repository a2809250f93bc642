"""/admin/orders: all orders with their parts, found by number or contact, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from accounts.models import User
from tests.admin.conftest import World, page_text
from tests.sales.factories import make_order


@pytest.fixture
def support(sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]) -> Client:
    return sign_in(staff_of("support"))


def numbers(client: Client, **params: str) -> list[str]:
    return [row.number for row in client.get("/admin/orders/", params).context["rows"]]


def test_it_shows_status_customer_items_and_amounts(world: World, support: Client) -> None:
    answer = support.get("/admin/orders")
    text = page_text(answer)
    first, second = answer.context["rows"]
    assert [first.number, second.number] == [world.foreign_order.number, world.order.number]
    assert (second.status, second.customer, str(second.total)) == ("PAID", "Mina Rahimi", "47.50 USD")
    assert {(part.store, part.status) for part in second.parts} == {("Acme store", "PAID"), ("Zenith store", "PAID")}
    assert "mina.guest@example.com" in text
    assert "Acme keyboard" in text
    assert "25.00 USD" in text


def test_it_is_searched_by_number_and_contact_and_filtered_by_status(world: World, support: Client) -> None:
    assert numbers(support, q=world.order.number[:6]) == [world.order.number]
    assert numbers(support, q="MINA.guest@example.com") == [world.foreign_order.number, world.order.number]
    assert numbers(support, q="nobody@example.com") == []
    assert numbers(support, status="PAID") == [world.order.number]
    assert numbers(support, status="NO-SUCH") == [world.foreign_order.number, world.order.number]


def test_the_pages_follow_one_another_without_gap(
    world: World, support: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sales.admin.console.PAGE", 2)
    more = [make_order((world.acme.item, 1)).number for _ in range(3)]
    expected = [*reversed(more), world.foreign_order.number, world.order.number]
    seen, params = [], {}
    for _ in range(3):
        answer = support.get("/admin/orders", params)
        seen += [row.number for row in answer.context["rows"]]
        params = {name: values[0] for name, values in parse_qs(answer.context["next_page"]).items()}
    assert seen == expected
    assert answer.context["next_page"] == ""


def test_a_made_up_page_key_shows_the_first_page(world: World, support: Client) -> None:
    assert numbers(support, after="'; drop table") == [world.foreign_order.number, world.order.number]
