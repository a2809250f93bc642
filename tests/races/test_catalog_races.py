"""The category tree and slugs under many writers at once."""

from __future__ import annotations

import random
from contextlib import contextmanager
from uuid import UUID

import pytest

from catalog.models import Category, Product
from catalog.services import categories, category_create, category_move, product_create
from core.errors import DomainError
from core.scope import SYSTEM_SCOPE
from tests.catalog.factories import make_category
from tests.catalog.test_categories import tree_is_whole
from tests.races.harness import at_once, race, rounds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def forest() -> list[UUID]:
    """Three roots with three children each."""
    roots = [make_category(f"root {number}") for number in range(3)]
    children = [make_category(f"child {number}", parent=roots[number % 3]) for number in range(9)]
    return [row.pk for row in [*roots, *children]]


def shuffle(count: int) -> None:
    """Move and add nodes at random from many connections; refusals such as circles are part of it."""
    nodes = forest()
    dice = random.Random(1)
    plan = [(dice.choice(nodes), dice.choice([None, *nodes]), dice.random() < 0.3) for _ in range(count)]

    def one(node: UUID, target: UUID | None, adds: bool) -> None:
        try:
            if adds:
                category_create(scope=SYSTEM_SCOPE, name="New", parent_id=target)
            else:
                category_move(scope=SYSTEM_SCOPE, category_id=node, parent_id=target)
        except DomainError:
            return

    race([lambda step=step: one(*step) for step in plan])


@contextmanager
def no_lock():
    """The naive tree: every writer trusts what it has read."""
    kept = categories.advisory_lock
    categories.advisory_lock = lambda name: None
    try:
        yield
    finally:
        categories.advisory_lock = kept


def test_without_the_lock_the_tree_breaks():
    with no_lock():
        root = make_category("root").pk
        results = race([lambda: category_create(scope=SYSTEM_SCOPE, name="New", parent_id=root)] * 16)
    assert not tree_is_whole() or any(isinstance(result, Exception) for result in results)


def test_moves_and_additions_at_once_leave_a_whole_tree():
    shuffle(rounds(400, 80))
    assert tree_is_whole()


def test_products_of_one_name_at_once_get_different_addresses():
    category = make_category("Keyboards")
    count = rounds(50, 12)
    at_once(lambda _: product_create(scope=SYSTEM_SCOPE, name="K75", category_id=category.pk), count)
    assert Product.objects.filter(name="K75").values("slug").distinct().count() == count


def test_a_category_is_never_deleted_under_a_product_that_is_just_being_made():
    from catalog.services import category_delete

    for number in range(rounds(30, 8)):
        category = make_category(f"c{number}")
        race(
            [
                lambda: product_create(scope=SYSTEM_SCOPE, name="P", category_id=category.pk),  # noqa: B023
                lambda: category_delete(scope=SYSTEM_SCOPE, category_id=category.pk),  # noqa: B023
            ]
        )
        is_gone = not Category.objects.filter(pk=category.pk).exists()
        assert is_gone != Product.objects.filter(category=category).exists()
