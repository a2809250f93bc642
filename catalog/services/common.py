"""What the services of the catalogue share."""

from __future__ import annotations

import secrets
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import selectors
from catalog.errors import InUse, Taken
from catalog.models import Product, ProductImage, ProductVariant
from catalog.rules import clean_name, is_editor, policy, slug_is_free, slug_of
from catalog.signals import product_changed
from catalog.states import ProductStatus
from core import audit, formats
from core.db import savepoint
from core.errors import FieldProblem, Invalid, NotAllowed, NotFound
from core.models import BaseModel
from core.scope import ActingScope
from core.versions import Part, check_version

R = TypeVar("R", bound=BaseModel)


def require_editor(scope: ActingScope) -> None:
    """Raises NotAuthenticated, NotAllowed: changing shared vocabulary is the platform's."""
    if is_editor(scope):
        return
    scope.require_user()
    raise NotAllowed(_("Only staff of the platform change or delete what all stores share."))


def require_vocabulary_writer(scope: ActingScope) -> None:
    """Raises NotAuthenticated, NotAllowed."""
    if not is_editor(scope):
        scope.require_user()
        policy().check_vocabulary_writer(scope=scope)


def insert_with_slug(row: R, *, name: str, fallback: str) -> R:
    """Insert a row under the slug of its name, with a number behind it where that is taken."""
    model = type(row)
    longest = getattr(model._meta.get_field("slug"), "max_length", None) or 50
    base = slug_of(name, max_length=longest, fallback=fallback)
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{number}" for number in range(2, 100)), f"{base}-{secrets.token_hex(3)}"]
    slug = next(candidate for candidate in candidates if slug_is_free(candidate, taken))
    for last_try in (False, True):
        row.slug = slug  # type: ignore[attr-defined]
        try:
            with savepoint():
                row.save(force_insert=True)
        except IntegrityError:  # the same name at the same moment
            if last_try:
                raise
            slug = f"{base}-{secrets.token_hex(3)}"
        else:
            break
    return row


def name_needed(name: str) -> str:
    """The name in one clean line. Raises Invalid when nothing is left of it."""
    cleaned = clean_name(name)
    if not cleaned:
        detail = _("A name is needed.")
        raise Invalid(detail, problems=[FieldProblem("/name", "blank", detail)])
    return cleaned


def refuse_used(count: int, sentence: str) -> None:
    """Raises InUse with a sentence such as "%(count)s products carry this brand."."""
    if count:
        raise InUse(sentence % {"count": formats.number(count)})


def save_unique(row: BaseModel, *, field: str, **how: Any) -> None:
    """Save a row whose `field` must be unique among live rows. Raises Taken."""
    try:
        with savepoint():
            row.save(**how)
    except IntegrityError as error:
        raise Taken(field, _("Another %(kind)s has this value already.") % {"kind": row._meta.verbose_name}) from error


def check_product_version(row: Product, version: int | None) -> None:
    """Raises StaleEdit when the editor had read an older version; variants and pictures count as the product's own."""
    parts: list[Part] = [
        (model, model.all_objects.filter(product=row).values_list("pk", flat=True))
        for model in (ProductVariant, ProductImage)
    ]
    check_version(row, version, parts=parts)


def product_lock(*, scope: ActingScope, product_id: UUID) -> Product:
    """The locked row of a product that the person may edit. Raises NotAuthenticated, NotAllowed, NotFound."""
    visible = selectors.products_visible_to(scope=scope).filter(pk=product_id)
    if not visible.exists():
        raise NotFound
    if not is_editor(scope):
        scope.require_user()
        if not policy().may_edit(scope=scope, product_id=product_id):
            raise NotAllowed(_("Only the store that maintains this product, or staff, can change it."))
    row = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk=product_id).first()
    if row is None:
        raise NotFound
    return row


def may_publish(scope: ActingScope) -> bool:
    """Whether this person's products need nobody's consent."""
    return is_editor(scope) or settings.MARKETPLACE_MODERATION == "instant"


def note_change(*, scope: ActingScope, product: Product, row: Any, action: str, changes: dict[str, list[Any]]) -> None:
    """Close an edit of a product or of a part of it: version, audit entry, signal. What a store changes on sale stays
    on sale and, under the policy `review`, waits for a look."""
    product.version += 1
    if product.status == ProductStatus.LIVE and not may_publish(scope) and product.changed_live_at is None:
        product.changed_live_at = timezone.now()
    product.save()
    audit.record(actor=scope.actor, action=action, row=row, changes=changes)
    product_changed.send(sender=Product, product=product, action="updated", changes=changes)
