"""Where stores want their money."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
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
from finance.services.banks import BANKS_OF_MIDTRANS
from finance.signals import payout_account_set as account_changed
from finance.states import PayoutMethod
from marketplace.models import Store
from marketplace.rules import FINANCE_PAYOUT

HINT = 4  # characters that people see


@dataclass(frozen=True)
class AccountRule:
    """What an account of one method looks like. Where no currencies or banks are named, any will do."""

    number: re.Pattern[str]
    keeps_case: bool = False
    currencies: frozenset[str] = frozenset()
    banks: frozenset[str] = frozenset()  # codes
    is_for_administrators: bool = False  # nothing is held of what is paid this way


ACCOUNT_RULES: dict[PayoutMethod, AccountRule] = {
    PayoutMethod.BANK_FILE: AccountRule(re.compile(r"[0-9A-Z]{6,34}")),
    PayoutMethod.STRIPE: AccountRule(re.compile(r"acct_[0-9A-Za-z]{8,40}"), keeps_case=True),
    PayoutMethod.MIDTRANS: AccountRule(
        re.compile(r"[0-9]{6,20}"), currencies=frozenset({"IDR"}), banks=BANKS_OF_MIDTRANS
    ),
    PayoutMethod.SPLIT: AccountRule(
        re.compile(r"IR[0-9]{24}"), currencies=frozenset({"IRR"}), is_for_administrators=True
    ),
}
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{10,30}")


def account_number(method: PayoutMethod, text: str) -> str:
    """A number as it is kept: ASCII digits and capitals, without spaces. Raises Invalid with what was expected."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")
    number = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in number)
    rule = ACCOUNT_RULES[method]
    if not rule.keeps_case:
        number = number.upper()
    if not rule.number.fullmatch(number):
        _refuse("number", _("Give the account's number: digits and letters, as your bank or provider writes it."))
    if _IBAN.fullmatch(number) and not _iban_holds(number):
        _refuse("number", _("This IBAN has a wrong digit: its check number does not fit."))
    return number


def account_bank(method: PayoutMethod, text: str) -> str:
    """A bank as it is kept: its code, where the method goes by codes. Raises Invalid."""
    banks = ACCOUNT_RULES[method].banks
    if not banks:
        return text
    code = text.strip().lower()
    if code not in banks:
        _refuse("bank", _("Give the bank by its code at Midtrans, such as bca, bni, bri or mandiri."))
    return code


def _check_currency(method: PayoutMethod, currency: str) -> None:
    currencies = ACCOUNT_RULES[method].currencies
    if currencies and currency not in currencies:
        _refuse(
            "currency",
            _("Money leaves this way in %(currencies)s only.") % {"currencies": ", ".join(sorted(currencies))},
        )


def _refuse(name: str, detail: str) -> None:
    raise Invalid(detail, problems=[FieldProblem(f"/{name}", "invalid", detail)])


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
    if ACCOUNT_RULES[method].is_for_administrators:
        scope.require_role(ADMINISTRATOR)
    _check_currency(method, currency)
    plain, code = account_number(method, number), account_bank(method, bank)
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
        bank=code,
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
