"""The product page and the bag (UX.md §2 P, K)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import plain_http
from tests.e2e.browsing import Browsing, Visit, bag_filled
from tests.running import Shop

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def pages(house: Shop, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Product pages as the API tells them."""
    address = f"{house.stack.web_url}/api/catalog/products"
    return [plain_http.get(f"{address}/{one['slug']}/?market=intl").json() for one in cards]


def page_with(pages: list[dict[str, Any]], fits: Any) -> dict[str, Any]:
    return next(page for page in pages if fits(page))


def test_P1_the_first_screen_of_a_phone_has_all_that_decides(phone: Visit, card: dict[str, Any]):
    phone.open(f"/p/{card['slug']}")
    for what in (phone.page.locator("h1"), phone.page.locator("main img").first):
        expect(what).to_be_in_viewport()


def test_P2_the_pictures_are_walked_through_and_enlarged(visit: Visit, pages: list[dict[str, Any]]):
    def shown(page: dict[str, Any], variant: dict[str, Any]) -> int:
        return sum(image["variant_id"] in (None, variant["id"]) for image in page["images"])

    page = page_with(pages, lambda one: any(shown(one, variant) > 1 for variant in one["variants"]))
    variant = next(one for one in page["variants"] if shown(page, one) > 1)
    visit.open(f"/p/{page['slug']}?variant={variant['sku']}")
    thumbnails = visit.page.get_by_role("button", name=re.compile(r"^Picture \d of \d$"))
    expect(thumbnails.first).to_have_attribute("aria-current", "true")
    visit.page.get_by_role("button", name="Next picture").click()
    expect(thumbnails.nth(1)).to_have_attribute("aria-current", "true")
    visit.page.get_by_role("button", name="Enlarge the picture").click()
    expect(visit.page.locator("dialog[open] img")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("dialog[open]")).to_have_count(0)


def test_P3_a_variant_changes_price_stock_sku_and_address(visit: Visit, pages: list[dict[str, Any]]):
    page = page_with(pages, lambda one: len([v for v in one["variants"] if v["offers"]]) > 1)
    visit.open(f"/p/{page['slug']}")
    visit.page.locator("main label:has(input[type=radio]:enabled:not(:checked))").first.click()
    expect(visit.page).to_have_url(re.compile("variant="))
    sku = re.search(r"variant=([^&]+)", visit.page.url)
    assert sku
    expect(visit.page.get_by_text(sku[1], exact=True)).to_be_visible()


def test_P4_variants_are_radio_buttons_of_a_named_group(visit: Visit, pages: list[dict[str, Any]]):
    page = page_with(pages, lambda one: len(one["variants"]) > 1)
    visit.open(f"/p/{page['slug']}")
    group = visit.page.locator("main fieldset").first
    assert group.locator("legend").inner_text().strip()
    group.locator("input[type=radio]:checked").focus()
    before = group.locator("label:has(:checked)").inner_text()
    visit.page.keyboard.press("ArrowRight")
    expect(group.locator("label:has(:checked)")).not_to_have_text(before)


def test_P6_a_phone_keeps_the_price_and_the_button_within_reach(phone: Visit, card: dict[str, Any]):
    phone.open(f"/p/{card['slug']}")
    phone.page.locator("#reviews").scroll_into_view_if_needed()
    phone.page.wait_for_timeout(300)
    expect(phone.page.get_by_role("button", name="Add to bag").last).to_be_in_viewport()


def test_P7_several_offers_are_compared_and_one_is_chosen(visit: Visit, pages: list[dict[str, Any]]):
    page = page_with(pages, lambda one: any(len(v["offers"]) > 2 for v in one["variants"][:1]))
    variant = page["variants"][0]
    visit.open(f"/p/{page['slug']}?variant={variant['sku']}")
    visit.page.get_by_role("button", name=f"Compare {len(variant['offers'])} offers").click()
    rows = visit.page.get_by_role("dialog").locator("tbody tr")
    expect(rows).to_have_count(len(variant["offers"]))
    shop = rows.nth(1).locator("th bdi").first.inner_text()
    rows.nth(1).get_by_role("button").click()
    expect(visit.page.locator("main").get_by_role("link", name=shop).first).to_be_visible()
    expect(visit.page).to_have_url(re.compile("offer="))


def test_P8_what_is_added_is_in_the_drawer_and_the_badge_counts_it(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    drawer = visit.page.get_by_role("dialog", name="Your bag")
    expect(drawer.get_by_role("heading", name="Your bag")).to_be_focused()
    expect(drawer.get_by_role("link", name=card["name"])).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("button", name="Bag, 1 item")).to_be_visible()


def test_P8_a_refusal_stands_next_to_the_button(visit: Visit, card: dict[str, Any]):
    visit.open(f"/p/{card['slug']}")
    visit.fail("**/api/sales/cart-items/", status=409)
    visit.page.get_by_role("button", name="Add to bag").first.click()
    expect(visit.page.get_by_role("alert").filter(has_text="It broke.")).to_be_visible()
    expect(visit.page.locator("dialog[open]")).to_have_count(0)


def test_P11_a_guest_keeps_a_wishlist(visit: Visit, card: dict[str, Any]):
    visit.open(f"/p/{card['slug']}")
    heart = visit.page.get_by_role("button", name=f"Wishlist: {card['name']}").first
    expect(heart).to_have_attribute("aria-pressed", "false")
    with visit.page.expect_response("**/api/catalog/wishlist/"):
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    visit.page.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")


def test_P12_structured_data_say_what_the_page_shows(visit: Visit, pages: list[dict[str, Any]]):
    page = pages[0]
    visit.open(f"/p/{page['slug']}")
    (told,) = json.loads(visit.page.locator("script[type='application/ld+json']").inner_text())
    offers = [offer for variant in page["variants"] for offer in variant["offers"]]
    assert told["name"] == visit.heading() == page["name"]
    assert told["offers"]["lowPrice"] == min(offers, key=lambda one: one["price"]["minor"])["price"]["amount"]
    assert told["offers"]["offerCount"] == len(offers)


def test_K1_drawer_and_page_show_the_same(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    drawer = visit.page.get_by_role("dialog", name="Your bag")
    prices = drawer.locator("[data-minor]").all_inner_texts()
    drawer.get_by_role("link", name="View bag").click()
    expect(visit.page.get_by_role("heading", name="Your bag", level=1)).to_be_visible()
    assert visit.page.locator("main [data-minor]").all_inner_texts() == prices


def test_K2_lines_stand_under_their_shops_and_sums_are_exact(visit: Visit, pages: list[dict[str, Any]]):
    def offer_of(page: dict[str, Any]) -> str:
        return next(
            o["store"]["slug"] for v in page["variants"] for o in v["offers"] if o["item_id"] == page["item_id"]
        )

    first = pages[0]
    second = page_with(pages, lambda one: offer_of(one) != offer_of(first) and one["is_available"])
    bag_filled(visit, first["slug"])
    bag_filled(visit, second["slug"])
    cart = visit.page.evaluate(
        "() => fetch('/api/sales/cart/', {headers: {'X-Cart-Token': localStorage.getItem('cart-token')}})"
        ".then(answer => answer.json())"
    )
    assert len(cart["stores"]) == 2
    assert cart["total"]["minor"] == sum(store["goods"]["minor"] for store in cart["stores"])
    drawer = visit.page.get_by_role("dialog", name="Your bag")
    for store in cart["stores"]:
        part = drawer.get_by_role("region", name=store["store"]["name"])
        expect(part.locator("[data-minor]").first).to_have_attribute("data-minor", str(store["goods"]["minor"]))


def test_K4_fast_presses_end_at_the_right_number_with_few_requests(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    sent: list[str] = []
    visit.page.on("request", lambda one: sent.append(one.method) if "/cart-items/" in one.url else None)
    more = visit.page.get_by_role("button", name="One more")
    for _ in range(3):
        more.click(delay=0)
    expect(visit.page.locator("output")).to_have_text("4")
    visit.page.wait_for_timeout(1_200)
    expect(visit.page.locator("output")).to_have_text("4")
    assert len([method for method in sent if method == "PATCH"]) <= 2


def test_K4_a_refused_number_goes_back_to_the_allowed_one_with_a_reason(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.page.route(
        "**/api/sales/cart-items/*/",
        lambda route: route.fulfill(
            status=409,
            content_type="application/problem+json",
            body=json.dumps({"code": "out_of_stock", "detail": "Only 1 is left.", "errors": []}),
        ),
    )
    visit.page.get_by_role("button", name="One more").click()
    expect(visit.page.get_by_role("alert").filter(has_text="Only 1 is left.")).to_be_visible()
    expect(visit.page.locator("output")).to_have_text("1")


def test_K3_a_change_says_the_new_total(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.page.get_by_role("button", name="One more").click()
    expect(visit.page.get_by_text(re.compile(r"^The total is now \$"))).to_have_count(1)


def test_K7_delivery_is_estimated_before_anybody_signs_in(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/cart")
    visit.page.get_by_text("Estimate delivery").click()
    visit.page.get_by_label("Country").select_option("PT")
    visit.page.get_by_label("City").fill("Porto")
    visit.page.get_by_role("button", name="Show", exact=True).click()
    expect(visit.page.get_by_text(re.compile(r"\$[\d.]+ · \d+–\d+ days"))).to_be_visible()


def test_K8_a_wrong_code_says_why(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/cart")
    visit.page.get_by_text("Add a code").click()
    visit.page.get_by_label("Discount code").fill("NOPE")
    visit.page.get_by_role("button", name="Apply", exact=True).click()
    expect(visit.page.get_by_label("Discount code")).to_have_attribute("aria-invalid", "true")


def test_K9_a_line_is_saved_for_later_and_comes_back(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/cart")
    visit.page.get_by_role("button", name="Save for later").click()
    saved = visit.page.get_by_role("region", name="Saved for later")
    expect(saved.get_by_role("link", name=card["name"])).to_be_visible()
    saved.get_by_role("button", name="Move to bag").click()
    expect(visit.page.get_by_role("link", name="Check out")).to_be_visible()


def test_K10_a_guests_bag_is_there_again_when_the_browser_is(browsing: Browsing, card: dict[str, Any]):
    with browsing.someone() as visit:
        bag_filled(visit, card["slug"])
        kept = visit.page.context.storage_state()
    with browsing.someone(storage_state=kept) as visit:
        visit.open("/cart")
        expect(visit.page.locator("main").get_by_role("link", name=card["name"])).to_be_visible()


def test_K11_an_empty_bag_has_one_way_on_and_what_was_looked_at(visit: Visit, card: dict[str, Any]):
    visit.open(f"/p/{card['slug']}")
    visit.open("/cart")
    expect(visit.page.get_by_text("Your bag is empty")).to_be_visible()
    expect(visit.page.get_by_role("link", name="Look around")).to_be_visible()
    expect(
        visit.page.get_by_role("region", name="Recently viewed").get_by_role("link", name=card["name"])
    ).to_be_visible()


def test_K12_what_was_removed_can_be_brought_back(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/cart")
    visit.page.get_by_role("button", name="One more").click()
    visit.page.wait_for_timeout(800)
    visit.page.get_by_role("button", name=f"Remove {card['name']}").click()
    expect(visit.page.get_by_text("Your bag is empty")).to_be_visible()
    visit.page.get_by_role("button", name="Undo").click()
    expect(visit.page.locator("main output")).to_have_text("2")
