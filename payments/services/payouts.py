"""Payouts that leave through a gateway: sent once per payout, however often it is tried."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, outbox
from core.db import atomic
from core.money import Money
from core.scope import Actor
from finance import services as finance
from finance.models import Payout, PayoutAccount
from finance.services import Account, gateway_account
from finance.states import PayoutMethod, PayoutStatus
from payments.gateways.carriers import IRIS
from payments.gateways.contract import Reversals, TransferRequest, Transfers, TransferState, TransferStatus
from payments.gateways.errors import GatewayError, GatewayRefused
from payments.registry import transfers_get
from payments.services.moves import actor_of_gateway

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PayoutGateway:
    """Who carries a method out, and for how long after a payout was paid the money may still come back."""

    name: str
    returns_for: timedelta = timedelta(0)

    @property
    def actor(self) -> Actor:
        """As journals name it."""
        return actor_of_gateway(self.name)

    @property
    def account(self) -> Account:
        """Where the money leaves: our balance there."""
        return gateway_account(self.name)


PAYOUT_GATEWAYS: dict[str, PayoutGateway] = {
    PayoutMethod.STRIPE: PayoutGateway("stripe"),
    PayoutMethod.MIDTRANS: PayoutGateway(IRIS, returns_for=timedelta(days=3)),
}
NOT_YET = frozenset({"balance_insufficient"})  # refusals that another day may answer otherwise
NOT_LEFT = (TransferStatus.NOT_FOUND, TransferStatus.HELD)
MOST_STEPS = 2  # until a payout has left: it is made, and let go
LEFT = (PayoutStatus.SENT, PayoutStatus.PAID)
LEASE = timedelta(seconds=90)  # nobody else asks meanwhile; after a crash it is due again
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=1)
ROUND_SECONDS = 45.0  # below Celery's soft limit


class PayoutWaits(Exception):
    """The gateway could not do it now; the outbox comes again."""


@outbox.handler(outbox.FOREIGN)
def payout_execute(*, payout_id: UUID) -> None:
    """Send an approved payout. A repeat begins with a question. Raises GatewayUnavailable, PayoutWaits: try again."""
    with transaction.atomic(durable=True):
        payout = finance.payout_lock(payout_id)
        via = PAYOUT_GATEWAYS.get(payout.method)
        is_repeat = payout.status == PayoutStatus.SENT
        if via is None or not (is_repeat or payout.status == PayoutStatus.APPROVED):
            return
        if not is_repeat:
            due_at = timezone.now() + LEASE
            payout = finance.payout_sent(payout_id=payout_id, actor=via.actor, next_query_at=due_at)
    _settle(payout, via, is_repeat=is_repeat)


def payout_look(*, payout_id: UUID, told: str = "") -> None:
    """Ask how a payout that left stands, and go on with it. `told` is why it failed, where that was said elsewhere.

    Raises GatewayUnavailable, PayoutWaits: ask again.
    """
    payout = Payout.objects.select_related("account").filter(pk=payout_id, status__in=LEFT).first()
    via = PAYOUT_GATEWAYS.get(payout.method) if payout is not None else None
    if payout is not None and via is not None:
        _settle(payout, via, is_repeat=True, told=told)


def payout_of(*, gateway: str, reference: str) -> UUID | None:
    """The payout that a gateway calls so."""
    methods = [method for method, via in PAYOUT_GATEWAYS.items() if via.name == gateway]
    found: UUID | None = (
        Payout.objects.filter(method__in=methods, provider_reference=reference).values_list("pk", flat=True).first()
    )
    return found


def payouts_follow(*, limit: int = 200) -> int:
    """Ask about the payouts that are due, one after the other; any number of copies may run. Returns how many."""
    stop_at = time.monotonic() + ROUND_SECONDS
    asked = 0
    while asked < limit and time.monotonic() < stop_at:
        payout_id = _claim()
        if payout_id is None:
            break
        asked += 1
        try:
            payout_look(payout_id=payout_id)
        except (GatewayError, PayoutWaits) as error:
            log.warning("a payout is still on its way", extra={"payout": str(payout_id), "reason": str(error)[:40]})
        except Exception:  # each is another seller's money
            log.exception("a payout could not be followed", extra={"payout": str(payout_id)})
    return asked


def _claim() -> UUID | None:
    """The next payout that is due, whose next question is put off meanwhile."""
    with transaction.atomic(durable=True):
        now = timezone.now()
        due = Payout.objects.filter(status__in=LEFT, method__in=list(PAYOUT_GATEWAYS), next_query_at__lte=now)
        payout = due.order_by("next_query_at").select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if payout is None:
            return None
        finance.payout_note(payout_id=payout.pk, next_query_at=now + max(LEASE, _wait(payout, now)))
        return payout.pk


def _wait(payout: Payout, now: datetime) -> timedelta:
    """How long until it is asked about again: as long as it has been on its way, within limits."""
    age = now - (payout.sent_at or now)
    return min(LONGEST_WAIT, max(FIRST_WAIT, age))


def _settle(payout: Payout, via: PayoutGateway, *, is_repeat: bool, told: str = "") -> None:
    state = _carried(payout, via, is_repeat=is_repeat)
    now = timezone.now()
    if state.status is TransferStatus.FAILED:
        reason = _unnamed(state.reason or told or "failed", payout.account)
        finance.payout_bounced(payout_id=payout.pk, actor=via.actor, reason=reason, paid_from=via.account)
    elif state.status is TransferStatus.SUCCEEDED:
        paid = finance.payout_paid(
            payout_id=payout.pk, actor=via.actor, paid_from=via.account, reference=state.reference
        )
        is_over = now - (paid.finished_at or now) >= via.returns_for
        finance.payout_note(payout_id=payout.pk, next_query_at=None if is_over else now + timedelta(days=1))
    else:
        finance.payout_note(payout_id=payout.pk, next_query_at=now + _wait(payout, now))


def payout_look_again(*, payout_id: UUID, gateway: str) -> bool:
    """Ask whether a payout that was paid has come back; all of it: it is returned, part of it: people are told.

    False: it is no payout of this gateway. Raises GatewayError, PayoutWaits while it is not known to be paid.
    """
    payout = Payout.objects.filter(pk=payout_id).first()
    via = PAYOUT_GATEWAYS.get(payout.method) if payout is not None else None
    if payout is None or via is None or via.name != gateway:
        return False
    if payout.status == PayoutStatus.SENT:
        raise PayoutWaits(payout.number)
    if payout.status != PayoutStatus.PAID:
        return True
    returned = cast(Reversals, transfers_get(gateway)).transfer_returned(str(payout.pk))
    if returned == payout.amount:
        reason = _("The transfer was reversed.")
        finance.payout_bounced(payout_id=payout.pk, actor=via.actor, reason=reason, paid_from=via.account)
    elif returned:
        _tell_part(payout, returned, via)
    return True


@atomic
def _tell_part(payout: Payout, returned: Money, via: PayoutGateway) -> None:
    audit.record(
        actor=via.actor,
        action="payout.part_returned",
        row=payout,
        changes={"returned": [None, returned.as_dict()]},
        store_id=payout.store_id,
    )
    log.error("part of a payout has come back", extra={"payout": payout.number})


def _unnamed(text: str, account: PayoutAccount) -> str:
    """What the gateway says, without the number of the account: people and journals see its last characters."""
    return text.replace(finance.number_of(account), f"…{account.hint}")


def _carried(payout: Payout, via: PayoutGateway, *, is_repeat: bool) -> TransferState:
    """How the payout stands once every step that was left to do is done. Raises GatewayError, PayoutWaits."""
    gateway: Transfers = transfers_get(via.name)
    request = TransferRequest(
        reference=str(payout.pk),
        amount=payout.amount,
        destination=finance.number_of(payout.account),
        description=payout.number,
        is_repeat=is_repeat,
        holder=payout.account.holder,
        bank=payout.account.bank,
        known_as=payout.provider_reference,
        began_at=payout.sent_at,
    )
    state = gateway.query_transfer(request) if is_repeat else TransferState(TransferStatus.NOT_FOUND)
    for _step in range(MOST_STEPS):
        if state.reference and state.reference != payout.provider_reference:
            payout = finance.payout_note(payout_id=payout.pk, reference=state.reference)
        if state.status not in NOT_LEFT or payout.status != PayoutStatus.SENT:
            break
        state = _stepped(gateway, replace(request, known_as=state.reference))
    return state


def _stepped(gateway: Transfers, request: TransferRequest) -> TransferState:
    try:
        return gateway.transfer(request)
    except GatewayRefused as refused:
        if refused.code in NOT_YET:
            log.error("a payout waits for our balance", extra={"payout": request.description, "reason": refused.code})
            raise PayoutWaits(refused.code) from None
        return TransferState(TransferStatus.FAILED, reason=f"{refused.code} {refused.detail}".strip())
