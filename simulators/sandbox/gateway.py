"""The rules of the gateway: which moves a payment may make, and what each one tells the merchant."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from simulators.common.book import Row
from simulators.common.http import Refused, encoded
from simulators.sandbox.currencies import CURRENCIES, LARGEST_AMOUNT
from simulators.sandbox.store import Store

log = logging.getLogger("sandbox")

# What the shopper's bank says when it declines, in plain words.
DECLINED_REASON = "The bank declined the payment: not enough funds."
MAX_LIFETIME_SECONDS = 7 * 24 * 3600
DEFAULT_LIFETIME_SECONDS = 15 * 60


def moment(value: float | None) -> str | None:
    """Unix seconds as RFC 3339 in UTC with microseconds."""
    return None if value is None else datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")


def _text(body: Mapping[str, Any], name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest or "\x00" in value:
        raise Refused(422, "invalid_field", f"{name} must be text of 1 to {longest} characters")
    return value


def _url(body: Mapping[str, Any], name: str) -> str:
    value = _text(body, name, 2000)
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or not value.isascii() or not value.isprintable():
        raise Refused(422, "invalid_field", f"{name} must be an http or https address")
    return value


def _amount(body: Mapping[str, Any]) -> tuple[int, str]:
    amount, currency = body.get("amount"), body.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= LARGEST_AMOUNT:
        raise Refused(422, "invalid_amount", f"amount must be a whole number of minor units, 1 to {LARGEST_AMOUNT}")
    if not isinstance(currency, str) or currency not in CURRENCIES:
        raise Refused(422, "unsupported_currency", f"currency must be one of {', '.join(sorted(CURRENCIES))}")
    return amount, currency


def _expiry(body: Mapping[str, Any]) -> float:
    value = body.get("expires_at")
    now = time.time()
    if value is None:
        return now + DEFAULT_LIFETIME_SECONDS
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not now < at.timestamp() <= now + MAX_LIFETIME_SECONDS:
        raise Refused(422, "invalid_field", "expires_at must be a moment with a zone, within the next seven days")
    return at.timestamp()


class Gateway:
    """Moves payments and refunds, and queues the notification of every move."""

    def __init__(self, store: Store, *, public_url: str, late_seconds: float) -> None:
        self.store = store
        self.late_seconds = late_seconds
        self._public_url = public_url
        self.wake: Callable[[], None] = lambda: None

    # What the merchant is shown

    def payment_url(self, payment: Row) -> str:
        """Where the shopper pays."""
        return f"{self._public_url}/pay/{payment['id']}"

    def payment_shown(self, payment: Row) -> Row:
        """A payment as the API and the notifications write it."""
        return {
            "id": payment["id"],
            "merchant_reference": payment["merchant_reference"],
            "status": payment["status"],
            "amount": payment["amount"],
            "currency": payment["currency"],
            "captured_amount": payment["captured_amount"],
            "captured_currency": payment["captured_currency"],
            "refunded_amount": self.store.refunded(payment["id"]),
            "reason": payment["reason"],
            "payment_url": self.payment_url(payment),
            "created_at": moment(payment["created_at"]),
            "expires_at": moment(payment["expires_at"]),
            "captured_at": moment(payment["captured_at"]),
            "verified_at": moment(payment["verified_at"]),
        }

    @staticmethod
    def refund_shown(refund: Row) -> Row:
        """A refund as the API and the notifications write it."""
        shown = {name: refund[name] for name in ("id", "refund_reference", "payment_id", "amount", "currency")}
        return shown | {
            "status": refund["status"],
            "created_at": moment(refund["created_at"]),
            "changed_at": moment(refund["changed_at"]),
        }

    # What the merchant asks

    def payment_get(self, payment_id: str) -> Row:
        """The payment, or Refused 404."""
        payment = self.store.payment(payment_id)
        if payment is None:
            raise Refused(404, "not_found", "no such payment")
        return payment

    def payment_create(self, body: Mapping[str, Any]) -> tuple[Row, bool]:
        """A payment for this merchant_reference and whether it is new; the same reference gives the same payment."""
        reference = _text(body, "merchant_reference", 128)
        amount, currency = _amount(body)
        known = self.store.payment_by_reference(reference)
        if known is not None:
            if (known["amount"], known["currency"]) != (amount, currency):
                raise Refused(409, "reference_reused", "this merchant_reference belongs to another amount")
            return known, False
        fields = {
            "merchant_reference": reference,
            "amount": amount,
            "currency": currency,
            "description": _text(body, "description", 500),
            "return_url": _url(body, "return_url"),
            "notify_url": _url(body, "notify_url"),
            "expires_at": _expiry(body),
        }
        payment = self.store.payment_add(fields)
        log.info("%s created for %s", payment["id"], reference)
        self.wake()
        return payment, True

    def payment_verify(self, payment: Row, body: Mapping[str, Any]) -> Row:
        """Confirm a captured payment against the amount the merchant expects; repeating it changes nothing."""
        amount, currency = _amount(body)
        if payment["status"] != "captured":
            return self.payment_shown(payment) | {"verified": False, "already_verified": False}
        if (payment["captured_amount"], payment["captured_currency"]) != (amount, currency):
            return self.payment_shown(payment) | {"verified": False, "already_verified": False}
        already = payment["verified_at"] is not None
        if not already:
            payment = self.store.payment_set(payment["id"], verified_at=time.time())
        return self.payment_shown(payment) | {"verified": True, "already_verified": already}

    def payment_withdraw(self, payment: Row, status: str) -> Row:
        """Cancel or expire a pending payment for the merchant; Refused 409 once the bank has begun."""
        if payment["status"] == status:
            return payment
        if payment["status"] != "pending" or payment["settle_at"] is not None:
            raise Refused(409, "not_pending", f"the payment is {payment['status']} or being processed")
        return self._close(payment, status, f"The merchant {status} the payment.")

    def refund_create(self, body: Mapping[str, Any]) -> tuple[Row, bool]:
        """A refund for this refund_reference and whether it is new; never more than was captured."""
        reference = _text(body, "refund_reference", 128)
        amount, currency = _amount(body)
        payment = self.payment_get(_text(body, "payment_id", 128))
        known = self.store.refund(reference)
        if known is not None:
            if (known["payment_id"], known["amount"], known["currency"]) != (payment["id"], amount, currency):
                raise Refused(409, "reference_reused", "this refund_reference belongs to another refund")
            return known, False
        if payment["status"] != "captured":
            raise Refused(409, "not_captured", "only a captured payment can be refunded")
        if currency != payment["captured_currency"]:
            raise Refused(409, "other_currency", f"the payment was captured in {payment['captured_currency']}")
        if self.store.refunded(payment["id"]) + amount > payment["captured_amount"]:
            raise Refused(409, "refund_exceeds_captured", "all refunds together would exceed what was captured")
        fault = self.store.fault_take(("refund_outcome",), payment["merchant_reference"])
        outcome = {"refund_pending": "pending", "refund_failed": "failed"}.get(fault["kind"] if fault else "", "")
        fields = {
            "refund_reference": reference,
            "payment_id": payment["id"],
            "amount": amount,
            "currency": currency,
            "reason": str(body.get("reason", ""))[:500],
            "status": outcome or "succeeded",
        }
        refund = self.store.refund_add(fields)
        log.info("%s refund %s: %s", payment["id"], reference, refund["status"])
        self.tell(payment, f"refund.{refund['status']}", refund=refund)
        return refund, True

    def refund_get(self, refund_reference: str) -> Row:
        """The refund, or Refused 404."""
        refund = self.store.refund(refund_reference)
        if refund is None:
            raise Refused(404, "not_found", "no such refund")
        return refund

    def refund_settle(self, refund: Row, status: str) -> Row:
        """End a pending refund; Refused 409 when it has ended already."""
        settled = self.store.refund_set(refund["refund_reference"], status)
        if settled is None:
            raise Refused(409, "not_pending", "the refund has ended already")
        self.tell(self.payment_get(refund["payment_id"]), f"refund.{status}", refund=settled)
        return settled

    # What the shopper does, and the clock

    def approve(self, payment: Row) -> Row:
        """Take the money now, from any state but captured (a bank may be later than an expiry)."""
        if payment["status"] == "captured":
            return payment
        amount, currency = payment["amount"], payment["currency"]
        fault = self.store.fault_take(("capture",), payment["merchant_reference"])
        if fault and fault["kind"] == "wrong_amount":
            amount = fault["details"]["amount"] or amount + 1
        elif fault:
            currency = fault["details"]["currency"] or ("USD" if currency != "USD" else "EUR")
        changed = self.store.payment_set(
            payment["id"],
            status="captured",
            reason="",
            settle_at=None,
            captured_amount=amount,
            captured_currency=currency,
            captured_at=time.time(),
        )
        log.info("%s captured %s %s", payment["id"], amount, currency)
        self.tell(changed, "payment.captured")
        return changed

    def approve_late(self, payment: Row) -> Row:
        """Send the shopper back now; the bank's yes comes `late_seconds` from now."""
        changed = self.store.payment_set(payment["id"], settle_at=time.time() + self.late_seconds)
        self.tell(changed, "payment.pending")
        return changed

    def decline(self, payment: Row) -> Row:
        """The bank says no."""
        return self._close(payment, "declined", DECLINED_REASON)

    def cancel(self, payment: Row) -> Row:
        """The shopper thinks better of it."""
        return self._close(payment, "cancelled", "The shopper cancelled the payment.")

    def tick(self, now: float) -> None:
        """Do what is due by now: late approvals first, then expiries."""
        for payment in self.store.payments_to_settle(now):
            self.approve(payment)
        for payment in self.store.payments_to_expire(now):
            self._close(payment, "expired", "The time to pay ran out.")

    def _close(self, payment: Row, status: str, reason: str) -> Row:
        changed = self.store.payment_set(payment["id"], status=status, reason=reason)
        log.info("%s %s", payment["id"], status)
        self.tell(changed, f"payment.{status}")
        return changed

    # Notifications

    def event(self, payment: Row, event_type: str, *, refund: Row | None = None) -> Row:
        """A new event about the payment as `payment` shows it."""
        event = {
            "id": "evt_" + secrets.token_urlsafe(18),
            "type": event_type,
            "created_at": moment(time.time()),
            "payment": self.payment_shown(payment),
        }
        return event if refund is None else event | {"refund": self.refund_shown(refund)}

    def tell(self, payment: Row, event_type: str, *, refund: Row | None = None) -> None:
        """Queue the notification of a move, bent by the fault scripted for it, if any."""
        event = self.event(payment, event_type, refund=refund)
        now = time.time()
        # "payment.pending" is news of no consequence: faults wait for the one that matters.
        consequential = event_type != "payment.pending"
        fault = self.store.fault_take(("notification",), payment["merchant_reference"]) if consequential else None
        kind = fault["kind"] if fault else ""
        copies = fault["details"]["copies"] if fault and kind == "duplicate" else 1
        for _ in range(copies):
            state = "held" if kind == "hold" else "waiting"
            self._deliver(payment, event, state=state, due_at=now)
        if fault and kind == "reorder":
            self._tell_stale(payment, now + fault["details"]["seconds"])
        self.wake()

    def _tell_stale(self, payment: Row, due_at: float) -> None:
        """Queue the news from before the move, to arrive after it."""
        before = payment | {
            "status": "pending",
            "reason": "",
            "captured_amount": None,
            "captured_currency": None,
            "captured_at": None,
            "verified_at": None,
        }
        stale = self.event(before, "payment.pending") | {"created_at": moment(payment["created_at"])}
        self._deliver(payment, stale, state="waiting", due_at=due_at)

    def _deliver(self, payment: Row, event: Row, *, state: str, due_at: float) -> None:
        about = {"payment_id": payment["id"], "event_id": event["id"], "event_type": event["type"]}
        letter = {"url": payment["notify_url"], "body": encoded(event), "state": state, "due_at": due_at}
        self.store.delivery_add(about | letter)
