"""Becoming a seller, keeping a store, letting people work in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from core.scope import SYSTEM_SCOPE
from marketplace.models import Seller, Store, StoreMember
from marketplace.services import seller_approve, seller_suspend
from marketplace.signals import seller_registered, seller_status_changed, store_changed
from tests.marketplace.factories import get_market, make_member, make_person, make_store

pytestmark = pytest.mark.django_db
SELLERS, STORES = "/api/marketplace/sellers/", "/api/marketplace/stores/"


@pytest.fixture
def heard():
    """The facts about sellers and stores that were sent, in order."""
    facts = []

    def on_registered(sender, seller, store, **kwargs):
        facts.append(("registered", store and store.name))

    def on_status(sender, seller, **kwargs):
        facts.append(("status", seller.status))

    def on_store(sender, store, action, **kwargs):
        facts.append(("store", action))

    listeners = [(seller_registered, on_registered), (seller_status_changed, on_status), (store_changed, on_store)]
    for signal, listener in listeners:
        signal.connect(listener)
    yield facts
    for signal, listener in listeners:
        signal.disconnect(listener)


def test_a_person_registers_as_a_seller_with_a_store_in_one_call(api_as, heard):
    get_market("intl"), get_market("id")
    person = make_person("Nika")
    client = api_as(person)
    body = {"name": "Nika Rahimi", "store": {"name": "Nika Keys", "market": "intl", "country": "us", "markets": ["id"]}}
    answer = client.post(SELLERS, body)
    assert answer.status_code == 201, answer.data
    assert (answer.data["seller"]["name"], answer.data["seller"]["status"]) == ("Nika Rahimi", "APPROVED")
    store = answer.data["store"]
    assert (store["slug"], store["currency"], store["markets"], store["country"]) == (
        "nika-keys",
        "USD",
        ["intl", "id"],
        "US",
    )
    assert "team.edit" in store["own"]["permissions"]
    assert StoreMember.objects.get(store_id=store["id"]).role == "owner"
    assert heard == [("store", "created"), ("registered", "Nika Keys")]
    me = client.get(f"{SELLERS}me/").data
    assert [row["slug"] for row in me["stores"]] == ["nika-keys"]


def test_a_refused_store_leaves_no_seller_behind(api_as, heard):
    client = api_as(make_person())
    answer = client.post(SELLERS, {"name": "Nika", "store": {"name": "Nika Keys", "market": "moon"}})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == "/store/market"
    assert Seller.objects.count() == 0
    assert heard == []


def test_nobody_registers_twice(api_as):
    client = api_as(make_person())
    assert client.post(SELLERS, {"name": "Nika"}).data["store"] is None
    answer = client.post(SELLERS, {"name": "Nika again"})
    assert (answer.status_code, answer.data["code"]) == (409, "already_seller")
    assert Seller.objects.count() == 1


def test_registration_needs_a_sign_in_and_me_a_registration(api, api_as):
    assert api.post(SELLERS, {"name": "Nika"}).status_code == 401
    assert api.get(f"{SELLERS}me/").status_code == 401
    assert api_as(make_person()).get(f"{SELLERS}me/").status_code == 404


def test_under_review_a_seller_waits_and_the_store_is_hidden_until_staff_approve(api, api_as, settings, heard):
    settings.MARKETPLACE_MODERATION = "review"
    get_market("intl")
    client = api_as(make_person())
    answer = client.post(SELLERS, {"name": "Nika", "store": {"name": "Nika Keys", "market": "intl"}})
    assert answer.data["seller"]["status"] == "PENDING"
    assert api.get(f"{STORES}nika-keys/").status_code == 404
    assert client.get(f"{STORES}nika-keys/").status_code == 200
    seller = Seller.objects.get()
    seller_approve(scope=SYSTEM_SCOPE, seller_id=seller.pk)
    assert api.get(f"{STORES}nika-keys/").status_code == 200
    assert heard[-1] == ("status", "APPROVED")


def test_a_suspended_sellers_store_disappears_and_cannot_be_changed(api, api_as, heard):
    store = make_store("Nika Keys")
    seller_suspend(scope=SYSTEM_SCOPE, seller_id=store.seller_id, reason="fraud")
    assert api.get(f"{STORES}{store.slug}/").status_code == 404
    answer = api_as(store.seller.user).patch(f"{STORES}{store.slug}/", {"name": "Other"})
    assert (answer.status_code, answer.data["code"]) == (403, "seller_suspended")
    assert api_as(store.seller.user).post(STORES, {"name": "Second", "market": "intl"}).status_code == 403
    assert AuditEntry.objects.get(action="seller.suspend").changes == {
        "status": ["APPROVED", "SUSPENDED"],
        "reason": [None, "fraud"],
    }
    assert heard == [("status", "SUSPENDED")]


def test_the_public_sees_no_contact_of_a_store(api, api_as):
    store = make_store(phone="+15035550100")
    public = api.get(f"{STORES}{store.slug}/").data
    assert public["own"] is None
    assert "phone" not in public
    assert "+15035550100" not in api.get(STORES).content.decode()
    assert api_as(store.seller.user).get(f"{STORES}{store.slug}/").data["own"]["phone"] == "+15035550100"


def test_an_owner_changes_the_store_and_another_seller_cannot(api_as, heard):
    store = make_store("Nika Keys", also_in=("id",))
    owner = api_as(store.seller.user)
    answer = owner.patch(
        f"{STORES}{store.slug}/", {"name": "Nika Boards", "phone": "+1 503 555 0100", "markets": ["vn"], "version": 1}
    )
    assert answer.status_code == 200, answer.data
    assert (answer.data["name"], answer.data["slug"], answer.data["markets"]) == (
        "Nika Boards",
        store.slug,
        ["intl", "vn"],
    )
    assert (answer.data["own"]["phone"], answer.data["own"]["version"]) == ("+15035550100", 2)
    assert AuditEntry.objects.get(action="store.update").changes == {
        "name": ["Nika Keys", "Nika Boards"],
        "phone": ["", "+15035550100"],
        "markets": [["id"], ["vn"]],
    }
    assert owner.patch(f"{STORES}{store.slug}/", {"name": "X", "version": 1}).status_code == 409
    stranger = api_as(make_store().seller.user)
    assert stranger.patch(f"{STORES}{store.slug}/", {"name": "Mine"}).status_code == 404
    packer = api_as(make_member(store).user)
    assert packer.patch(f"{STORES}{store.slug}/", {"name": "Mine"}).status_code == 403
    assert heard == [("store", "updated")]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"slug": "create"}, "/slug"),
        ({"slug": "💥"}, "/slug"),
        ({"phone": "12"}, "/phone"),
        ({"email": "not an address"}, "/email"),
        ({"country": "USA"}, "/country"),
        ({"status": "GONE"}, "/status"),
        ({"home_market": "ir"}, "/home_market"),
        ({"seller": "x"}, "/seller"),
        ({"handling_days": -1}, "/handling_days"),
        ({"markets": ["moon"]}, "/markets/0"),
        ({"name": " \u200b "}, "/name"),
    ],
)
def test_bad_store_data_is_refused(api_as, body, pointer):
    store = make_store()
    answer = api_as(store.seller.user).patch(f"{STORES}{store.slug}/", body)
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == pointer
    assert Store.objects.get(pk=store.pk).version == 1


def test_a_taken_address_is_a_conflict_and_a_paused_store_may_open_again(api_as):
    other, store = make_store(), make_store()
    owner = api_as(store.seller.user)
    assert owner.patch(f"{STORES}{store.slug}/", {"slug": other.slug}).status_code == 409
    assert owner.patch(f"{STORES}{store.slug}/", {"status": "PAUSED"}).data["status"] == "PAUSED"
    assert owner.patch(f"{STORES}{store.slug}/", {"status": "OPEN"}).data["status"] == "OPEN"


def test_people_join_and_leave_a_store_and_the_right_works_at_once(api_as):
    store, person = make_store(), make_person("Ada")
    owner, ada = api_as(store.seller.user), api_as(person)
    assert ada.get("/api/marketplace/items/").status_code == 403
    added = owner.post(f"{STORES}{store.slug}/members/", {"identifier": person.email.upper(), "role": "fulfilment"})
    assert added.status_code == 201, added.data
    assert (added.data["name"], added.data["role"]) == ("Ada", "fulfilment")
    assert ada.get("/api/marketplace/items/").status_code == 200
    again = owner.post(f"{STORES}{store.slug}/members/", {"identifier": person.email, "role": "manager"})
    assert again.status_code == 409
    assert owner.delete(f"{STORES}{store.slug}/members/{added.data['id']}/").status_code == 204
    assert ada.get("/api/marketplace/items/").status_code == 403


def test_nobody_gives_more_than_he_holds_and_the_owner_stays(api_as):
    store = make_store()
    manager = make_member(store, role="manager")
    owner_row = StoreMember.objects.get(store=store, user=store.seller.user)
    members = f"{STORES}{store.slug}/members/"
    answer = api_as(manager.user).post(members, {"identifier": make_person().email, "role": "fulfilment"})
    assert answer.status_code == 403
    assert api_as(manager.user).get(members).status_code == 403
    assert api_as(store.seller.user).delete(f"{members}{owner_row.pk}/").status_code == 409
    assert api_as(store.seller.user).patch(f"{members}{owner_row.pk}/", {"role": "fulfilment"}).status_code == 409
    stranger = api_as(make_store().seller.user)
    assert stranger.get(members).status_code == 404
    assert stranger.delete(f"{members}{manager.pk}/").status_code == 404
    assert StoreMember.objects.filter(store=store).count() == 2


def test_a_member_of_one_store_is_not_reached_through_another(api_as):
    store, other = make_store(), make_store()
    member = make_member(other)
    answer = api_as(store.seller.user).delete(f"{STORES}{store.slug}/members/{member.pk}/")
    assert answer.status_code == 404
    assert StoreMember.objects.filter(pk=member.pk).exists()


def test_the_list_of_stores_takes_the_same_statements_for_2_and_12_rows(api):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert api.get(STORES).status_code == 200
        return len(queries)

    make_store(), make_store(also_in=("id",))
    few = statements()
    for _ in range(10):
        make_store(also_in=("id", "vn"))
    assert statements() == few == 3


def test_the_list_of_members_takes_the_same_statements_for_2_and_8_rows(api_as):
    store = make_store()
    owner = api_as(store.seller.user)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(f"{STORES}{store.slug}/members/").status_code == 200
        return len(queries)

    make_member(store)
    few = statements()
    for _ in range(6):
        make_member(store)
    assert statements() == few


def test_everybody_reads_the_markets(api):
    get_market("intl"), get_market("ir")
    rows = {row["code"]: row["currency"] for row in api.get("/api/marketplace/markets/").data["results"]}
    assert rows["intl"] == "USD"
    assert rows["ir"] == "IRR"
