"""The figures of a store's page, told by the apps above that count them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from core.db import atomic
from marketplace.models import StoreStanding


@atomic
def store_rating_set(*, store_id: UUID, rating_hundredths: int, rating_count: int) -> None:
    """What shoppers gave this store: 437 for 4.37 of 5, by so many."""
    _write(store_id, rating_hundredths=rating_hundredths, rating_count=rating_count)


@atomic
def store_punctuality_set(*, store_id: UUID, parcels_count: int, parcels_on_time_count: int) -> None:
    """How many parcels left within the last 90 days, and how many of these within the handling days."""
    _write(store_id, parcels_count=parcels_count, parcels_on_time_count=parcels_on_time_count)


def _write(store_id: UUID, **values: Any) -> None:
    StoreStanding.objects.update_or_create(store_id=store_id, defaults={**values, "counted_at": timezone.now()})
