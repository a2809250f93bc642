"""From a person to a seller: three fields, the operator's checklist, the review with its reasons."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core.models import AuditEntry, PrivateFile
from marketplace.models import Requirement, RequirementAnswer, Seller, SellerDecision, Store
from tests.accounts.factories import make_user
from tests.admin.test_roles import act, messages_of
from tests.catalog.factories import picture
from tests.marketplace.factories import get_market, make_item, make_person, make_store

pytestmark = pytest.mark.django_db
HOME = "/api/marketplace/onboarding/"
SHOP = {"name": "Nika Keys", "market": "intl", "contact": "Shop@Example.com"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def review(settings):
    settings.MARKETPLACE_MODERATION = "review"


@pytest.fixture
def client(api_as):
    return api_as(make_person("Nika"))


@pytest.fixture
def staff():
    """An administrator at the console."""
    browser = Client()
    browser.force_login(make_user("root@serai.example", name="Root", is_staff=True, is_superuser=True))
    return browser


def requirement(code="licence", **fields):
    return Requirement.objects.create(**{"code": code, "title": "Business licence", **fields})


def steps(client):
    return {step["key"]: step["state"] for step in client.get(HOME).data["steps"]}


def test_three_fields_make_a_shop_that_sells_at_once_under_instant(client):
    answer = client.post(HOME, SHOP)
    assert answer.status_code == 201, answer.data
    assert (answer.data["seller"]["name"], answer.data["seller"]["status"]) == ("Nika", "APPROVED")
    store = answer.data["store"]
    assert (store["slug"], store["currency"], store["own"]["email"]) == ("nika-keys", "USD", "shop@example.com")
    assert steps(client) == {
        "shop": "done",
        "first_product": "to_do",
        "delivery": "to_do",
        "payout": "locked",
        "review": "done",
    }
    shop = Store.objects.get()
    client.patch(f"/api/marketplace/stores/{shop.slug}/", {"city": "Oslo", "country": "NO"})
    make_item(shop)
    done = steps(client)
    assert (done["first_product"], done["delivery"]) == ("done", "done")
    again = client.post(HOME, {**SHOP, "name": "Other"})
    assert (again.status_code, again.data["code"]) == (409, "already_seller")


def test_a_phone_number_is_a_contact_too(client):
    answer = client.post(HOME, {**SHOP, "contact": "+49 30 901820"})
    assert answer.data["store"]["own"]["phone"] == "+4930901820"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**SHOP, "contact": "nika"}, "/contact"),
        ({**SHOP, "contact": "nika@"}, "/contact"),
        ({**SHOP, "market": "moon"}, "/market"),
        ({**SHOP, "name": "\u200b"}, "/name"),
        ({**SHOP, "slug": "admin"}, "/slug"),
        ({**SHOP, "status": "APPROVED"}, "/status"),
    ],
)
def test_a_wrong_field_is_named_and_nobody_becomes_a_seller(client, body, pointer):
    answer = client.post(HOME, body)
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (400, pointer)
    assert Seller.objects.count() == Store.objects.count() == 0


def test_a_taken_handle_leaves_no_seller_behind(client):
    store = make_store()
    refused = client.post(HOME, {**SHOP, "slug": store.slug})
    assert (refused.status_code, refused.data["code"], len(refused.data["suggestions"])) == (409, "taken", 3)
    assert Seller.objects.count() == 1
    assert client.post(HOME, {**SHOP, "slug": refused.data["suggestions"][0]}).status_code == 201


def test_under_review_the_checklist_comes_first_then_a_reason_at_a_field_then_approval(
    client, staff, api, review, drain_outbox, mailoutbox
):
    # Given a checklist with a file for everybody, and a line of another market
    requirement(needs_file=True)
    requirement("insurance", title="Insurance", is_required=False)
    requirement("siup", title="SIUP", market=get_market("id"))
    # When somebody opens a shop, Then it is a draft that nobody sees
    assert client.post(HOME, SHOP).data["seller"]["status"] == "DRAFT"
    assert [line["code"] for line in client.get(HOME).data["checklist"]] == ["licence", "insurance"]
    assert api.get("/api/marketplace/stores/nika-keys/").status_code == 404
    # And it cannot be handed in without the file
    missing = client.post(f"{HOME}submit/")
    assert (missing.status_code, missing.data["errors"][0]["pointer"]) == (400, "/requirements/licence")
    client.put(f"{HOME}requirements/licence/", {"text": "BL-1"})
    assert client.post(f"{HOME}submit/").status_code == 400
    answer = client.put(
        f"{HOME}requirements/licence/file/", {"file": ContentFile(picture(), "licence.png")}, format="multipart"
    )
    assert answer.data["checklist"][0]["answer"] == {
        "text": "BL-1",
        "file_name": "licence.webp",
        "status": "SUBMITTED",
        "reason": "",
    }
    handed_in = client.post(f"{HOME}submit/")
    assert handed_in.data["steps"][-1]["state"] == "waiting"
    assert client.post(f"{HOME}submit/").status_code == 409
    # When staff send it back with reasons
    seller = Seller.objects.get()
    fields = "licence = It is cut off.\ntagline = Say what you sell."
    said = act(staff, "marketplace/seller", seller.pk, "send_back", reason="Two things", fields_to_change=fields)
    assert messages_of(said) == ["Send back: 1 row done."]
    # Then the seller reads them where they belong, and cannot hand in the same again
    told = client.get(HOME).data
    assert told["decision"]["reason"] == "Two things"
    assert told["decision"]["fields_to_change"] == [
        {"field": "licence", "reason": "It is cut off."},
        {"field": "tagline", "reason": "Say what you sell."},
    ]
    answered = told["checklist"][0]["answer"]
    assert (answered["status"], answered["reason"]) == ("RETURNED", "It is cut off.")
    assert client.post(f"{HOME}submit/").status_code == 400
    # And after it is put right and approved, the shop is open
    client.put(f"{HOME}requirements/licence/file/", {"file": ContentFile(PDF, "licence.pdf")}, format="multipart")
    client.patch("/api/marketplace/stores/nika-keys/", {"tagline": "Keyboards"})
    assert client.post(f"{HOME}submit/").status_code == 200
    assert messages_of(act(staff, "marketplace/seller", seller.pk, "approve")) == ["Approve: 1 row done."]
    assert steps(client)["review"] == "done"
    assert RequirementAnswer.objects.get().status == "ACCEPTED"
    assert api.get("/api/marketplace/stores/nika-keys/").status_code == 200
    assert list(SellerDecision.objects.order_by("pk").values_list("decision", flat=True)) == [
        "registered",
        "submitted",
        "returned",
        "submitted",
        "approved",
    ]
    drain_outbox()
    subjects = [mail.subject for mail in mailoutbox if mail.to == [seller.user.email]]
    assert "Your shop on Serai needs a change" in subjects
    returned = next(mail for mail in mailoutbox if mail.subject == "Your shop on Serai needs a change")
    assert "It is cut off." in returned.body


def test_a_reason_for_a_field_that_does_not_exist_is_refused(client, staff, review):
    client.post(HOME, SHOP)
    seller = Seller.objects.get()
    said = act(
        staff, "marketplace/seller", seller.pk, "send_back", reason="No", fields_to_change="favourite_colour = Which?"
    )
    assert "favourite_colour" in messages_of(said)[0]
    seller.refresh_from_db()
    assert seller.status == "PENDING"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ not a picture", "licence.png", "unreadable"),
        (b"%PDF-1.4 cut off", "licence.pdf", "unreadable"),
        (b"", "licence.pdf", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "licence.svg", "unreadable"),
    ],
)
def test_a_file_that_is_no_evidence_is_refused_and_not_kept(client, content, name, code):
    requirement()
    client.post(HOME, SHOP)
    address = f"{HOME}requirements/licence/file/"
    answer = client.put(address, {"file": ContentFile(content, name)}, format="multipart")
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (400, code)
    assert PrivateFile.objects.count() == 0


def test_evidence_is_read_by_its_seller_and_administrators_who_are_written_down(client, api_as, make_user):
    requirement()
    client.post(HOME, SHOP)
    client.put(f"{HOME}requirements/licence/file/", {"file": ContentFile(PDF, "l.pdf")}, format="multipart")
    row = RequirementAnswer.objects.get()
    address = f"/admin/marketplace/requirementanswer/{row.pk}/file/"
    for email, groups, expected in (
        ("sup@serai.example", ("support",), 403),
        ("ama@serai.example", ("administrator",), 302),
    ):
        from accounts.services import roles_init

        roles_init()
        browser = Client()
        browser.force_login(make_user(email, is_staff=True, groups=groups))
        answer = browser.get(address)
        assert answer.status_code == expected
    opened = Client().get(answer["Location"])
    assert b"".join(opened) == PDF
    assert AuditEntry.objects.get(action="requirement.file_open").object_id == str(row.pk)
    stranger = Client()
    stranger.force_login(make_person())
    assert stranger.get(f"/files/{row.file_id}/").status_code == 404


def test_a_seller_gives_up_and_comes_back_only_through_staff(client, staff, api):
    client.post(HOME, SHOP)
    closed = client.post(f"{HOME}close/", {"reason": "Moving abroad"})
    assert (closed.data["seller"]["status"], closed.data["steps"][-1]["state"]) == ("CLOSED", "locked")
    assert api.get("/api/marketplace/stores/nika-keys/").status_code == 404
    refused = client.patch("/api/marketplace/stores/nika-keys/", {"tagline": "x"})
    assert (refused.status_code, refused.data["code"]) == (403, "seller_closed")
    assert client.post("/api/marketplace/stores/", {"name": "Two", "market": "intl"}).status_code == 403
    assert client.post(f"{HOME}close/").status_code == 403
    act(staff, "marketplace/seller", Seller.objects.get().pk, "approve")
    assert api.get("/api/marketplace/stores/nika-keys/").status_code == 200


def test_the_operator_keeps_the_checklist_at_the_console(staff):
    body = {"code": "licence", "title": "Business licence", "is_required": "on", "is_active": "on", "position": "1"}
    assert staff.post("/admin/marketplace/requirement/add/", body).status_code == 302
    row = Requirement.objects.get()
    again = staff.post("/admin/marketplace/requirement/add/", body)
    assert "code" in again.context["adminform"].form.errors
    staff.post(f"/admin/marketplace/requirement/{row.pk}/delete/", {"post": "yes"})
    assert Requirement.objects.count() == 0
    assert AuditEntry.objects.filter(action="requirement.delete").exists()


def test_progress_takes_the_same_statements_however_long_the_checklist(client, django_assert_max_num_queries):
    client.post(HOME, SHOP)
    for number in range(12):
        requirement(f"line-{number}", position=number)
        client.put(f"{HOME}requirements/line-{number}/", {"text": "x"})
    with django_assert_max_num_queries(9):
        assert len(client.get(HOME).data["checklist"]) == 12
