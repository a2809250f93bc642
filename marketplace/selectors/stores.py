"""Stores, and who may see which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from catalog.rules import slug_is_free, slug_of
from core.errors import NotFound
from core.scope import ADMINISTRATOR, STAFF, ActingScope
from marketplace.models import (
    PolicyKind,
    Store,
    StoreHoliday,
    StoreInvitation,
    StoreMarket,
    StoreMember,
    StorePolicy,
    StoreProduct,
)
from marketplace.rules import CATALOG_EDIT
from marketplace.rules.policies import DEFAULT_POLICIES
from marketplace.states import HolidayStatus, InvitationStatus, SellerStatus, StoreStatus


def sees_all(scope: ActingScope) -> bool:
    """Platform people who read every store's rows."""
    return scope.has_role(ADMINISTRATOR, STAFF)


def stores_visible_to(*, scope: ActingScope) -> QuerySet[Store]:
    """Stores of approved sellers that are not closed, one's own, and all for staff."""
    rows = Store.objects.filter(seller__deleted_at=None)
    if sees_all(scope):
        return rows
    public = Q(seller__status=SellerStatus.APPROVED) & ~Q(status=StoreStatus.CLOSED)
    return rows.filter(public | Q(pk__in=scope.store_ids()) if scope.stores else public)


def stores_of(*, scope: ActingScope) -> QuerySet[Store]:
    """The stores the person works in."""
    return Store.objects.filter(seller__deleted_at=None, pk__in=scope.store_ids())


def stores_detailed(rows: QuerySet[Store]) -> QuerySet[Store]:
    """With seller, home market, standing, further markets and the holiday at hand: two statements more."""
    extra = StoreMarket.objects.select_related("market").order_by("market__code")
    holidays = StoreHoliday.objects.filter(status__in=(HolidayStatus.PLANNED, HolidayStatus.RUNNING))
    return rows.select_related("home_market", "seller", "standing").prefetch_related(
        Prefetch("extra_markets", extra, to_attr="further_markets"),
        Prefetch("holidays", holidays.order_by("starts_at"), to_attr="live_holidays"),
    )


def store_get(*, scope: ActingScope, key: str, rows: QuerySet[Store] | None = None) -> Store:
    """A store by id or slug, among those visible or among `rows`. Raises NotFound."""
    rows = stores_visible_to(scope=scope) if rows is None else rows
    try:
        wanted = Q(pk=UUID(key))
    except ValueError:
        wanted = Q(slug=key)
    found = stores_detailed(rows).filter(wanted).first() if "\x00" not in key else None
    if found is None:
        raise NotFound
    return found


def members_of(*, store: Store) -> QuerySet[StoreMember]:
    """The people of a store; who may see them is checked by the caller's permission key."""
    return StoreMember.objects.filter(store=store).select_related("user")


def invitations_of(*, store: Store) -> QuerySet[StoreInvitation]:
    """The invitations of a store that are open, expired ones too, so that they can be sent again."""
    return StoreInvitation.objects.filter(store=store, status=InvitationStatus.SENT)


def products_maintained(*, scope: ActingScope) -> QuerySet[StoreProduct]:
    """Links to the products that stores of this person maintain and that the person may edit."""
    stores = scope.store_ids(CATALOG_EDIT)
    return StoreProduct.objects.filter(store_id__in=stores, store__deleted_at=None, is_maintainer=True)


def handles_free(*, name: str, count: int = 3) -> list[str]:
    """Addresses for a store of this name that no other has: the name's own first where it is free."""
    base = slug_of(name, max_length=140, fallback="store")
    taken = set(Store.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, f"{base}-shop", *(f"{base}-{number}" for number in range(2, len(taken) + count + 2))]
    return [slug for slug in candidates if slug_is_free(slug, taken)][:count]


def holiday_of(store: Store) -> StoreHoliday | None:
    """The holiday that runs, else the one that is planned; `store` as `stores_detailed` gives it."""
    live: list[StoreHoliday] = store.live_holidays  # type: ignore[attr-defined]
    return min(live, key=lambda row: row.status != HolidayStatus.RUNNING, default=None)


@dataclass(frozen=True)
class Policy:
    """What holds in a store for one matter. `version` 0 is the marketplace's own text."""

    kind: str
    version: int
    text: str

    @property
    def is_default(self) -> bool:
        return self.version == 0


def policies_at(versions: Mapping[UUID, Mapping[str, int]]) -> dict[UUID, list[Policy]]:
    """The policies of these stores in these versions, by kind. One statement."""
    rows = StorePolicy.objects.filter(store__in=list(versions))
    written = {(row.store_id, row.kind, row.version): (row.version, row.text) for row in rows}
    return {
        store_id: [_policy(kind, written.get((store_id, kind, held.get(kind, 0)))) for kind in PolicyKind]
        for store_id, held in versions.items()
    }


def _policy(kind: PolicyKind, written: tuple[int, str] | None) -> Policy:
    """The store's own text, or the marketplace's where there is none or an empty one."""
    if written is None or not written[1]:
        return Policy(kind.value, 0, str(DEFAULT_POLICIES[kind.value]))
    return Policy(kind.value, *written)
