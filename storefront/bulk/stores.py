"""Many stores, each of a seller of its own, and one store where hundreds of people work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import models

from accounts.models import Profile, User
from marketplace.models import Seller, Store, StoreMember
from marketplace.rules import StoreRole
from marketplace.states import SellerStatus, StoreStatus
from markets.selectors import market_get
from storefront.bulk import BATCH, MARK
from storefront.bulk.load import write_rows

CROWDED = f"{MARK}-store-0"  # the store with many members
_ORDER: list[type[models.Model]] = [User, Profile, Seller, Store, StoreMember]


def small_stores_load(wanted: int, progress: Callable[[int], None]) -> None:
    """Bring the number of stores without goods to `wanted`; each has its owner as its one member."""
    have = Store.all_objects.filter(slug__startswith=f"{MARK}-small-store-").count()
    home = market_get("intl")
    for start in range(have, wanted, BATCH):
        numbers = range(start, min(start + BATCH, wanted))
        write_rows((row for number in numbers for row in _small_store(number, home.pk)), _ORDER)
        progress(len(numbers))


def _small_store(number: int, market_id: UUID) -> Iterator[models.Model]:
    user = _person(f"keeper-{number}")
    seller = Seller(user=user, name=f"Bulk keeper {number}", status=SellerStatus.APPROVED)
    store = Store(
        seller=seller,
        name=f"Small bulk store {number}",
        slug=f"{MARK}-small-store-{number}",
        home_market_id=market_id,
        status=StoreStatus.OPEN,
        city="Portland",
        country="US",
    )
    yield from (user, Profile(user=user), seller, store)
    yield StoreMember(store=store, user=user, role=StoreRole.OWNER)


def members_load(wanted: int, progress: Callable[[int], None]) -> None:
    """Bring the number of people who work in the crowded store to `wanted`."""
    store = Store.objects.get(slug=CROWDED)
    have = StoreMember.all_objects.filter(store=store).count()
    rows: list[models.Model] = []
    for number in range(have, wanted):
        user = _person(f"member-{number}")
        rows += [user, Profile(user=user), StoreMember(store=store, user=user, role=StoreRole.FULFILMENT)]
    write_rows(rows, _ORDER)
    progress(max(0, wanted - have))


def _person(name: str) -> User:
    """Somebody who never signs in."""
    return User(email=f"{MARK}-{name}@example.com", name=f"Bulk {name.replace('-', ' ')}", password="!")  # noqa: S106
