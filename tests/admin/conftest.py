"""Two stores side by side, with everything a store can have, and the people who look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import roles_init
from catalog.models import Attribute, Product, ProductAttribute
from catalog.services import image_add
from core.scope import SYSTEM_SCOPE
from finance.models import CashParcel, ChargeSplit
from finance.services import payout_request, payouts_freeze, sales_refund
from finance.services.papers import Buyer, Paper, invoice_issue
from marketplace.models import (
    ItemMarketPrice,
    PriceChange,
    Store,
    StoreHoliday,
    StoreInvitation,
    StoreItem,
    StorePolicy,
    StoreStanding,
)
from marketplace.rules import StoreRole
from marketplace.states import HolidayStatus
from markets.models import Market
from reviews.models import Review, ReviewImage, StoreRating
from sales.models import Coupon, Order, StoreOrder
from sales.services import order_mark_paid
from tests.accounts.factories import make_user
from tests.catalog.factories import make_brand, make_category, make_variant, picture
from tests.conftest import rows_until_the_end
from tests.finance.factories import make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_import, make_item, make_maintained_product, make_member, make_store
from tests.sales.factories import make_order, make_service


@dataclass
class Shop:
    """One store with its people and rows; every name of its contains `name`."""

    name: str
    owner: User
    fulfiller: User
    store: Store
    product: Product
    item: StoreItem
    coupon: Coupon


@dataclass
class World:
    """`acme` is looked at by its owner, who must never see anything of `zenith`. Both sell in one paid order."""

    acme: Shop
    zenith: Shop
    order: Order
    foreign_order: Order

    def part(self, shop: Shop) -> StoreOrder:
        return StoreOrder.objects.get(order=self.order, store=shop.store)


def make_shop(name: str) -> Shop:
    owner = make_user(f"owner@{name.lower()}.example", name=f"{name} owner")
    store = make_store(f"{name} store", owner=owner, also_in=("vn",))
    fulfiller = make_user(f"hands@{name.lower()}.example", name=f"{name} hands")
    make_member(store, fulfiller, StoreRole.FULFILMENT)
    product = make_maintained_product(
        store, name=f"{name} keyboard", category=make_category(f"{name} shelf"), brand=make_brand(f"{name} brand")
    )
    variant = make_variant(product, sku=f"{name.upper()}-1", name=f"{name} variant")
    attribute = Attribute.objects.create(code=f"layout-{name.lower()}", name=f"{name} layout")
    ProductAttribute.objects.create(product=product, attribute=attribute, value=f"{name} value")
    image_add(scope=SYSTEM_SCOPE, product_id=product.pk, raw=picture(), alt_text=f"{name} picture")
    item = make_item(store, variant=variant, price_minor=1250, stock=20)
    ItemMarketPrice.objects.create(item=item, market=Market.objects.get(code="vn"), price_minor=310_000)
    make_import(store, sku=f"{name.upper()}-1")
    coupon = Coupon.objects.create(code=f"{name.upper()}10", store=store, percent_basis_points=1000)
    now = timezone.now()
    StoreHoliday.objects.create(
        store=store, starts_at=now, ends_at=now + timedelta(days=9), message=f"{name} sea", status=HolidayStatus.RUNNING
    )
    StorePolicy.objects.create(store=store, kind="returns", version=1, text=f"{name} promise")
    StoreStanding.objects.create(store=store)
    PriceChange.objects.create(item=item, price_minor=1250, currency="USD")
    StoreInvitation.objects.create(
        store=store, email=f"new@{name.lower()}.example", role=StoreRole.MANAGER, expires_at=now + timedelta(days=7)
    )
    return Shop(name, owner, fulfiller, store, product, item, coupon)


def make_earnings(shop: Shop) -> None:
    """A sale of last month: part of it was given back, the rest is on its way to the store; now it is disputed."""
    sale = make_sale(shop.store, price_minor=2_500)
    invoice_issue(reference=sale.reference, paper=Paper(Buyer(f"{shop.name} buyer"), "en", {}))
    sales_refund(refund_id=sale.pk, amounts={sale.lines.get().reference: 300}, reference=sale.number)
    release_now(sale)
    CashParcel.objects.create(
        store=shop.store, reference=sale.pk, number=sale.number, currency="USD", amount_minor=900, debt_minor=90
    )
    account = make_payout_account(shop.store, holder=f"{shop.name} treasurer")
    ChargeSplit.objects.create(
        reference=sale.pk, gateway="zarinpal", store=shop.store, account=account, currency="USD", amount_minor=900,
        number=sale.number,
    )  # fmt: skip
    payout_request(scope=SYSTEM_SCOPE, store_id=shop.store.pk, currency="USD")
    payouts_freeze(dispute_id=sale.pk, references=[sale.reference], currency="USD", reference=sale.number)


def make_world() -> World:
    roles_init()
    make_service()
    acme, zenith = make_shop("Acme"), make_shop("Zenith")
    order = make_order((acme.item, 2), (zenith.item, 1))
    order_mark_paid(order_id=order.pk, actor=SYSTEM_SCOPE.actor)
    for shop in (acme, zenith):
        line = StoreOrder.objects.get(order=order, store=shop.store).lines.get()
        review = Review.objects.create(
            order_item=line, product=shop.product, store=shop.store, author=zenith.fulfiller, rating=4,
            text=f"{shop.name} opinion",
        )  # fmt: skip
        ReviewImage.objects.create(review=review, file=ContentFile(picture(), "opinion.png"))
        StoreRating.objects.create(store=shop.store, stars_4=1)
        make_earnings(shop)
    foreign = make_order((zenith.item, 1))
    return World(acme, zenith, order, foreign)


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rows_until_the_end(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The two stores are built once for a module; what a test does to their rows is undone, and it has objects of its
    own."""
    return deepcopy(built_world)


@pytest.fixture
def sign_in(db: None) -> Callable[[User], Client]:
    """`sign_in(user)`: a browser with that person's session. CSRF is checked where a test says so."""

    def as_person(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_person


@pytest.fixture
def root(db: None) -> User:
    return make_user("root@serai.example", name="Root", is_staff=True, is_superuser=True)


@pytest.fixture
def staff_of(db: None) -> Callable[[str], User]:
    """`staff_of("support")`: somebody of the platform in that role."""

    def make(role: str) -> User:
        roles_init()
        return make_user(f"{role}@serai.example", name=role.title(), is_staff=True, groups=(role,))

    return make


def page_text(response: Any) -> str:
    return response.content.decode()
