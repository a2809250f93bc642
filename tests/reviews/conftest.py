"""A product of one store, with people around it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from accounts.models import User
from core.scope import ADMINISTRATOR
from marketplace.models import StoreItem
from tests.accounts.factories import make_user
from tests.marketplace.factories import make_item, make_person, make_store
from tests.sales.factories import make_service


@dataclass
class Shelf:
    """Nora's store, what she sells, and those who come by."""

    nora: User = field(default_factory=lambda: make_person("Nora Lind"))
    linh: User = field(default_factory=lambda: make_user(name="Linh Thi Tran"))
    omid: User = field(default_factory=lambda: make_user(name="Omid"))
    moderator: User = field(default_factory=lambda: make_user(name="Mo", groups=(ADMINISTRATOR,)))
    item: StoreItem = field(init=False)

    def __post_init__(self) -> None:
        self.store = make_store("Birch & Brass", owner=self.nora)
        self.item = make_item(self.store, stock=1_000)
        self.product = self.item.variant.product

    @property
    def address(self) -> str:
        return f"/api/reviews/products/{self.product.slug}/"


@pytest.fixture
def shelf(db: None) -> Shelf:
    make_service(base=10)
    return Shelf()
