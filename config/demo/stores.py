"""Sellers and stores through their services; offers and their first stock inserted in bulk."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from catalog.models import ProductVariant
from config.demo.content import Goods, Shop
from config.demo.crowd import person_register, scope_of_person
from config.demo.payouts import account_open
from config.demo.people import LOGINS, Person
from config.demo.pictures.files import mark_stored
from config.demo.prices import tag_minor
from config.demo.world import Counter, MadeGoods, Shelf, World, insert
from core.scope import SYSTEM, SYSTEM_SCOPE, ActingScope
from marketplace.models import MovementReason, PriceChange, Seller, Stock, StockMovement, StoreItem, StoreProduct
from marketplace.rules import ROLE_PERMISSIONS, StoreRole
from marketplace.services import seller_approve, store_open

CHEAP_DOLLARS = 60
THRESHOLD = 5


def stores_open(world: World) -> None:
    """Each shop's owner registers, opens the store and is approved, unless the shop still waits for that."""
    world.progress.begin("stores", len(world.content.shops))
    logins = {login.person.key: login for login in LOGINS}
    for shop in sorted(world.content.shops, key=lambda shop: _opened_at(world, shop)):
        opened_at = _opened_at(world, shop)
        world.clock.move_to(opened_at)
        person = Person(shop.owner_key, shop.owner_name, shop.market)
        user = person_register(world, person, logins.get(shop.owner_key))
        seller = Seller.objects.create(user=user, name=shop.owner_name)
        scope = scope_of_person(user)
        store = store_open(
            scope=scope,
            seller=seller,
            name=shop.name,
            slug=shop.slug,
            market=shop.market,
            markets=shop.also_in,
            tagline=shop.tagline,
            description=shop.description,
            email=f"{shop.owner_key}.shop@example.com",
            city=shop.city,
            country=shop.country,
            handling_days=shop.handling_days,
        )
        store.logo.name = mark_stored(shop.name)
        store.save(update_fields=["logo"])
        if not shop.is_waiting:
            seller_approve(scope=SYSTEM_SCOPE, seller_id=seller.pk)
            account_open(store, market=shop.market, currency=store.home_market.currency, holder=shop.owner_name)
        works = ActingScope(scope.actor, user.pk, stores={store.pk: ROLE_PERMISSIONS[StoreRole.OWNER]})
        world.counters[shop.key] = Counter(shop, store, works, opened_at, _closed_at(world, shop))
        world.progress.step()


def _opened_at(world: World, shop: Shop) -> datetime:
    """Most shops are as old as the story; the first buyers were there a little earlier."""
    if shop.is_waiting:
        return world.ends_at - timedelta(days=2)
    if shop.is_new:
        return world.ends_at - timedelta(days=9)
    return world.begins_at + timedelta(hours=len(shop.key))


def _closed_at(world: World, shop: Shop) -> datetime | None:
    if shop.is_suspended:
        return world.ends_at - timedelta(days=12)
    if shop.is_paused:
        return world.ends_at - timedelta(days=3)
    return world.ends_at if shop.is_waiting else None


class OfferRows:
    """Collects offers with what belongs to them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._links: dict[tuple[str, str], StoreProduct] = {}
        self.items: list[StoreItem] = []
        self.stocks: list[Stock] = []
        self.movements: list[StockMovement] = []
        self.prices: list[PriceChange] = []

    def link(self, counter: Counter, made: MadeGoods, *, is_maintainer: bool) -> None:
        """Note that the store sells the product."""
        self._links[counter.shop.key, made.goods.name] = StoreProduct(
            store=counter.store, product=made.product, is_maintainer=is_maintainer, created_at=made.product.created_at
        )

    def add(self, counter: Counter, made: MadeGoods, position: int, factor: float, stock: int) -> Shelf:
        """Offer a variant at the written price times `factor`, with a first delivery."""
        goods, variant = made.goods, made.variants[position]
        dollars = (goods.dollars + goods.choices[position].surcharge) * factor
        currency = self._world.markets[counter.shop.market].currency
        price = tag_minor(Decimal(str(round(dollars, 2))), currency)
        made_at = max(made.product.created_at, counter.opened_at) + timedelta(hours=1)
        item = StoreItem(
            store=counter.store,
            variant=variant,
            currency=currency,
            price_minor=price,
            compare_at_minor=self._former_price(dollars, currency, price),
            created_at=made_at,
        )
        row = Stock(item=item, stock=stock, low_stock_threshold=_threshold(dollars), created_at=made_at)
        self.items.append(item)
        self.prices += self._history(item)
        self.stocks.append(row)
        self.movements.append(_first_delivery(row, made_at))
        pull = self._pull(goods, variant)
        return Shelf(item.pk, counter, goods, variant, price, dollars, stock, pull)

    def insert(self) -> None:
        for rows in (list(self._links.values()), self.items, self.stocks, self.movements, self.prices):
            insert(rows)
        self._links, self.items, self.stocks, self.movements, self.prices = {}, [], [], [], []

    def _history(self, item: StoreItem) -> list[PriceChange]:
        """What the offer cost since it was made; a reduced one was dearer until half of that time ago."""
        rows = [
            PriceChange(item=item, price_minor=item.price_minor, currency=item.currency, created_at=item.created_at)
        ]
        if item.compare_at_minor is not None:
            item.prior_lowest_minor = rows[0].price_minor = item.compare_at_minor
            reduced_at = item.created_at + (self._world.ends_at - item.created_at) / 2
            now = PriceChange(item=item, price_minor=item.price_minor, currency=item.currency, created_at=reduced_at)
            rows.append(now)
        return rows

    def _former_price(self, dollars: float, currency: str, price_minor: int) -> int | None:
        """One offer in seven is reduced."""
        if self._world.rng.random() > 1 / 7:
            return None
        former = tag_minor(Decimal(str(round(dollars * self._world.rng.choice([1.15, 1.2, 1.3]), 2))), currency)
        return former if former > price_minor else None

    def _pull(self, goods: Goods, variant: ProductVariant) -> float:
        """Few things sell often, cheap things more than dear ones, first variants more than others."""
        luck = self._world.rng.paretovariate(1.3)
        cheapness: float = (60 / (60 + goods.dollars)) ** 0.7
        return luck * cheapness / (1 + variant.position)


def _threshold(dollars: float) -> int:
    return THRESHOLD if dollars <= CHEAP_DOLLARS else 2


def _first_delivery(row: Stock, made_at: datetime) -> StockMovement:
    return StockMovement(
        stock=row,
        delta=row.stock,
        balance=row.stock,
        reason=MovementReason.RECEIVE,
        source_type="adjustment",
        source_id=str(row.pk),
        note="First delivery",
        actor_type=SYSTEM.kind,
        actor_label=SYSTEM.label,
        created_at=made_at,
    )


def offers_make(world: World) -> None:
    """The maintaining shops' offers, then those of shops that sell the same things.

    Where the scale sets a number of offers, later variants of products go without, as colours that are no longer made.
    """
    rows = OfferRows(world)
    resold = [(counter, name) for counter in world.counters.values() for name in counter.shop.resells]
    own = _own_variants(world, world.scale.offers - len(resold) if world.scale.offers is not None else None)
    world.progress.begin("offers", len(own) + len(resold))
    for made in world.goods.values():
        rows.link(_home(world, made), made, is_maintainer=True)
    for made, position in own:
        world.shelves.append(rows.add(_home(world, made), made, position, 1.0, _first_stock(world, made.goods)))
        world.progress.step()
    for counter, name in resold:
        made = world.goods[name]
        rows.link(counter, made, is_maintainer=False)
        factor = world.rng.choice([0.94, 0.97, 1.04, 1.08, 1.12])
        world.shelves.append(rows.add(counter, made, 0, factor, _first_stock(world, made.goods)))
        world.progress.step()
    rows.insert()
    _retire_unoffered(world)


def _home(world: World, made: MadeGoods) -> Counter:
    return world.counters[world.content.goods[made.goods.name][0].key]


def _first_stock(world: World, goods: Goods) -> int:
    return world.rng.randint(18, 60) if goods.dollars <= CHEAP_DOLLARS else world.rng.randint(5, 14)


def _own_variants(world: World, count: int | None) -> list[tuple[MadeGoods, int]]:
    """Which variants their own shop offers: every first, then seconds and thirds until there are `count`."""
    every = [
        (position, order, made)
        for order, made in enumerate(world.goods.values())
        for position in range(len(made.variants))
    ]
    ranked = sorted(every, key=lambda entry: entry[:2])
    firsts = len(world.goods)
    later = ranked[firsts:]
    wanted = len(ranked) if count is None else count
    chosen = ranked[:firsts] + later[: max(0, wanted - firsts)]
    return [(made, position) for position, _, made in sorted(chosen, key=lambda entry: (entry[1], entry[0]))]


def _retire_unoffered(world: World) -> None:
    """Variants without an offer are switched off, but for every tenth: announced, and not on sale yet."""
    offered = {shelf.variant.pk for shelf in world.shelves}
    without = [variant for made in world.goods.values() for variant in made.variants if variant.pk not in offered]
    retired = [variant.pk for number, variant in enumerate(without) if number % 10]
    ProductVariant.objects.filter(pk__in=retired).update(is_active=False)
