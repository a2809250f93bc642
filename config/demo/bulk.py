"""Orders by the hundred thousand for load checks: inserted in their final state, with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models

from config.demo.people import LANGUAGES
from config.demo.seasons import MARKETS, order_moments
from config.demo.world import Buyer, Shelf, World, insert
from core.db import is_postgres
from core.ids import new_number
from core.scope import SYSTEM
from finance.models import CommissionLine, Hold, Invoice, LedgerEntry, LedgerTransaction, Sale
from finance.services.bulk import Books
from marketplace.models import MovementReason, Stock, StockMovement
from payments.gateways.accounts import SANDBOX
from payments.models import Payment, TransactionLog
from payments.states import PaymentStatus
from sales.models import Order, OrderItem, Reservation, StoreOrder
from sales.rules import tax_contained
from sales.services import paper_of, sold_part
from sales.states import CancelReason, OrderStatus, ReservationStatus, StoreOrderStatus
from shipping.models import ShippingService

_ORDERS_PER_BATCH = 2_000
_EXPIRED_SHARE = 0.05
_MODELS: tuple[type[models.Model], ...] = (
    Order,
    StoreOrder,
    OrderItem,
    Reservation,
    Payment,
    TransactionLog,
    StockMovement,
    Sale,
    CommissionLine,
    Hold,
    LedgerTransaction,
    LedgerEntry,
    Invoice,
)


class BulkOrders:
    """One store per order, in its own market, completed or expired; all invariants hold as they do for told orders."""

    def __init__(self, world: World) -> None:
        self._world, self._rng = world, world.rng
        self._shelves: dict[str, dict[UUID, list[Shelf]]] = {code: defaultdict(list) for code in MARKETS}
        for shelf in world.shelves:
            if shelf.counter.closed_at is None and not shelf.counter.shop.is_new:
                self._shelves[shelf.counter.shop.market][shelf.counter.store.pk].append(shelf)
        services = ShippingService.objects.filter(is_active=True).select_related("market").order_by("code")
        self._couriers: dict[str, list[ShippingService]] = defaultdict(list)
        for service in services:
            self._couriers[service.market.code].append(service)
        self._stocks = {row.item_id: row for row in Stock.objects.all()}
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        stores = sorted(store for shelves in self._shelves.values() for store in shelves)
        currencies = sorted({market.currency for market in world.markets.values()})
        self._books = Books(gateway=SANDBOX, stores=stores, currencies=currencies)

    def write(self, count: int) -> None:
        world = self._world
        world.progress.begin("orders in bulk", count)
        last_at = world.ends_at - timedelta(days=40)
        moments = order_moments(world.begins_at + timedelta(days=30), last_at, count, self._rng)
        for number, moment in enumerate(moments, start=1):
            self._order(self._rng.choice(world.buyers), moment)
            if number % _ORDERS_PER_BATCH == 0:
                self._flush()
            world.progress.step()
        self._flush()
        Stock.objects.bulk_update(self._stocks.values(), ["stock"], batch_size=2_000)
        for shelf in world.shelves:
            shelf.left = self._stocks[shelf.item_id].stock
        if is_postgres():
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _order(self, buyer: Buyer, placed_at: datetime) -> None:
        code = buyer.person.market
        shelves = self._shelves[code][self._rng.choice(list(self._shelves[code]))]
        lines = [
            (shelf, self._rng.choice((1, 1, 1, 2)))
            for shelf in {
                shelf.item_id: shelf for shelf in self._rng.choices(shelves, k=self._rng.randint(1, 3))
            }.values()
        ]
        is_expired = self._rng.random() < _EXPIRED_SHARE
        order = self._head(buyer, lines, placed_at, is_expired)
        part = self._part(order, lines, placed_at, is_expired)
        payment = self._payment(order, placed_at, is_expired)
        sold = [self._line(order, part, shelf, quantity, is_expired) for shelf, quantity in lines]
        if not is_expired:
            self._book(payment, part, sold)

    def _book(self, payment: Payment, part: StoreOrder, lines: list[OrderItem]) -> None:
        rows = self._books.order(
            payment_id=payment.pk,
            number=part.order.number,
            currency=part.currency,
            part=sold_part(part, lines),
            at=part.delivered_at or part.created_at,
            paper=paper_of(part.order, lines),
        )
        for row in rows:
            self._rows[type(row)].append(row)

    def _head(self, buyer: Buyer, lines: list[tuple[Shelf, int]], placed_at: datetime, is_expired: bool) -> Order:
        market = self._world.markets[buyer.person.market]
        goods = sum(shelf.price_minor * quantity for shelf, quantity in lines)
        service = self._rng.choice(self._couriers[market.code])
        shipping = service.base_price_minor
        ended_at = placed_at + timedelta(minutes=16)
        order = Order(
            number=new_number("S"),
            user=buyer.user,
            market=market,
            currency=market.currency,
            language=LANGUAGES[market.code],
            status=OrderStatus.CANCELLED if is_expired else OrderStatus.COMPLETED,
            contact_name=buyer.person.name,
            contact_email=buyer.person.email,
            shipping_address=buyer.address,
            goods_minor=goods,
            shipping_minor=shipping,
            tax_minor=sum(
                tax_contained(shelf.price_minor * quantity, market.tax_basis_points) for shelf, quantity in lines
            ),
            total_minor=goods + shipping,
            payment_deadline_at=placed_at + timedelta(minutes=15),
            paid_at=None if is_expired else placed_at + timedelta(minutes=4),
            cancelled_at=ended_at if is_expired else None,
            cancel_reason=CancelReason.EXPIRED if is_expired else "",
            created_at=placed_at,
        )
        self._rows[Order].append(order)
        return order

    def _part(self, order: Order, lines: list[tuple[Shelf, int]], placed_at: datetime, is_expired: bool) -> StoreOrder:
        store = lines[0][0].counter.store
        service = next(s for s in self._couriers[order.market.code] if s.base_price_minor == order.shipping_minor)
        shipped_at = placed_at + timedelta(days=store.handling_days, hours=self._rng.randint(2, 20))
        part = StoreOrder(
            order=order,
            number=f"{order.number}-1",
            store=store,
            store_name=store.name,
            status=StoreOrderStatus.CANCELLED if is_expired else StoreOrderStatus.COMPLETED,
            currency=order.currency,
            goods_minor=order.goods_minor,
            shipping_minor=order.shipping_minor,
            tax_minor=order.tax_minor,
            total_minor=order.total_minor,
            shipping_service=service,
            courier=service.courier,
            shipping_name=service.name,
            min_days=service.min_days,
            max_days=service.max_days,
            weight_grams=sum(shelf.box.grams * quantity for shelf, quantity in lines),
            cancelled_at=order.cancelled_at,
            cancel_reason=order.cancel_reason,
            created_at=placed_at,
        )
        if not is_expired:
            part.tracking_number = f"{self._rng.randint(10**9, 10**10 - 1)}"
            part.shipped_at = shipped_at
            part.delivered_at = shipped_at + timedelta(days=service.max_days)
        self._rows[StoreOrder].append(part)
        return part

    def _payment(self, order: Order, placed_at: datetime, is_expired: bool) -> Payment:
        payment = Payment(
            order=order,
            status=PaymentStatus.EXPIRED if is_expired else PaymentStatus.CAPTURED,
            amount_minor=order.total_minor,
            currency=order.currency,
            expires_at=order.payment_deadline_at,
            created_at=placed_at,
        )
        if not is_expired:
            payment.gateway, payment.gateway_reference = SANDBOX, f"demo-{payment.pk.hex}"
            payment.settles_order, payment.captured_at = True, order.paid_at
            payment.captured_minor, payment.captured_currency = order.total_minor, order.currency
        log = TransactionLog(
            payment=payment,
            event="status",
            old_status=PaymentStatus.CREATED,
            new_status=payment.status,
            cause="demo",
            actor_label=SYSTEM.label,
            created_at=order.paid_at or order.cancelled_at or placed_at,
        )
        self._rows[Payment].append(payment)
        self._rows[TransactionLog].append(log)
        return payment

    def _line(self, order: Order, part: StoreOrder, shelf: Shelf, quantity: int, is_expired: bool) -> OrderItem:
        stock = self._stocks[shelf.item_id]
        line = OrderItem(
            store_order=part,
            item_id=shelf.item_id,
            variant=shelf.variant,
            stock=stock,
            product_name=shelf.goods.name,
            product_slug=shelf.variant.product.slug,
            variant_name=shelf.variant.name,
            sku=shelf.variant.sku,
            quantity=quantity,
            currency=order.currency,
            unit_minor=shelf.price_minor,
            tax_minor=tax_contained(shelf.price_minor * quantity, order.market.tax_basis_points),
            total_minor=shelf.price_minor * quantity,
            store_currency=order.currency,
            store_unit_minor=shelf.price_minor,
            weight_grams=shelf.box.grams,
            created_at=order.created_at,
        )
        status = ReservationStatus.EXPIRED if is_expired else ReservationStatus.CONSUMED
        reservation = Reservation(
            order=order, order_item=line, stock=stock, quantity=quantity, status=status, created_at=order.created_at
        )
        self._rows[OrderItem].append(line)
        self._rows[Reservation].append(reservation)
        if not is_expired:
            if stock.stock - quantity < stock.low_stock_threshold:
                self._move(stock, 40, MovementReason.RECEIVE, "adjustment", str(line.pk), order.created_at)
            self._move(stock, -quantity, MovementReason.SALE, "order_item", str(line.pk), order.paid_at)
        return line

    def _move(
        self, stock: Stock, delta: int, reason: MovementReason, source: str, source_id: str, moved_at: datetime | None
    ) -> None:
        stock.stock += delta
        movement = StockMovement(
            stock=stock,
            delta=delta,
            balance=stock.stock,
            reason=reason,
            source_type=source,
            source_id=source_id,
            actor_type=SYSTEM.kind,
            actor_label=SYSTEM.label,
        )
        if moved_at is not None:
            movement.created_at = moved_at
        self._rows[StockMovement].append(movement)

    def _flush(self) -> None:
        for model in _MODELS:
            insert(self._rows.pop(model, []), size=2_000)
        self._books.close()
