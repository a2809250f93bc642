"""What sellers earned leaves for their banks: accounts, and a payout every Monday of the story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from config.demo.world import World
from core.scope import SYSTEM, SYSTEM_SCOPE
from finance import services
from finance.models import Payout, PayoutTerms
from finance.states import PayoutMethod, PayoutStatus
from marketplace.models import Store
from markets.services import market_update
from payments.states import CASH_ON_DELIVERY

_IBANS = {"ir": "IR820540102680020817909002", "intl": "DE89370400440532013000"}  # examples of the standard
_BANKS = {"vn": "Vietcombank", "id": "BCA", "ir": "Bank Saman", "intl": "Commerzbank"}


def account_open(store: Store, *, market: str, currency: str, holder: str) -> None:
    """Where the money of a store goes; a number that no bank gave anybody."""
    number = _IBANS.get(market, f"{store.pk.int % 10**12:012}")
    services.payout_account_set(
        scope=SYSTEM_SCOPE,
        store_id=store.pk,
        currency=currency,
        method=PayoutMethod.BANK_FILE,
        holder=holder,
        number=number,
        bank=_BANKS[market],
    )


def terms_set() -> None:
    """Two people look at large payouts in dollars."""
    PayoutTerms.objects.create(currency="USD", hold_days=7, minimum_minor=1_000, approval_above_minor=200_000)


def cash_offer(world: World) -> None:
    """Where it is common, orders are paid at the door."""
    for code in ("ir", "vn", "id"):
        market = world.markets[code]
        gateways = list(dict.fromkeys([*market.gateways, CASH_ON_DELIVERY]))
        world.markets[code] = market_update(scope=SYSTEM_SCOPE, market=market, gateways=gateways)


def mondays(world: World) -> Iterator[datetime]:
    moment = world.begins_at + timedelta(days=(7 - world.begins_at.weekday()) % 7)
    while moment < world.ends_at:
        yield moment
        moment += timedelta(days=7)


def pay_out(*, is_last: bool) -> None:
    """A Monday: what is due is released, asked for, sent to the bank and, but for the last file, paid."""
    services.holds_release(limit=1_000_000)
    services.payouts_ask()
    waiting = Payout.objects.filter(status=PayoutStatus.APPROVED).order_by("currency")
    for currency in sorted(set(waiting.values_list("currency", flat=True))):
        batch = services.payout_batch_make(scope=SYSTEM_SCOPE, currency=currency)
        if is_last:
            continue
        for payout in Payout.objects.filter(batch=batch).order_by("pk"):
            services.payout_paid(
                payout_id=payout.pk, actor=SYSTEM, paid_from=services.BANK, reference=f"{batch.number}/{payout.number}"
            )
