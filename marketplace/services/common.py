"""What the services of the marketplace share."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope
from marketplace.errors import NotASeller, SellerClosed, SellerSuspended
from marketplace.models import Seller, Store
from marketplace.selectors import sees_all
from marketplace.states import SellerStatus
from markets.models import Market

ENDED = {SellerStatus.SUSPENDED: SellerSuspended, SellerStatus.CLOSED: SellerClosed}


def store_reach(*, scope: ActingScope, store_id: UUID, permission: str, by_staff: bool = True) -> Store:
    """The locked row of a store the person works in, with the permission held there.

    Staff reach all stores where `by_staff` says so; prices and stock are the store's own, so there they do not.

    Raises NotAuthenticated, NotFound (not one's own), NotAllowed, SellerSuspended, SellerClosed.
    """
    if not (scope.is_superuser or (by_staff and sees_all(scope))):
        scope.require_user()
        if store_id not in scope.stores:
            raise NotFound
        scope.require_store(permission, store_id)
        refuse_suspended(store_id)
    row = Store.objects.select_for_update(no_key=True, of=("self",)).filter(pk=store_id).first()
    if row is None:
        raise NotFound
    return row


def seller_lock(scope: ActingScope) -> Seller:
    """The locked row of the acting person as a seller. Raises NotAuthenticated, NotASeller, SellerSuspended,
    SellerClosed."""
    rows = Seller.objects.select_for_update(no_key=True, of=("self",)).filter(user_id=scope.require_user())
    seller = rows.order_by("pk").first()
    if seller is None:
        raise NotASeller
    if seller.status in ENDED:
        raise ENDED[SellerStatus(seller.status)]
    return seller


def refuse_suspended(store_id: UUID) -> None:
    """Raises SellerSuspended, SellerClosed: orders at hand may be fulfilled, nothing else changes."""
    status = Seller.objects.filter(stores__pk=store_id, status__in=ENDED).values_list("status", flat=True).first()
    if status is not None:
        raise ENDED[SellerStatus(status)]


def market_named(code: str, pointer: str) -> Market:
    """An active market by its code. Raises Invalid."""
    found = Market.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise invalid(pointer, "not_found", _("There is no such market."))
    return found


def invalid(pointer: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem(pointer, code, detail)])
