"""What holds on every page, in both themes, from both sides, on a phone and at a desk (UX.md §2 G)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import ALL_SCREENS, SMALL, Browsing, Screen, Visit

pytestmark = pytest.mark.e2e
PAGES = {
    "home": "/",
    "category": "/c/keyboards",
    "filtered": "/c/keyboards?available=true&sort=price",
    "search": "/search?q=keyboard",
    "nothing-found": "/search?q=zzzzqqq",
    "product": "/p/{product}",
    "store": "/s/{store}",
    "store-about": "/s/{store}/about",
    "store-policies": "/s/{store}/policies",
    "store-reviews": "/s/{store}/reviews",
    "empty-bag": "/cart",
    "missing": "/nothing/here",
}


@pytest.fixture(scope="module")
def names(cards: list[dict[str, Any]]) -> dict[str, str]:
    return {"product": cards[0]["slug"], "store": cards[0]["stores"][0]["slug"]}


@pytest.fixture(scope="module", params=[f"{page} {screen}" for page in PAGES for screen in map(str, ALL_SCREENS)])
def seen(request: pytest.FixtureRequest, browsing: Browsing, names: dict[str, str]) -> Iterator[Visit]:
    """A page on a screen, once everything on it has arrived."""
    page, screen = request.param.split()
    shown = next(one for one in ALL_SCREENS if str(one) == screen)
    with browsing.someone(shown) as visit:
        answer = visit.open(PAGES[page].format(**names))
        assert answer.status == (404 if page == "missing" else 200)
        expect(visit.page.locator("h1")).to_be_visible()
        yield visit


def test_G1_nothing_fails_and_nothing_is_asked_of_another_host(seen: Visit):
    assert seen.complaints == []
    assert seen.foreign == []


def test_G2_language_direction_landmarks_and_title_are_right(seen: Visit):
    page, language = seen.page, seen.screen.language
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
    assert page.locator("h1").count() == 1
    for landmark in ("header", "nav", "main", "footer"):
        assert page.locator(landmark).count() >= 1, landmark
    assert re.fullmatch(r".+ — Serai", page.title())


def test_G3_axe_finds_nothing(seen: Visit):
    assert seen.violations() == []


def test_G5_what_has_the_focus_can_be_seen(seen: Visit):
    page = seen.page
    page.evaluate("window.scrollTo(0, 0); document.activeElement?.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (!at || at === document.body) return null;
                const box = at.getBoundingClientRect();
                const points = [[box.x + box.width / 2, box.y + box.height / 2], [box.x + 3, box.y + 3],
                    [box.right - 3, box.bottom - 3], [box.x + 3, box.bottom - 3], [box.right - 3, box.y + 3]];
                const isSeen = points.some(([x, y]) => {
                    const found = document.elementFromPoint(x, y);
                    return found && (found === at || at.contains(found) || found.contains(at));
                });
                return isSeen ? null : at.outerHTML.slice(0, 200);
            }"""
        )
        assert hidden is None


def test_G6_what_is_pressed_is_large_enough(seen: Visit):
    small = seen.page.evaluate(
        """() => [...document.querySelectorAll('a[href], button')].filter(one => {
            const box = one.getBoundingClientRect();
            const isShown = box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden';
            const isText = one.tagName === 'A' && getComputedStyle(one).display === 'inline';
            return isShown && !isText && (box.width < 24 || box.height < 24);
        }).map(one => one.outerHTML.slice(0, 200))"""
    )
    assert small == []


def test_G7_a_small_screen_does_not_scroll_sideways(seen: Visit):
    width, height = seen.screen.size
    seen.page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    try:
        wide = seen.page.evaluate(
            """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                [...document.querySelectorAll('body *')].filter(one => {
                    const box = one.getBoundingClientRect();
                    return box.right > innerWidth + 1 || box.left < -1;
                }).map(one => one.outerHTML.slice(0, 150)).slice(0, 5)"""
        )
        assert wide == []
    finally:
        seen.page.set_viewport_size({"width": width, "height": height})


def test_G8_with_letters_twice_as_large_no_control_is_cut(seen: Visit):
    seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        cut = seen.page.evaluate(
            """() => [...document.querySelectorAll('button, input:not([type=checkbox]):not([type=radio]), select')]
                .filter(one => one.getBoundingClientRect().height > 1 && !one.classList.contains('sr-only'))
                .filter(one => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflow !== 'visible')
                .map(one => one.outerHTML.slice(0, 150))"""
        )
        assert cut == []
    finally:
        seen.page.evaluate("document.documentElement.style.fontSize = ''")


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_G3_axe_finds_nothing_while_drawer_and_dialogs_are_open(
    browsing: Browsing, names: dict[str, str], screen: Screen
):
    with browsing.someone(screen) as visit:
        visit.open(f"/p/{names['product']}")
        for opener in ("header button[aria-haspopup=dialog] >> nth=0", "header button[aria-haspopup=dialog] >> nth=1"):
            visit.page.locator(opener).click()
            expect(visit.page.locator("dialog[open]")).to_be_visible()
            assert visit.violations() == []
            visit.page.keyboard.press("Escape")
            expect(visit.page.locator("dialog[open]")).to_have_count(0)


def test_G4_the_first_tab_skips_to_the_content(visit: Visit):
    visit.open("/c/keyboards")
    visit.page.keyboard.press("Tab")
    skip = visit.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("main")).to_be_focused()


def test_G9_a_change_of_page_leads_to_its_heading_and_back_to_where_one_was(visit: Visit):
    visit.open("/c/keyboards")
    card = visit.page.locator("[data-card]").nth(9)
    card.scroll_into_view_if_needed()
    before = visit.page.evaluate("scrollY")
    name = card.inner_text()
    card.click()
    heading = visit.page.locator("h1")
    expect(heading).to_have_text(name)
    expect(heading).to_be_focused()
    assert visit.page.title() == f"{name} — Serai"
    assert visit.page.evaluate("scrollY") == 0
    visit.page.go_back()
    expect(visit.page.locator("[data-card]").nth(9)).to_have_text(name)
    visit.page.wait_for_function("before => Math.abs(scrollY - before) <= 40", arg=before)


def test_G10_who_wants_no_motion_gets_none(browsing: Browsing):
    with browsing.someone(Screen(), reduced_motion="reduce") as visit:
        visit.open("/")
        visit.page.get_by_role("button", name="Categories").click()
        longest = visit.page.evaluate(
            "Math.max(0, ...document.getAnimations().map(one => Number(one.effect.getComputedTiming().duration) || 0))"
        )
        assert longest <= 10


def test_G18_every_price_is_the_one_of_the_api_in_the_readers_words(visit: Visit):
    visit.open("/c/keyboards")
    prices = visit.page.locator("[data-minor]")
    assert prices.count() > 10
    for price in prices.all()[:20]:
        minor, currency = int(price.get_attribute("data-minor") or ""), price.get_attribute("data-currency")
        assert (currency, price.inner_text()) == ("USD", f"${minor / 100:,.2f}")


def test_G19_every_picture_has_its_size_and_words_that_are_no_file_name(visit: Visit, card: dict[str, Any]):
    for path in ("/", f"/p/{card['slug']}"):
        visit.open(path)
        pictures = visit.page.locator("img").evaluate_all("all => all.map(one => [one.alt, one.width, one.height])")
        assert pictures
        for alt, width, height in pictures:
            assert width > 0
            assert height > 0
            assert not re.search(r"\.(svg|webp|png|jpe?g)$", alt)


@pytest.mark.parametrize(("theme", "ground"), [("light", "rgb(243, 244, 242)"), ("dark", "rgb(16, 19, 18)")])
def test_G21_the_first_frame_has_the_theme_and_keeps_it(browsing: Browsing, theme: str, ground: str):
    with browsing.someone(Screen(theme=theme), java_script_enabled=False) as visit:
        visit.open("/")
        assert visit.page.locator("html").evaluate("one => getComputedStyle(one).backgroundColor") == ground
    with browsing.someone(Screen(theme="light" if theme == "dark" else "dark")) as visit:
        visit.open("/")
        visit.page.get_by_label("Appearance").select_option(theme)
        visit.page.reload()
        assert visit.page.locator("html").evaluate("one => getComputedStyle(one).backgroundColor") == ground


def test_G14_an_unknown_address_and_an_unknown_product_say_so(visit: Visit):
    for path in ("/nowhere", "/p/no-such-thing"):
        assert visit.open(path).status == 404
        expect(visit.page.get_by_role("heading", name="Nothing is at this address")).to_be_visible()
        expect(visit.page.get_by_role("combobox", name="Search")).to_be_visible()
        expect(visit.page.get_by_role("link", name="Go to the front page")).to_be_visible()
        assert visit.page.locator("meta[name=robots]").get_attribute("content") == "noindex"
