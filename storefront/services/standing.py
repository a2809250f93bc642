"""What stores' pages say of their service: ratings as they change, punctuality counted each night, with the basis."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils import timezone

from core import outbox
from marketplace.rules.hours import ship_by
from marketplace.services import store_punctuality_set, store_rating_set
from reviews.rules import BASIS
from reviews.selectors import store_rating
from sales.models import StoreOrder

COUNTED = timedelta(days=90)
HUNDREDTH = BASIS // 100


@outbox.handler(outbox.LOCAL)
def store_rating_copy(*, store_id: UUID) -> None:
    """Bring a store's rating, as it stands now, to where pages and the choice of the featured offer read it."""
    rating = store_rating(store_id=store_id)
    hundredths = (rating.basis_points + HUNDREDTH // 2) // HUNDREDTH
    store_rating_set(store_id=store_id, rating_hundredths=hundredths, rating_count=rating.count)


def punctuality_count() -> int:
    """Count, for each store that sent parcels in the last 90 days, those that left within its handling days.

    A parcel's time begins when its order was paid, or accepted to be paid at the door. Returns how many stores were
    counted; each is a row of its own.
    """
    since = timezone.now() - COUNTED
    sent: Counter[UUID] = Counter()
    in_time: Counter[UUID] = Counter()
    begun_at = Coalesce("order__cash_accepted_at", "order__paid_at")
    rows = StoreOrder.objects.filter(shipped_at__gte=since).annotate(begun_at=begun_at).exclude(begun_at=None)
    columns = ("store_id", "shipped_at", "begun_at", "store__handling_days")
    for store_id, shipped_at, begun, handling_days in rows.values_list(*columns).iterator(chunk_size=5_000):
        sent[store_id] += 1
        in_time[store_id] += shipped_at <= ship_by(begun, handling_days)
    for store_id, count in sent.items():
        store_punctuality_set(store_id=store_id, parcels_count=count, parcels_on_time_count=in_time[store_id])
    return len(sent)
