"""Stores: opening, editing, where they sell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from catalog.errors import Taken
from catalog.services.common import insert_with_slug, save_unique
from core import audit
from core.db import atomic
from core.errors import NotAllowed
from core.ids import new_id
from core.media import picture_reencode
from core.scope import ActingScope
from core.versions import check_version
from marketplace.models import Seller, Store, StoreMarket, StoreMember
from marketplace.rules import STORE_EDIT, STORE_LEGAL, StoreRole
from marketplace.services.common import market_named, seller_lock, store_reach
from marketplace.services.profile import (
    LEGAL_FIELDS,
    PROFILE_FIELDS,
    check_colours,
    handle_taken,
    profile_cleaned,
    slug_cleaned,
)
from marketplace.signals import store_changed
from marketplace.states import STORE_TRANSITIONS, StoreStatus

LOGO_SIDE = 512  # pixels
FIELDS = (*PROFILE_FIELDS, "status")


@atomic
def store_create(*, scope: ActingScope, **values: Any) -> Store:
    """Open a further store of the acting seller; arguments as store_open.

    Raises NotAuthenticated, NotASeller, SellerSuspended, SellerClosed, Invalid, Taken.
    """
    return store_open(scope=scope, seller=seller_lock(scope), **values)


@atomic
def store_open(
    *,
    scope: ActingScope,
    seller: Seller,
    name: str,
    market: str,
    slug: str = "",
    markets: Sequence[str] = (),
    pointer: str = "",
    **values: Any,
) -> Store:
    """Open a store whose home is the market with this code; its currency is the store's. The seller becomes its owner.

    `slug` is made from the name where none is given; `markets` are further markets the store sells in.
    `pointer` says where in the request the store stands. Raises Invalid, Taken.
    """
    home = market_named(market, f"{pointer}/market")
    store = Store(seller=seller, home_market=home, **profile_cleaned({**values, "name": name}, pointer))
    check_colours(store, pointer)
    if slug:
        store.slug = slug_cleaned(slug, pointer)
        _save_with_handle(store, force_insert=True)
    else:
        insert_with_slug(store, name=store.name, fallback="store")
    StoreMember.objects.create(store=store, user_id=seller.user_id, role=StoreRole.OWNER)
    changes = audit.first_values(store, (*FIELDS, "home_market_id")) | _markets_set(store, markets, pointer)
    audit.record(actor=scope.actor, action="store.create", row=store, changes=changes, store_id=store.pk)
    store_changed.send(sender=Store, store=store, action="created")
    return store


@atomic
def store_update(
    *,
    scope: ActingScope,
    store_id: UUID,
    version: int | None = None,
    markets: Sequence[str] | None = None,
    **values: Any,
) -> Store:
    """Change fields or the status; `markets` replaces the further markets. The home market stays for ever.

    Raises NotAuthenticated, NotFound, NotAllowed, Invalid, Taken, StaleEdit, InvalidTransition.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    check_version(store, version)
    cleaned = profile_cleaned({name: values[name] for name in FIELDS if name in values})
    if "status" in cleaned and cleaned["status"] != store.status:
        STORE_TRANSITIONS.check(StoreStatus(store.status), StoreStatus(cleaned["status"]))
    changes = audit.assign(store, cleaned)
    _check_changes(scope, store, changes)
    if markets is not None:
        changes |= _markets_set(store, markets, "")
    if changes:
        store.version += 1
        _save_with_handle(store)
        audit.record(actor=scope.actor, action="store.update", row=store, changes=changes, store_id=store.pk)
        store_changed.send(sender=Store, store=store, action="updated")
    return store


def _markets_set(store: Store, codes: Sequence[str], pointer: str) -> dict[str, list[Any]]:
    wanted = {code: market_named(code, f"{pointer}/markets/{index}") for index, code in enumerate(codes)}
    wanted.pop(store.home_market.code, None)
    present = {row.market.code: row for row in StoreMarket.objects.filter(store=store).select_related("market")}
    for code in present.keys() - wanted.keys():
        present[code].delete()
    for code in wanted.keys() - present.keys():
        StoreMarket.objects.create(store=store, market=wanted[code])
    before, after = sorted(present), sorted(wanted)
    return {"markets": [before, after]} if before != after else {}


def _check_changes(scope: ActingScope, store: Store, changes: dict[str, Any]) -> None:
    """Raises NotAllowed (licence and tax number are the owner's), Invalid (colours)."""
    if changes.keys() & set(LEGAL_FIELDS) and not (scope.is_superuser or scope.may(STORE_LEGAL, store.pk)):
        raise NotAllowed(_("Only the store's owner changes its licence and tax number."))
    if changes.keys() & {"primary_color", "secondary_color"}:
        check_colours(store)


def _save_with_handle(store: Store, **how: Any) -> None:
    """Raises Taken, with addresses that are free."""
    try:
        save_unique(store, field="slug", **how)
    except Taken as error:
        raise handle_taken(store.slug) from error


@atomic
def store_logo_set(*, scope: ActingScope, store_id: UUID, raw: bytes, name: str = "", content_type: str = "") -> Store:
    """Put a picture in place of the logo; it is decoded and written anew.

    Raises NotAuthenticated, NotFound, NotAllowed, BadPicture.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    picture = picture_reencode(raw, name=name, content_type=content_type, side=LOGO_SIDE)
    before = store.logo.name
    store.logo.save(f"{new_id().hex}.webp", ContentFile(picture.content), save=False)
    return _logo_saved(scope, store, before)


@atomic
def store_logo_remove(*, scope: ActingScope, store_id: UUID) -> Store:
    """Take the logo away; orders and mails that showed it keep the file. Raises as store_logo_set."""
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    before = store.logo.name
    store.logo = ""
    return _logo_saved(scope, store, before) if before else store


def _logo_saved(scope: ActingScope, store: Store, before: str | None) -> Store:
    store.version += 1
    store.save(update_fields=["logo", "version", "updated_at"])
    changes = {"logo": [before or None, store.logo.name or None]}
    audit.record(actor=scope.actor, action="store.logo", row=store, changes=changes, store_id=store.pk)
    store_changed.send(sender=Store, store=store, action="updated")
    return store
