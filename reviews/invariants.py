"""Recounts over all reviews: what is kept by increments is what there is (R1, R2)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.services import Breach, invariant
from reviews.models import ProductRating, Review, ReviewVote, StoreRating
from reviews.rules import Rating, rating_of
from reviews.states import ReviewStatus

LIMIT = 1_000


@invariant("R1", "ratings of products and stores equal a recount of their published reviews")
def ratings_equal_recount() -> list[Breach]:
    return [*_differences(ProductRating, "product_id"), *_differences(StoreRating, "store_id")][:LIMIT]


def _differences(model: Any, owner: str) -> list[Breach]:
    counted: dict[Any, dict[int, int]] = {}
    published = Review.objects.filter(status=ReviewStatus.PUBLISHED).order_by()
    for owner_id, stars, count in published.values_list(owner, "rating").annotate(count=Count("pk")):
        counted.setdefault(owner_id, {})[stars] = count
    kept = {getattr(row, owner): row.rating for row in model.objects.iterator()}
    breaches = []
    for owner_id in sorted(kept.keys() | counted.keys()):
        have, should = kept.get(owner_id, Rating()), rating_of(counted.get(owner_id, {}))
        if have != should:
            row = f"{model._meta.verbose_name} {owner_id}"
            breaches.append(Breach("R1", row, f"kept {have.counts}, counted {should.counts}"))
    return breaches


@invariant("R2", "helpful counts equal the live votes")
def helpful_counts_equal_votes() -> list[Breach]:
    votes = ReviewVote.objects.filter(review=OuterRef("pk")).order_by().values("review").annotate(n=Count("pk"))
    rows = Review.objects.annotate(votes_given=Coalesce(Subquery(votes.values("n"), output_field=IntegerField()), 0))
    return [
        Breach("R2", f"review {row.pk}", f"says {row.helpful_count}, has {row.votes_given} votes")
        for row in rows.exclude(helpful_count=F("votes_given"))[:LIMIT]
    ]
