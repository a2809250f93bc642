"""Coupons of stores and of the platform."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, formats
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid, NotAllowed, NotFound
from core.scope import ADMINISTRATOR, ActingScope
from marketplace.models import Store
from marketplace.rules import MARKETING_EDIT
from sales.models import Coupon

ALL, NOTHING = 10_000, 0  # of a discount, in basis points
EDITABLE = (
    "platform_share_basis_points",
    "percent_basis_points",
    "amount_minor",
    "minimum_minor",
    "max_uses",
    "is_once_per_person",
    "starts_at",
    "ends_at",
    "is_active",
)


def _check(scope: ActingScope, store_id: UUID | None) -> None:
    """Raises NotFound for a store that is not one's own, NotAllowed without the key or for the platform's coupons."""
    if scope.has_role(ADMINISTRATOR):
        return
    if store_id is None:
        raise NotAllowed(_("Coupons of the platform are made by its administrators."))
    if store_id not in scope.stores:
        raise NotFound
    scope.require_store(MARKETING_EDIT, store_id)


def _check_share(scope: ActingScope, fields: dict[str, Any]) -> None:
    """Raises NotAllowed when somebody else decides what we bear."""
    if "platform_share_basis_points" in fields and not scope.has_role(ADMINISTRATOR):
        raise NotAllowed(_("Administrators decide which part of a discount the platform bears."))


@atomic
def coupon_create(*, scope: ActingScope, code: str, store_id: UUID | None, **fields: Any) -> Coupon:
    """A new code, kept in upper case. We bear what the platform's codes take off and nothing of a store's, unless an
    administrator gives `platform_share_basis_points`.

    Raises Conflict when a live coupon has the code, Invalid for a store that is none, NotAllowed.
    """
    _check(scope, store_id)
    _check_share(scope, fields)
    fields.setdefault("platform_share_basis_points", NOTHING if store_id else ALL)
    if store_id is not None and not Store.objects.filter(pk=store_id).exists():
        detail = _("There is no such store.")
        raise Invalid(detail, problems=[FieldProblem("/store", "not_found", detail)])
    code = code.strip().upper()
    if Coupon.objects.filter(code=code).exists():
        raise Conflict(
            _("This code exists already."), problems=[FieldProblem("/code", "taken", _("Choose another code."))]
        )
    coupon = Coupon(code=code, store_id=store_id, **fields)
    coupon.save(force_insert=True)
    audit.record(actor=scope.actor, action="coupon.create", row=coupon, store_id=store_id)
    return coupon


@atomic
def coupon_update(*, scope: ActingScope, coupon: Coupon, **fields: Any) -> Coupon:
    """Change what is `EDITABLE`; orders placed before keep what they got."""
    _check(scope, coupon.store_id)
    _check_share(scope, fields)
    coupon = Coupon.objects.select_for_update(no_key=True, of=("self",)).get(pk=coupon.pk)
    before = audit.snapshot(coupon)
    if fields.get("max_uses", coupon.used) < coupon.used:
        detail = ngettext(
            "The code was used %(count)s time already.", "The code was used %(count)s times already.", coupon.used
        ) % {"count": formats.number(coupon.used)}
        raise Conflict(detail, problems=[FieldProblem("/max_uses", "below_used", detail)])
    for name in EDITABLE:
        if name in fields:
            setattr(coupon, name, fields[name])
    coupon.save(update_fields=[*EDITABLE, "updated_at"])
    changes = audit.difference(before, audit.snapshot(coupon))
    audit.record(actor=scope.actor, action="coupon.update", row=coupon, changes=changes, store_id=coupon.store_id)
    return coupon


@atomic
def coupon_delete(*, scope: ActingScope, coupon: Coupon) -> None:
    """Withdraw a code; its redemptions stay."""
    _check(scope, coupon.store_id)
    coupon.delete()
    audit.record(actor=scope.actor, action="coupon.delete", row=coupon, store_id=coupon.store_id)
