"""Stores: opening, editing, where they sell, who works in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from accounts.identity import normalise_email, normalise_phone
from accounts.models import User
from accounts.selectors import user_by_identifier
from catalog.rules import clean_name, plain_text, slug_is_free, slug_of
from catalog.services.common import insert_with_slug, save_unique
from core import audit
from core.db import atomic, savepoint
from core.errors import Conflict, NotAllowed, NotFound
from core.scope import ActingScope
from core.versions import check_version
from marketplace.errors import NotASeller, SellerSuspended
from marketplace.models import Seller, Store, StoreMarket, StoreMember
from marketplace.rules import ROLE_PERMISSIONS, STORE_EDIT, TEAM_EDIT, StoreRole
from marketplace.selectors import sees_all
from marketplace.services.common import invalid, market_named, store_reach
from marketplace.signals import store_changed
from marketplace.states import STORE_TRANSITIONS, SellerStatus, StoreStatus

FIELDS = (
    "name",
    "slug",
    "tagline",
    "description",
    "status",
    "email",
    "phone",
    "address_line",
    "city",
    "country",
    "handling_days",
)


@atomic
def store_create(*, scope: ActingScope, **values: Any) -> Store:
    """Open a further store of the acting seller; arguments as store_open.

    Raises NotAuthenticated, NotASeller, SellerSuspended, Invalid, Taken.
    """
    seller = Seller.objects.select_for_update(no_key=True).filter(user_id=scope.require_user()).first()
    if seller is None:
        raise NotASeller
    if seller.status == SellerStatus.SUSPENDED:
        raise SellerSuspended
    return store_open(scope=scope, seller=seller, **values)


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
    store = Store(seller=seller, home_market=home, **_cleaned({**values, "name": name}, pointer))
    if slug:
        store.slug = _slug(slug, pointer)
        save_unique(store, field="slug", force_insert=True)
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
    cleaned = _cleaned({name: values[name] for name in FIELDS if name in values}, "")
    if "status" in cleaned and cleaned["status"] != store.status:
        STORE_TRANSITIONS.check(StoreStatus(store.status), StoreStatus(cleaned["status"]))
    changes = audit.assign(store, cleaned)
    if markets is not None:
        changes |= _markets_set(store, markets, "")
    if changes:
        store.version += 1
        save_unique(store, field="slug")
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


@atomic
def member_add(*, scope: ActingScope, store_id: UUID, identifier: str, role: str) -> StoreMember:
    """Let the person with this e-mail, phone or username work in a store. Nobody gives more than he holds.

    Raises NotAuthenticated, NotFound, NotAllowed, Conflict (works there already).
    """
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    _refuse_more_than_held(scope, store_id, role)
    user: User | None = user_by_identifier(identifier=identifier)
    if user is None or not user.is_active:
        raise invalid("/identifier", "not_found", "Nobody with this identifier has an account.")
    row = StoreMember(store=store, user=user, role=role)
    try:
        with savepoint():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("This person works in the store already.") from error
    changes = {"role": [None, role]}
    audit.record(actor=scope.actor, action="member.add", row=row, changes=changes, store_id=store.pk)
    return row


@atomic
def member_update(*, scope: ActingScope, store_id: UUID, member_id: UUID, **values: Any) -> StoreMember:
    """Change `role` or `is_active` of a member. Raises as member_remove, and NotAllowed beyond one's own keys."""
    row = _member(scope, store_id, member_id)
    if "role" in values:
        _refuse_more_than_held(scope, store_id, values["role"])
    changes = audit.assign(row, {name: values[name] for name in ("role", "is_active") if name in values})
    if changes:
        row.save(update_fields=["role", "is_active", "updated_at"])
        audit.record(actor=scope.actor, action="member.update", row=row, changes=changes, store_id=store_id)
    return row


@atomic
def member_remove(*, scope: ActingScope, store_id: UUID, member_id: UUID) -> None:
    """Take a person out of a store; works from the next request on.

    Raises NotFound, NotAllowed (more keys than one's own), Conflict (the seller stays owner).
    """
    row = _member(scope, store_id, member_id)
    row.delete()
    audit.record(
        actor=scope.actor, action="member.remove", row=row, changes={"role": [row.role, None]}, store_id=store_id
    )


def _member(scope: ActingScope, store_id: UUID, member_id: UUID) -> StoreMember:
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    row = StoreMember.objects.filter(pk=member_id, store=store).select_related("user").first()
    if row is None:
        raise NotFound
    _refuse_more_than_held(scope, store_id, row.role)
    if row.user_id == store.seller.user_id:
        raise Conflict("The seller stays owner of the store.")
    return row


def _refuse_more_than_held(scope: ActingScope, store_id: UUID, role: str) -> None:
    if not sees_all(scope) and not ROLE_PERMISSIONS[role] <= scope.stores[store_id]:
        raise NotAllowed("This role may do more than yours.")


def _slug(slug: str, pointer: str) -> str:
    wanted = slug_of(slug, max_length=140, fallback="")
    if not wanted or not slug_is_free(wanted, ()):
        raise invalid(f"{pointer}/slug", "reserved", "This address cannot be used.")
    return wanted


def _cleaned(values: dict[str, Any], pointer: str) -> dict[str, Any]:
    kept = dict(values)
    for name in ("name", "tagline", "address_line", "city"):
        if name in kept:
            kept[name] = clean_name(kept[name])
    if kept.get("name") == "":
        raise invalid(f"{pointer}/name", "blank", "A store needs a name.")
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    if "country" in kept:
        kept["country"] = kept["country"].upper()
    if "slug" in kept:
        kept["slug"] = _slug(kept["slug"], pointer)
    return kept | _contact(kept, pointer)


def _contact(values: dict[str, Any], pointer: str) -> dict[str, Any]:
    kept = {}
    for name, normalise in (("email", normalise_email), ("phone", normalise_phone)):
        if values.get(name):
            kept[name] = normalise(values[name])
            if kept[name] is None:
                raise invalid(f"{pointer}/{name}", "invalid", f"This is not a valid {name}.")
    return kept
