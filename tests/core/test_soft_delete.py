"""Soft deletion, walked over every model: keys are free again, restoring brings back exactly what went together."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Q

from catalog.models import Product, ProductVariant
from core.models import BaseModel, Journal, Permanent, RestoreConflict
from core.models.base import _owned
from tests.catalog.factories import make_product, make_variant
from tests.core.builder import build, copy, deletable_models, label, value_for

pytestmark = pytest.mark.django_db

DOMAIN = [row for row in apps.get_models() if issubclass(row, BaseModel)]
UNIQUES = [
    (model, constraint)
    for model in deletable_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, models.UniqueConstraint)
]
OWNED = [(owner, child, key) for owner in deletable_models() for child, key in _owned(owner)]
PERMANENT = [model for model in DOMAIN if issubclass(model, Permanent)]
JOURNALS = [model for model in DOMAIN if issubclass(model, Journal)]


@pytest.mark.parametrize("model", DOMAIN, ids=label)
def test_the_default_manager_shows_live_rows(model):
    assert model._meta.default_manager_name == "objects"
    assert model._default_manager.name == "objects"


@pytest.mark.parametrize("model", deletable_models(), ids=label)
def test_every_key_of_a_deletable_model_is_free_once_its_row_is_deleted(model):
    for field in model._meta.concrete_fields:
        assert field.primary_key or not field.unique, f"{field} is unique among deleted rows too"
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            assert ("deleted_at", None) in constraint.condition.children, constraint.name


def conditions(model: type[models.Model], constraint: models.UniqueConstraint) -> dict[str, Any]:
    """Field values under which the constraint counts."""
    values = {}
    for name, wanted in (child for child in constraint.condition.children if not isinstance(child, Q)):
        field, _, lookup = name.partition("__")
        if field == "deleted_at":
            continue
        values[field] = value_for(model._meta.get_field(field)) if lookup == "isnull" and not wanted else wanted
    return values


@pytest.mark.parametrize(("model", "constraint"), UNIQUES, ids=label)
def test_a_key_can_be_used_again_after_deletion_and_a_restore_reports_the_conflict(model, constraint):
    # Given a row, whose key no second live row can have
    row = build(model, **conditions(model, constraint))
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(row).save()
    # When it is deleted, Then a new row takes the key
    row.delete()
    second = copy(row)
    second.save()
    # And the first cannot come back meanwhile, nor is it half restored
    with pytest.raises(RestoreConflict):
        row.restore()
    assert not model.objects.filter(pk=row.pk).exists()
    # And can once the second is gone
    second.delete()
    row.restore()
    assert model.objects.get(pk=row.pk).deleted_at is None


@pytest.mark.parametrize(("owner", "child", "key"), OWNED, ids=label)
def test_what_is_owned_goes_and_comes_back_with_its_owner(owner, child, key):
    # Given an owner with a child that was deleted before, and one that lives
    mother = build(owner)
    early = build(child, **{key: mother})
    early.delete()
    living = build(child, **{key: mother})
    # When the owner is deleted
    mother.delete()
    # Then neither is seen, and forward keys still show the owner
    assert not child.objects.filter(pk__in=[early.pk, living.pk]).exists()
    assert getattr(child.all_objects.get(pk=living.pk), key) == mother
    # And the child cannot come back alone
    with pytest.raises(RestoreConflict, match="first"):
        child.all_objects.get(pk=living.pk).restore()
    # And restoring the owner brings back exactly what went with it
    owner.all_objects.get(pk=mother.pk).restore()
    assert [row.pk for row in child.objects.filter(pk__in=[early.pk, living.pk])] == [living.pk]


@pytest.mark.parametrize(("owner", "child", "key"), OWNED, ids=label)
def test_reverse_managers_hide_deleted_rows(owner, child, key):
    mother = build(owner)
    row = build(child, **{key: mother})
    accessor = child._meta.get_field(key).remote_field.get_accessor_name()
    if accessor is None:
        return
    assert [found.pk for found in getattr(mother, accessor).all()] == [row.pk]
    row.delete()
    assert getattr(mother, accessor).count() == 0


@pytest.mark.parametrize("model", deletable_models(), ids=label)
def test_a_queryset_deletes_softly(model):
    row = build(model)
    model.objects.filter(pk=row.pk).delete()
    assert not model.objects.filter(pk=row.pk).exists()
    assert model.all_objects.get(pk=row.pk).deleted_at is not None
    assert [found.pk for found in model.all_objects.deleted().filter(pk=row.pk)] == [row.pk]


@pytest.mark.parametrize("model", PERMANENT, ids=label)
def test_rows_of_money_and_stock_refuse_deletion(model):
    with pytest.raises(TypeError, match="never deleted"):
        model.objects.all().delete()
    with pytest.raises(TypeError, match="never deleted"):
        model().delete()
    with pytest.raises(TypeError, match="never deleted"):
        model().hard_delete()


@pytest.mark.parametrize("model", JOURNALS, ids=label)
def test_the_database_itself_refuses_to_change_a_journal(model):
    assert connection.vendor == "postgresql"
    row = build(model)
    with pytest.raises(TypeError, match="never changed"):
        model.objects.filter(pk=row.pk).update(created_at=row.created_at)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(created_at=row.created_at)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])


def test_two_deletions_are_told_apart():
    # Given a product whose first variant was deleted on Monday and the rest with the product on Tuesday
    product = make_product()
    monday, tuesday = make_variant(product), make_variant(product)
    monday.delete()
    product.delete()
    # When the product comes back, Then only Tuesday's variant does
    Product.all_objects.get(pk=product.pk).restore()
    assert list(ProductVariant.objects.filter(product=product)) == [tuesday]
    # And Monday's comes back by itself
    ProductVariant.all_objects.get(pk=monday.pk).restore()
    assert ProductVariant.objects.filter(product=product).count() == 2


def test_restoring_a_live_row_changes_nothing():
    product = make_product()
    before = Product.objects.get(pk=product.pk).updated_at
    product.restore()
    assert Product.objects.get(pk=product.pk).updated_at == before
