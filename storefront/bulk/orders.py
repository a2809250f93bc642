"""Many completed orders of many people: one store each, paid, delivered; stock moves with them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone

from accounts.models import Profile, User
from core.db import atomic
from core.ids import new_number
from core.scope import SYSTEM
from finance.models import CommissionLine, Hold, Invoice, LedgerEntry, LedgerTransaction, Sale
from finance.services.bulk import Books
from marketplace.models import MovementReason, Stock, StockMovement
from payments.models import Payment, TransactionLog
from payments.states import PaymentStatus
from sales.models import Order, OrderItem, Reservation, StoreOrder
from sales.services import paper_of, sold_part
from sales.states import OrderStatus, ReservationStatus, StoreOrderStatus
from storefront.bulk import BATCH, MARK
from storefront.bulk.load import write_rows

EMAILS = f"{MARK}-shopper-"
GATEWAY = MARK
OFFERS, PIECES = 500, 2  # orders are spread over so many offers; pieces in one order
SHIPPING_MINOR = 500
ADDRESS = {"recipient": "Bulk", "line1": "1 Elm Street", "city": "Portland", "postal_code": "97201", "country": "US"}
_ORDER: list[type[models.Model]] = [
    User,
    Profile,
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
]


def orders_load(wanted: int, seed: int, progress: Callable[[int], None]) -> None:
    """Bring the number of bulk orders to `wanted`, each of a shopper of its own, of the offers with plenty of stock."""
    have = Payment.objects.filter(gateway=GATEWAY).count()
    dice = random.Random(seed)  # noqa: S311  a repeatable load, no secrets
    shelves = list(
        Stock.objects.filter(item__variant__sku__startswith="BULK-", stock__gte=5_000)
        .select_related("item__store", "item__variant__product")
        .order_by("item__variant__sku", "pk")[:OFFERS]
    )
    if wanted > have and not shelves:
        raise ValueError("Orders need bulk products to be ordered.")
    start = timezone.now() - timedelta(days=365)
    books = Books(
        gateway=GATEWAY,
        stores=sorted({shelf.item.store_id for shelf in shelves}),
        currencies=sorted({shelf.item.currency for shelf in shelves}),
    )
    for first in range(have, wanted, BATCH):
        numbers = range(first, min(first + BATCH, wanted))
        rows: list[models.Model] = []
        for number in numbers:
            rows += _order(number, dice.choice(shelves), start + timedelta(seconds=number * 30), books)
        with atomic():
            write_rows(rows, _ORDER)
            books.close()
            Stock.objects.bulk_update(shelves, ["stock"])
        progress(len(numbers))


def _order(number: int, shelf: Stock, placed_at: datetime, books: Books) -> Iterator[models.Model]:
    item, moment = shelf.item, {"created_at": placed_at}
    user = User(email=f"{EMAILS}{number}@example.com", name=f"Bulk shopper {number}", password="!")  # noqa: S106
    goods = item.price_minor * PIECES
    amounts = {"goods_minor": goods, "shipping_minor": SHIPPING_MINOR, "total_minor": goods + SHIPPING_MINOR}
    order = Order(
        number=_number(number),
        user=user,
        market_id=item.store.home_market_id,
        currency=item.currency,
        status=OrderStatus.COMPLETED,
        contact_name=user.name,
        contact_email=user.email or "",
        shipping_address=ADDRESS,
        payment_deadline_at=placed_at + timedelta(minutes=15),
        paid_at=placed_at + timedelta(minutes=4),
        **amounts,
        **moment,
    )
    part = StoreOrder(
        order=order,
        number=f"{order.number}-1",
        store=item.store,
        store_name=item.store.name,
        status=StoreOrderStatus.COMPLETED,
        currency=item.currency,
        shipped_at=placed_at + timedelta(days=1),
        delivered_at=placed_at + timedelta(days=3),
        **amounts,
        **moment,
    )
    yield from (user, Profile(user=user), order, part)
    line = _line(order, part, shelf)
    moves = _moves(order, line, shelf)
    payment, log = _payment(order)
    yield from (line, *moves, payment, log)
    yield from books.order(
        payment_id=payment.pk,
        number=order.number,
        currency=order.currency,
        part=sold_part(part, [line]),
        at=part.delivered_at or placed_at,
        paper=paper_of(order, [line]),
    )


def _line(order: Order, part: StoreOrder, shelf: Stock) -> OrderItem:
    item = shelf.item
    return OrderItem(
        store_order=part,
        item=item,
        variant=item.variant,
        stock=shelf,
        product_name=item.variant.product.name,
        product_slug=item.variant.product.slug,
        sku=item.variant.sku,
        quantity=PIECES,
        currency=item.currency,
        unit_minor=item.price_minor,
        total_minor=part.goods_minor,
        store_currency=item.currency,
        store_unit_minor=item.price_minor,
        created_at=order.created_at,
    )


def _moves(order: Order, line: OrderItem, shelf: Stock) -> Iterator[models.Model]:
    yield Reservation(
        order=order,
        order_item=line,
        stock=shelf,
        quantity=PIECES,
        status=ReservationStatus.CONSUMED,
        created_at=order.created_at,
    )
    if shelf.stock < PIECES + shelf.low_stock_threshold:
        yield _movement(shelf, 10_000, MovementReason.RECEIVE, line.pk, order.created_at)
    yield _movement(shelf, -PIECES, MovementReason.SALE, line.pk, order.created_at)


def _movement(shelf: Stock, delta: int, reason: MovementReason, source_id: UUID, moment: datetime) -> StockMovement:
    shelf.stock += delta
    return StockMovement(
        stock=shelf,
        delta=delta,
        balance=shelf.stock,
        reason=reason,
        source_type="order_item",
        source_id=str(source_id),
        actor_type=SYSTEM.kind,
        actor_label=SYSTEM.label,
        created_at=moment,
    )


def _payment(order: Order) -> Iterator[models.Model]:
    payment = Payment(
        order=order,
        status=PaymentStatus.CAPTURED,
        amount_minor=order.total_minor,
        currency=order.currency,
        gateway=GATEWAY,
        gateway_reference=order.number,
        settles_order=True,
        captured_minor=order.total_minor,
        captured_currency=order.currency,
        captured_at=order.paid_at,
        expires_at=order.payment_deadline_at,
        created_at=order.created_at,
    )
    yield payment
    yield TransactionLog(
        payment=payment,
        event="status",
        old_status=PaymentStatus.CREATED,
        new_status=PaymentStatus.CAPTURED,
        cause=MARK,
        actor_label=SYSTEM.label,
        created_at=order.created_at,
    )


def _number(number: int) -> str:
    """A number that no other order has."""
    return f"{new_number('B')[:6]}-{number:07d}"
