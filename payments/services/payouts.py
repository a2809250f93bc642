"""Payouts that leave through a gateway: sent once per payout, however often it is tried."""

from __future__ import annotations

import logging
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, outbox
from core.db import atomic
from core.money import Money
from core.scope import Actor
from finance import services as finance
from finance.models import Payout, PayoutAccount
from finance.services import gateway_account
from finance.states import PayoutMethod, PayoutStatus
from payments.gateways.contract import TransferRequest, Transfers
from payments.gateways.errors import GatewayRefused
from payments.registry import gateway_get
from payments.services.moves import actor_of_gateway

log = logging.getLogger(__name__)

PAYOUT_GATEWAYS: dict[str, str] = {PayoutMethod.STRIPE: "stripe"}  # method → the gateway that carries it out
NOT_YET = frozenset({"balance_insufficient"})  # refusals that another day may answer otherwise


class PayoutWaits(Exception):
    """The gateway could not do it now; the outbox comes again."""


@outbox.handler(outbox.FOREIGN)
def payout_execute(*, payout_id: UUID) -> None:
    """Send an approved payout. A repeat begins with a question. Raises GatewayUnavailable, PayoutWaits: try again."""
    with transaction.atomic(durable=True):
        payout = finance.payout_lock(payout_id)
        is_repeat = payout.status == PayoutStatus.SENT
        name = PAYOUT_GATEWAYS.get(payout.method, "")
        actor = actor_of_gateway(name)
        if payout.status == PayoutStatus.APPROVED:
            payout = finance.payout_sent(payout_id=payout_id, actor=actor)
        elif not is_repeat:
            return
    _settle(payout, name, actor, is_repeat=is_repeat)


def _settle(payout: Payout, name: str, actor: Actor, *, is_repeat: bool) -> None:
    paid_from = gateway_account(name)
    try:
        reference = _sent(payout, name, is_repeat=is_repeat)
    except GatewayRefused as refused:
        if refused.code in NOT_YET:
            log.error("a payout waits for our balance", extra={"payout": payout.number, "reason": refused.code})
            raise PayoutWaits(refused.code) from refused
        reason = _unnamed(f"{refused.code} {refused.detail}".strip(), payout.account)
        finance.payout_bounced(payout_id=payout.pk, actor=actor, reason=reason, paid_from=paid_from)
    else:
        finance.payout_paid(payout_id=payout.pk, actor=actor, paid_from=paid_from, reference=reference)


def payout_look_again(*, payout_id: UUID, gateway: str) -> bool:
    """Ask whether a payout that was paid has come back; all of it: it is returned, part of it: people are told.

    False: it is no payout of this gateway. Raises GatewayError, PayoutWaits while it is not known to be paid.
    """
    payout = Payout.objects.filter(pk=payout_id).first()
    if payout is None or PAYOUT_GATEWAYS.get(payout.method) != gateway:
        return False
    if payout.status == PayoutStatus.SENT:
        raise PayoutWaits(payout.number)
    if payout.status != PayoutStatus.PAID:
        return True
    returned = cast(Transfers, gateway_get(gateway)).transfer_returned(str(payout.pk))
    if returned == payout.amount:
        reason = _("The transfer was reversed.")
        actor = actor_of_gateway(gateway)
        finance.payout_bounced(payout_id=payout.pk, actor=actor, reason=reason, paid_from=gateway_account(gateway))
    elif returned:
        _tell_part(payout, returned, gateway)
    return True


@atomic
def _tell_part(payout: Payout, returned: Money, gateway: str) -> None:
    audit.record(
        actor=actor_of_gateway(gateway),
        action="payout.part_returned",
        row=payout,
        changes={"returned": [None, returned.as_dict()]},
        store_id=payout.store_id,
    )
    log.error("part of a payout has come back", extra={"payout": payout.number})


def _unnamed(text: str, account: PayoutAccount) -> str:
    """What the gateway says, without the number of the account: people and journals see its last characters."""
    return text.replace(finance.number_of(account), f"…{account.hint}")


def _sent(payout: Payout, name: str, *, is_repeat: bool) -> str:
    """The gateway's id of the payout, which it has now. Raises GatewayError."""
    gateway = cast(Transfers, gateway_get(name))
    known = gateway.query_transfer(str(payout.pk)) if is_repeat else ""
    if known:
        return known
    request = TransferRequest(
        reference=str(payout.pk),
        amount=payout.amount,
        destination=finance.number_of(payout.account),
        description=payout.number,
        is_repeat=is_repeat,
    )
    return gateway.transfer(request)
