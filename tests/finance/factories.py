"""Sales, releases and payouts for tests, made by the services that make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.ids import new_id, new_number
from core.scope import SYSTEM_SCOPE, ActingScope, Actor
from finance import services
from finance.models import LedgerAccount, LedgerEntry, Payout, PayoutAccount, Sale
from finance.states import AccountKind, PayoutMethod
from marketplace.models import Store
from sales.models import Order, StoreOrder
from sales.services import order_mark_paid, store_order_deliver, store_order_process, store_order_ship
from tests.accounts.factories import make_user

IBAN = "DE89370400440532013000"  # the example of the standard


def boss(person: User | None = None) -> ActingScope:
    """An administrator."""
    person = person or make_user()
    return ActingScope(
        actor=Actor("user", str(person.pk), "Ada"), user_id=person.pk, roles=frozenset({"administrator"})
    )


def make_paid(order: Order, *, gateway: str = "sandbox") -> list[StoreOrder]:
    """Pay an order without a payment; its parts."""
    assert order_mark_paid(order_id=order.pk, gateway=gateway)
    return list(StoreOrder.objects.filter(order=order).order_by("pk"))


def deliver(part: StoreOrder) -> None:
    store_order_process(scope=SYSTEM_SCOPE, store_order=part)
    store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="T1")
    store_order_deliver(scope=SYSTEM_SCOPE, store_order=part)


def release(part: StoreOrder) -> None:
    """Deliver a part and let the days of its holds pass."""
    deliver(part)
    sale = Sale.objects.get(reference=part.pk)
    sale.holds.update(release_at=timezone.now() - timedelta(minutes=1))
    services.holds_release()


def make_sale(store: Store, *, price_minor: int = 10_000, currency: str = "USD") -> Sale:
    """A sale in the books alone: the books know no orders."""
    line = services.SoldLine(
        reference=new_id(), title="Keycaps", sku="KEYCAPS", quantity=1, unit_minor=price_minor, discount_minor=0,
        funded_minor=0, tax_minor=0, place=None,
    )  # fmt: skip
    part = services.SoldPart(
        reference=new_id(), number=f"{new_number('S')}-1", store_id=store.pk, shipping_minor=0, lines=[line]
    )
    services.sale_post(
        gateway="sandbox", source_type="payment", source_id=new_id(), number=part.number[:-2], currency=currency,
        parts=[part], sold_at=timezone.now(),
    )  # fmt: skip
    return Sale.objects.get(reference=part.reference)


def release_now(sale: Sale) -> None:
    """It is delivered, and the days of its holds are over."""
    services.sale_delivered(reference=sale.reference, delivered_at=timezone.now() - timedelta(days=400))
    services.holds_release()


def make_payout_account(store: Store, *, currency: str = "USD", usable: bool = True, **more: Any) -> PayoutAccount:
    account = services.payout_account_set(
        scope=SYSTEM_SCOPE,
        store_id=store.pk,
        currency=currency,
        method=more.get("method", PayoutMethod.BANK_FILE),
        holder=more.get("holder", "Keycap Atelier"),
        number=more.get("number", IBAN),
        bank=more.get("bank", ""),
    )
    if usable:
        account.usable_from_at = timezone.now()
        account.save()
    return account


def make_payout(part: StoreOrder, *, scope: ActingScope = SYSTEM_SCOPE) -> Payout:
    """A payout of what one paid part earned."""
    release(part)
    if not PayoutAccount.objects.filter(store=part.store, currency=part.currency).exists():
        make_payout_account(part.store, currency=part.currency)
    return services.payout_request(scope=scope, store_id=part.store_id, currency=part.currency)


def balance(kind: AccountKind, *, store: Store | None = None, qualifier: str = "", currency: str = "USD") -> int:
    """The sum of an account's entries, minor units."""
    entries = LedgerEntry.objects.filter(
        account__kind=kind, account__store=store, account__qualifier=qualifier, account__currency=currency
    )
    total = sum(entries.values_list("amount_minor", flat=True))
    kept = LedgerAccount.objects.filter(kind=kind, store=store, currency=currency).first()
    if kept is not None and kind in (AccountKind.SELLER_PAYABLE, AccountKind.SELLER_RECEIVABLE):
        assert kept.balance_minor == total
    return total


def balances(store: Store, currency: str = "USD") -> tuple[int, int, int]:
    """(pending, payable, receivable) of a store."""
    return (
        balance(AccountKind.SELLER_PENDING, store=store, currency=currency),
        balance(AccountKind.SELLER_PAYABLE, store=store, currency=currency),
        balance(AccountKind.SELLER_RECEIVABLE, store=store, currency=currency),
    )
