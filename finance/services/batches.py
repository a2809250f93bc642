"""Payouts by the bank: a file of transfers that leave together, and what the bank says of them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import DomainError, Invalid
from core.ids import new_number
from core.scope import ADMINISTRATOR, ActingScope
from core.tables import BadTable, Limits, Table, read_table, table_bytes
from finance.errors import NothingToPayOut
from finance.models import Payout, PayoutBatch
from finance.services.accounts import number_of
from finance.services.ledger import Account
from finance.services.payouts import payout_bounced, payout_paid, payout_sent
from finance.states import AccountKind, PayoutMethod, PayoutStatus

BANK = Account(AccountKind.BANK)
HEADERS = ("number", "holder", "account", "bank", "amount", "currency", "reference")
PAID, RETURNED = "paid", "returned"
LONGEST_NUMBER = 24
# A line takes some 20 ms, and a browser waits for all of them.
CONFIRMATION_LIMITS = Limits(file_bytes=1024**2, unpacked_bytes=10 * 1024**2, rows=1_000, columns=30)


@atomic
def payout_batch_make(*, scope: ActingScope, currency: str) -> PayoutBatch:
    """Put every approved bank transfer of a currency into one batch: they count as sent. Audited.

    Raises NotAllowed, NothingToPayOut.
    """
    scope.require_role(ADMINISTRATOR)
    waiting = list(
        Payout.objects.filter(status=PayoutStatus.APPROVED, method=PayoutMethod.BANK_FILE, currency=currency)
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    )
    if not waiting:
        raise NothingToPayOut(_("No approved bank transfer waits in %(currency)s.") % {"currency": currency})
    batch = PayoutBatch(
        number=new_number("B"),
        currency=currency,
        count=len(waiting),
        total_minor=sum(payout.amount_minor for payout in waiting),
    )
    batch.save(force_insert=True)
    for payout in waiting:
        payout_sent(payout_id=payout.pk, actor=scope.actor, reference=batch.number, batch=batch)
    changes = {"payouts": [None, len(waiting)], "total": [None, batch.total.as_dict()]}
    audit.record(actor=scope.actor, action="payout_batch.make", row=batch, changes=changes)
    return batch


@atomic
def payout_batch_file(*, scope: ActingScope, batch: PayoutBatch) -> bytes:
    """The batch as a CSV file for the bank, with account numbers in clear. Each taking out is audited.

    Raises NotAllowed, sealing.CannotOpen.
    """
    scope.require_role(ADMINISTRATOR)
    payouts = Payout.objects.filter(batch=batch).order_by("pk").select_related("account")
    rows = [
        (
            payout.number,
            payout.account.holder,
            number_of(payout.account),
            payout.account.bank,
            payout.amount.amount,
            payout.currency,
            f"{batch.number} {payout.number}",
        )
        for payout in payouts
    ]
    audit.record(actor=scope.actor, action="payout_batch.take_out", row=batch, changes={"rows": [None, len(rows)]})
    return table_bytes("csv", HEADERS, rows)


@dataclass(frozen=True)
class LineProblem:
    """Why a line changed nothing. `line`: as the spreadsheet shows it; `number`: the payout that it names."""

    line: int
    number: str
    detail: str


@dataclass
class Confirmed:
    """What a confirmation file did: how many payouts were paid and returned, and which lines say something wrong."""

    paid: int = 0
    returned: int = 0
    problems: list[LineProblem] = field(default_factory=list)
    batches: dict[UUID, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # results by batch


def payout_confirmations_import(*, scope: ActingScope, raw: bytes) -> Confirmed:
    """Read the bank's answer: a table with the columns number, result (paid or returned), reference and reason.

    Each line stands for itself, in a transaction of its own; the same file may come again. Audited for each payout and
    for each batch. Raises NotAllowed, BadTable, TableTooLarge.
    """
    scope.require_role(ADMINISTRATOR)
    table = read_table(raw, CONFIRMATION_LIMITS)
    places = _places(table)
    outcome = Confirmed()
    for row in table.rows:
        cells = {name: row.cells[place].strip() for name, place in places.items()}
        try:
            if row.problem:
                raise Invalid(row.problem)
            _confirm(scope, cells, outcome)
        except DomainError as refusal:
            outcome.problems.append(LineProblem(row.number, cells["number"][:LONGEST_NUMBER], str(refusal)))
    _record(scope, outcome, digest=hashlib.sha256(raw).hexdigest())
    return outcome


@atomic
def _record(scope: ActingScope, outcome: Confirmed, *, digest: str) -> None:
    """The audit of each batch says what the file with this digest said of it."""
    for batch in PayoutBatch.objects.filter(pk__in=outcome.batches).order_by("pk"):
        changes = {name: [None, count] for name, count in sorted(outcome.batches[batch.pk].items())}
        audit.record(
            actor=scope.actor, action="payout_batch.confirm", row=batch, changes=changes | {"file": [None, digest]}
        )


def _places(table: Table) -> dict[str, int]:
    headers = [header.casefold() for header in table.headers]
    missing = [name for name in ("number", "result") if name not in headers]
    if missing:
        raise BadTable("missing_column", _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return {name: headers.index(name) for name in ("number", "result", "reference", "reason") if name in headers}


@atomic
def _confirm(scope: ActingScope, cells: dict[str, str], outcome: Confirmed) -> None:
    payout = Payout.objects.filter(number=cells["number"], method=PayoutMethod.BANK_FILE).first()
    if payout is None:
        raise Invalid(_("There is no bank transfer %(number)s.") % {"number": cells["number"][:LONGEST_NUMBER]})
    result = cells["result"].casefold()
    if result == PAID:
        payout_paid(payout_id=payout.pk, actor=scope.actor, paid_from=BANK, reference=cells.get("reference", ""))
        outcome.paid += 1
    elif result == RETURNED:
        reason = cells.get("reason", "") or _("Returned by the bank")
        payout_bounced(payout_id=payout.pk, actor=scope.actor, reason=reason, paid_from=BANK)
        outcome.returned += 1
    else:
        raise Invalid(_("The result is “paid” or “returned”."))
    if payout.batch_id:
        outcome.batches[payout.batch_id][result] += 1
