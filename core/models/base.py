"""The base of every domain row: soft deletion, restoring, and rows that are written once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, TypeVar

import pgtrigger
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Conflict
from core.ids import new_id

M = TypeVar("M", bound=models.Model, covariant=True)


class RestoreConflict(Conflict):
    """A live row has taken a unique value that the deleted one held, or the owner is still deleted."""

    code = "restore_conflict"
    title = gettext_lazy("This cannot be restored as it is.")


class SoftQuerySet(models.QuerySet[M]):
    def live(self) -> SoftQuerySet[M]:
        return self.filter(deleted_at=None)

    def deleted(self) -> SoftQuerySet[M]:
        return self.exclude(deleted_at=None)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        return _mark(self.model, list(self.values_list("pk", flat=True)), None, timezone.now())

    def hard_delete(self) -> tuple[int, dict[str, int]]:
        """Really delete: for privacy erasure and purge jobs only."""
        return super().delete()


AllManager = models.Manager.from_queryset(SoftQuerySet)


class LiveManager(AllManager[M]):
    def get_queryset(self) -> SoftQuerySet[M]:
        return SoftQuerySet(self.model, using=self._db).live()


class BaseModel(models.Model):
    """A domain row: deleting hides it and all it owns, restoring brings exactly that set back.

    One deletion is one `deleted_at` value. A child is owned when its foreign key says CASCADE.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LiveManager()
    all_objects = AllManager()

    class Meta:
        abstract = True
        default_manager_name = "objects"
        indexes = [models.Index(fields=["deleted_at", "updated_at"])]

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.deleted_at = timezone.now()
        return _mark(type(self), [self.pk], None, self.deleted_at)

    @transaction.atomic
    def restore(self) -> None:
        """Bring back what was deleted together. Raises RestoreConflict."""
        if self.deleted_at is None:
            return
        _refuse_orphan(self)
        try:
            with transaction.atomic():
                _mark(type(self), [self.pk], self.deleted_at, None)
        except IntegrityError as error:
            raise RestoreConflict(
                _("Another live %(kind)s already uses one of the unique values of this one.")
                % {"kind": self._meta.verbose_name}
            ) from error
        self.deleted_at = None

    def hard_delete(self) -> tuple[int, dict[str, int]]:
        """Really delete: for privacy erasure and purge jobs only."""
        return super().delete()


def _owned(model: type[models.Model]) -> Iterator[tuple[type[BaseModel], str]]:
    """The models whose rows belong to rows of `model`, each with the name of its foreign key."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        owned = relation.on_delete is models.CASCADE
        if owned and issubclass(child, BaseModel) and not issubclass(child, Permanent):
            yield child, relation.field.name


def _refuse_orphan(row: BaseModel) -> None:
    for field in row._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.remote_field.on_delete is not models.CASCADE:
            continue
        owner = getattr(row, field.name)
        if isinstance(owner, BaseModel) and owner.deleted_at is not None:
            raise RestoreConflict(
                _("Restore the %(kind)s %(name)s first.") % {"kind": owner._meta.verbose_name, "name": owner}
            )


def _mark(
    model: type[models.Model], pks: list[Any], was: datetime | None, to: datetime | None
) -> tuple[int, dict[str, int]]:
    """Set `deleted_at` from `was` to `to` on these rows and all they own, a level per statement."""
    manager: Any = model.all_objects  # type: ignore[attr-defined]
    pks = list(manager.filter(pk__in=pks, deleted_at=was).values_list("pk", flat=True))
    if not pks:
        return 0, {}
    counts = {model._meta.label: manager.filter(pk__in=pks).update(deleted_at=to, updated_at=timezone.now())}
    for child, foreign_key in _owned(model):
        children = child.all_objects.filter(**{f"{foreign_key}__in": pks}, deleted_at=was)
        _, more = _mark(child, list(children.values_list("pk", flat=True)), was, to)
        for label, n in more.items():
            counts[label] = counts.get(label, 0) + n
    return sum(counts.values()), counts


class PermanentQuerySet(models.QuerySet[M]):
    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never deleted.")


class Permanent(BaseModel):
    """A row of money, stock or orders: it changes, but it is never deleted, softly or otherwise."""

    objects = models.Manager.from_queryset(PermanentQuerySet)()  # type: ignore[assignment,misc]
    all_objects = models.Manager.from_queryset(PermanentQuerySet)()  # type: ignore[assignment,misc]

    class Meta(BaseModel.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = []

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self._meta.verbose_name_plural} are never deleted.")

    def restore(self) -> None:
        raise TypeError(f"{self._meta.verbose_name_plural} are never deleted.")

    def hard_delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self._meta.verbose_name_plural} are never deleted.")


class JournalQuerySet(PermanentQuerySet[M]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never changed.")


class Journal(Permanent):
    """A row that is written once and never changed: a movement, an entry, an audit line.

    The guard here is a courtesy; `_base_manager` walks past it. The database trigger is what counts (PostgreSQL).
    """

    objects = models.Manager.from_queryset(JournalQuerySet)()  # type: ignore[misc]
    all_objects = models.Manager.from_queryset(JournalQuerySet)()  # type: ignore[misc]

    class Meta(Permanent.Meta):
        abstract = True
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name_plural} are never changed.")
        super().save(*args, **kwargs)
