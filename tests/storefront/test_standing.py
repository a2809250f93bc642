"""How punctual a store is: counted from its parcels, shown with the basis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sales.models import Order, StoreOrder
from sales.services import order_mark_paid
from storefront.tasks import punctuality_count
from tests.accounts.factories import make_user
from tests.marketplace.factories import make_item, make_store
from tests.reviews.factories import make_review
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db


def test_the_share_of_parcels_sent_within_the_handling_days_is_shown_with_its_basis(api):
    make_service(base=10)
    store = make_store(handling_days=2)
    item, now = make_item(store, stock=50), timezone.now()
    # Given five parcels: three in time, one late, one too old to count
    for paid, shipped in ((20, 19), (20, 18), (21, 20), (30, 9), (200, 190)):
        order = make_order((item, 1))
        order_mark_paid(order_id=order.pk)
        Order.objects.filter(pk=order.pk).update(paid_at=now - timedelta(days=paid))
        StoreOrder.objects.filter(order=order).update(shipped_at=now - timedelta(days=shipped))
    # When they are counted, Then the page says so
    punctuality_count()
    shown = api.get(f"/api/marketplace/stores/{store.slug}/").data["shipped_on_time"]
    assert shown == {"percent": 75.0, "parcels": 4}
    # And a store that sent nothing says nothing
    other = api.get(f"/api/marketplace/stores/{make_store().slug}/").data["shipped_on_time"]
    assert other == {"percent": None, "parcels": 0}


def test_a_review_changes_the_rating_of_its_store(api, drain_outbox):
    make_service(base=10)
    store = make_store()
    item = make_item(store, stock=50)
    for stars in (5, 4, 4):
        make_review(make_user(name="Linh Tran"), item, stars)
    drain_outbox()
    assert api.get(f"/api/marketplace/stores/{store.slug}/").data["rating"] == {"average": 4.33, "count": 3}
