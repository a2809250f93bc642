"""The rules of the merchant's account: how a transaction moves, and what the shop is told of it."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulators.common.book import Row
from simulators.common.http import Refused, encoded
from simulators.midtrans import wire
from simulators.midtrans.store import Store

log = logging.getLogger("midtrans")

ORDER_ID = re.compile(r"[A-Za-z0-9~._-]{1,50}", re.ASCII)
CODES = {
    "pending": "201", "capture": "200", "settlement": "200", "deny": "202", "cancel": "200", "expire": "202",
    "refund": "200", "partial_refund": "200", "chargeback": "200", "partial_chargeback": "200",
}  # fmt: skip
CHARGEBACK = "chargeback:"  # how our own key of one begins; it is not shown
LASTS_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class Rules:
    """What is configured for the merchant. Durations are seconds."""

    server_key: str
    merchant_id: str = "G000000001"
    notify_url: str = ""
    late_seconds: float = 10.0
    settle_seconds: float = 1.0
    retry_seconds: float = 120.0
    creator_key: str = ""
    approver_key: str = ""
    merchant_key: str = ""  # signs notifications of payouts
    payouts_url: str = ""  # where they go
    deposit: int = 10**12  # rupiah, at first
    bank_seconds: float = 3.0  # from one step of a payout to the next


class Merchant:
    """One merchant's account."""

    def __init__(self, store: Store, rules: Rules, address: str) -> None:
        self.store = store
        self.rules = rules
        self.address = address
        self.wake: Callable[[], None] = lambda: None

    def open(self, asked: Mapping[str, Any], notify: str) -> Row:
        """A page for a new reference, or anew for one that is not paid. Raises Refused."""
        details = asked.get("transaction_details")
        details = details if isinstance(details, dict) else {}
        order_id, amount = details.get("order_id"), details.get("gross_amount")
        if not isinstance(order_id, str) or not ORDER_ID.fullmatch(order_id):
            raise Refused(400, "invalid", "transaction_details.order_id is required, at most 50 letters, digits, -_~.")
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 1:
            raise Refused(400, "invalid", "transaction_details.gross_amount must be a number of at least 1")
        items = asked.get("item_details") or []
        if items and sum(one["price"] * one["quantity"] for one in items) != amount:
            raise Refused(400, "invalid", "transaction_details.gross_amount is not equal to the sum of item_details")
        known = self.store.snap(order_id)
        if known is not None and known["status"] not in ("", "expire"):
            raise Refused(400, "taken", "transaction_details.order_id sudah digunakan")
        callbacks = asked.get("callbacks")
        finish = str(callbacks.get("finish", "")) if isinstance(callbacks, dict) else ""
        fields = {
            "order_id": order_id, "token": str(uuid.uuid4()), "asked": amount, "finish_url": finish,
            "name": str(items[0]["name"]) if items else order_id, "notify_urls": notify or self.rules.notify_url,
            "expires_at": _end_of(asked.get("expiry")),
        }  # fmt: skip
        snap = self.store.snap_put(fields)
        self.wake()
        return snap

    # How it moves

    def begin(self, snap: Row, payment_type: str) -> Row:
        """The shopper chose how to pay: a transaction, with a new id for each card that is tried."""
        fault = self.store.fault_take(("capture",), snap["order_id"])
        amount, currency = snap["asked"], "IDR"
        if fault and fault["kind"] == "wrong_amount":
            amount = fault["details"]["amount"] or amount // 2
        if fault and fault["kind"] == "wrong_currency":
            currency = fault["details"]["currency"] or "USD"
        fields = {"gross_amount": amount, "currency": currency, "begun_at": time.time(), "payment_type": payment_type}
        return self.store.snap_set(snap["order_id"], transaction_id=str(uuid.uuid4()), **fields)

    def move(self, snap: Row, status: str, *, fraud: str = "", due_at: float | None = None) -> Row:
        """The transaction stands differently now, and the shop is told."""
        settled = time.time() if status == "settlement" else snap["settled_at"]
        snap = self.store.snap_set(snap["order_id"], status=status, fraud=fraud, due_at=due_at, settled_at=settled)
        log.info("%s is %s", snap["order_id"], status)
        self.tell(snap)
        return snap

    def is_open(self, snap: Row) -> bool:
        """Whether the shopper may still pay on the page."""
        return snap["status"] in ("", "deny") and snap["expires_at"] > time.time()

    def approve(self, snap: Row) -> Row:
        """A card that the bank accepts; the money is settled a moment later."""
        is_slow = self.store.fault_take(("settlement",), snap["order_id"]) is not None
        due_at = None if is_slow else time.time() + self.rules.settle_seconds
        return self.move(self.begin(snap, "credit_card"), "capture", fraud="accept", due_at=due_at)

    def decline(self, snap: Row) -> Row:
        """A card that the bank denies; the page stays open for another one."""
        return self.move(self.begin(snap, "credit_card"), "deny", fraud="accept")

    def approve_late(self, snap: Row) -> Row:
        """A number to transfer to; the transfer arrives later."""
        return self.move(self.begin(snap, "bank_transfer"), "pending", due_at=time.time() + self.rules.late_seconds)

    def challenge(self, snap: Row) -> Row:
        """A card whose payment the shop is to look at."""
        return self.move(self.begin(snap, "credit_card"), "capture", fraud="challenge")

    def tick(self, now: float) -> None:
        """Settle and expire what is due by now."""
        for snap in self.store.snaps_due(now):
            if snap["due_at"] is not None:
                self.move(snap, "settlement", fraud="accept" if snap["status"] == "capture" else "")
            else:
                self.move(snap, "expire")

    # What is told

    def code_of(self, snap: Row) -> str:
        """The status code of a transaction."""
        return {"challenge": "201", "deny": "202"}.get(snap["fraud"], CODES.get(snap["status"], "200"))

    def shown(self, snap: Row) -> Row:
        """A transaction as answers and notifications show it; all values are text."""
        code, amount = self.code_of(snap), wire.decimals(snap["gross_amount"])
        refunds = self.store.refunds(snap["order_id"])
        row: Row = {
            "transaction_time": wire.moment(snap["begun_at"]),
            "transaction_status": snap["status"],
            "transaction_id": snap["transaction_id"],
            "status_message": "midtrans payment notification",
            "status_code": code,
            "signature_key": wire.signature(self.rules.server_key, snap["order_id"], code, amount),
            "payment_type": snap["payment_type"],
            "order_id": snap["order_id"],
            "merchant_id": self.rules.merchant_id,
            "gross_amount": amount,
            "currency": snap["currency"],
        }
        if snap["payment_type"] != "credit_card":  # a card is paid at once or not at all
            row["expiry_time"] = wire.moment(snap["expires_at"])
        row |= {"fraud_status": snap["fraud"]} if snap["fraud"] else {}
        row |= {"settlement_time": wire.moment(snap["settled_at"])} if snap["settled_at"] else {}
        if snap["payment_type"] == "bank_transfer":
            row["va_numbers"] = [{"bank": "bca", "va_number": "8800" + snap["transaction_id"][:8]}]
        if refunds:
            row["refund_amount"] = wire.decimals(sum(one["amount"] for one in refunds))
            row["refunds"] = [refund_shown(one) for one in refunds]
        return row

    def tell(self, snap: Row) -> None:
        """Queue the notification, bent by the fault scripted for it, if any."""
        fault = self.store.fault_take(("notification",), snap["order_id"])
        kind = fault["kind"] if fault else ""
        body = encoded(self.shown(snap))
        about = {"payment_id": snap["order_id"], "event_id": snap["transaction_id"], "event_type": snap["status"]}
        wait = fault["details"]["seconds"] if fault and kind == "reorder" else 0
        sent = {"body": body, "due_at": time.time() + wait, "state": "held" if kind == "hold" else "waiting"}
        for url in filter(None, snap["notify_urls"].split(",")):
            for _ in range(fault["details"]["copies"] if fault and kind == "duplicate" else 1):
                self.store.delivery_add(about | sent | {"url": url.strip()})
        self.wake()

    def finish_address(self, snap: Row) -> str:
        """Where the browser goes; nothing of it is signed."""
        url = snap["finish_url"]
        if not snap["status"]:
            return f"{url}{'&' if '?' in url else '?'}order_id={snap['order_id']}"
        stands = f"order_id={snap['order_id']}&status_code={self.code_of(snap)}&transaction_status={snap['status']}"
        return f"{url}{'&' if '?' in url else '?'}{stands}"

    # Refunds

    def refund(self, snap: Row, *, key: str, amount: int, reason: str) -> Row | tuple[str, str]:
        """A refund, the earlier one of this key, or the code and words that refuse it."""
        made = self.store.refunds(snap["order_id"])
        known = next((one for one in made if one["refund_key"] == key), None)
        if known is not None:
            return known
        if snap["status"] not in ("settlement", "partial_refund"):
            return "412", "Transaction status cannot be updated."
        if snap["payment_type"] == "bank_transfer":
            return "411", "Refund is not supported for this payment type."
        left = snap["gross_amount"] - sum(one["amount"] for one in made)
        if not 0 < amount <= left:
            return "414", "Refund amount is more than what is left."
        refund = self.store.refund_add(
            {"refund_key": key, "order_id": snap["order_id"], "amount": amount, "reason": reason}
        )
        self.move(self.store.snap(snap["order_id"]) or snap, "refund" if amount == left else "partial_refund")
        return refund

    # Chargebacks

    def charge_back(self, snap: Row, amount: int | None) -> Row:
        """The shopper's bank takes all of it, or an amount, which is listed beside the refunds without a key."""
        if amount is None:
            return self.move(snap, "chargeback")
        key = f"{CHARGEBACK}{uuid.uuid4()}"
        fields = {"refund_key": key, "order_id": snap["order_id"], "amount": amount, "reason": "Fraud"}
        self.store.refund_add(fields)
        return self.move(snap, "partial_chargeback")

    def win(self, snap: Row) -> Row:
        """The bank has given back what it took."""
        self.store.refunds_drop(snap["order_id"], CHARGEBACK)
        return self.move(snap, "settlement", fraud="accept")


def refund_shown(refund: Row) -> Row:
    """A refund or chargeback in the list of its transaction."""
    key = refund["refund_key"]
    return {
        "refund_chargeback_id": refund["number"],
        "refund_amount": wire.decimals(refund["amount"]),
        **({} if key.startswith(CHARGEBACK) else {"refund_key": key}),
        "reason": refund["reason"],
        "created_at": wire.moment(refund["created_at"]),
    }


def _end_of(expiry: object) -> float:
    """The moment at which a page ends."""
    if not isinstance(expiry, dict):
        return time.time() + LASTS_SECONDS
    units = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    unit, duration = units.get(str(expiry.get("unit")).removesuffix("s")), expiry.get("duration")
    start = wire.seconds_of(str(expiry.get("start_time", "")))
    if unit is None or not isinstance(duration, int) or duration < 1:
        raise Refused(400, "invalid", "expiry needs unit and duration")
    return (time.time() if start is None else start) + unit * duration
