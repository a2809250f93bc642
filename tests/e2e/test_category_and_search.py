"""Finding things: categories with their filters, and search (UX.md §2 C, S)."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Visit

pytestmark = pytest.mark.e2e
LIST = "/c/keyboards"


def shown_count(visit: Visit) -> int:
    found = re.search(r"([\d,]+)\+? products?", visit.heading())
    assert found, visit.heading()
    return int(found[1].replace(",", ""))


def query(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def tick(visit: Visit, group: str, nth: int = 0) -> str:
    """Choose a value of a group of filters; its name."""
    label = visit.page.get_by_role("group", name=group).locator("label").nth(nth)
    name = label.locator("bdi").inner_text()
    label.click()
    return name


def test_C1_the_way_down_is_the_address_and_narrower_categories_have_counts(visit: Visit):
    visit.open("/c/keyboards/keyboard-kits")
    way = visit.page.get_by_role("navigation", name="Where you are")
    assert [text.strip() for text in way.locator("li").all_inner_texts()] == ["Home", "Keyboards", "Keyboard kits"]
    below = visit.page.get_by_role("navigation", name="Narrower categories").locator("a").first
    assert re.search(r"\d+$", below.inner_text())
    below.click()
    expect(visit.page).to_have_url(re.compile(r"/c/keyboards/keyboard-kits/[\w-]+$"))


def test_C2_two_filters_change_the_address_the_count_and_the_list(visit: Visit):
    visit.open(LIST)
    whole = shown_count(visit)
    tick(visit, "Layout")
    expect(visit.page).to_have_url(re.compile("attributes="))
    visit.page.wait_for_function("whole => !document.querySelector('h1').innerText.includes(whole)", arg=str(whole))
    one = shown_count(visit)
    assert 0 < one < whole
    expect(visit.page.locator("[data-card]")).to_have_count(one)
    none_left = visit.page.locator("fieldset input[type=checkbox]:disabled")
    for box in none_left.all()[:3]:
        expect(box).to_be_visible()  # disabled, not hidden


def test_C3_chosen_filters_are_chips_and_all_can_be_cleared(visit: Visit):
    visit.open(LIST)
    first = tick(visit, "Layout")
    chips = visit.page.get_by_role("list", name="Chosen filters")
    expect(chips.get_by_role("button")).to_have_count(1)
    expect(chips.get_by_role("button").first).to_contain_text(first)
    tick(visit, "Layout", 1)
    expect(chips.get_by_role("button", name="Clear all")).to_be_visible()
    chips.get_by_role("button", name="Clear all").click()
    expect(chips).to_have_count(0)
    assert query(visit) == {}


def test_C4_the_new_count_is_said_once(visit: Visit):
    visit.open(LIST)
    tick(visit, "Layout")
    expect(visit.page.locator("p[role=status]").filter(has_text=re.compile(r"^\d+ products?$"))).to_have_count(1)


def test_C5_back_takes_the_last_filter_away_and_an_address_shows_everybody_the_same(visit: Visit):
    visit.open(LIST)
    tick(visit, "Layout")
    expect(visit.page).to_have_url(re.compile("attributes="))
    address = visit.page.url
    expect(visit.page.get_by_role("list", name="Chosen filters")).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    names = visit.page.locator("[data-card]").all_inner_texts()
    visit.page.go_back()
    expect(visit.page.get_by_role("list", name="Chosen filters")).to_have_count(0)
    visit.open(address)
    assert visit.page.locator("[data-card]").all_inner_texts() == names


def test_C6_a_price_range_is_typed_and_the_wrong_order_is_corrected(visit: Visit):
    visit.open(LIST)
    visit.page.get_by_label("From").fill("200")
    visit.page.get_by_label("Up to").fill("50")
    visit.page.get_by_role("button", name="Apply the price").click()
    expect(visit.page.get_by_text("so we turned them round")).to_be_visible()
    expect(visit.page).to_have_url(re.compile(r"min=50&max=200"))
    visit.page.wait_for_function(
        """() => { const all = [...document.querySelectorAll('article p > [data-minor]:first-child')];
            return all.length > 0 && all.every(one => 5000 <= one.dataset.minor && one.dataset.minor <= 20000); }"""
    )


def test_C7_low_to_high_is_sorted_by_the_best_offer(visit: Visit):
    visit.open(LIST)
    visit.page.get_by_label("Sort").select_option("price")
    expect(visit.page).to_have_url(re.compile("sort=price"))
    visit.page.wait_for_load_state("networkidle")
    prices = [int(one.get_attribute("data-minor") or 0) for one in visit.page.locator("article p > [data-minor]").all()]
    assert prices == sorted(prices)


def test_C8_more_is_added_below_and_the_focus_is_on_the_first_of_it(visit: Visit):
    visit.open(LIST)
    before = visit.page.locator("[data-card]").count()
    visit.page.get_by_role("button", name="Show more").click()
    first_new = visit.page.locator("[data-card]").nth(before)
    expect(first_new).to_be_focused()
    assert "after" in query(visit)
    expect(visit.page.locator("footer")).to_be_attached()


def test_C9_on_a_phone_filters_are_tried_in_a_dialog(phone: Visit):
    phone.open(LIST)
    phone.page.get_by_role("button", name="Filters").click()
    dialog = phone.page.get_by_role("dialog", name="Filters")
    dialog.get_by_role("group", name="Layout").locator("label").first.click()
    expect(dialog.get_by_role("button", name=re.compile(r"^Show \d+ products?$"))).to_be_visible()
    phone.page.keyboard.press("Escape")
    assert query(phone) == {}
    phone.page.get_by_role("button", name="Filters").click()
    dialog.get_by_role("group", name="Layout").locator("label").first.click()
    dialog.get_by_role("button", name=re.compile("^Show ")).click()
    expect(phone.page).to_have_url(re.compile("attributes="))


def test_C10_where_nothing_fits_the_page_names_the_filter_to_give_up(visit: Visit):
    visit.open(f"{LIST}?min=99000&available=true")
    expect(visit.page.get_by_text("Nothing fits all of these filters")).to_be_visible()
    visit.page.get_by_role("button", name=re.compile(r"^Remove “.*” \(\d+ products?\)$")).click()
    expect(visit.page.locator("[data-card]").first).to_be_visible()


def test_S1_slash_leads_into_the_field(visit: Visit):
    visit.open("/")
    field = visit.page.get_by_role("combobox", name="Search")
    visit.page.keyboard.press("/")
    expect(field).to_be_focused()
    assert field.input_value() == ""
    for name, value in {"aria-expanded": "false", "aria-autocomplete": "list"}.items():
        assert field.get_attribute(name) == value
    assert visit.page.locator(f"[id='{field.get_attribute('aria-controls')}']").count() == 1
    visit.page.keyboard.type("a/b")
    assert field.input_value() == "a/b"


def test_S2_suggestions_come_in_labelled_groups(visit: Visit):
    visit.open("/")
    visit.page.get_by_role("combobox", name="Search").press_sequentially("switch", delay=30)
    products = visit.page.get_by_role("group", name="Products")
    expect(products.get_by_role("option").first).to_be_visible(timeout=2_000)
    assert 1 <= products.get_by_role("option").count() <= 5
    assert "$" in products.get_by_role("option").first.inner_text()
    expect(visit.page.get_by_role("option", name="Search for “switch”")).to_be_visible()
    expect(visit.page.get_by_role("group", name="Categories")).to_be_visible()


def test_S3_the_arrow_keys_walk_through_them_while_the_focus_stays(visit: Visit):
    visit.open("/")
    field = visit.page.get_by_role("combobox", name="Search")
    field.press_sequentially("switch", delay=30)
    expect(visit.page.get_by_role("option").first).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(visit.page.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "switch"
    field.press("Escape")
    assert field.input_value() == ""
    field.fill("switch")
    field.press("Enter")
    expect(visit.page).to_have_url(re.compile(r"/search\?q=switch"))


def test_S4_a_late_answer_to_former_words_is_never_shown(visit: Visit):
    visit.open("/")

    def hold(route) -> None:
        if parse_qs(urlsplit(route.request.url).query)["q"] == ["sw"]:
            visit.page.wait_for_timeout(1_500)
        route.continue_()

    visit.page.route("**/api/catalog/suggest/**", hold)
    field = visit.page.get_by_role("combobox", name="Search")
    field.press_sequentially("sw", delay=10)
    visit.page.wait_for_timeout(300)
    field.press_sequentially("itch film", delay=10)
    expect(visit.page.get_by_role("option").filter(has_text=re.compile("film", re.IGNORECASE)).first).to_be_visible()
    visit.page.wait_for_timeout(2_000)
    options = visit.page.get_by_role("group", name="Products").get_by_role("option").all_inner_texts()
    assert options
    assert all("film" in one.lower() for one in options)


@pytest.mark.parametrize(("typed", "found"), [("kebyoard", "keyboard"), ("phim", "Phím")])
def test_S5_a_typing_error_and_missing_accents_still_find(visit: Visit, typed: str, found: str):
    visit.open(f"/search?q={typed}")
    expect(visit.page.locator("[data-card]").first).to_be_visible()
    text = visit.page.locator("main").inner_text()
    assert found.lower() in text.lower()


def test_S6_the_part_that_matches_is_marked(visit: Visit):
    visit.open("/")
    visit.page.get_by_role("combobox", name="Search").press_sequentially("switch", delay=30)
    mark = visit.page.get_by_role("option").locator("mark").first
    expect(mark).to_be_visible()
    assert mark.inner_text().lower() == "switch"
    assert "underline" in mark.evaluate("one => getComputedStyle(one).textDecorationLine")


def test_S7_where_nothing_is_found_the_page_says_what_was_tried_and_leads_on(visit: Visit):
    visit.open("/search?q=zzzzqqq")
    expect(visit.page.get_by_text("Nothing found for “zzzzqqq”")).to_be_visible()
    assert visit.page.locator("main a[href*='/c/']").count() >= 2


def test_S8_recent_searches_stay_on_this_device_and_can_be_forgotten(visit: Visit):
    visit.open("/")
    field = visit.page.get_by_role("combobox", name="Search")
    field.fill("brass")
    field.press("Enter")
    expect(visit.page).to_have_url(re.compile("q=brass"))
    visit.open("/")
    field.focus()
    expect(visit.page.get_by_role("option", name="brass")).to_be_visible()
    visit.page.get_by_role("button", name="Forget recent searches").click()
    expect(visit.page.get_by_role("option", name="brass")).to_have_count(0)
    assert visit.page.evaluate("localStorage.getItem('recent-searches')") == "[]"
