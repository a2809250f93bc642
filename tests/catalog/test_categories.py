"""The category tree, as people see it through the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Category
from catalog.services import category_restore
from core.models import AuditEntry
from core.scope import SYSTEM_SCOPE
from tests.catalog.factories import make_category, make_product
from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db
CATEGORIES = "/api/catalog/categories/"


@pytest.fixture
def staff(api_as, make_user):
    return api_as(make_user(groups=("staff",)))


@pytest.fixture
def seller(api_as):
    return api_as(make_store().seller.user)


def test_a_seller_adds_a_category_below_another_and_everybody_sees_the_tree(api, seller):
    # Given a root a seller made
    root = seller.post(CATEGORIES, {"name": "Keyboards"})
    assert root.status_code == 201, root.data
    assert root.data["slug"] == "keyboards"
    assert root.data["level"] == 0
    # When the seller adds a child
    child = seller.post(CATEGORIES, {"name": "75 % boards", "parent": root.data["id"]})
    # Then a stranger reads both, nested, in the order of names
    assert child.status_code == 201
    assert child.data["level"] == 1
    tree = api.get(f"{CATEGORIES}tree/").json()["results"]
    assert [(node["name"], [below["name"] for below in node["children"]]) for node in tree] == [
        ("Keyboards", ["75 % boards"])
    ]
    entry = AuditEntry.objects.get(action="category.create", object_id=child.data["id"])
    assert entry.changes["name"] == [None, "75 % boards"]


def test_a_category_is_read_by_id_and_by_slug_in_any_script(api, seller):
    made = seller.post(CATEGORIES, {"name": "صفحه کلید"}).data
    assert made["slug"] == "صفحه-کلید"
    assert api.get(f"{CATEGORIES}{made['slug']}/").data["id"] == made["id"]
    assert api.get(f"{CATEGORIES}{made['id']}/").data["name"] == "صفحه کلید"


def test_a_name_that_is_an_address_or_taken_gets_a_number(seller):
    assert seller.post(CATEGORIES, {"name": "Tree"}).data["slug"] == "tree-2"
    assert seller.post(CATEGORIES, {"name": "Switches"}).data["slug"] == "switches"
    assert seller.post(CATEGORIES, {"name": "Switches"}).data["slug"] == "switches-2"


@pytest.mark.parametrize("who", ["nobody", "shopper", "packer", "pending"])
def test_others_add_no_category(who, api, api_as, make_user, settings):
    # Given people without the right
    if who == "nobody":
        client, status = api, 401
    elif who == "shopper":
        client, status = api_as(make_user()), 403
    elif who == "packer":
        from tests.marketplace.factories import make_member

        client, status = api_as(make_member(make_store()).user), 403
    else:
        client, status = api_as(make_store(seller_status="PENDING").seller.user), 403
    # When they try, Then they are refused and nothing is written
    assert client.post(CATEGORIES, {"name": "Mine"}).status_code == status
    assert Category.objects.count() == 0


def test_under_review_only_staff_add_categories(seller, staff, settings):
    settings.MARKETPLACE_MODERATION = "review"
    assert seller.post(CATEGORIES, {"name": "Mine"}).status_code == 403
    assert staff.post(CATEGORIES, {"name": "Ours"}).status_code == 201


def test_a_seller_cannot_change_a_shared_category(seller):
    category = make_category("Keyboards")
    assert seller.patch(f"{CATEGORIES}{category.slug}/", {"name": "Mine"}).status_code == 403
    assert seller.delete(f"{CATEGORIES}{category.slug}/").status_code == 403
    category.refresh_from_db()
    assert category.name == "Keyboards"


def test_staff_move_a_subtree_and_the_tree_stays_whole(api, staff):
    # Given a ─ b ─ c and d
    a = make_category("a")
    b = make_category("b", parent=a)
    make_category("c", parent=b)
    d = make_category("d")
    # When b goes below d
    answer = staff.patch(f"{CATEGORIES}{b.pk}/", {"parent": str(d.pk)})
    # Then c went with it
    assert answer.status_code == 200, answer.data
    tree = api.get(f"{CATEGORIES}tree/").json()["results"]
    assert tree[0]["children"] == []
    assert tree[1]["children"][0]["children"][0]["name"] == "c"
    assert tree_is_whole()


@pytest.mark.parametrize(("parent", "code"), [("self", "circle"), ("child", "circle"), ("nowhere", "not_found")])
def test_a_move_that_makes_no_tree_is_refused(parent, code, staff):
    top = make_category("top")
    child = make_category("child", parent=top)
    target = {"self": top.pk, "child": child.pk, "nowhere": "01938f2e-7c1a-7b3e-9c55-0242ac120002"}[parent]
    answer = staff.patch(f"{CATEGORIES}{top.pk}/", {"parent": str(target)})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == "/parent"
    assert answer.data["errors"][0]["code"] == code


def test_a_fifth_level_is_refused_on_creation_and_on_moving(staff):
    node = None
    for name in "abcd":
        node = make_category(name, parent=node)
    answer = staff.post(CATEGORIES, {"name": "e", "parent": str(node.pk)})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["code"] == "too_deep"
    pair = make_category("x")
    make_category("y", parent=pair)
    third = node.parent
    assert staff.patch(f"{CATEGORIES}{pair.pk}/", {"parent": str(third.pk)}).status_code == 400


def test_hiding_a_category_hides_its_subtree_from_shoppers_but_not_from_staff(api, staff):
    top = make_category("top")
    below = make_category("below", parent=top)
    assert staff.patch(f"{CATEGORIES}{top.pk}/", {"is_active": False}).status_code == 200
    assert api.get(f"{CATEGORIES}tree/").json() == {"results": []}
    assert api.get(f"{CATEGORIES}{below.slug}/").status_code == 404
    assert api.get(CATEGORIES).data["results"] == []
    assert staff.get(f"{CATEGORIES}{below.slug}/").status_code == 200


def test_a_category_with_live_products_below_it_is_not_deleted(staff):
    top = make_category("top")
    product = make_product(category=make_category("below", parent=top))
    # When staff delete it, Then they read why not
    answer = staff.delete(f"{CATEGORIES}{top.pk}/")
    assert answer.status_code == 409
    assert answer.data["code"] == "in_use"
    assert "1 product stands" in answer.data["detail"]
    # And once the product is gone it works, with the whole subtree
    product.delete()
    assert staff.delete(f"{CATEGORIES}{top.pk}/").status_code == 204
    assert Category.objects.count() == 0


def test_a_deleted_subtree_comes_back_whole_and_is_not_seen_meanwhile(api, staff):
    top = make_category("top")
    gone = make_category("gone", parent=top)
    make_category("below", parent=gone)
    assert staff.delete(f"{CATEGORIES}{gone.pk}/").status_code == 204
    assert [node["children"] for node in api.get(f"{CATEGORIES}tree/").json()["results"]] == [[]]
    category_restore(scope=SYSTEM_SCOPE, category_id=gone.pk)
    assert {row["name"] for row in api.get(CATEGORIES).data["results"]} == {"top", "gone", "below"}
    assert tree_is_whole()


def test_the_list_takes_the_same_statements_for_3_and_30_rows(api):
    for number in range(3):
        make_category(f"c{number}")
    few = statements(api)
    for number in range(27):
        make_category(f"d{number}")
    assert statements(api) == few == 1
    assert len(api.get(CATEGORIES).data["results"]) == 30


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/name", "required"),
        ({"name": ""}, "/name", "blank"),
        ({"name": "\u200b\u202e"}, "/name", "blank"),
        ({"name": "x" * 121}, "/name", "max_length"),
        ({"name": "x", "slug": "mine"}, "/slug", "unknown_field"),
        ({"name": "x", "parent": "not-an-id"}, "/parent", "invalid"),
    ],
)
def test_bad_input_is_refused_with_its_place(seller, body, pointer, code):
    answer = seller.post(CATEGORIES, body)
    assert answer.status_code == 400
    assert (answer.data["errors"][0]["pointer"], answer.data["errors"][0]["code"]) == (pointer, code)


def test_unknown_parameters_are_refused(api):
    assert api.get(f"{CATEGORIES}?colour=red").status_code == 400
    assert api.get(f"{CATEGORIES}?parent=x").status_code == 400
    assert api.get(f"{CATEGORIES}tree/?x=1").status_code == 400


def statements(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(CATEGORIES).status_code == 200
    return len(queries)


def tree_is_whole() -> bool:
    """Every node's bounds lie within its parent's, siblings do not overlap, bounds are 1…2n without gaps."""
    for root in Category.tree.filter(parent=None):
        nodes = list(Category.tree.filter(tree_id=root.tree_id))
        bounds = sorted(value for node in nodes for value in (node.lft, node.rght))
        if bounds != list(range(1, 2 * len(nodes) + 1)):
            return False
        for node in nodes:
            above = node.parent
            if above and not (above.lft < node.lft < node.rght < above.rght and above.tree_id == node.tree_id):
                return False
            if node.level != (above.level + 1 if above else 0):
                return False
    return (
        len({root.tree_id for root in Category.tree.filter(parent=None)}) == Category.tree.filter(parent=None).count()
    )
