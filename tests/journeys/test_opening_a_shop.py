"""Somebody opens a shop, asks a helper in, two people edit at once: over HTTP, with the unhappy ways."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from tests import plain_http
from tests.running import PASSWORD, Person, Shop, wait_until

pytestmark = pytest.mark.journey


class Console:
    """An administrator's browser at /admin/."""

    def __init__(self, shop: Shop) -> None:
        email = f"root.{uuid.uuid4().hex[:8]}@example.com"
        make = (
            f"from accounts.models import User; User.objects.create_superuser(email={email!r}, password={PASSWORD!r})"
        )
        shop.manage("shell", "-c", make)
        self.http = plain_http.client(base_url=shop.stack.web_url, follow_redirects=True)
        answer = self.post("/admin/login/", username=email, password=PASSWORD, next="/admin/")
        assert "Dashboard" in answer

    def post(self, path: str, **fields: str) -> str:
        page = self.http.get(path).text
        key = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        answer = self.http.post(
            path,
            data={**fields, "csrfmiddlewaretoken": key[1] if key else ""},
            headers={"Referer": f"{self.http.base_url}{path}"},
        )
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    def act(self, model: str, pk: Any, action: str, **fields: str) -> str:
        chosen = {"action": action, "_selected_action": str(pk), "index": "0", "confirmed": "yes"}
        return self.post(f"/admin/{model}/", **chosen, **fields)


def open_shop(person: Person, **more: Any) -> dict[str, Any]:
    body = {"name": f"Kayu {uuid.uuid4().hex[:6]}", "market": "intl", "contact": person.email, **more}
    return dict(person.ask("POST", "marketplace/onboarding/", **body))


def link_in_mail(shop: Shop, address: str) -> str:
    """The token of the invitation that was mailed to this address."""

    def found() -> str:
        for path in shop.stack.mail_dir.glob("*.log"):
            text = path.read_text().replace("=\n", "").replace("=3D", "=")
            if address in text and (link := re.search(r"/invitations/([\w.-]+)/", text)):
                return link[1]
        return ""

    return str(wait_until(found, lambda: f"an invitation to {address}"))


def test_a_shop_of_three_fields_sells_at_once_and_a_taken_name_offers_others(shop: Shop):
    first, second = shop.person("Budi Santoso"), shop.person("Citra Lestari")
    store = open_shop(first)["store"]
    assert first.get("marketplace/onboarding/")["seller"]["status"] == "APPROVED"
    refused = second.ask(
        "POST",
        "marketplace/onboarding/",
        status=409,
        name=store["name"],
        market="intl",
        contact=second.email,
        slug=store["slug"],
    )
    assert refused["code"] == "taken"
    again = open_shop(second, name=store["name"], slug=refused["suggestions"][0])
    assert again["store"]["slug"] == refused["suggestions"][0]
    first.ask("PATCH", f"marketplace/stores/{store['slug']}/", city="Oslo", country="NO")
    first.offer("Stool", price_minor=4500, stock=3)
    steps = {step["key"]: step["state"] for step in first.get("marketplace/onboarding/")["steps"]}
    assert (steps["shop"], steps["first_product"], steps["delivery"]) == ("done", "done", "done")


def test_staff_send_a_shop_back_with_a_reason_at_its_field_and_then_let_it_in(careful_shop: Shop):
    console, seller = Console(careful_shop), careful_shop.person("Dewi Anggraini")
    console.post(
        "/admin/marketplace/requirement/add/",
        code="licence",
        title="Business licence",
        is_required="on",
        is_active="on",
        position="1",
    )
    opened = open_shop(seller)
    pk, slug = opened["seller"]["id"], opened["store"]["slug"]
    assert opened["seller"]["status"] == "DRAFT"
    missing = seller.ask("POST", "marketplace/onboarding/submit/", status=400)
    assert missing["errors"][0]["pointer"] == "/requirements/licence"
    seller.ask("PUT", "marketplace/onboarding/requirements/licence/", text="BL-1")
    seller.ask("POST", "marketplace/onboarding/submit/")
    assert careful_shop.guest().http.get(f"marketplace/stores/{slug}/").status_code == 404
    console.act(
        "marketplace/seller",
        pk,
        "send_back",
        reason="One thing",
        fields_to_change="licence = That number is too short.",
    )
    told = seller.get("marketplace/onboarding/")
    assert told["seller"]["status"] == "RETURNED"
    assert told["checklist"][0]["answer"]["reason"] == "That number is too short."
    seller.ask("PUT", "marketplace/onboarding/requirements/licence/", text="BL-2231-7745")
    seller.ask("POST", "marketplace/onboarding/submit/")
    console.act("marketplace/seller", pk, "approve")
    assert seller.get("marketplace/onboarding/")["seller"]["status"] == "APPROVED"
    assert careful_shop.guest().http.get(f"marketplace/stores/{slug}/").status_code == 200
    wait_until(lambda: careful_shop.mails_to(seller.email)["seller-status"] >= 4, lambda: "a mail of each decision")


def test_a_helper_joins_by_a_link_that_works_once_and_for_a_week(shop: Shop):
    owner = shop.person("Eko Prasetyo")
    slug = open_shop(owner)["store"]["slug"]
    address = f"helper.{uuid.uuid4().hex[:8]}@example.com"
    owner.ask("POST", f"marketplace/stores/{slug}/invitations/", status=201, email=address, role="fulfilment")
    token = link_in_mail(shop, address)
    helper = shop.guest("Fitri")
    helper.email = address
    helper.ask("POST", f"marketplace/invitations/{token}/", status=201, name="Fitri", password=PASSWORD)
    helper.login()
    assert helper.get("marketplace/items/")["results"] == []
    used = helper.ask("POST", f"marketplace/invitations/{token}/", status=409)
    assert used["code"] == "invitation_used"
    helper.ask("DELETE", f"marketplace/stores/{slug}/members/me/", status=204)
    assert helper.http.get("marketplace/items/").status_code == 403
    late = f"late.{uuid.uuid4().hex[:8]}@example.com"
    owner.ask("POST", f"marketplace/stores/{slug}/invitations/", status=201, email=late, role="manager")
    expired = link_in_mail(shop, late)
    shop.query("UPDATE marketplace_storeinvitation SET expires_at = now() WHERE email = %s", late)
    page = plain_http.get(f"{shop.stack.web_url}/invitations/{expired}/")
    assert page.status_code == 410
    assert "older than a week" in page.text


def test_the_later_of_two_saves_is_told_what_the_earlier_changed(shop: Shop):
    owner = shop.person("Gita Wulandari")
    slug = open_shop(owner)["store"]["slug"]
    owner.ask("PATCH", f"marketplace/stores/{slug}/", tagline="Chairs", version=1)
    stale = owner.ask("PATCH", f"marketplace/stores/{slug}/", status=409, tagline="Tables", version=1)
    assert stale["code"] == "stale_edit"
    assert stale["changes"][0]["fields"] == {"tagline": ["", "Chairs"]}
    assert owner.get(f"marketplace/stores/{slug}/")["tagline"] == "Chairs"


def test_a_grid_with_bad_rows_carries_out_the_good_ones(shop: Shop):
    owner, stranger = shop.person("Hadi Nugroho"), shop.person("Indah Sari")
    open_shop(owner)
    open_shop(stranger)
    lamp, foreign = owner.offer("Lamp", price_minor=2000, stock=9), stranger.offer("Vase", price_minor=900, stock=4)
    rows = [{"item": lamp, "stock": 5, "price_minor": 1500}, {"item": foreign, "stock": 0}]
    done = owner.ask("POST", "marketplace/items/grid/", rows=rows)
    assert [row["outcome"] for row in done["rows"]] == ["changed", "refused"]
    assert owner.stock_of(lamp) == (5, 0)
    assert stranger.stock_of(foreign) == (4, 0)
    refused = owner.ask("POST", "marketplace/items/grid/", status=400, rows=rows, all_or_nothing=True)
    assert refused["errors"][0]["pointer"] == "/rows/1/item"
    shop.settle()
    shop.check_invariants()
