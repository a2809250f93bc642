"""From draft to the shop and out of it again (catalog.states). Under the policy `review` staff decide on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Product, ProductVariant
from catalog.rules import clean_name, plain_text
from catalog.services.common import check_product_version, may_publish, note_change, product_lock, require_editor
from catalog.signals import product_status_changed
from catalog.states import PRODUCT_TRANSITIONS, ProductStatus
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid
from core.scope import ActingScope

# What an objection may be about: fields of a product, and the things that belong to it.
REVIEWED_FIELDS = ("name", "description", "model_name", "brand", "category", "attributes", "variants", "images")
MOST_OBJECTIONS = 20


class Objection(TypedDict):
    """What is wrong with one of `REVIEWED_FIELDS`, in the words of whoever looked at it."""

    field: str
    reason: str


@atomic
def product_submit(*, scope: ActingScope, product_id: UUID, version: int | None = None) -> Product:
    """Put a product on sale, or hand it to staff where the policy is `review`.

    Raises NotAuthenticated, NotAllowed, NotFound, StaleEdit, InvalidTransition, Invalid (nothing to look at yet).
    """
    row = product_lock(scope=scope, product_id=product_id)
    check_product_version(row, version)
    if may_publish(scope):
        return _move(scope, row, ProductStatus.LIVE, "product.publish")
    _check_complete(row)
    row.submitted_at = timezone.now()
    return _move(scope, row, ProductStatus.IN_REVIEW, "product.submit")


@atomic
def product_withdraw(*, scope: ActingScope, product_id: UUID) -> Product:
    """Make a product a draft again: off sale, or out of the queue. Raises as product_submit."""
    row = product_lock(scope=scope, product_id=product_id)
    return _move(scope, row, ProductStatus.DRAFT, "product.withdraw")


@atomic
def product_archive(*, scope: ActingScope, product_id: UUID) -> Product:
    """End the sale of a product for good; its page says so. Raises as product_submit."""
    row = product_lock(scope=scope, product_id=product_id)
    return _move(scope, row, ProductStatus.ARCHIVED, "product.archive")


@atomic
def product_approve(*, scope: ActingScope, product_id: UUID, version: int | None = None) -> Product:
    """Put a product in review on sale, or find the changes of one on sale right; `version` is what was looked at.

    Raises as product_submit.
    """
    require_editor(scope)
    row = product_lock(scope=scope, product_id=product_id)
    check_product_version(row, version)
    if row.status == ProductStatus.LIVE and row.changed_live_at is not None:
        changes = audit.assign(row, {"changed_live_at": None})
        note_change(scope=scope, product=row, row=row, action="product.approve", changes=changes)
        return row
    return _move(scope, row, ProductStatus.LIVE, "product.approve")


@atomic
def product_return(*, scope: ActingScope, product_id: UUID, objections: Sequence[Objection]) -> Product:
    """Give a product in review, or one on sale, back to its store with the reasons. Raises as product_submit."""
    require_editor(scope)
    row = product_lock(scope=scope, product_id=product_id)
    return _move(scope, row, ProductStatus.DRAFT, "product.return", objections=_cleaned(objections))


def _move(
    scope: ActingScope, row: Product, status: ProductStatus, action: str, *, objections: Sequence[Objection] = ()
) -> Product:
    """Every step ends the objections of the one before."""
    old = ProductStatus(row.status)
    PRODUCT_TRANSITIONS.check(old, status)
    changes = audit.assign(row, {"status": status, "objections": list(objections), "changed_live_at": None})
    note_change(scope=scope, product=row, row=row, action=action, changes=changes)
    product_status_changed.send(sender=Product, product=row, old=old, new=status)
    return row


def _check_complete(row: Product) -> None:
    problems = []
    if not row.description:
        problems.append(FieldProblem("/description", "blank", _("Say what it is, in a sentence or two.")))
    if not ProductVariant.objects.filter(product=row, is_active=True).exists():
        problems.append(FieldProblem("/variants", "required", _("Add at least one variant.")))
    if problems:
        raise Invalid(_("There is nothing to review yet."), problems=problems)


def _cleaned(objections: Sequence[Objection]) -> list[Objection]:
    made: list[Objection] = [{"field": one["field"], "reason": plain_text(one["reason"])} for one in objections]
    if not made:
        detail = _("Say what should be changed.")
        raise Invalid(detail, problems=[FieldProblem("/objections", "required", detail)])
    for index, one in enumerate(made):
        if one["field"] not in REVIEWED_FIELDS:
            detail = _("This is nothing that a product has.")
            raise Invalid(detail, problems=[FieldProblem(f"/objections/{index}/field", "unknown", detail)])
        if not clean_name(one["reason"]):
            detail = _("A reason is needed.")
            raise Invalid(detail, problems=[FieldProblem(f"/objections/{index}/reason", "blank", detail)])
    return made
