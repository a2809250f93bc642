"""Where stores want their money."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, sealing
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ADMINISTRATOR, ActingScope
from finance.models import PayoutAccount
from finance.signals import payout_account_set as account_changed
from finance.states import PayoutMethod
from marketplace.models import Store
from marketplace.rules import FINANCE_PAYOUT

HINT = 4  # characters that people see
_NUMBERS = {
    PayoutMethod.BANK_FILE: re.compile(r"[0-9A-Z]{6,34}"),
    PayoutMethod.STRIPE: re.compile(r"acct_[0-9A-Za-z]{8,40}"),
}
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{10,30}")


def account_number(method: PayoutMethod, text: str) -> str:
    """A number as it is kept: ASCII digits and capitals, without spaces. Raises Invalid with what was expected."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")
    number = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in number)
    if method is not PayoutMethod.STRIPE:
        number = number.upper()
    if not _NUMBERS[method].fullmatch(number):
        _refuse(_("Give the account's number: digits and letters, as your bank or provider writes it."))
    if _IBAN.fullmatch(number) and not _iban_holds(number):
        _refuse(_("This IBAN has a wrong digit: its check number does not fit."))
    return number


def _refuse(detail: str) -> None:
    raise Invalid(detail, problems=[FieldProblem("/number", "invalid", detail)])


def _iban_holds(number: str) -> bool:
    """ISO 13616: with the first four moved to the end and letters as numbers, the rest by 97 is one."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


@atomic
def payout_account_set(
    *, scope: ActingScope, store_id: UUID, currency: str, method: PayoutMethod, holder: str, number: str, bank: str = ""
) -> PayoutAccount:
    """Say where a store's money in a currency goes; it is paid to after FINANCE_ACCOUNT_WAIT_HOURS. Audited without the
    number. The account before it is withdrawn. Raises NotFound, NotAllowed, Invalid."""
    if not scope.has_role(ADMINISTRATOR):
        if store_id not in scope.stores:
            raise NotFound
        scope.require_store(FINANCE_PAYOUT, store_id)
    if not Store.objects.select_for_update(no_key=True, of=("self",)).filter(pk=store_id).exists():
        raise NotFound
    plain = account_number(method, number)
    before = PayoutAccount.objects.filter(store_id=store_id, currency=currency).first()
    if before is not None:
        before.delete()
    account = PayoutAccount(
        store_id=store_id,
        currency=currency,
        method=method,
        holder=holder,
        number_encrypted=sealing.seal(plain, settings.FINANCE_SECRET_KEYS),
        hint=plain[-HINT:],
        bank=bank,
        usable_from_at=timezone.now() + timedelta(hours=settings.FINANCE_ACCOUNT_WAIT_HOURS),
    )
    account.save(force_insert=True)
    changes = {"account": [str(before) if before else None, str(account)], "holder": [None, holder]}
    audit.record(actor=scope.actor, action="payout_account.set", row=account, changes=changes, store_id=store_id)
    account_changed.send(sender=PayoutAccount, account=account)
    return account


def number_of(account: PayoutAccount) -> str:
    """The number in clear, for the file or the call that pays to it. Raises sealing.CannotOpen."""
    return sealing.unseal(account.number_encrypted, settings.FINANCE_SECRET_KEYS)
