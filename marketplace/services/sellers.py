"""Sellers: how they come in, what staff decide about them, how they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.identity import normalise_email, normalise_phone
from accounts.models import User
from catalog.rules import clean_name
from core import audit
from core.db import atomic, savepoint
from core.errors import NotFound
from core.scope import ADMINISTRATOR, ActingScope
from marketplace.errors import AlreadySeller
from marketplace.models import Decision, Seller, SellerDecision, Store
from marketplace.selectors import requirements_of
from marketplace.services.checklist import answers_move, refuse_missing
from marketplace.services.common import invalid, seller_lock
from marketplace.services.profile import PROFILE_FIELDS
from marketplace.services.stores import store_open
from marketplace.signals import seller_registered, seller_status_changed
from marketplace.states import SELLER_TRANSITIONS, AnswerStatus, SellerStatus


@atomic
def seller_register(
    *, scope: ActingScope, name: str, store: dict[str, Any] | None = None, pointer: str = "/store"
) -> tuple[Seller, Store | None]:
    """Make the acting person a seller, with a first store where `store` (arguments of store_create) is given.

    Under the policy `instant` the seller may sell at once. Else staff approve: the seller waits for them, or first
    hands in what the checklist wants. Raises NotAuthenticated, AlreadySeller, Invalid, Taken.
    """
    user_id = scope.require_user()
    cleaned = clean_name(name)
    if not cleaned:
        raise invalid("/name", "blank", _("A name is needed."))
    seller = Seller(user_id=user_id, name=cleaned, status=SellerStatus.PENDING)
    try:
        with savepoint():
            seller.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySeller from error
    opened = store_open(scope=scope, seller=seller, pointer=pointer, **store) if store is not None else None
    seller.status = _first_status(seller)
    seller.save(update_fields=["status", "updated_at"])
    changes = audit.first_values(seller, ("name", "status"))
    audit.record(actor=scope.actor, action="seller.register", row=seller, changes=changes)
    _decide(scope, seller, Decision.REGISTERED)
    seller_registered.send(sender=Seller, seller=seller, store=opened)
    return seller, opened


def _first_status(seller: Seller) -> SellerStatus:
    if settings.MARKETPLACE_MODERATION == "instant":
        return SellerStatus.APPROVED
    has_work = requirements_of(seller=seller).filter(is_required=True).exists()
    return SellerStatus.DRAFT if has_work else SellerStatus.PENDING


@atomic
def shop_open(*, scope: ActingScope, name: str, market: str, contact: str, slug: str = "") -> tuple[Seller, Store]:
    """Become a seller with a shop from three fields: its name, its home market, one e-mail address or phone number.

    Raises as seller_register.
    """
    user_id = scope.require_user()
    field, normalise = ("email", normalise_email) if "@" in contact else ("phone", normalise_phone)
    found = normalise(contact)
    if found is None:
        words = _("Write an e-mail address, or a phone number with its country code such as +989121234567.")
        raise invalid("/contact", "invalid", words)
    person = User.objects.filter(pk=user_id).values_list("name", flat=True).first()
    values: dict[str, Any] = {"name": name, "market": market, "slug": slug, field: found}
    seller, store = seller_register(scope=scope, name=person or name, store=values, pointer="")
    assert store is not None  # noqa: S101 - `store` was given
    return seller, store


@atomic
def seller_submit(*, scope: ActingScope) -> Seller:
    """Hand in one's shop to staff, or again after it was sent back.

    Raises NotAuthenticated, NotASeller, InvalidTransition, Invalid (something of the checklist is missing).
    """
    seller = seller_lock(scope)
    SELLER_TRANSITIONS.check(SellerStatus(seller.status), SellerStatus.PENDING)
    refuse_missing(seller)
    return _moved(scope, seller, SellerStatus.PENDING, Decision.SUBMITTED)


@atomic
def seller_close(*, scope: ActingScope, seller_id: UUID | None = None, reason: str = "") -> Seller:
    """Give up selling: one's own, or by an administrator that of `seller_id`. Offers are hidden; orders at hand go on.

    Raises NotAuthenticated, NotASeller, NotAllowed, NotFound, InvalidTransition.
    """
    seller = seller_lock(scope) if seller_id is None else _by_staff(scope, seller_id)
    return _moved(scope, seller, SellerStatus.CLOSED, Decision.CLOSED, reason)


@atomic
def seller_approve(*, scope: ActingScope, seller_id: UUID) -> Seller:
    """Let a waiting, suspended or closed seller sell; what was handed in is accepted.

    Raises NotAuthenticated, NotAllowed, NotFound, InvalidTransition.
    """
    seller = _by_staff(scope, seller_id)
    answers_move(seller=seller, new=AnswerStatus.ACCEPTED)
    return _moved(scope, seller, SellerStatus.APPROVED, Decision.APPROVED)


@atomic
def seller_return(
    *, scope: ActingScope, seller_id: UUID, reason: str, fields: Mapping[str, str] | None = None
) -> Seller:
    """Send a waiting seller back with a reason, and one for each field of the store or line of the checklist to put
    right.

    Raises NotAuthenticated, NotAllowed, NotFound, InvalidTransition, Invalid (no such field).
    """
    seller = _by_staff(scope, seller_id)
    given = dict(fields or {})
    codes = set(requirements_of(seller=seller).values_list("code", flat=True))
    for name in given:
        if name not in codes and name not in PROFILE_FIELDS:
            known = ", ".join([*sorted(codes), *PROFILE_FIELDS])
            words = _("“%(name)s” is neither a field of a store nor on the checklist. Known: %(known)s.")
            raise invalid("/fields", "not_found", words % {"name": name, "known": known})
    answers_move(seller=seller, new=AnswerStatus.RETURNED, reasons=given)
    return _moved(scope, seller, SellerStatus.RETURNED, Decision.RETURNED, reason, given)


@atomic
def seller_suspend(*, scope: ActingScope, seller_id: UUID, reason: str = "") -> Seller:
    """Take a seller's offers off the shop; orders at hand go on.

    Raises NotAuthenticated, NotAllowed, NotFound, InvalidTransition.
    """
    return _moved(scope, _by_staff(scope, seller_id), SellerStatus.SUSPENDED, Decision.SUSPENDED, reason)


def _by_staff(scope: ActingScope, seller_id: UUID) -> Seller:
    scope.require_role(ADMINISTRATOR)
    rows = Seller.objects.select_for_update(no_key=True, of=("self",)).filter(pk=seller_id)
    seller = rows.order_by("pk").first()
    if seller is None:
        raise NotFound
    return seller


def _moved(
    scope: ActingScope,
    seller: Seller,
    new: SellerStatus,
    decision: Decision,
    reason: str = "",
    fields: Mapping[str, str] | None = None,
) -> Seller:
    SELLER_TRANSITIONS.check(SellerStatus(seller.status), new)
    changes = audit.assign(seller, {"status": new})
    seller.save(update_fields=["status", "updated_at"])
    if reason:
        changes["reason"] = [None, reason]
    audit.record(actor=scope.actor, action=f"seller.{_VERBS[new]}", row=seller, changes=changes)
    decided = _decide(scope, seller, decision, reason, fields)
    seller_status_changed.send(sender=Seller, seller=seller, decision=decided)
    return seller


_VERBS = {
    SellerStatus.PENDING: "submit",
    SellerStatus.APPROVED: "approve",
    SellerStatus.RETURNED: "return",
    SellerStatus.SUSPENDED: "suspend",
    SellerStatus.CLOSED: "close",
}


def _decide(
    scope: ActingScope,
    seller: Seller,
    decision: Decision,
    reason: str = "",
    fields: Mapping[str, str] | None = None,
) -> SellerDecision:
    row = SellerDecision(
        seller=seller,
        decision=decision,
        reason=reason,
        fields=[{"field": name, "reason": words} for name, words in (fields or {}).items()],
        actor_type=scope.actor.kind,
        actor_id=scope.actor.id,
        actor_label=scope.actor.label[:160],
    )
    row.save(force_insert=True)
    return row
