"""The rules of the terminal: how a purchase ends, and what the merchant is told of it."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulators.common.book import Row
from simulators.vnpay import wire
from simulators.vnpay.store import Store

log = logging.getLogger("vnpay")

REFUNDED_AFTER_SECONDS = 0.5
# vnp_ResponseCode and vnp_TransactionStatus of each end.
PAID, DECLINED, CANCELLED, EXPIRED, SUSPECTED = ("00", "00"), ("51", "02"), ("24", "02"), ("11", "02"), ("07", "07")
OPEN = "01"


@dataclass(frozen=True)
class Rules:
    """What is configured for the terminal. Durations are seconds."""

    tmn_code: str
    secret: str
    ipn_url: str
    late_seconds: float = 10.0
    retry_seconds: float = 300.0


class Terminal:
    """One merchant's terminal."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store = store
        self.rules = rules
        self.wake: Callable[[], None] = lambda: None

    def open(self, asked: Mapping[str, str]) -> Row | str:
        """The purchase that a signed address asks for, or why not: a code of the hosted page."""
        known = self.store.purchase(asked.get("vnp_TxnRef", ""))
        if known is not None:
            return known
        amount, end = asked.get("vnp_Amount", ""), wire.seconds_of(asked.get("vnp_ExpireDate", ""))
        if asked.get("vnp_TmnCode") != self.rules.tmn_code:
            return "02"
        wanted = ("vnp_TxnRef", "vnp_OrderInfo", "vnp_OrderType", "vnp_ReturnUrl", "vnp_IpAddr", "vnp_CreateDate")
        if any(not asked.get(name) for name in wanted) or not amount.isdigit() or end is None:
            return "03"
        if asked.get("vnp_CurrCode") != "VND" or not asked["vnp_TxnRef"].isalnum() or len(amount) > 12:
            return "03"
        fields = {"txn_ref": asked["vnp_TxnRef"], "amount": int(amount), "order_info": asked["vnp_OrderInfo"]}
        more = {"return_url": asked["vnp_ReturnUrl"], "create_date": asked["vnp_CreateDate"], "expires_at": end}
        purchase = self.store.purchase_add(fields | more)
        self.wake()
        return self.as_it_stands(purchase)

    def end(self, purchase: Row, how: tuple[str, str]) -> Row:
        """End an open purchase and tell the merchant; a payment also one that has ended (a bank may be late)."""
        if purchase["status"] != OPEN and how != PAID:
            return purchase
        if purchase["status"] == "00":
            return purchase
        response, status = how
        fields: Row = {"response_code": response, "status": status, "settle_at": None}
        if how in (PAID, SUSPECTED):
            fault = self.store.fault_take(("capture",), purchase["txn_ref"])
            amount = (fault["details"]["amount"] or purchase["amount"] // 2) if fault else purchase["amount"]
            number = str(10_000_000 + secrets.randbelow(90_000_000))
            fields |= {"amount": amount, "number": number, "paid_at": time.time()}
        purchase = self.store.purchase_set(purchase["txn_ref"], **fields)
        log.info("%s ended %s/%s", purchase["txn_ref"], response, status)
        self.tell(purchase)
        return purchase

    def end_late(self, purchase: Row) -> Row:
        """The shopper goes back now; the bank's yes comes later."""
        at = time.time() + self.rules.late_seconds
        purchase = self.store.purchase_set(purchase["txn_ref"], settle_at=at)
        self.wake()
        return purchase

    def as_it_stands(self, purchase: Row) -> Row:
        """The purchase after what the clock did to it."""
        now = time.time()
        if purchase["status"] != OPEN:
            return purchase
        if purchase["settle_at"] is not None:
            return self.end(purchase, PAID) if purchase["settle_at"] <= now else purchase
        return self.end(purchase, EXPIRED) if purchase["expires_at"] <= now else purchase

    def tick(self, now: float) -> None:
        """Do what is due by now."""
        for purchase in self.store.purchases_due(now):
            self.as_it_stands(purchase)

    def notice(self, purchase: Row) -> Row:
        """What the return address and the IPN carry."""
        is_paid = purchase["paid_at"] is not None
        return {
            "vnp_TmnCode": self.rules.tmn_code,
            "vnp_Amount": purchase["amount"],
            "vnp_BankCode": "NCB" if is_paid else "VNPAY",
            "vnp_BankTranNo": f"VNP{purchase['number']}" if is_paid else "",
            "vnp_CardType": "ATM",
            "vnp_PayDate": wire.moment(purchase["paid_at"] or time.time()),
            "vnp_OrderInfo": purchase["order_info"],
            "vnp_TransactionNo": purchase["number"],
            "vnp_ResponseCode": purchase["response_code"] or "00",
            "vnp_TransactionStatus": purchase["status"],
            "vnp_TxnRef": purchase["txn_ref"],
        }

    def return_address(self, purchase: Row) -> str:
        """Where the browser goes: the merchant's return URL with a signed query."""
        query = wire.signed(self.rules.secret, self.notice(purchase))
        url = str(purchase["return_url"])
        return f"{url}{'&' if '?' in url else '?'}{query}"

    def tell(self, purchase: Row) -> None:
        """Queue the IPN, bent by the fault scripted for it, if any."""
        query = wire.signed(self.rules.secret, self.notice(purchase))
        fault = self.store.fault_take(("notification",), purchase["txn_ref"])
        kind = fault["kind"] if fault else ""
        letter = {"payment_id": purchase["txn_ref"], "event_id": purchase["txn_ref"], "event_type": "ipn"}
        sent = {"url": self.rules.ipn_url, "body": query.encode(), "due_at": time.time()}
        for _ in range(fault["details"]["copies"] if fault and kind == "duplicate" else 1):
            self.store.delivery_add(letter | sent | {"state": "held" if kind == "hold" else "waiting"})
        self.wake()

    # Refunds

    def refunds(self, txn_ref: str) -> list[Row]:
        """The refunds of a purchase after what the clock did to them."""
        for refund in self.store.refunds(txn_ref):
            if refund["status"] == "05" and refund["created_at"] + REFUNDED_AFTER_SECONDS <= time.time():
                self.store.refund_set(refund["number"], "00")
        return self.store.refunds(txn_ref)

    def refund(self, purchase: Row | None, *, request_id: str, amount: int, kind: str) -> Row | str:
        """A refund, or the code that refuses it."""
        if purchase is None:
            return "91"
        if purchase["status"] != "00":
            return "95"
        made = [one for one in self.refunds(purchase["txn_ref"]) if one["status"] != "09"]
        if any(one["status"] in ("05", "06") for one in made):
            return "94"
        if sum(one["amount"] for one in made) + amount > purchase["amount"] or amount <= 0:
            return "99"
        fault = self.store.fault_take(("refund_outcome",), purchase["txn_ref"])
        status = {"refund_pending": "06", "refund_failed": "09"}.get(fault["kind"] if fault else "", "05")
        number = str(10_000_000 + secrets.randbelow(90_000_000))
        row = {"number": number, "request_id": request_id, "txn_ref": purchase["txn_ref"]}
        return self.store.refund_add(row | {"amount": amount, "kind": kind, "status": status})
