"""What people see when something goes wrong: a poor network, none, a server that breaks, a double press (UX.md §2)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Visit, bag_filled

pytestmark = pytest.mark.e2e  # seconds count here: not on a busy machine


def test_G11_on_a_slow_network_the_frame_is_there_at_once_and_nothing_jumps(visit: Visit, card: dict[str, Any]):
    visit.open("/")
    visit.page.evaluate(
        """() => { window.shift = 0; new PerformanceObserver(list => {
            for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
        }).observe({type: 'layout-shift', buffered: true}); }"""
    )
    visit.slow()
    visit.page.get_by_role("button", name="Categories").click()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("link").first.click()
    expect(visit.page.locator("[data-card]").first).to_be_visible(timeout=15_000)
    assert visit.page.evaluate("window.shift") < 0.1


def test_G11_after_ten_seconds_without_data_it_says_so_and_offers_another_try(visit: Visit, card: dict[str, Any]):
    visit.open("/")
    visit.page.route("**/api/catalog/products/*/**", lambda route: None)  # the answer never comes
    visit.page.locator("[data-card]").first.click()
    frame = visit.page.locator("[aria-busy=true]")
    expect(frame).to_be_attached(timeout=1_000)
    expect(visit.page.get_by_text("Still loading")).to_be_visible(timeout=12_000)
    visit.page.unroute_all(behavior="ignoreErrors")
    expect(visit.page.get_by_role("button", name="Try again")).to_be_visible()


def test_G12_offline_it_says_so_keeps_what_is_shown_and_recovers_by_itself(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/cart")
    visit.page.get_by_text("Add a code").click()
    visit.page.get_by_label("Discount code").fill("HALF-TYPED")
    visit.offline()
    line = visit.page.get_by_text("You are offline.")
    expect(line).to_be_visible(timeout=2_000)
    expect(visit.page.locator("main").get_by_role("link", name=card["name"])).to_be_visible()
    visit.offline(False)
    expect(line).to_have_count(0)
    expect(visit.page.get_by_label("Discount code")).to_have_value("HALF-TYPED")


def test_G13_when_the_server_breaks_it_says_what_failed_and_under_which_number(visit: Visit, card: dict[str, Any]):
    visit.open("/")
    visit.fail("**/api/catalog/products/*/**", times=1)
    visit.page.locator("[data-card]").first.click()
    trouble = visit.page.get_by_role("alert").filter(has_text="We could not show this product.")
    expect(trouble).to_be_visible()
    expect(trouble.get_by_text("01a2-the-request-id")).to_be_visible()
    expect(visit.page.get_by_role("combobox", name="Search")).to_be_visible()
    expect(visit.page.locator("footer")).to_be_attached()
    trouble.get_by_role("button", name="Try again").click()
    expect(
        visit.page.get_by_role("button", name=re.compile("Add to bag|Tell me|Sign in to be told")).first
    ).to_be_visible()


def test_G20_a_double_press_adds_one(visit: Visit, card: dict[str, Any]):
    visit.open(f"/p/{card['slug']}")
    visit.page.get_by_role("button", name="Add to bag").first.dblclick(delay=0)
    expect(visit.page.get_by_role("dialog", name="Your bag")).to_be_visible()
    visit.page.wait_for_timeout(800)
    expect(visit.page.locator("output")).to_have_text("1")


def test_G22_an_address_shows_a_stranger_the_same_variant(visit: Visit, cards: list[dict[str, Any]]):
    visit.open("/")
    for one in cards:
        page = visit.api(f"/api/catalog/products/{one['slug']}/?market=intl")
        if len(page["variants"]) > 1:
            variant = page["variants"][-1]
            visit.open(f"/p/{one['slug']}?variant={variant['sku']}")
            expect(visit.page.get_by_text(variant["sku"], exact=True)).to_be_visible()
            return
    raise AssertionError("The demo has no product with variants.")
