"""What a store says of itself: every field of its profile, its colours, hours, logo and handle."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from core.models import AuditEntry
from marketplace.models import Store
from marketplace.rules import StoreRole
from marketplace.rules.colours import contrast
from marketplace.rules.hours import is_open
from tests.catalog.factories import picture
from tests.marketplace.factories import make_member, make_person, make_store

pytestmark = pytest.mark.django_db
STORES = "/api/marketplace/stores/"
PROFILE = {
    "tagline": "Built to be opened",
    "address_line": "12 Elm Street",
    "city": "Portland",
    "postal_code": "97201",
    "phone": "+1 503 555 0100",
    "email": "Shop@Example.com",
    "website": "nika.example",
    "branch_name": "Eastside",
    "branch_code": "E-2",
    "branch_manager": "Mina Rahimi",
    "business_licence": "BL-2231-7745",
    "tax_number": "98-7654321",
    "primary_color": "#1F8F6A",
    "secondary_color": "#071410",
    "time_zone": "America/Los_Angeles",
    "opening_hours": {"mon": [["14:00", "18:00"], ["09:00", "13:00"]], "sat": [["10:00", "24:00"]]},
    "facebook_url": "https://www.facebook.com/nika",
    "instagram_url": "instagram.com/nika",
    "whatsapp_number": "+15035550101",
}


@pytest.fixture
def store():
    return make_store("Nika Keys")


@pytest.fixture
def address(store):
    return f"{STORES}{store.slug}/"


@pytest.fixture
def owner(api_as, store):
    return api_as(store.seller.user)


def test_every_field_of_the_profile_is_kept_as_people_will_read_it(api, owner, store, address):
    answer = owner.patch(address, PROFILE)
    assert answer.status_code == 200, answer.data
    shown = api.get(address).data
    public = {
        "tagline": "Built to be opened",
        "city": "Portland",
        "website": "https://nika.example",
        "branch_name": "Eastside",
        "primary_color": "#1f8f6a",
        "secondary_color": "#071410",
        "time_zone": "America/Los_Angeles",
        "opening_hours": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "sat": [["10:00", "24:00"]]},
        "facebook_url": "https://www.facebook.com/nika",
        "instagram_url": "https://instagram.com/nika",
        "whatsapp_number": "+15035550101",
        "is_active": True,
    }
    assert {name: shown[name] for name in public} == public
    own = {
        "address_line": "12 Elm Street",
        "postal_code": "97201",
        "phone": "+15035550100",
        "email": "shop@example.com",
        "branch_code": "E-2",
        "branch_manager": "Mina Rahimi",
        "business_licence": "BL-2231-7745",
        "tax_number": "98-7654321",
    }
    assert {name: answer.data["own"][name] for name in own} == own
    assert AuditEntry.objects.get(action="store.update").changes["postal_code"] == ["", "97201"]


def test_licence_and_tax_number_are_the_owners(api, api_as, owner, store, address, make_user):
    owner.patch(address, PROFILE)
    manager = api_as(make_member(store, role=StoreRole.MANAGER).user)
    administrator = api_as(make_user("ama@example.com", groups=("administrator",)))
    for client in (manager, administrator):
        own = client.get(address).data["own"]
        assert (own["tax_number"], own["business_licence"]) == ("••••••4321", "••••••••7745")
        refused = client.patch(address, {"tax_number": "1"})
        assert (refused.status_code, refused.data["code"]) == (403, "not_allowed")
    assert "98-7654321" not in api.get(address).content.decode()
    assert Store.objects.get().tax_number == "98-7654321"


@pytest.mark.parametrize(
    ("body", "pointer", "code", "words"),
    [
        ({"primary_color": "#ffe9a8"}, "/primary_color", "low_contrast", "contrast of 1.20:1; it needs 3:1"),
        ({"primary_color": "#0b0f0e"}, "/primary_color", "low_contrast", "dark"),
        (
            {"primary_color": "#1f8f6a", "secondary_color": "#ffffff"},
            "/secondary_color",
            "low_contrast",
            "contrast of 4.04:1; it needs 4.5:1",
        ),
        ({"secondary_color": "#ffffff"}, "/primary_color", "low_contrast", "first"),
        ({"primary_color": "green"}, "/primary_color", "invalid", "#1f6f54"),
        ({"opening_hours": {"monday": []}}, "/opening_hours", "invalid", "no weekday"),
        ({"opening_hours": {"mon": [["18:00", "09:00"]]}}, "/opening_hours", "invalid", "not before"),
        ({"opening_hours": {"mon": [["9:00", "18:00"]]}}, "/opening_hours", "invalid", "two times"),
        ({"opening_hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "/opening_hours", "invalid", "overlap"),
        ({"opening_hours": {"mon": {"from": 1}}}, "/opening_hours", "invalid", "at most 4"),
        ({"opening_hours": []}, "/opening_hours", "wrong_type", "object"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone", "not_found", "Asia/Jakarta"),
        ({"website": "javascript:alert(1)"}, "/website", "invalid", "web address"),
        ({"website": "https://me:secret@nika.example"}, "/website", "invalid", "no password"),
        ({"facebook_url": "https://facebook.com.evil.example/x"}, "/facebook_url", "invalid", "evil.example"),
        ({"whatsapp_number": "0912"}, "/whatsapp_number", "invalid", "country code"),
        ({"is_active": False}, "/is_active", "unknown_field", "not known"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(owner, address, body, pointer, code, words):
    before = Store.objects.values().get()
    answer = owner.patch(address, body)
    assert answer.status_code == 400, answer.data
    (error,) = answer.data["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert words in error["detail"]
    assert Store.objects.values().get() == before


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_a_store_is_open_by_its_own_clock():
    from datetime import UTC, datetime

    hours = {"mon": [["09:00", "18:00"]], "tue": [["00:00", "24:00"]]}
    monday_six_in_the_evening_utc = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert is_open(hours, "UTC", monday_six_in_the_evening_utc) is False
    assert is_open(hours, "America/Los_Angeles", monday_six_in_the_evening_utc) is True
    assert is_open(hours, "Asia/Jakarta", monday_six_in_the_evening_utc) is True  # Tuesday, one in the night
    assert is_open({}, "UTC", monday_six_in_the_evening_utc) is None


def test_a_logo_is_written_anew_and_small(owner, store, address):
    from django.core.files.base import ContentFile

    answer = owner.put(f"{address}logo/", {"file": ContentFile(picture(), "logo.png")}, format="multipart")
    assert answer.status_code == 200, answer.data
    store.refresh_from_db()
    assert answer.data["logo_url"] == store.logo.url
    with default_storage.open(store.logo.name) as file:
        image = Image.open(BytesIO(file.read()))
    assert image.format == "WEBP"
    assert max(image.size) <= 512
    refused = owner.put(f"{address}logo/", {"file": ContentFile(b"<svg/>", "logo.svg")}, format="multipart")
    assert (refused.status_code, refused.data["code"]) == (400, "bad_picture")
    assert owner.delete(f"{address}logo/").status_code == 204
    assert owner.get(address).data["logo_url"] is None


def test_a_taken_handle_offers_three_that_are_free(api, api_as, store):
    Store.objects.filter(pk=store.pk).update(slug="nika-keys")
    make_person()
    person = api_as(make_person("Second"))
    body = {"name": "Nika", "store": {"name": "Nika Keys", "market": "intl", "slug": "nika-keys"}}
    refused = person.post("/api/marketplace/sellers/", body)
    assert (refused.status_code, refused.data["code"]) == (409, "taken")
    assert refused.data["suggestions"] == ["nika-keys-shop", "nika-keys-2", "nika-keys-3"]
    looked = api.post("/api/marketplace/handles/", {"name": "Nika Keys"}).data
    assert looked == {"slug": "nika-keys", "is_free": False, "suggestions": refused.data["suggestions"]}
    free = api.post("/api/marketplace/handles/", {"name": "Mika Keys"}).data
    assert (free["slug"], free["is_free"], len(free["suggestions"])) == ("mika-keys", True, 3)


def test_ratings_and_punctuality_come_with_their_basis(api, store, address):
    from marketplace.services import store_punctuality_set, store_rating_set

    empty = api.get(address).data
    assert empty["rating"] == {"average": None, "count": 0}
    assert empty["shipped_on_time"] == {"percent": None, "parcels": 0}
    store_rating_set(store_id=store.pk, rating_hundredths=437, rating_count=52)
    store_punctuality_set(store_id=store.pk, parcels_count=41, parcels_on_time_count=39)
    shown = api.get(address).data
    assert shown["rating"] == {"average": 4.37, "count": 52}
    assert shown["shipped_on_time"] == {"percent": 95.1, "parcels": 41}
