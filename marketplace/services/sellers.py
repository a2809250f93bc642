"""Sellers: registration, approval, suspension."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from catalog.rules import clean_name
from core import audit
from core.db import atomic, savepoint
from core.errors import NotFound
from core.scope import ADMINISTRATOR, ActingScope
from marketplace.errors import AlreadySeller
from marketplace.models import Seller, Store
from marketplace.services.common import invalid
from marketplace.services.stores import store_open
from marketplace.signals import seller_registered, seller_status_changed
from marketplace.states import SELLER_TRANSITIONS, SellerStatus


@atomic
def seller_register(
    *, scope: ActingScope, name: str, store: dict[str, Any] | None = None
) -> tuple[Seller, Store | None]:
    """Make the acting person a seller, with a first store where `store` (arguments of store_create) is given.

    Under the policy `instant` the seller may sell at once, else staff approve.
    Raises NotAuthenticated, AlreadySeller, Invalid, Taken.
    """
    user_id = scope.require_user()
    cleaned = clean_name(name)
    if not cleaned:
        raise invalid("/name", "blank", "A name is needed.")
    instant = settings.MARKETPLACE_MODERATION == "instant"
    seller = Seller(
        user_id=user_id, name=cleaned, status=SellerStatus.APPROVED if instant else SELLER_TRANSITIONS.initial
    )
    try:
        with savepoint():
            seller.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySeller from error
    changes = audit.first_values(seller, ("name", "status"))
    audit.record(actor=scope.actor, action="seller.register", row=seller, changes=changes)
    opened = store_open(scope=scope, seller=seller, pointer="/store", **store) if store is not None else None
    seller_registered.send(sender=Seller, seller=seller, store=opened)
    return seller, opened


def seller_approve(*, scope: ActingScope, seller_id: UUID) -> Seller:
    """Let a waiting or suspended seller sell. Raises NotAllowed, NotFound, InvalidTransition."""
    return _seller_move(scope, seller_id, SellerStatus.APPROVED, "")


def seller_suspend(*, scope: ActingScope, seller_id: UUID, reason: str = "") -> Seller:
    """Take a seller's offers off the shop; orders at hand go on. Raises NotAllowed, NotFound, InvalidTransition."""
    return _seller_move(scope, seller_id, SellerStatus.SUSPENDED, reason)


@atomic
def _seller_move(scope: ActingScope, seller_id: UUID, new: SellerStatus, reason: str) -> Seller:
    if not scope.is_superuser:
        scope.require_role(ADMINISTRATOR)
    seller = Seller.objects.select_for_update(no_key=True, of=("self",)).filter(pk=seller_id).first()
    if seller is None:
        raise NotFound
    SELLER_TRANSITIONS.check(SellerStatus(seller.status), new)
    changes = audit.assign(seller, {"status": new})
    seller.save(update_fields=["status", "updated_at"])
    if reason:
        changes["reason"] = [None, reason]
    action = "seller.approve" if new == SellerStatus.APPROVED else "seller.suspend"
    audit.record(actor=scope.actor, action=action, row=seller, changes=changes)
    seller_status_changed.send(sender=Seller, seller=seller)
    return seller
