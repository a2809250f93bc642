"""Which of several stores' offers of one product is shown first (docs/marketplace.md states the same)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# What the score is made of. They add up to one.
PRICE_WEIGHT, DAYS_WEIGHT, RATING_WEIGHT, STOCK_WEIGHT = 0.60, 0.20, 0.15, 0.05
ENOUGH_STOCK = 10
SLOWEST_DAYS = 14
# A rating counts as if so many more people had given the middle mark: one five is not better than ninety of 4.8.
PRIOR_RATINGS, PRIOR_HUNDREDTHS, BEST_HUNDREDTHS = 10, 350, 500


@dataclass(frozen=True)
class OfferTerms:
    """What a shopper would get: price and delivery in one currency, working days until the parcel is there.

    `rating_hundredths` is 437 for 4.37 of 5. `key` breaks ties, so that the order never flickers.
    """

    price_minor: int
    delivery_minor: int
    days: int
    rating_hundredths: int
    rating_count: int
    available: int
    key: Any

    @property
    def total_minor(self) -> int:
        return self.price_minor + self.delivery_minor


def offer_score(terms: OfferTerms, *, cheapest_minor: int) -> float:
    """0 to 1: price with delivery against the cheapest, days, rating, stock, each by its weight."""
    price = cheapest_minor / terms.total_minor if terms.total_minor else 1.0
    days = 1 - min(terms.days, SLOWEST_DAYS) / SLOWEST_DAYS
    ratings = terms.rating_hundredths * terms.rating_count + PRIOR_HUNDREDTHS * PRIOR_RATINGS
    rating = ratings / (terms.rating_count + PRIOR_RATINGS) / BEST_HUNDREDTHS
    stock = min(terms.available, ENOUGH_STOCK) / ENOUGH_STOCK
    return PRICE_WEIGHT * price + DAYS_WEIGHT * days + RATING_WEIGHT * rating + STOCK_WEIGHT * stock


def featured_order(offers: Sequence[OfferTerms]) -> list[int]:
    """The positions of the offers, the featured one first: what can be bought, by score, then price, then key."""
    cheapest = min((offer.total_minor for offer in offers if offer.available > 0), default=0)

    def place(position: int) -> tuple[Any, ...]:
        offer = offers[position]
        is_out = offer.available <= 0
        score = 0.0 if is_out else round(offer_score(offer, cheapest_minor=cheapest), 9)
        return is_out, -score, offer.total_minor, offer.key

    return sorted(range(len(offers)), key=place)
