"""The way of a product into the shop: drafts, review by staff, the end of a sale."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from core.models import AuditEntry
from tests.catalog.factories import make_category, make_product, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_store

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/catalog/products/"
MANAGED = "/api/catalog/managed-products/"
REASON = [{"field": "images", "reason": "The picture shows another keyboard."}]


@pytest.fixture
def staff(api_as, make_user):
    return api_as(make_user(groups=("staff",)))


@pytest.fixture
def store(db):
    return make_store("Nika Keys")


@pytest.fixture
def seller(api_as, store):
    return api_as(store.seller.user)


@pytest.fixture
def reviewed(settings):
    settings.MARKETPLACE_MODERATION = "review"


def step(client, product, name, body=None):
    return client.post(f"{PRODUCTS}{product.slug}/{name}/", body if body is not None else {})


def draft(store, **fields):
    product = make_maintained_product(store, status="DRAFT", description="Quiet and flat.", **fields)
    make_item(store, variant=make_variant(product))
    return product


def test_a_draft_is_seen_by_its_store_and_put_on_sale_by_it(seller, store, client, drain_outbox):
    made = seller.post(PRODUCTS, {"name": "X", "category": str(make_category().pk), "is_draft": True}).data
    assert (made["status"], made["is_active"]) == ("DRAFT", False)
    make_item(store, variant=make_variant(Product.objects.get(pk=made["id"])))
    assert client.get(f"{PRODUCTS}x/").status_code == 404
    assert seller.get(f"{PRODUCTS}x/").json()["status"] == "DRAFT"
    shown = seller.post(f"{PRODUCTS}x/submit/", {"version": made["version"]})
    assert (shown.status_code, shown.data["status"], shown.data["is_active"]) == (200, "LIVE", True)
    drain_outbox()
    assert client.get(f"{PRODUCTS}x/").status_code == 200
    assert [card["slug"] for card in client.get(PRODUCTS).json()["results"]] == ["x"]


def test_under_review_staff_look_at_a_product_before_shoppers_do(
    seller, store, staff, reviewed, client, drain_outbox, settings
):
    # Given a seller's new product, which begins as a draft
    made = seller.post(
        PRODUCTS, {"name": "Fjord", "category": str(make_category().pk), "description": "A keyboard."}
    ).data
    assert made["status"] == "DRAFT"
    # When there is nothing to look at, it is not taken
    empty = seller.post(f"{PRODUCTS}fjord/submit/")
    assert [problem["pointer"] for problem in empty.data["errors"]] == ["/variants"]
    product = Product.objects.get(pk=made["id"])
    make_item(store, variant=make_variant(product))
    # When it is handed in, it waits in the queue and shoppers do not see it
    assert step(seller, product, "submit").data["status"] == "IN_REVIEW"
    assert [row["slug"] for row in staff.get(f"{MANAGED}?status=IN_REVIEW").data["results"]] == ["fjord"]
    assert step(seller, product, "approve").status_code == 403
    assert client.get(f"{PRODUCTS}fjord/").status_code == 404
    # When staff give it back, the store reads why: in its list, on the product and in a mail
    returned = step(staff, product, "return", {"objections": REASON})
    assert (returned.data["status"], returned.data["objections"]) == ("DRAFT", REASON)
    assert seller.get(MANAGED).data["results"][0]["objections"] == REASON
    drain_outbox()
    (message,) = [one for one in mail.outbox if one.subject == "Fjord needs a change"]
    assert message.to == [store.seller.user.email]
    assert "images: The picture shows another keyboard." in message.body
    assert f"{settings.SITE_URL}/admin/catalog/product/{product.pk}/change/" in message.body
    # When it is handed in again and approved, the reasons are gone and it is on sale
    again = step(seller, product, "submit").data
    assert (again["status"], again["objections"]) == ("IN_REVIEW", [])
    assert step(staff, product, "approve", {"version": again["version"]}).data["status"] == "LIVE"
    drain_outbox()
    assert [one.to for one in mail.outbox if one.subject == "Fjord is on sale"] == [[store.seller.user.email]]
    assert client.get(f"{PRODUCTS}fjord/").status_code == 200
    # And who did what is on record
    entries = AuditEntry.objects.filter(object_id=str(product.pk)).order_by("pk").values_list("action", "changes")
    moves = [(action, changes["status"]) for action, changes in entries if "status" in changes]
    assert moves[1:] == [
        ("product.submit", ["DRAFT", "IN_REVIEW"]),
        ("product.return", ["IN_REVIEW", "DRAFT"]),
        ("product.submit", ["DRAFT", "IN_REVIEW"]),
        ("product.approve", ["IN_REVIEW", "LIVE"]),
    ]


def test_staff_approve_only_what_they_read(seller, store, staff, reviewed):
    product = draft(store)
    read = step(seller, product, "submit").data["version"]
    seller.patch(f"{PRODUCTS}{product.slug}/", {"description": "Something else."})
    answer = step(staff, product, "approve", {"version": read})
    assert (answer.status_code, answer.data["code"]) == (409, "stale_edit")
    product.refresh_from_db()
    assert product.status == "IN_REVIEW"


def test_what_a_store_changes_on_sale_stays_on_sale_and_waits_for_a_look(seller, store, staff, client, reviewed):
    product = draft(store, name="Slate 75")
    step(seller, product, "submit")
    step(staff, product, "approve")
    changed = seller.patch(f"{PRODUCTS}{product.slug}/", {"description": "Call me instead."}).data
    assert (changed["status"], bool(changed["changed_live_at"])) == ("LIVE", True)
    queue = staff.get(f"{MANAGED}?is_changed_live=true").json()["results"]
    assert [row["slug"] for row in queue] == [product.slug]
    assert staff.get(f"{MANAGED}?is_changed_live=false").json()["results"] == []
    since = changed["changed_live_at"]
    again = seller.patch(f"{PRODUCTS}{product.slug}/", {"description": "Write to me instead."}).data
    assert again["changed_live_at"] == since
    assert step(staff, product, "approve", {"version": changed["version"]}).status_code == 409
    assert step(staff, product, "approve", {"version": again["version"]}).data["changed_live_at"] is None
    assert staff.get(f"{MANAGED}?is_changed_live=true").json()["results"] == []
    # The one who looks may as well give it back
    seller.patch(f"{PRODUCTS}{product.slug}/", {"description": "Buy elsewhere."})
    returned = step(staff, product, "return", {"objections": REASON}).data
    assert (returned["status"], returned["changed_live_at"]) == ("DRAFT", None)


def test_changes_by_staff_and_where_nobody_reviews_wait_for_nobody(seller, store, staff, settings):
    product = draft(store)
    step(seller, product, "submit")
    assert seller.patch(f"{PRODUCTS}{product.slug}/", {"description": "New."}).data["changed_live_at"] is None
    settings.MARKETPLACE_MODERATION = "review"
    assert staff.patch(f"{PRODUCTS}{product.slug}/", {"description": "Newer."}).data["changed_live_at"] is None
    assert step(staff, product, "approve").status_code == 409


def test_a_sellers_own_steps_send_nobody_a_mail(seller, store, drain_outbox):
    product = draft(store)
    for name in ("submit", "withdraw", "submit", "archive", "submit"):
        assert step(seller, product, name).status_code == 200
    drain_outbox()
    assert [message for message in mail.outbox if product.name in message.subject] == []


def test_the_sale_of_a_product_ends_and_may_begin_again(seller, store, client, drain_outbox):
    product = make_maintained_product(store)
    make_item(store, variant=make_variant(product))
    step(seller, product, "archive")
    drain_outbox()
    assert client.get(PRODUCTS).json()["results"] == []
    again = step(seller, product, "archive")
    assert (again.status_code, again.data["code"]) == (409, "invalid_transition")
    step(seller, product, "submit")
    drain_outbox()
    assert len(client.get(PRODUCTS).json()["results"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/objections", "required"),
        ({"objections": []}, "/objections", "min_length"),
        ({"objections": [{"field": "price", "reason": "No"}]}, "/objections/0/field", "invalid_choice"),
        ({"objections": [{"field": "name", "reason": " "}]}, "/objections/0/reason", "blank"),
        ({"objections": [{"field": "name", "reason": "<b></b>"}]}, "/objections/0/reason", "blank"),
        ({"objections": REASON, "status": "LIVE"}, "/status", "unknown_field"),
    ],
)
def test_a_product_is_given_back_with_a_reason_at_a_field_or_not_at_all(staff, store, body, pointer, code):
    product = make_maintained_product(store)
    answer = step(staff, product, "return", body)
    assert answer.status_code == 400
    assert (pointer, code) in [(problem["pointer"], problem["code"]) for problem in answer.data["errors"]]
    product.refresh_from_db()
    assert (product.status, product.objections) == ("LIVE", [])


def test_a_status_is_no_field_that_anybody_writes(seller, store):
    product = draft(store)
    for field in ("status", "is_active", "objections"):
        answer = seller.patch(f"{PRODUCTS}{product.slug}/", {field: "LIVE"})
        assert [problem["code"] for problem in answer.data["errors"]] == ["unknown_field"]


def test_a_store_manages_its_own_products_and_staff_all_of_them(seller, store, staff, api_as, make_user):
    mine, other = draft(store, name="Mine"), make_product("Other")
    assert [row["name"] for row in seller.get(MANAGED).data["results"]] == ["Mine"]
    assert {row["name"] for row in staff.get(MANAGED).data["results"]} == {"Mine", "Other"}
    assert [row["id"] for row in staff.get(f"{MANAGED}?status=DRAFT").data["results"]] == [str(mine.pk)]
    assert [row["id"] for row in staff.get(f"{MANAGED}?name=ther").data["results"]] == [str(other.pk)]
    assert api_as(make_user()).get(MANAGED).data["results"] == []
    assert staff.get(f"{MANAGED}?status=SOLD").status_code == 400


def test_the_list_of_managed_products_costs_the_same_however_long_it_is(seller, store):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert seller.get(MANAGED).status_code == 200
        return len(seen)

    draft(store)
    few = statements()
    for _ in range(8):
        draft(store)
    assert statements() == few
