"""Refusals of the books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid


class NothingToPayOut(Invalid):
    """There is no released money in this currency, or less than the smallest payout."""

    code = "nothing_to_pay_out"
    title = _("There is nothing to pay out yet.")


class PayoutRunning(Conflict):
    """A payout of this store and currency is on its way already."""

    code = "payout_running"
    title = _("A payout is on its way already.")


class PayoutsFrozen(Conflict):
    """A payment of the store is disputed: nothing is paid out in its currency until that is decided."""

    code = "payouts_frozen"
    title = _("A payment is disputed: payouts wait until that is decided.")


class AccountNotUsable(Conflict):
    """The store has given no account for payouts, or changed it less than three days ago."""

    code = "payout_account_not_usable"
    title = _("The account for payouts cannot be used yet.")


class SecondPersonNeeded(Conflict):
    """Whoever asked for a payout or approved it once does not approve it (again)."""

    code = "second_person_needed"
    title = _("Another person must approve this payout.")


class CashLimitReached(Conflict):
    """A store would owe us more for cash it keeps than it may; `extra` names the stores."""

    code = "store_cash_limit"
    title = _("A store takes no more cash on delivery for now.")


class DebtExceeded(Invalid):
    """More is recorded as paid than the store owes."""

    code = "more_than_owed"
    title = _("The store does not owe that much.")
