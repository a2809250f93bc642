"""What people do in the story, each through the service that does it: order, pay, send, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from config.demo import money
from config.demo.people import LANGUAGES
from config.demo.world import Buyer, Counter, Shelf, World
from core.scope import ANONYMOUS, SYSTEM_SCOPE, ActingScope
from marketplace.models import MovementReason
from marketplace.services import stock_adjust
from payments.models import Payment
from payments.services import payment_on_delivery
from sales import services as sales
from sales.cart_sql import CartOwner
from sales.models import Order, StoreOrder
from sales.services import Contact, Placement
from sales.services.cart import token_hash

Wanted = list[tuple[Shelf, int]]


@dataclass
class Purchase:
    """An order of the story with its parts."""

    order: Order
    parts: list[StoreOrder]
    buyer: Buyer


class Till:
    """Keeps the shelves stocked and does what the plot says."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._counters: dict[UUID, Counter] = {counter.store.pk: counter for counter in world.counters.values()}

    def place(self, buyer: Buyer, wanted: Wanted, *, is_guest: bool = False, coupon: str = "") -> Purchase:
        """Put the goods into the buyer's cart and order them. A guest has a cart of the moment."""
        for shelf, quantity in wanted:
            self._deliver_if_short(shelf, quantity)
        person, token = buyer.person, ""
        if is_guest:
            _, token = sales.cart_create(user_id=None, market_code=person.market)
        owner = _owner(buyer, token)
        for shelf, quantity in wanted:
            sales.cart_add_item(owner=owner, item_id=shelf.item_id, quantity=quantity)
            shelf.left -= quantity
        if coupon:
            sales.cart_set_coupon(owner=owner, code=coupon)
        placement = Placement(
            contact=Contact(person.name, person.email, buyer.address["phone"]),
            address=buyer.address,
            language=LANGUAGES[person.market],
        )
        placed = sales.order_place(owner=owner, scope=ANONYMOUS if is_guest else buyer.scope, placement=placement)
        return Purchase(placed.order, placed.store_orders, buyer)

    def pay(self, purchase: Purchase) -> None:
        money.attempt_capture(self.send_to_gateway(purchase), purchase.order)

    def send_to_gateway(self, purchase: Purchase) -> Payment:
        return money.attempt_send(purchase.order)

    def pay_at_the_door(self, purchase: Purchase) -> None:
        payment_on_delivery(order_id=purchase.order.pk, actor=purchase.buyer.scope.actor)

    def decline(self, purchase: Purchase) -> None:
        money.attempt_decline(self.send_to_gateway(purchase))

    def process(self, part: StoreOrder) -> None:
        sales.store_order_process(scope=self._seller(part), store_order=part)

    def ship(self, part: StoreOrder) -> None:
        number = f"{self._prefix(part)}{self._world.rng.randint(10**9, 10**10 - 1)}"
        sales.store_order_ship(scope=self._seller(part), store_order=part, tracking_number=number)

    def deliver(self, part: StoreOrder) -> None:
        sales.store_order_deliver(scope=self._seller(part), store_order=part)

    def complete(self, part: StoreOrder) -> None:
        sales.store_order_complete(scope=SYSTEM_SCOPE, store_order=part)

    def cancel_by_shopper(self, purchase: Purchase) -> None:
        sales.order_cancel(scope=purchase.buyer.scope, order=purchase.order)
        money.refunds_finish(purchase.order)

    def cancel_by_seller(self, purchase: Purchase, part: StoreOrder) -> None:
        sales.store_order_cancel(scope=self._seller(part), store_order=part, note="Broken in the storeroom, sorry.")
        money.refunds_finish(purchase.order)

    def take_back(self, part: StoreOrder) -> None:
        """Nobody has taken it at the door."""
        sales.store_order_cancel(scope=self._seller(part), store_order=part, note="Nobody at home, three times.")

    def fill_cart(self, buyer: Buyer, wanted: Wanted) -> None:
        """Leave goods in the buyer's own cart."""
        owner = _owner(buyer)
        for shelf, quantity in wanted:
            sales.cart_add_item(owner=owner, item_id=shelf.item_id, quantity=quantity)

    def count(self, shelf: Shelf, stock: int, note: str = "Counted") -> None:
        """Set what stands on a shelf, by hand."""
        stock_adjust(scope=shelf.counter.scope, item_id=shelf.item_id, stock=stock, note=note)
        shelf.left = stock

    def _deliver_if_short(self, shelf: Shelf, quantity: int) -> None:
        if shelf.left >= quantity:
            return
        delta = quantity + (self._world.rng.randint(20, 60) if shelf.dollars <= 60 else self._world.rng.randint(4, 12))
        scope = shelf.counter.scope
        stock_adjust(scope=scope, item_id=shelf.item_id, delta=delta, reason=MovementReason.RECEIVE, note="Delivery")
        shelf.left += delta

    def _seller(self, part: StoreOrder) -> ActingScope:
        return self._counters[part.store_id].scope

    @staticmethod
    def _prefix(part: StoreOrder) -> str:
        """Couriers' numbers begin with letters of theirs."""
        return "".join(letter for letter in part.courier.upper() if letter.isascii() and letter.isalpha())[:3]


def _owner(buyer: Buyer, token: str = "") -> CartOwner:
    return CartOwner(token_hash=token_hash(token)) if token else CartOwner(user_id=buyer.user.pk)


def parcels_grams(wanted: Sequence[tuple[Shelf, int]]) -> dict[UUID, int]:
    """What each store's parcel would be charged for."""
    grams: dict[UUID, int] = {}
    for shelf, quantity in wanted:
        store_id = shelf.counter.store.pk
        grams[store_id] = grams.get(store_id, 0) + shelf.box.chargeable_grams * quantity
    return grams
