"""The category tree. Every write takes one advisory lock, or two moves at once corrupt it (DESIGN.md §3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import selectors
from catalog.errors import InUse
from catalog.models import Category, Product
from catalog.rules import MAX_CATEGORY_LEVELS, clean_name, plain_text
from catalog.services.common import insert_with_slug, require_editor, require_vocabulary_writer
from catalog.signals import category_changed
from core import audit, formats
from core.db import advisory_lock, atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope

FIELDS = ("name", "slug", "description", "parent_id", "is_active")


@atomic
def category_create(
    *,
    scope: ActingScope,
    name: str,
    parent_id: UUID | None = None,
    description: str = "",
    is_active: bool = True,
) -> Category:
    """Add a node below `parent_id`, or a root. Raises NotAuthenticated, NotAllowed, Invalid."""
    require_vocabulary_writer(scope)
    _lock_tree()
    parent = _parent(parent_id)
    row = Category(name=_name(name), description=plain_text(description), parent=parent, is_active=is_active)
    insert_with_slug(row, name=row.name, fallback="category")
    _write_paths(row)
    row.refresh_from_db(fields=["path"])
    audit.record(actor=scope.actor, action="category.create", row=row, changes=audit.first_values(row, FIELDS))
    category_changed.send(sender=Category, category=row, action="created")
    return row


@atomic
def category_update(*, scope: ActingScope, category_id: UUID, **values: Any) -> Category:
    """Change name, description or is_active, and move the node where `parent_id` is given.

    Hiding a node hides its subtree. The slug stays, so that addresses live. Raises NotAllowed, NotFound, Invalid.
    """
    require_editor(scope)
    _lock_tree()
    row = _fresh(category_id)
    changes = audit.assign(row, _cleaned(values))
    if changes:
        row.save()
    if "parent_id" in values and values["parent_id"] != row.parent_id:
        changes |= _move(row, values["parent_id"])
    if changes:
        audit.record(actor=scope.actor, action="category.update", row=row, changes=changes)
        action = "moved" if "parent_id" in changes else "updated"
        category_changed.send(sender=Category, category=_fresh(row.pk), action=action)
    return _fresh(row.pk)


def category_move(*, scope: ActingScope, category_id: UUID, parent_id: UUID | None) -> Category:
    """Put a node with its subtree below another parent, or among the roots. Raises as category_update."""
    return category_update(scope=scope, category_id=category_id, parent_id=parent_id)


@atomic
def category_delete(*, scope: ActingScope, category_id: UUID) -> None:
    """Delete a node with its subtree. Raises NotAllowed, NotFound, InUse while live products stand in it."""
    require_editor(scope)
    _lock_tree()
    row = _fresh(category_id)
    subtree = selectors.category_descendants(category=row)
    locked = list(subtree.select_for_update(of=("self",)).order_by("pk"))  # a product may be entering it right now
    held = Product.objects.filter(category__in=locked).count()
    if held:
        raise InUse(
            ngettext(
                "%(count)s product stands in this category or below it. Move or delete it first.",
                "%(count)s products stand in this category or below it. Move or delete them first.",
                held,
            )
            % {"count": formats.number(held)}
        )
    audit.record(actor=scope.actor, action="category.delete", row=row)
    row.delete()
    category_changed.send(sender=Category, category=row, action="deleted")


@atomic
def category_restore(*, scope: ActingScope, category_id: UUID) -> Category:
    """Bring back a node with what was deleted together with it. Raises NotAllowed, NotFound, RestoreConflict."""
    require_editor(scope)
    _lock_tree()
    row = Category.all_objects.filter(pk=category_id).first()
    if row is None:
        raise NotFound
    row.restore()
    _write_paths(row)
    audit.record(actor=scope.actor, action="category.restore", row=row)
    category_changed.send(sender=Category, category=row, action="restored")
    return row


def _lock_tree() -> None:
    advisory_lock("catalog.category")


def _fresh(category_id: UUID) -> Category:
    """The node as it stands now, with the tree lock held. Raises NotFound."""
    found: Category | None = Category.objects.filter(pk=category_id).first()
    if found is None:
        raise NotFound
    return found


def _parent(parent_id: UUID | None) -> Category | None:
    if parent_id is None:
        return None
    parent: Category | None = Category.objects.filter(pk=parent_id).first()
    if parent is None:
        raise _wrong_parent("not_found", _("There is no such category."))
    if parent.level + 2 > MAX_CATEGORY_LEVELS:
        raise _wrong_parent("too_deep", _("Categories have at most %(count)s levels.") % {"count": MAX_CATEGORY_LEVELS})
    return parent


def _move(row: Category, parent_id: UUID | None) -> dict[str, list[Any]]:
    parent = _parent(parent_id)
    if parent is not None:
        if parent.is_descendant_of(row, include_self=True):
            raise _wrong_parent("circle", _("A category cannot stand below itself."))
        lowest = max(node.level for node in selectors.category_descendants(category=row))
        if parent.level + 2 + lowest - row.level > MAX_CATEGORY_LEVELS:
            raise _wrong_parent(
                "too_deep", _("Categories have at most %(count)s levels.") % {"count": MAX_CATEGORY_LEVELS}
            )
    before = audit.snapshot(row, ["parent_id"])
    row.parent = parent
    row.save()
    _write_paths(row)
    return audit.difference(before, audit.snapshot(row, ["parent_id"]))


def _write_paths(top: Category) -> None:
    """Write the path of a node and of all below it: a slug never changes, but what stands above it may."""
    top = _fresh(top.pk)
    paths = {top.parent_id: top.parent.path if top.parent is not None else ""}
    for row in selectors.category_descendants(category=top).order_by("level", "pk"):
        above = paths[row.parent_id]
        paths[row.pk] = f"{above}/{row.slug}" if above else row.slug
        if row.path != paths[row.pk]:
            Category.objects.filter(pk=row.pk).update(path=paths[row.pk])


def _wrong_parent(code: str, detail: str) -> Invalid:
    return Invalid(detail, problems=[FieldProblem("/parent", code, detail)])


def _name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise Invalid(_("A category needs a name."), problems=[FieldProblem("/name", "blank", _("A name is needed."))])
    return cleaned


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name in ("name", "description", "is_active")}
    if "name" in kept:
        kept["name"] = _name(kept["name"])
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    return kept
