"""From the bag to a paid order that is followed: checkout, the gateway and back, tracking (UX.md §2 X, Y, O)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Browsing, Screen, Visit, bag_filled
from tests.running import Shop

pytestmark = [pytest.mark.e2e, pytest.mark.quick, pytest.mark.timeout(400)]
PAID = re.compile(r"^Order S-[\w-]+ is paid$")


def contact_given(page: Page) -> None:
    page.get_by_label("Your name").fill("Ana Duarte")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_role("button", name="Continue as guest").click()


def address_given(page: Page) -> None:
    page.get_by_label("Country").select_option("PT")
    page.get_by_label("Street and number").fill("Rua das Flores 12")
    page.get_by_label("City").fill("Porto")
    expect(page.get_by_role("radio", name=re.compile("days")).first).to_be_visible()
    page.get_by_role("button", name="Continue to payment").click()


def at_payment(visit: Visit, slug: str) -> Page:
    bag_filled(visit, slug)
    visit.open("/checkout")
    contact_given(visit.page)
    address_given(visit.page)
    expect(visit.page.get_by_role("button", name="Continue to review")).to_be_visible()
    return visit.page


def at_review(visit: Visit, slug: str, gateway: str = "Sandbox") -> Page:
    page = at_payment(visit, slug)
    page.get_by_role("radio", name=gateway).check()
    page.get_by_role("button", name="Continue to review").click()
    expect(page.get_by_role("button", name=re.compile(r"^Pay \$"))).to_be_enabled()
    return page


def at_gateway(visit: Visit, slug: str) -> Page:
    page = at_review(visit, slug)
    page.get_by_role("button", name=re.compile(r"^Pay \$")).click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/pay/"))
    return page


def press(page: Page, action: str) -> None:
    page.locator(f"form[action$='/{action}'] button, button[formaction$='/{action}']").first.click()


def paid(visit: Visit, slug: str) -> str:
    """A paid order's number."""
    page = at_gateway(visit, slug)
    press(page, "approve")
    expect(page.get_by_role("heading", name=PAID)).to_be_visible()
    found = re.search(r"S-[\w-]+", page.locator("h1").inner_text())
    assert found
    return found[0]


def orders_of(house: Shop) -> int:
    return house.count("SELECT count(*) FROM sales_order")


def test_X1_a_guest_is_asked_for_no_account(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/checkout")
    main = visit.page.locator("main")
    expect(main.get_by_role("button", name="Continue as guest")).to_be_visible()
    expect(main.get_by_role("link", name="Sign in instead")).to_be_visible()


def test_X2_steps_are_in_the_address_and_none_is_jumped_over(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/checkout/review")
    expect(visit.page).to_have_url(re.compile("/checkout/contact$"))
    contact_given(visit.page)
    expect(visit.page).to_have_url(re.compile("/checkout/delivery$"))
    visit.page.go_back()
    expect(visit.page).to_have_url(re.compile("/checkout/contact$"))
    steps = visit.page.get_by_role("navigation", name="Steps of the checkout")
    assert [re.sub(r"[\d\s]|\(done\)", "", one) for one in steps.locator("li").all_inner_texts()] == [
        "Contact", "Delivery", "Payment", "Review",
    ]  # fmt: skip
    expect(steps.locator("[aria-current=step]")).to_contain_text("Contact")


def test_X3_the_summary_with_the_total_is_on_every_step(visit: Visit, card: dict[str, Any]):
    page = at_payment(visit, card["slug"])
    summary = page.get_by_role("complementary", name="Summary")
    total = summary.locator("dl:visible [data-minor]").last.get_attribute("data-minor")
    page.get_by_role("button", name="Continue to review").click()
    expect(page.get_by_role("button", name=re.compile(r"^Pay \$"))).to_be_visible()
    assert summary.locator("dl:visible [data-minor]").last.get_attribute("data-minor") == total
    shown = f"${int(total or 0) / 100:,.2f}"
    expect(page.get_by_role("button", name=f"Pay {shown}")).to_be_visible()


def test_X5_errors_are_gathered_lead_to_their_fields_and_go_when_corrected(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/checkout")
    contact_given(visit.page)
    page = visit.page
    page.get_by_role("button", name="Continue to payment").click()
    summary = page.get_by_role("alert").filter(has_text="Please correct 3 things")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Give the city.").click()
    city = page.get_by_label("City")
    expect(city).to_be_focused()
    expect(city).to_have_attribute("aria-invalid", "true")
    city.fill("Porto")
    assert city.get_attribute("aria-invalid") is None
    page.reload()
    expect(page.get_by_label("City")).to_have_value("Porto")


def test_X6_fields_tell_browsers_and_keyboards_what_they_are(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/checkout")
    page = visit.page
    for label, autocomplete, kind in (
        ("Your name", "name", "text"),
        ("E-mail", "email", "email"),
        ("Phone", "tel", "tel"),
    ):
        field = page.get_by_label(label)
        assert field.get_attribute("autocomplete") == autocomplete
        assert (field.get_attribute("type") or "text") == kind
    assert page.get_by_label("Phone").get_attribute("aria-describedby")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Phone").fill("۰۹۱۲۳۴۵۶۷۸۹")
    page.get_by_role("button", name="Continue as guest").click()
    expect(page).to_have_url(re.compile("delivery"))
    assert "09123456789" in (page.evaluate("sessionStorage.getItem('checkout')") or "")


@pytest.mark.parametrize(
    ("market", "gateway"), [("ir", "Zarinpal"), ("vn", "VNPAY"), ("id", "Midtrans"), ("intl", "Stripe")]
)
def test_X7_each_market_has_its_gateway(browsing: Browsing, market: str, gateway: str):
    with browsing.someone(Screen(market=market)) as visit:
        visit.open("/")
        answer = visit.api(f"/api/payments/methods/?market={market}&amount_minor=500000")
        assert gateway in [one["title"] for one in answer["methods"]][:1]


def test_X9_pressing_pay_again_and_again_makes_one_order(visit: Visit, card: dict[str, Any], house: Shop):
    page = at_review(visit, card["slug"])
    before = orders_of(house)
    pay = page.get_by_role("button", name=re.compile(r"^Pay \$"))
    pay.focus()
    for _ in range(4):
        page.keyboard.press("Enter", delay=0)
    page.wait_for_url(re.compile(r"/pay/"))
    assert orders_of(house) == before + 1


def test_X9_an_answer_that_was_lost_makes_no_second_order(visit: Visit, card: dict[str, Any], house: Shop):
    page = at_review(visit, card["slug"])
    before = orders_of(house)
    keys = visit.lose_answer("**/api/sales/checkout/")
    pay = page.get_by_role("button", name=re.compile(r"^Pay \$"))
    pay.click()
    expect(page.get_by_role("alert").filter(has_text="nothing is ordered twice")).to_be_visible()
    pay.click()
    page.wait_for_url(re.compile(r"/pay/"))
    assert keys[0] == keys[1] != ""
    assert orders_of(house) == before + 1


def test_X11_the_header_leads_nowhere_else(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    visit.open("/checkout")
    assert visit.page.locator("header").first.get_by_role("link").count() == 2
    expect(visit.page.get_by_role("combobox", name="Search")).to_have_count(0)


def test_Y1_before_leaving_it_says_where_to_and_how_much(visit: Visit, card: dict[str, Any]):
    page = at_review(visit, card["slug"])
    page.route(re.compile(r"/pay/"), lambda route: route.fulfill(status=204))  # the gateway's page does not come
    page.get_by_role("button", name=re.compile(r"^Pay \$")).click()
    expect(page.get_by_text("Taking you to Sandbox")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\$[\d.]+ for order S-"))).to_be_visible()
    expect(page.get_by_role("link", name="Go to Sandbox")).to_be_visible()


def test_Y2_approved_it_is_paid_and_the_bag_is_empty_in_every_tab(visit: Visit, card: dict[str, Any]):
    bag_filled(visit, card["slug"])
    other = visit.page.context.new_page()
    other.goto(f"{visit.base}/cart")
    expect(other.locator("main").get_by_role("link", name=card["name"])).to_be_visible()
    number = paid(visit, card["slug"])
    expect(visit.page.get_by_text("ana@example.com")).to_be_visible()
    expect(visit.page.get_by_text(card["name"])).to_be_visible()
    expect(visit.page.get_by_role("button", name="Bag, 0 items")).to_be_visible()
    expect(other.get_by_text("Your bag is empty")).to_be_visible()
    visit.page.get_by_role("link", name="Track order").click()
    expect(visit.page.get_by_role("heading", name=f"Order {number}")).to_be_visible()


def test_Y3_declined_it_says_so_and_can_be_paid_otherwise(visit: Visit, card: dict[str, Any], house: Shop):
    page = at_gateway(visit, card["slug"])
    before = orders_of(house)
    press(page, "decline")
    expect(page.get_by_text("The payment was declined. Nothing was charged.")).to_be_visible()
    page.get_by_role("button", name="Pay now").click()
    page.wait_for_url(re.compile(r"/pay/"))
    press(page, "approve")
    expect(page.get_by_role("heading", name=PAID)).to_be_visible()
    assert orders_of(house) == before


def test_Y4_cancelled_nothing_was_charged(visit: Visit, card: dict[str, Any]):
    page = at_gateway(visit, card["slug"])
    press(page, "cancel")
    expect(page.get_by_text("The payment was cancelled. Nothing was charged.")).to_be_visible()
    expect(page.get_by_role("button", name="Pay now")).to_be_visible()


def test_Y5_approved_late_it_waits_honestly_and_changes_by_itself(visit: Visit, card: dict[str, Any]):
    page = at_gateway(visit, card["slug"])
    press(page, "approve-late")
    expect(page.get_by_role("heading", name="Your payment is being confirmed")).to_be_visible()
    expect(page.get_by_role("button", name="Pay now")).to_have_count(0)
    assert "failed" not in page.locator("main").inner_text().lower()
    expect(page.get_by_role("heading", name=PAID)).to_be_visible(timeout=60_000)


def test_Y7_Y11_the_return_page_says_the_same_again_and_to_a_browser_that_knows_nothing(
    browsing: Browsing, visit: Visit, card: dict[str, Any], house: Shop
):
    number = paid(visit, card["slug"])
    address = visit.page.url
    visit.page.reload()
    expect(visit.page.get_by_role("heading", name=PAID)).to_be_visible()
    with browsing.someone() as stranger:
        stranger.open(address)
        expect(stranger.page.get_by_role("heading", name=f"Order {number} is paid")).to_be_visible()
        assert "ana@example.com" not in stranger.page.content()
    captured = "SELECT count(*) FROM payments_payment p JOIN sales_order o ON o.id = p.order_id"
    assert house.count(f"{captured} WHERE o.number = %s AND p.status = 'CAPTURED'", number) == 1


def test_Y8_what_is_changed_in_the_address_changes_nothing(browsing: Browsing, visit: Visit, card: dict[str, Any]):
    number = paid(visit, card["slug"])
    address = visit.page.url
    with browsing.someone() as stranger:
        assert stranger.open(address.replace(number, "S-0000-0000")).status == 200
        expect(stranger.page.get_by_role("heading", name="Nothing is at this address")).to_be_visible()
        stranger.open(f"{address}&status=FAILED&amount=1")
        expect(stranger.page.get_by_role("heading", name=PAID)).to_be_visible()


def test_Y9_a_closed_gateway_leaves_an_order_that_can_still_be_paid(visit: Visit, card: dict[str, Any]):
    page = at_gateway(visit, card["slug"])
    press(page, "close")
    page.goto(f"{visit.base}/")
    number = page.evaluate("Object.keys(sessionStorage).find(one => one.startsWith('order:'))").removeprefix("order:")
    page.goto(f"{visit.base}/order/{number}")
    expect(page.get_by_text("This order waits for your payment")).to_be_visible()
    page.get_by_role("link", name="Pay now").click()
    expect(page.get_by_role("button", name="Pay now")).to_be_visible()


def test_O1_O2_a_parcel_has_a_timeline_that_says_where_it_is(visit: Visit, card: dict[str, Any]):
    number = paid(visit, card["slug"])
    visit.open(f"/order/{number}")
    timeline = visit.page.locator("main ol")
    texts = [one.splitlines()[0].removesuffix(" (now)") for one in timeline.locator("li").all_inner_texts()]
    assert texts == ["Placed", "Paid", "Being packed", "Handed to courier", "Delivered"]
    expect(timeline.locator("[aria-current=step]")).to_contain_text("Paid")
    assert timeline.locator("time").first.get_attribute("datetime")


def test_O5_somebody_elses_order_is_not_there(browsing: Browsing, visit: Visit, card: dict[str, Any]):
    number = paid(visit, card["slug"])
    with browsing.someone() as stranger:
        stranger.open(f"/order/{number}")
        expect(stranger.page.get_by_role("heading", name="Nothing is at this address")).to_be_visible()


def test_O6_an_order_is_cancelled_after_a_question_that_names_it(visit: Visit, card: dict[str, Any], house: Shop):
    number = paid(visit, card["slug"])
    visit.open(f"/order/{number}")
    page = visit.page
    page.get_by_role("button", name="Cancel the order").click()
    dialog = page.get_by_role("dialog", name=f"Cancel order {number}?")
    expect(dialog.get_by_text("goes back the way you paid")).to_be_visible()
    dialog.get_by_role("button", name="Keep the order").click()
    expect(page.locator("main").get_by_text("Cancelled", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Cancel the order").click()
    dialog.get_by_role("button", name="Cancel the order").click()
    expect(page.locator("main").get_by_text("Cancelled", exact=True).first).to_be_visible()
    assert house.count("SELECT count(*) FROM sales_order WHERE number = %s AND status = 'CANCELLED'", number) == 1


def test_O8_the_invoice_is_a_pdf(visit: Visit, card: dict[str, Any]):
    number = paid(visit, card["slug"])
    visit.open(f"/order/{number}")
    link = visit.page.get_by_role("link", name=re.compile("^Invoice"))
    for _ in range(20):
        if link.count():
            break
        visit.page.wait_for_timeout(500)
        visit.page.reload()
    with visit.page.expect_download() as got:
        link.first.click()
    assert got.value.path().read_bytes().startswith(b"%PDF")


def test_O9_what_was_bought_is_bought_again(visit: Visit, card: dict[str, Any]):
    number = paid(visit, card["slug"])
    visit.open(f"/order/{number}")
    visit.page.get_by_role("button", name="Buy again").click()
    drawer = visit.page.get_by_role("dialog", name="Your bag")
    expect(drawer.get_by_role("link", name=card["name"])).to_be_visible()
