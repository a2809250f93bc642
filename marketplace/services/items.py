"""Offers: what a store sells at which price. Stock is written by `services.stock` alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from catalog.models import ProductVariant
from catalog.selectors import variants_visible_to
from core import audit, formats
from core.db import atomic, savepoint
from core.errors import NotFound
from core.scope import ActingScope
from core.versions import check_version
from marketplace.errors import AlreadyOffered, PiecesReserved
from marketplace.models import ItemMarketPrice, MovementReason, Stock, StoreItem, StoreProduct
from marketplace.rules import PRICE_EDIT
from marketplace.selectors import items_visible_to
from marketplace.services.common import invalid, market_named, store_reach
from marketplace.services.prices import market_price_note, prices_note
from marketplace.services.stock import stock_adjust, stock_threshold_set
from marketplace.signals import item_changed

FIELDS = ("variant_id", "currency", "price_minor", "compare_at_minor", "is_active")
EDITABLE = ("price_minor", "compare_at_minor", "is_active")


@atomic
def item_create(
    *,
    scope: ActingScope,
    store_id: UUID,
    variant_id: UUID,
    price_minor: int,
    compare_at_minor: int | None = None,
    stock: int = 0,
    low_stock_threshold: int | None = None,
    is_active: bool = True,
    market_prices: Mapping[str, int] | None = None,
) -> StoreItem:
    """Offer a variant in a store. Prices are minor units of the store's home currency, `market_prices` by market code
    in that market's. The first `stock` pieces are received by a movement.

    Raises NotAuthenticated, NotFound, NotAllowed, Invalid, AlreadyOffered.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=PRICE_EDIT, by_staff=False)
    variant = _variant(scope, variant_id)
    _check_compare(price_minor, compare_at_minor)
    item = StoreItem(
        store=store,
        variant=variant,
        currency=store.home_market.currency,
        price_minor=price_minor,
        compare_at_minor=compare_at_minor,
        is_active=is_active,
    )
    try:
        with savepoint():
            item.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyOffered from error
    threshold = {} if store.low_stock_threshold is None else {"low_stock_threshold": store.low_stock_threshold}
    Stock.objects.create(item=item, **threshold)
    prices_note([item])
    _link(item)
    if low_stock_threshold is not None:
        stock_threshold_set(scope=scope, item_id=item.pk, low_stock_threshold=low_stock_threshold)
    if stock:
        stock_adjust(scope=scope, item_id=item.pk, delta=stock, reason=MovementReason.RECEIVE, note="First stock")
    changes = audit.first_values(item, FIELDS) | _market_prices_set(item, market_prices or {})
    audit.record(actor=scope.actor, action="item.create", row=item, changes=changes, store_id=store.pk)
    item_changed.send(sender=StoreItem, item=item, action="created", changes=changes)
    return item


@atomic
def item_update(
    *,
    scope: ActingScope,
    item_id: UUID,
    version: int | None = None,
    low_stock_threshold: int | None = None,
    market_prices: Mapping[str, int] | None = None,
    **values: Any,
) -> StoreItem:
    """Change price_minor, compare_at_minor or is_active; `market_prices` replaces the prices set by hand.

    Never writes stock. Raises NotFound, NotAllowed, Invalid, StaleEdit.
    """
    item = _item_lock(scope, item_id)
    check_version(item, version)
    changes = audit.assign(item, {name: values[name] for name in EDITABLE if name in values})
    _check_compare(item.price_minor, item.compare_at_minor)
    if market_prices is not None:
        changes |= _market_prices_set(item, market_prices)
    if low_stock_threshold is not None:
        stock_threshold_set(scope=scope, item_id=item.pk, low_stock_threshold=low_stock_threshold)
    if changes:
        if "price_minor" in changes:
            prices_note([item])
        item.version += 1
        item.save(update_fields=[*EDITABLE, "prior_lowest_minor", "version", "updated_at"])
        audit.record(actor=scope.actor, action="item.update", row=item, changes=changes, store_id=item.store_id)
        item_changed.send(sender=StoreItem, item=item, action="updated", changes=changes)
    return item


@atomic
def item_delete(*, scope: ActingScope, item_id: UUID) -> None:
    """Take an offer out of a store. Raises NotFound, NotAllowed, PiecesReserved."""
    item = _item_lock(scope, item_id)
    row = Stock.objects.select_for_update(no_key=True, of=("self",)).get(item=item)
    if row.reserved:
        raise PiecesReserved(
            _("%(count)s pieces are reserved by open orders; the offer can be hidden meanwhile.")
            % {"count": formats.number(row.reserved)},
            extra={"reserved": row.reserved},
        )
    item.delete()
    audit.record(actor=scope.actor, action="item.delete", row=item, store_id=item.store_id)
    item_changed.send(sender=StoreItem, item=item, action="deleted", changes={})


@atomic
def item_restore(*, scope: ActingScope, item_id: UUID) -> StoreItem:
    """Offer again what was taken out, with its stock as it was. Raises NotFound, NotAllowed, RestoreConflict."""
    item = StoreItem.all_objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound
    store_reach(scope=scope, store_id=item.store_id, permission=PRICE_EDIT, by_staff=False)
    item.restore()
    audit.record(actor=scope.actor, action="item.restore", row=item, store_id=item.store_id)
    item_changed.send(sender=StoreItem, item=item, action="restored", changes={})
    return item


def _variant(scope: ActingScope, variant_id: UUID) -> ProductVariant:
    found = variants_visible_to(scope=scope).filter(pk=variant_id).select_related("product").first()
    if found is None:
        raise invalid("/variant", "not_found", _("There is no such variant."))
    return found


def _link(item: StoreItem) -> None:
    """Note that the store sells the product; who maintains it does not change."""
    product_id = item.variant.product_id
    if not StoreProduct.objects.filter(store_id=item.store_id, product_id=product_id).exists():
        StoreProduct.objects.create(store_id=item.store_id, product_id=product_id)


def _item_lock(scope: ActingScope, item_id: UUID) -> StoreItem:
    found = items_visible_to(scope=scope).filter(pk=item_id).first()
    if found is None:
        scope.require_user()
        raise NotFound
    store_reach(scope=scope, store_id=found.store_id, permission=PRICE_EDIT, by_staff=False)
    item = StoreItem.objects.select_for_update(no_key=True, of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise NotFound
    return item


def _check_compare(price_minor: int, compare_at_minor: int | None) -> None:
    if price_minor <= 0:
        raise invalid("/price_minor", "not_positive", _("A price is above zero."))
    if compare_at_minor is not None and compare_at_minor <= price_minor:
        raise invalid("/compare_at_minor", "not_above_price", _("The former price is higher than the price."))


def _market_prices_set(item: StoreItem, wanted: Mapping[str, int]) -> dict[str, list[Any]]:
    """Make these the only prices set by hand, by market code. Raises Invalid."""
    present = {row.market.code: row for row in ItemMarketPrice.objects.filter(item=item).select_related("market")}
    changes: dict[str, list[Any]] = {}
    for code in present.keys() - wanted.keys():
        changes[f"market_prices.{code}"] = [present[code].price_minor, None]
        present[code].delete()
    for index, (code, price_minor) in enumerate(wanted.items()):
        market = market_named(code, f"/market_prices/{index}/market")
        if market.pk == item.store.home_market_id:
            raise invalid(f"/market_prices/{index}/market", "home", _("The price itself is for the home market."))
        row = present.get(code) or ItemMarketPrice(item=item, market=market, price_minor=0)
        if row.price_minor != price_minor:
            changes[f"market_prices.{code}"] = [row.price_minor or None, price_minor]
            row.price_minor = price_minor
            market_price_note(row)
            row.save()
    return changes
