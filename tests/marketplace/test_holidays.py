"""Holidays: planned by the store, begun and ended by the clock; and policies, which orders keep by version."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from marketplace import selectors
from marketplace.models import Store, StoreHoliday, StorePolicy
from marketplace.rules.hours import day_bounds, ship_by
from marketplace.services import holidays_turn
from marketplace.tasks import holidays_turn as job
from tests.marketplace.factories import make_item, make_member, make_store

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture
def store():
    return make_store("Nika Keys")


@pytest.fixture
def address(store):
    return f"/api/marketplace/stores/{store.slug}/"


@pytest.fixture
def owner(api_as, store):
    return api_as(store.seller.user)


def days(first: int, last: int, **more):
    return {"starts_on": str(TODAY + timedelta(days=first)), "ends_on": str(TODAY + timedelta(days=last)), **more}


def move_clock(**shift):
    """As if so much time had passed: the holidays lie that much earlier."""
    for row in StoreHoliday.objects.all():
        span = timedelta(**shift)
        row.starts_at, row.ends_at = row.starts_at - span, row.ends_at - span
        row.save()


def test_a_holiday_begins_and_ends_by_the_clock_and_hides_the_offers_meanwhile(api, owner, store, address):
    planned = owner.put(f"{address}holiday/", days(3, 9, message="At the sea", hides_offers=True))
    assert planned.status_code == 200, planned.data
    assert (planned.data["holiday"]["status"], planned.data["status"]) == ("PLANNED", "OPEN")
    assert holidays_turn() == 0
    move_clock(days=3)
    assert [holidays_turn(), holidays_turn()] == [1, 0]
    running = api.get(address).data
    assert (running["holiday"]["status"], running["status"], running["is_active"]) == ("RUNNING", "PAUSED", False)
    assert running["holiday"]["message"] == "At the sea"
    move_clock(days=8)
    job()
    after = api.get(address).data
    assert (after["holiday"], after["status"]) == (None, "OPEN")
    assert list(
        AuditEntry.objects.filter(action="store.holiday").values_list("actor_label", flat=True).order_by("pk")
    ) == [
        store.seller.user.name,
        "Serai",
        "Serai",
    ]


def test_offers_of_a_store_that_says_so_stay_on_sale(owner, store, address):
    make_item(store)
    answer = owner.put(f"{address}holiday/", days(0, 5))
    assert (answer.data["holiday"]["status"], answer.data["status"]) == ("RUNNING", "OPEN")
    longer = owner.put(f"{address}holiday/", days(0, 9, message="A little longer", hides_offers=True))
    assert (longer.data["holiday"]["message"], longer.data["status"]) == ("A little longer", "PAUSED")
    assert StoreHoliday.objects.count() == 1
    assert owner.delete(f"{address}holiday/").status_code == 204
    assert (owner.get(address).data["status"], StoreHoliday.objects.get().status) == ("OPEN", "OVER")
    assert owner.delete(f"{address}holiday/").status_code == 404


def test_a_store_that_was_paused_by_hand_stays_so(owner, store, address):
    owner.patch(address, {"status": "PAUSED"})
    owner.put(f"{address}holiday/", days(0, 5, hides_offers=True))
    owner.delete(f"{address}holiday/")
    assert owner.get(address).data["status"] == "PAUSED"


def test_a_planned_holiday_is_changed_or_cancelled(owner, store, address):
    owner.put(f"{address}holiday/", days(3, 9))
    owner.put(f"{address}holiday/", days(4, 9))
    assert StoreHoliday.objects.count() == 1
    assert owner.delete(f"{address}holiday/").status_code == 204
    assert StoreHoliday.objects.get().status == "CANCELLED"
    assert owner.put(f"{address}holiday/", days(3, 9)).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (days(5, 3), "/ends_on"),
        (days(-2, 3), "/starts_on"),
        (days(-5, -3), "/ends_on"),
        (days(1, 300), "/ends_on"),
        (days(500, 501), "/starts_on"),
        ({"starts_on": "0001-01-01", "ends_on": "9999-12-31"}, "/starts_on"),
        ({"starts_on": "tomorrow", "ends_on": "2099-01-01"}, "/starts_on"),
        (days(1, 2, message="x" * 301), "/message"),
    ],
)
def test_days_that_cannot_be_are_refused(owner, address, body, pointer):
    answer = owner.put(f"{address}holiday/", body)
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (400, pointer)
    assert StoreHoliday.objects.count() == 0


def test_a_packer_plans_no_holiday(api_as, store, address):
    packer = api_as(make_member(store).user)
    assert packer.put(f"{address}holiday/", days(1, 2)).status_code == 403


def test_days_are_those_of_the_stores_time_zone():
    start, end = day_bounds(date(2026, 7, 1), date(2026, 7, 2), "Asia/Tehran")
    assert start == datetime(2026, 6, 30, 20, 30, tzinfo=UTC)
    assert end == datetime(2026, 7, 2, 20, 30, tzinfo=UTC)


def test_handling_days_are_working_days():
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    assert ship_by(friday, 1).date() == date(2026, 11, 23)
    assert ship_by(friday, 0).date() == date(2026, 11, 20)
    assert ship_by(friday, 6).date() == date(2026, 11, 30)


def test_policies_say_the_marketplaces_own_until_the_store_writes_its_own(api, owner, store, address):
    first = api.get(f"{address}policies/").data["results"]
    assert [(row["kind"], row["version"], row["is_default"]) for row in first] == [
        ("returns", 0, True),
        ("shipping", 0, True),
        ("privacy", 0, True),
    ]
    assert "14 days" in first[0]["text"]
    owner.put(f"{address}policies/returns/", {"text": "30 days, <b>unused</b>."})
    owner.put(f"{address}policies/returns/", {"text": "60 days, unused."})
    again = owner.put(f"{address}policies/returns/", {"text": "60 days, unused."})
    assert again.data["results"][0] == {
        "kind": "returns",
        "version": 2,
        "text": "60 days, unused.",
        "is_default": False,
    }
    assert list(StorePolicy.objects.order_by("version").values_list("text", flat=True)) == [
        "30 days, unused.",
        "60 days, unused.",
    ]
    back = owner.put(f"{address}policies/returns/", {"text": ""}).data["results"][0]
    assert (back["version"], back["is_default"]) == (0, True)
    assert owner.put(f"{address}policies/warranty/", {"text": "x"}).status_code == 404


def test_policies_of_many_stores_are_one_statement(django_assert_num_queries, api_as):
    made = [make_store() for _ in range(4)]
    for store in made[:2]:
        client = api_as(store.seller.user)
        for text in ("One.", "Two."):
            client.put(f"/api/marketplace/stores/{store.slug}/policies/shipping/", {"text": text})
    stores = [Store.objects.get(pk=store.pk) for store in made]
    with django_assert_num_queries(1):
        found = selectors.policies_at({store.pk: store.policy_versions for store in stores})
    assert [found[store.pk][1].version for store in stores] == [2, 2, 0, 0]
    assert found[stores[0].pk][1].text == "Two."


def test_a_stale_edit_of_a_store_names_its_holiday(owner, store, address):
    owner.put(f"{address}holiday/", days(0, 5, hides_offers=True))
    assert Store.objects.get().version == 2
    refused = owner.patch(address, {"city": "Oslo", "version": 1})
    assert refused.data["changes"][0]["action"] == "store.holiday"
