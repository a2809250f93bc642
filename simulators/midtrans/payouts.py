"""The rules of payouts: who may create and approve one, how a bank carries it out, and what the shop is told of it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from simulators.common.book import Row
from simulators.common.http import Refused, encoded
from simulators.midtrans import wire
from simulators.midtrans.merchant import Rules
from simulators.midtrans.payout_book import PayoutBook

log = logging.getLogger("midtrans")

BANKS = {
    "bca": "PT. BANK CENTRAL ASIA TBK.",
    "bni": "PT. BANK NEGARA INDONESIA (PERSERO)",
    "bri": "PT. BANK RAKYAT INDONESIA (PERSERO)",
    "cimb": "PT. BANK CIMB NIAGA TBK.",
    "danamon": "PT. BANK DANAMON INDONESIA TBK.",
    "mandiri": "PT. BANK MANDIRI (PERSERO) TBK.",
    "permata": "PT. BANK PERMATA TBK.",
}
ERRORS = {
    "001": "Invalid beneficiary name",
    "002": "Invalid destination account number",
    "004": "General error",
    "012": "Beneficiary account is blocked",
    "016": "Merchant balance is not enough",
}
UNKNOWN_ACCOUNT = "0000000"  # accounts whose number begins so do not exist
_FIELDS = {"beneficiary_name", "beneficiary_account", "beneficiary_bank", "beneficiary_email", "amount", "notes"}
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)
_NOTES = re.compile(r"[A-Za-z0-9 ]{0,100}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9]{6,20}", re.ASCII)


class Deposit:
    """One merchant's deposit, from which payouts leave."""

    def __init__(self, book: PayoutBook, rules: Rules) -> None:
        self.book = book
        self.rules = rules
        self.wake: Callable[[], None] = lambda: None

    @property
    def balance(self) -> int:
        """What is there to be paid out."""
        return self.book.balance(self.rules.deposit)

    def create(self, asked: Row, key: str) -> list[Row]:
        """Payouts that wait for an approver, all or none. Raises Refused."""
        wanted = asked.get("payouts")
        if not isinstance(wanted, list) or not wanted:
            raise refused("An error occurred when creating payouts", {"0": ["Payouts can't be blank"]})
        wrong = {str(number): said for number, one in enumerate(wanted) if (said := _problems(one))}
        if wrong:
            raise refused("An error occurred when creating payouts", wrong)
        return [self._add(one, key) for one in wanted]

    def _add(self, one: Row, key: str) -> Row:
        fields = {
            "reference_no": secrets.token_hex(9), "key": key, "name": one["beneficiary_name"],
            "account": one["beneficiary_account"], "bank": one["beneficiary_bank"],
            "amount": int(float(one["amount"])), "notes": one.get("notes", ""),
        }  # fmt: skip
        return self.book.payout_add(fields)

    def decide(self, asked: Row, status: str) -> None:
        """Approve or reject what is queued, all or none. Raises Refused."""
        numbers = asked.get("reference_nos")
        found = [self.book.payout(str(number)) for number in numbers] if isinstance(numbers, list) else []
        payouts = [one for one in found if one is not None]
        words = f"An error occurred when {'approving' if status == 'approved' else 'rejecting'} payouts"
        if not payouts or len(payouts) < len(found):
            raise refused(words, ["Payouts not found. Please check reference nos"])
        busy = [one["reference_no"] for one in payouts if one["status"] != "queued"]
        if busy:
            raise refused(words, [f"Reference nos '{', '.join(busy)}' are not queued"])
        if status == "approved":
            self._approve(payouts, words)
            return
        for one in payouts:
            self.move(one, "rejected")

    def _approve(self, payouts: list[Row], words: str) -> None:
        if self.book.fault_take(("payout_approval",), payouts[0]["key"]):
            raise refused(words, ["OTP code expired / blocked"])
        total = sum(one["amount"] for one in payouts)
        if total > self.balance:
            raise refused(words, ["Merchant balance is not enough"])
        self.book.balance_set(self.balance - total)
        for one in payouts:
            self.move(one, "approved", due_at=time.time() + self.rules.bank_seconds)

    def move(self, payout: Row, status: str, *, error_code: str = "", due_at: float | None = None) -> Row:
        """It stands differently now, and the shop is told. What failed is in the deposit again."""
        payout = self.book.payout_set(payout["reference_no"], status=status, error_code=error_code, due_at=due_at)
        if status == "failed":
            self.book.balance_set(self.balance + payout["amount"])
        log.info("payout %s is %s", payout["reference_no"], status)
        self.tell(payout)
        return payout

    def finish(self, payout: Row) -> Row:
        """What the bank says in the end."""
        fault = self.book.fault_take(("payout_outcome",), payout["key"])
        if fault:
            return self.move(payout, "failed", error_code=f"{fault['details']['code'] or 2:03d}")
        if payout["account"].startswith(UNKNOWN_ACCOUNT):
            return self.move(payout, "failed", error_code="002")
        return self.move(payout, "completed")

    def tick(self, now: float) -> None:
        """Go on with what the bank has by now."""
        for payout in self.book.payouts_due(now):
            if payout["status"] == "approved":
                self.move(payout, "processed", due_at=now + self.rules.bank_seconds)
            else:
                self.finish(payout)

    # What is told

    def told(self, payout: Row) -> Row:
        """A payout as notifications show it."""
        row = {
            "reference_no": payout["reference_no"],
            "amount": wire.decimals(payout["amount"]),
            "status": payout["status"],
            "updated_at": zulu(payout["updated_at"]),
        }
        code = payout["error_code"]
        return row | ({"error_code": code, "error_message": ERRORS.get(code, ERRORS["004"])} if code else {})

    def tell(self, payout: Row) -> None:
        """Queue the notification, bent by the fault scripted for it, if any."""
        if not self.rules.payouts_url:
            return
        fault = self.book.fault_take(("notification",), payout["key"])
        kind = fault["kind"] if fault else ""
        about = {"payment_id": payout["reference_no"], "event_id": payout["reference_no"]}
        about |= {"event_type": payout["status"], "url": self.rules.payouts_url}
        wait = fault["details"]["seconds"] if fault and kind == "reorder" else 0
        sent = {"body": encoded(self.told(payout)), "due_at": time.time() + wait}
        for _ in range(fault["details"]["copies"] if fault and kind == "duplicate" else 1):
            self.book.delivery_add(about | sent | {"state": "held" if kind == "hold" else "waiting"})
        self.wake()


def refused(words: str, errors: object) -> Refused:
    """A refusal whose detail is the body of the answer."""
    return Refused(400, "refused", encoded({"error_message": words, "errors": errors}).decode())


def zulu(at: float) -> str:
    """Unix seconds in ISO 8601."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _problems(one: Any) -> list[str]:
    """What is wrong with a wanted payout."""
    if not isinstance(one, dict) or set(one) - _FIELDS:
        return ["Payout is invalid"]
    found = []
    if not str(one.get("beneficiary_name", "")).strip():
        found.append("Beneficiary name can't be blank")
    if not _ACCOUNT.fullmatch(str(one.get("beneficiary_account", ""))):
        found.append(f"Beneficiary account '{one.get('beneficiary_account', '')}' is invalid")
    if one.get("beneficiary_bank") not in BANKS:
        found.append("Beneficiary bank is not supported")
    if not _AMOUNT.fullmatch(str(one.get("amount", ""))) or float(one["amount"]) < 1:
        found.append("Amount is invalid")
    if not _NOTES.fullmatch(str(one.get("notes", ""))):
        found.append("Notes is invalid")
    return found
