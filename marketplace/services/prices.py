"""Every price an offer gets is written down, with what it was at its lowest in the 30 days before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from marketplace.models import ItemMarketPrice, PriceChange, StoreItem
from marketplace.rules.prices import lowest_before


def prices_note(items: Sequence[StoreItem]) -> None:
    """Write down the new prices of these offers, whose rows the caller holds and saves. Two statements."""
    now = timezone.now()
    history: dict[UUID, list[tuple[datetime, int]]] = defaultdict(list)
    rows = PriceChange.objects.filter(item__in=items, market=None)
    for item_id, began, minor in rows.values_list("item_id", "created_at", "price_minor"):
        history[item_id].append((began, minor))
    for item in items:
        item.prior_lowest_minor = lowest_before(history[item.pk], now)
    PriceChange.objects.bulk_create(
        [PriceChange(item=item, price_minor=item.price_minor, currency=item.currency, created_at=now) for item in items]
    )


def market_price_note(row: ItemMarketPrice) -> None:
    """The same for a price set by hand for one market."""
    now = timezone.now()
    rows = PriceChange.objects.filter(item_id=row.item_id, market=row.market)
    row.prior_lowest_minor = lowest_before(rows.values_list("created_at", "price_minor"), now)
    PriceChange(
        item_id=row.item_id,
        market=row.market,
        price_minor=row.price_minor,
        currency=row.market.currency,
        created_at=now,
    ).save(force_insert=True)
