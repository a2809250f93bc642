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
from payments.services import PAYOUT_GATEWAYS
from payments.states import CASH_ON_DELIVERY

_IBANS = {"ir": "IR820540102680020817909002", "intl": "DE89370400440532013000"}  # examples of the standard
_BANKS = {"vn": "Vietcombank", "id": "bca", "ir": "Bank Saman", "intl": "Commerzbank"}
_METHODS = {"id": PayoutMethod.MIDTRANS}


def account_open(store: Store, *, market: str, currency: str, holder: str) -> None:
    """Where the money of a store goes; a number that no bank gave anybody."""
    number = _IBANS.get(market, f"{store.pk.int % 10**12:012}")
    services.payout_account_set(
        scope=SYSTEM_SCOPE,
        store_id=store.pk,
        currency=currency,
        method=_METHODS.get(market, PayoutMethod.BANK_FILE),
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
    """A Monday: what is due is released, asked for, sent and, but for the last file of each bank, paid."""
    services.holds_release(limit=1_000_000)
    services.payouts_ask()
    approved = Payout.objects.filter(status=PayoutStatus.APPROVED)
    for payout in approved.filter(method__in=list(PAYOUT_GATEWAYS)).order_by("pk"):
        _gateway_pays(payout)
    waiting = approved.filter(method=PayoutMethod.BANK_FILE).order_by("currency")
    for currency in sorted(set(waiting.values_list("currency", flat=True))):
        batch = services.payout_batch_make(scope=SYSTEM_SCOPE, currency=currency)
        if is_last:
            continue
        for payout in Payout.objects.filter(batch=batch).order_by("pk"):
            services.payout_paid(
                payout_id=payout.pk, actor=SYSTEM, paid_from=services.BANK, reference=f"{batch.number}/{payout.number}"
            )


def _gateway_pays(payout: Payout) -> None:
    via, reference = PAYOUT_GATEWAYS[payout.method], payout.pk.hex[:18]
    services.payout_sent(payout_id=payout.pk, actor=via.actor, reference=reference)
    services.payout_paid(payout_id=payout.pk, actor=via.actor, paid_from=via.account)
