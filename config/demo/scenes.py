"""The last hours: an order in each state a visitor should meet, and shelves in each state (UX.md §5)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from config.demo import money
from config.demo.story import Story
from config.demo.till import Purchase, Till, Wanted, parcels_grams
from config.demo.world import Buyer, Shelf, World
from core.errors import NotFound
from core.scope import SYSTEM_SCOPE
from marketplace.models import Stock
from sales.cart_sql import CartOwner
from sales.services import cart_add_item, cart_save_for_later, coupon_create, orders_expire, wish_add

LONG_ORDER_LINES = 40
COUPONS = (
    ("WELCOME10", None, {"percent_basis_points": 1000}),
    ("OILED15", "birch-and-brass", {"percent_basis_points": 1500}),
)


class Scenes:
    """Each scene places an order a little while before now and leaves it in one state."""

    def __init__(self, world: World, till: Till, story: Story) -> None:
        self._world, self._till, self._story = world, till, story

    @transaction.atomic
    def play(self) -> None:
        self._world.progress.begin("scenes", 16)
        self._coupons()
        self._shelves_fill()
        for scene in (
            self._expired,
            self._cancelled_unpaid,
            self._cancelled_by_seller,
            self._partly_refunded,
            self._one_parcel_there,
            self._delivered,
            self._long_order,
            self._with_coupon,
            self._each_currency,
            self._paid_by_guest,
            self._cash_on_the_way,
            self._cash_collected,
            self._cash_refused,
        ):
            scene()
            self._world.progress.step()
        self._waiting_nine_minutes(self._shelves_scenes())
        self._confirmation_late()
        self._cancellation_asked()
        self._world.progress.step(3)
        self._full_cart()
        self._wishes()
        self._moderation()

    # --- people and goods ---------------------------------------------------------------------------------------------

    def _ago(self, **span: float) -> None:
        self._world.clock.move_to(self._world.ends_at - timedelta(**span))

    def _buyer(self, key: str) -> Buyer:
        return next(buyer for buyer in self._world.buyers if buyer.person.key == key)

    def _basket(self, buyer: Buyer, lines: int = 2) -> Wanted:
        return self._story.basket(buyer.person.market, self._world.clock.now, lines)

    def _from_stores(self, buyer: Buyer, stores: int) -> Wanted:
        """One cheap thing from each of so many stores."""
        found: dict[str, Shelf] = {}
        for shelf in sorted(self._sold_to(buyer), key=lambda shelf: shelf.dollars):
            found.setdefault(shelf.counter.shop.key, shelf)
        return [(shelf, 1) for shelf in list(found.values())[:stores]]

    def _sold_to(self, buyer: Buyer) -> list[Shelf]:
        now = self._world.clock.now
        return [
            shelf
            for shelf in self._world.shelves
            if buyer.person.market in shelf.counter.market_codes and shelf.counter.sells_at(now)
        ]

    def _placed(self, key: str, *, lines: int = 2, stores: int = 0, **how: object) -> Purchase:
        buyer = self._buyer(key)
        wanted = self._from_stores(buyer, stores) if stores else self._basket(buyer, lines)
        return self._till.place(buyer, wanted, is_guest=bool(how.get("is_guest")), coupon=str(how.get("coupon", "")))

    def _paid(self, key: str, **how: object) -> Purchase:
        purchase = self._placed(key, **how)  # type: ignore[arg-type]
        self._world.clock.move_to(self._world.clock.now + timedelta(minutes=3))
        self._till.pay(purchase)
        return purchase

    # --- orders -------------------------------------------------------------------------------------------------------

    def _coupons(self) -> None:
        for code, shop_key, fields in COUPONS:
            counter = self._world.counters.get(shop_key) if shop_key else None
            if shop_key and counter is None:
                raise NotFound(shop_key)
            scope, store_id = (counter.scope, counter.store.pk) if counter else (SYSTEM_SCOPE, None)
            coupon_create(scope=scope, code=code, store_id=store_id, **fields)

    def _expired(self) -> None:
        self._ago(hours=26)
        self._placed("agus")
        self._ago(hours=25, minutes=40)
        orders_expire()

    def _cancelled_unpaid(self) -> None:
        self._ago(hours=9)
        self._till.cancel_by_shopper(self._placed("mina"))

    def _cancelled_by_seller(self) -> None:
        self._ago(hours=8)
        purchase = self._paid("tom", lines=1)
        self._till.cancel_by_seller(purchase, purchase.parts[0])

    def _partly_refunded(self) -> None:
        self._ago(hours=7)
        purchase = self._paid("linh", stores=2)
        self._till.process(purchase.parts[0])
        self._till.cancel_by_seller(purchase, purchase.parts[1])

    def _one_parcel_there(self) -> None:
        self._ago(days=4)
        purchase = self._paid("linh", stores=2)
        first, second = purchase.parts
        self._ago(days=3)
        for part in (first, second):
            self._till.process(part)
            self._till.ship(part)
        self._ago(hours=20)
        self._till.deliver(first)

    def _delivered(self) -> None:
        self._ago(days=6)
        purchase = self._paid("sara", stores=1)
        self._ago(days=5)
        self._till.process(purchase.parts[0])
        self._till.ship(purchase.parts[0])
        self._ago(days=2)
        self._till.deliver(purchase.parts[0])

    def _long_order(self) -> None:
        """Forty lines, light enough for one parcel per store."""
        self._ago(hours=6)
        buyer = self._buyer("davidmiller")
        wanted: Wanted = []
        for shelf in sorted(self._sold_to(buyer), key=lambda shelf: (shelf.box.chargeable_grams, shelf.dollars)):
            more = [*wanted, (shelf, 1 + len(wanted) % 3)]
            if len(wanted) < LONG_ORDER_LINES and max(parcels_grams(more).values()) <= 25_000:
                wanted = more
        purchase = self._till.place(buyer, wanted)
        self._till.pay(purchase)
        self._till.process(purchase.parts[0])

    def _with_coupon(self) -> None:
        self._ago(hours=5)
        self._paid("davidmiller", coupon="WELCOME10")

    def _each_currency(self) -> None:
        for number, key in enumerate(("sara", "minh-an", "suharti", "maria")):
            self._ago(hours=4, minutes=-20 * number)
            self._paid(key)

    def _paid_by_guest(self) -> None:
        self._ago(minutes=75)
        self._paid("teller", lines=1, is_guest=True)

    def _at_the_door(self, key: str, **since: float) -> Purchase:
        """An order that is to be paid in cash, and whose parcel left a day later."""
        self._ago(**since)
        purchase = self._placed(key, stores=1)
        self._till.pay_at_the_door(purchase)
        self._world.clock.move_to(self._world.clock.now + timedelta(days=1))
        self._till.ship(purchase.parts[0])
        return purchase

    def _cash_on_the_way(self) -> None:
        self._at_the_door("sara", days=2)

    def _cash_collected(self) -> None:
        purchase = self._at_the_door("minh-an", days=6)
        self._ago(days=2)
        self._till.deliver(purchase.parts[0])

    def _cash_refused(self) -> None:
        purchase = self._at_the_door("suharti", days=7)
        self._ago(days=3)
        self._till.take_back(purchase.parts[0])

    def _waiting_nine_minutes(self, last_piece: Shelf) -> None:
        """Waits for payment, and holds the last piece of something."""
        self._ago(minutes=6)
        self._till.count(last_piece, 1)
        self._till.place(self._buyer("linh"), [(last_piece, 1)])

    def _confirmation_late(self) -> None:
        """Paid at the gateway, as the shopper says; the gateway's answer is unclear, so it is asked again."""
        self._ago(minutes=5)
        purchase = self._placed("minh-an", lines=1)
        money.attempt_obscure(self._till.send_to_gateway(purchase))

    def _cancellation_asked(self) -> None:
        """The shopper went to the gateway and cancelled meanwhile: the gateway has the last word."""
        self._ago(minutes=2)
        purchase = self._placed("agus", lines=1)
        self._till.send_to_gateway(purchase)
        self._till.cancel_by_shopper(purchase)

    def _full_cart(self) -> None:
        """The demo's buyer has begun to choose: something from each of two stores."""
        self._till.fill_cart(self._buyer("linh"), self._from_stores(self._buyer("linh"), 2))

    def _wishes(self) -> None:
        """The demo's buyer has set one line aside, and wishes for some things of many shops."""
        buyer = self._buyer("linh")
        owner = CartOwner(user_id=buyer.user.pk)
        self._ago(minutes=50)
        shelves = self._sold_to(buyer)
        cart, _ = cart_add_item(owner=owner, item_id=shelves[-1].item_id, quantity=1)
        saved = next(line for line in cart.lines if line.item_id == shelves[-1].item_id)
        cart_save_for_later(owner=owner, line_id=saved.id)
        for product_id in dict.fromkeys(shelf.variant.product_id for shelf in shelves[::9]):
            wish_add(owner=owner, product_id=product_id)

    def _moderation(self) -> None:
        self._ago(minutes=40)
        self._story.opinions.moderate_one()

    # --- shelves ------------------------------------------------------------------------------------------------------

    def _shelves_fill(self) -> None:
        """Nothing is low by accident: what ran low in the story is delivered again."""
        self._ago(days=1, hours=6)
        rows = {row.item_id: row for row in Stock.objects.filter(item__in=[s.item_id for s in self._world.shelves])}
        for shelf in self._world.shelves:
            row = rows[shelf.item_id]
            shelf.left = row.available
            if row.available <= row.low_stock_threshold + 3:
                self._till.count(shelf, row.reserved + row.low_stock_threshold + self._world.rng.randint(6, 20))
                shelf.left -= row.reserved

    def _shelves_scenes(self) -> Shelf:
        """Five sold out, three one below their threshold, one exactly at it. Returns one to be reserved to the last."""
        self._ago(minutes=70)
        taken = self._from_stores(self._buyer("linh"), 2)
        quiet = [shelf for shelf in self._quiet_shelves() if shelf not in [shelf for shelf, _ in taken]]
        thresholds = dict(
            Stock.objects.filter(item__in=[shelf.item_id for shelf in quiet]).values_list("item", "low_stock_threshold")
        )
        for shelf in quiet[:5]:
            self._till.count(shelf, 0, "Sold out at the counter")
        for shelf in quiet[5:8]:
            self._till.count(shelf, thresholds[shelf.item_id] - 1)
        self._till.count(quiet[8], thresholds[quiet[8].item_id])
        sold_in_vietnam = [shelf for shelf in quiet[9:] if "vn" in shelf.counter.market_codes]
        for shelf in (*quiet[:9], sold_in_vietnam[0]):
            shelf.pull = 0  # nobody else buys what is posed here
        return sold_in_vietnam[0]

    def _quiet_shelves(self) -> list[Shelf]:
        """Offers of open shops, one per product that only they sell, without pieces reserved; spread over the shops."""
        now = self._world.clock.now
        sellers: dict[str, int] = {}
        for shelf in self._world.shelves:
            sellers[shelf.goods.name] = sellers.get(shelf.goods.name, 0) + 1
        reserved = set(Stock.objects.filter(reserved__gt=0).values_list("item", flat=True))
        single = [
            shelf
            for shelf in self._world.shelves
            if shelf.counter.sells_at(now)
            and not shelf.counter.shop.is_new
            and shelf.variant.position == 0
            and shelf.item_id not in reserved
        ]
        return sorted(single, key=lambda shelf: (sellers[shelf.goods.name], shelf.variant.sku[::-1]))
