"""Payouts: all that is released to a store in one currency is claimed, approved, sent, and paid or returned.

A payout claims ledger entries, not an amount: an entry is in at most one payout that was not returned (B4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats
from core.db import atomic
from core.errors import InvalidTransition, NotFound
from core.ids import new_number
from core.money import Money
from core.scope import ADMINISTRATOR, SYSTEM_SCOPE, ActingScope, Actor
from finance.errors import AccountNotUsable, NothingToPayOut, PayoutRunning, PayoutsFrozen, SecondPersonNeeded
from finance.models import LedgerAccount, LedgerEntry, Payout, PayoutAccount, PayoutEntry, PayoutFreeze
from finance.services.ledger import Account, balances_lock, post
from finance.services.sales import payout_terms_read
from finance.signals import payout_approved, payout_finished
from finance.states import (
    PAYOUT_TRANSITIONS,
    UNFINISHED_PAYOUTS,
    AccountKind,
    PayoutMethod,
    PayoutStatus,
    TransactionKind,
)
from marketplace.rules import FINANCE_PAYOUT

APPROVALS = 2  # people who approve a payout above the threshold; neither asked for it (I-28)
OWN_KINDS = (TransactionKind.PAYOUT, TransactionKind.PAYOUT_RETURNED)


@atomic
def payout_request(*, scope: ActingScope, store_id: UUID, currency: str) -> Payout:
    """Claim all that is released to a store in a currency.

    Raises NotFound, NotAllowed, PayoutRunning, PayoutsFrozen, AccountNotUsable, NothingToPayOut.
    """
    if not scope.has_role(ADMINISTRATOR):
        if store_id not in scope.stores:
            raise NotFound
        scope.require_store(FINANCE_PAYOUT, store_id)
    account = PayoutAccount.objects.filter(store_id=store_id, currency=currency).first()
    payable = Account(AccountKind.SELLER_PAYABLE, store_id)
    balance = balances_lock([store_id], currency)[payable]
    if Payout.objects.filter(store_id=store_id, currency=currency, status__in=UNFINISHED_PAYOUTS).exists():
        raise PayoutRunning
    freeze = PayoutFreeze.objects.filter(store_id=store_id, currency=currency, ended_at=None).first()
    if freeze is not None:
        raise PayoutsFrozen(
            _("The payment of order %(number)s is disputed. Payouts wait until that is decided.")
            % {"number": freeze.reference}
        )
    if account is None:
        raise AccountNotUsable(_("Say first where the money is to go."))
    if account.usable_from_at > timezone.now():
        raise AccountNotUsable(
            _("The account was changed lately. It is paid to from %(moment)s on.")
            % {"moment": formats.moment(account.usable_from_at)}
        )
    terms = payout_terms_read(currency, [store_id])[store_id]
    if balance < max(1, terms.minimum_minor):
        raise NothingToPayOut(
            _("%(amount)s is released; the smallest payout is %(minimum)s.")
            % {
                "amount": formats.money(Money(balance, currency)),
                "minimum": formats.money(Money(max(1, terms.minimum_minor), currency)),
            }
        )
    is_large = terms.approval_above_minor is not None and balance > terms.approval_above_minor
    payout = Payout(
        number=new_number("P"),
        store_id=store_id,
        currency=currency,
        amount_minor=balance,
        account=account,
        method=_method_of(account),
        approvals_needed=APPROVALS if is_large else 0,
        requested_by=_person(scope),
    )
    payout.save(force_insert=True)
    _claim(payout, payable)
    _post(payout, TransactionKind.PAYOUT, {payable: -balance, Account(AccountKind.PAYOUTS): balance})
    _record(payout, scope.actor, "payout.request", {"amount": [None, payout.amount.as_dict()]})
    if not payout.approvals_needed:
        _move(payout, PayoutStatus.APPROVED)
        payout_approved.send(sender=Payout, payout=payout)
    return payout


def _method_of(account: PayoutAccount) -> str:
    """How released money reaches an account; what a sale did not pay by itself goes there by the bank."""
    return PayoutMethod.BANK_FILE if account.method == PayoutMethod.SPLIT else account.method


def _person(scope: ActingScope) -> str:
    return str(scope.user_id) if scope.user_id else ""


def _claim(payout: Payout, payable: Account) -> None:
    """Put every unclaimed entry of the payable account into the payout; their sum is its amount."""
    row = LedgerAccount.objects.get(code=payable.code(payout.currency))
    claimed = PayoutEntry.objects.filter(entry=OuterRef("pk"), is_live=True)
    entries = LedgerEntry.objects.filter(account=row).exclude(transaction__kind__in=OWN_KINDS).exclude(Exists(claimed))
    ids = list(entries.values_list("pk", flat=True))
    PayoutEntry.objects.bulk_create([PayoutEntry(payout=payout, entry_id=pk) for pk in ids], batch_size=1_000)
    total = LedgerEntry.objects.filter(payouts__payout=payout).aggregate(total=Sum("amount_minor"))["total"]
    if total != payout.amount_minor:
        raise RuntimeError(f"payout {payout.number}: balance {payout.amount_minor}, unclaimed entries {total}")


@atomic
def payout_approve(*, scope: ActingScope, payout_id: UUID) -> Payout:
    """One of the approvals a large payout needs, by an administrator who neither asked for it nor approved it before.

    Raises NotAllowed, NotFound, InvalidTransition, SecondPersonNeeded.
    """
    scope.require_role(ADMINISTRATOR)
    payout = payout_lock(payout_id)
    PAYOUT_TRANSITIONS.check(PayoutStatus(payout.status), PayoutStatus.APPROVED)
    person = _person(scope)
    if not person or person == payout.requested_by or person in payout.approved_by:
        raise SecondPersonNeeded
    payout.approved_by = [*payout.approved_by, person]
    payout.save(update_fields=["approved_by", "updated_at"])
    _record(payout, scope.actor, "payout.approve", {"approvals": [None, len(payout.approved_by)]})
    if len(payout.approved_by) >= payout.approvals_needed:
        _move(payout, PayoutStatus.APPROVED)
        payout_approved.send(sender=Payout, payout=payout)
    return payout


@atomic
def payout_reject(*, scope: ActingScope, payout_id: UUID, reason: str) -> Payout:
    """An administrator stops a payout that has not left; the money is payable again. Audited.

    Raises NotAllowed, NotFound, InvalidTransition.
    """
    scope.require_role(ADMINISTRATOR)
    payout = payout_lock(payout_id)
    _return(payout, PayoutStatus.REJECTED, failure=reason)
    _record(payout, scope.actor, "payout.reject", {"reason": [None, reason]})
    return payout


@atomic
def payout_sent(*, payout_id: UUID, actor: Actor, reference: str = "", **fields: Any) -> Payout:
    """It has left: in a file for the bank, or to a provider that knows it by `reference`. Raises InvalidTransition."""
    payout = payout_lock(payout_id)
    _move(payout, PayoutStatus.SENT, sent_at=timezone.now(), provider_reference=reference[:128], **fields)
    _record(payout, actor, "payout.send", {"reference": [None, reference]})
    return payout


@atomic
def payout_note(*, payout_id: UUID, reference: str = "", **fields: Any) -> Payout:
    """What is learnt of a payout beside its state: the provider's reference, when to ask again. Raises NotFound."""
    payout = payout_lock(payout_id)
    fields |= {"provider_reference": reference[:128]} if reference else {}
    for name, value in fields.items():
        setattr(payout, name, value)
    payout.save(update_fields=["updated_at", *fields])
    return payout


@atomic
def payout_send_again(*, scope: ActingScope, payout_id: UUID) -> Payout:
    """An administrator has a payout sent again whose provider never answered; it is asked first. Audited.

    Raises NotAllowed, NotFound, InvalidTransition unless it is on its way.
    """
    scope.require_role(ADMINISTRATOR)
    payout = payout_lock(payout_id)
    if payout.status != PayoutStatus.SENT:
        raise InvalidTransition(_("Only a payout that is on its way is sent again."))
    _record(payout, scope.actor, "payout.send_again", {})
    payout_approved.send(sender=Payout, payout=payout)
    return payout


@atomic
def payout_paid(*, payout_id: UUID, actor: Actor, paid_from: Account, reference: str = "") -> Payout:
    """The bank or provider says that the store has it. `paid_from`: where our money left. Said again: nothing changes.

    Raises NotFound, InvalidTransition.
    """
    payout = payout_lock(payout_id)
    if payout.status == PayoutStatus.PAID:
        return payout
    fields = {"provider_reference": reference[:128]} if reference else {}
    _move(payout, PayoutStatus.PAID, finished_at=timezone.now(), **fields)
    amount = payout.amount_minor
    _post(payout, TransactionKind.PAYOUT_PAID, {Account(AccountKind.PAYOUTS): -amount, paid_from: amount})
    _record(payout, actor, "payout.pay", {"reference": [None, reference]})
    payout_finished.send(sender=Payout, payout=payout)
    return payout


@atomic
def payout_bounced(*, payout_id: UUID, actor: Actor, reason: str, paid_from: Account) -> Payout:
    """The money came back, or never left; it is payable again. Said again: nothing changes.

    Raises NotFound, InvalidTransition.
    """
    payout = payout_lock(payout_id)
    if payout.status == PayoutStatus.BOUNCED:
        return payout
    _return(payout, PayoutStatus.BOUNCED, failure=reason, paid_from=paid_from)
    _record(payout, actor, "payout.bounce", {"reason": [None, reason]})
    return payout


def _return(payout: Payout, status: PayoutStatus, *, failure: str, paid_from: Account | None = None) -> None:
    came_from = paid_from if payout.status == PayoutStatus.PAID and paid_from else Account(AccountKind.PAYOUTS)
    owed = Account(AccountKind.SELLER_RECEIVABLE, payout.store_id)
    debt = -balances_lock([payout.store_id], payout.currency)[owed]
    _move(payout, status, finished_at=timezone.now(), failure=failure[:200], next_query_at=None)
    PayoutEntry.objects.filter(payout=payout).update(is_live=False, updated_at=timezone.now())
    amount = payout.amount_minor
    payable = Account(AccountKind.SELLER_PAYABLE, payout.store_id)
    _post(payout, TransactionKind.PAYOUT_RETURNED, {came_from: -amount, payable: amount})
    settled = min(amount, debt)  # of its own, for what came back is no part of the next payout, and this is
    _post(payout, TransactionKind.DEBT_SETTLED, {payable: -settled, owed: settled})
    payout_finished.send(sender=Payout, payout=payout)


def payout_lock(payout_id: UUID) -> Payout:
    """The payout, held until the commit. Raises NotFound."""
    payout = Payout.objects.select_for_update(no_key=True, of=("self",)).filter(pk=payout_id).first()
    if payout is None:
        raise NotFound(_("There is no such payout."))
    return payout


def _move(payout: Payout, status: PayoutStatus, **fields: Any) -> None:
    PAYOUT_TRANSITIONS.check(PayoutStatus(payout.status), status)
    payout.status = status
    for name, value in fields.items():
        setattr(payout, name, value)
    payout.save(update_fields=["status", "updated_at", *fields])


def _post(payout: Payout, kind: TransactionKind, legs: dict[Account, int]) -> None:
    post(
        kind=kind,
        source_type="payout",
        source_id=payout.pk,
        currency=payout.currency,
        legs=legs,
        reference=payout.number,
    )


def _record(payout: Payout, actor: Actor, action: str, changes: dict[str, Any]) -> None:
    audit.record(actor=actor, action=action, row=payout, changes=changes, store_id=payout.store_id)


def payouts_ask() -> int:
    """Ask for a payout of every store that has enough released and an account to be paid to; by the calendar. How many
    were made."""
    made = 0
    for store_id, currency in list(_due_accounts()):
        try:
            payout_request(scope=SYSTEM_SCOPE, store_id=store_id, currency=currency)
        except (PayoutRunning, PayoutsFrozen, AccountNotUsable, NothingToPayOut):
            continue  # somebody was faster
        made += 1
    return made


def _due_accounts() -> Iterator[tuple[UUID, str]]:
    """The stores and currencies that nothing keeps from being paid out."""
    usable = PayoutAccount.objects.filter(
        store=OuterRef("store"), currency=OuterRef("currency"), usable_from_at__lte=timezone.now()
    )
    running = Payout.objects.filter(
        store=OuterRef("store"), currency=OuterRef("currency"), status__in=UNFINISHED_PAYOUTS
    )
    frozen = PayoutFreeze.objects.filter(store=OuterRef("store"), currency=OuterRef("currency"), ended_at=None)
    due = LedgerAccount.objects.filter(Exists(usable), kind=AccountKind.SELLER_PAYABLE, balance_minor__gt=0)
    for row in due.exclude(Exists(running) | Exists(frozen)).order_by("pk").iterator():
        store_id: Any = row.store_id
        if row.balance_minor >= payout_terms_read(row.currency, [store_id])[store_id].minimum_minor:
            yield store_id, row.currency
