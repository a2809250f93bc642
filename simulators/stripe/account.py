"""The rules of the account: how a session ends, and which events tell of it."""

import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulators.common.book import Row
from simulators.common.http import Refused, encoded
from simulators.stripe.disputes import Disputes
from simulators.stripe.store import Store

log = logging.getLogger("stripe")

API_VERSION = "2026-10-28.endive"
LASTS_SECONDS = 24 * 3600.0
SMALLEST = {"usd": 50, "eur": 50}
SESSION_FIELDS = frozenset({
    "mode", "line_items", "client_reference_id", "metadata", "payment_intent_data", "success_url", "cancel_url",
    "expires_at", "customer_email", "locale", "adaptive_pricing",
})  # fmt: skip
REFUND_FIELDS = frozenset({"payment_intent", "amount", "metadata", "reason"})
TRANSFER_FIELDS = frozenset({
    "amount", "currency", "destination", "transfer_group", "metadata", "description", "source_transaction",
})  # fmt: skip
UNKNOWN_ACCOUNT = "acct_unknown"  # connected accounts whose name begins so do not exist
REFUND_SECONDS = 0.3  # until a pending refund turns into something else


@dataclass(frozen=True)
class Rules:
    """What is configured for the account. Durations are seconds."""

    secret_key: str
    webhook_secret: str
    webhook_url: str = ""
    late_seconds: float = 10.0
    retry_seconds: float = 60.0


class Account:
    """One account in test mode."""

    def __init__(self, store: Store, rules: Rules, address: str) -> None:
        self.store = store
        self.rules = rules
        self.address = address
        self.wake: Callable[[], None] = lambda: None
        self.disputes = Disputes(store, self._queue)

    def open(self, asked: Mapping[str, Any]) -> Row:
        """A session. Raises Refused."""
        _check_known(asked, SESSION_FIELDS)
        if len(str(asked.get("client_reference_id", ""))) > 200:
            raise Refused(400, "parameter_invalid_string", "client_reference_id has at most 200 characters.")
        if asked.get("mode") != "payment":
            raise Refused(400, "parameter_missing", "Missing required param: mode.")
        amount, currency, name = 0, "", ""
        items = asked.get("line_items")
        for item in items.values() if isinstance(items, dict) else ():
            price = item.get("price_data") if isinstance(item, dict) else None
            if not isinstance(price, dict):
                raise Refused(400, "parameter_missing", "Missing required param: line_items[0][price_data].")
            currency, name = str(price.get("currency", "")), str((price.get("product_data") or {}).get("name", ""))
            amount += _whole(price.get("unit_amount"), "unit_amount") * _whole(item.get("quantity"), "quantity")
        if not amount:
            raise Refused(400, "parameter_missing", "Missing required param: line_items.")
        if amount < SMALLEST.get(currency, 1):
            raise Refused(400, "amount_too_small", "The Checkout Session's total amount must be at least 50 cents.")
        success = str(asked.get("success_url", ""))
        if not success.startswith("http"):
            raise Refused(400, "url_invalid", "Not a valid URL: success_url.")
        about = asked.get("payment_intent_data")
        about = about if isinstance(about, dict) else {}
        ends = asked.get("expires_at")
        session = self.store.session_add(
            {
                "id": f"cs_test_{secrets.token_hex(29)}",
                "intent": f"pi_{secrets.token_hex(12)}",
                "amount": amount,
                "currency": currency,
                "name": name,
                "reference": str(asked.get("client_reference_id", "")),
                "metadata": json.dumps(asked.get("metadata") or {}),
                "intent_metadata": json.dumps(about.get("metadata") or {}),
                "transfer_group": str(about.get("transfer_group", "")),
                "success_url": success,
                "cancel_url": str(asked.get("cancel_url", "")),
                "expires_at": float(ends) if ends else time.time() + LASTS_SECONDS,
            }
        )
        self.wake()
        return session

    # How it ends

    def pay(self, session: Row) -> Row:
        """The card is charged. A bank's late yes ends an expired one too, as only a test can ask for."""
        fault = self.store.fault_take(("capture",), session["reference"])
        received, currency = session["amount"], session["currency"]
        if fault and fault["kind"] == "wrong_amount":
            received = fault["details"]["amount"] or received // 2
        if fault and fault["kind"] == "wrong_currency":
            currency = fault["details"]["currency"] or "eur"
        fields = {"received": received, "paid_in": currency, "intent_status": "succeeded", "settle_at": None}
        was_complete = session["status"] == "complete"
        self.store.charge_keep(session["intent"])
        session = self.store.session_set(session["id"], status="complete", payment_status="paid", **fields)
        kinds = ("payment_intent.succeeded", "charge.succeeded")
        told = "async_payment_succeeded" if was_complete else "completed"
        for kind in (*kinds, f"checkout.session.{told}"):
            self.tell(kind, session)
        return session

    def decline(self, session: Row) -> Row:
        """The card is declined; the session stays open for another one."""
        session = self.store.session_set(session["id"], failure="card_declined")
        self.tell("payment_intent.payment_failed", session)
        return session

    def pay_slowly(self, session: Row) -> Row:
        """A debit that takes its time: complete now, and paid later."""
        at = time.time() + self.rules.late_seconds
        session = self.store.session_set(session["id"], status="complete", intent_status="processing", settle_at=at)
        self.tell("checkout.session.completed", session)
        return session

    def fail_slowly(self, session: Row) -> Row:
        """The slow debit comes to nothing."""
        fields = {"intent_status": "requires_payment_method", "failure": "payment_intent_payment_attempt_failed"}
        session = self.store.session_set(session["id"], status="complete", settle_at=None, **fields)
        self.tell("checkout.session.async_payment_failed", session)
        return session

    def expire(self, session: Row) -> Row:
        """Nobody can pay it any more."""
        session = self.store.session_set(session["id"], status="expired")
        self.tell("checkout.session.expired", session)
        return session

    def tick(self, now: float) -> None:
        """Settle and expire what is due by now."""
        for session in self.store.sessions_due(now):
            if session["settle_at"] is not None:
                self.pay(session)
            else:
                self.expire(session)
        for refund in self.store.refunds_due(now):
            refund = self.store.refund_set(refund["id"], status=refund["turns_into"], due_at=None)
            self.tell_refund("refund.failed" if refund["status"] == "failed" else "refund.updated", refund)

    # What is shown

    def shown(self, session: Row, *, expanded: str = "") -> Row:
        """A session; its PaymentIntent is there once somebody has tried; it and its charge are whole when expanded."""
        is_tried = bool(session["failure"] or session["status"] == "complete")
        intent = self.intent(session) if expanded.startswith("payment_intent") else session["intent"]
        if expanded == "payment_intent.latest_charge":
            intent |= {"latest_charge": self.charge(session)}
        is_open = session["status"] == "open"
        return {
            "id": session["id"],
            "object": "checkout.session",
            "amount_total": session["received"] or session["amount"],
            "currency": session["paid_in"] or session["currency"],
            "client_reference_id": session["reference"],
            "metadata": json.loads(session["metadata"]),
            "mode": "payment",
            "status": session["status"],
            "payment_status": session["payment_status"],
            "payment_intent": intent if is_tried else None,
            "livemode": False,
            "expires_at": int(session["expires_at"]),
            "url": f"{self.address}/pay/{session['id']}" if is_open else None,
        }

    def intent(self, session: Row) -> Row:
        """A PaymentIntent."""
        failure = {"code": session["failure"], "type": "card_error"} if session["failure"] else None
        return {
            "id": session["intent"],
            "object": "payment_intent",
            "amount": session["amount"],
            "amount_received": session["received"],
            "currency": session["paid_in"] or session["currency"],
            "status": session["intent_status"],
            "last_payment_error": None if session["received"] else failure,
            "latest_charge": f"ch_{session['intent'][3:]}",
            "metadata": json.loads(session["intent_metadata"]),
            "transfer_group": session["transfer_group"],
            "livemode": False,
        }

    def charge(self, session: Row) -> Row | None:
        """The charge of a PaymentIntent; None until one has succeeded."""
        if not session["received"]:
            return None
        refunded = sum(one["amount"] for one in self.store.refunds(session["intent"]) if one["status"] != "failed")
        return {
            "id": f"ch_{session['intent'][3:]}",
            "object": "charge",
            "amount": session["received"],
            "amount_refunded": refunded,
            "refunded": refunded == session["received"],
            "disputed": bool(self.store.disputes(session["intent"])),
            "currency": session["paid_in"],
            "payment_intent": session["intent"],
            "metadata": json.loads(session["intent_metadata"]),
            "status": "succeeded",
            "captured": True,
            "amount_captured": session["received"],
        }

    def tell(self, kind: str, session: Row) -> None:
        """Queue an event about a session or its PaymentIntent, bent by the fault scripted for it, if any."""
        about = self.intent(session) if kind.startswith("payment_intent") else self.shown(session)
        if kind.startswith("charge"):
            about = self.charge(session) or {}
        self._queue(kind, about, session)

    def tell_refund(self, kind: str, refund: Row) -> None:
        """Queue an event about a refund."""
        session = self.store.session_of_intent(refund["intent"])
        assert session is not None
        self._queue(kind, refund_shown(refund), session)

    def event(self, kind: str, about: Row) -> Row:
        """An event as it is posted."""
        return {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "api_version": API_VERSION,
            "livemode": False,
            "pending_webhooks": 1,
            "data": {"object": about},
        }

    def _queue(self, kind: str, about: Row, session: Row) -> None:
        if not self.rules.webhook_url:
            return
        event = self.event(kind, about)
        fault = self.store.fault_take(("notification",), session["reference"])
        bent = fault["kind"] if fault else ""
        named = {"payment_id": session["id"], "event_id": event["id"], "event_type": kind}
        wait = fault["details"]["seconds"] if fault and bent == "reorder" else 0
        sent = {"url": self.rules.webhook_url, "body": encoded(event), "due_at": time.time() + wait}
        for _ in range(fault["details"]["copies"] if fault and bent == "duplicate" else 1):
            self.store.delivery_add(named | sent | {"state": "held" if bent == "hold" else "waiting"})
        self.wake()

    # Refunds

    def refund(self, asked: Mapping[str, Any]) -> Row:
        """A refund. Raises Refused."""
        _check_known(asked, REFUND_FIELDS)
        session = self.store.session_of_intent(str(asked.get("payment_intent", "")))
        if session is None:
            raise Refused(404, "resource_missing", "No such payment_intent.")
        if session["payment_status"] != "paid":
            raise Refused(400, "charge_not_refundable", "This PaymentIntent does not have a successful charge.")
        made = [one for one in self.store.refunds(session["intent"]) if one["status"] != "failed"]
        left = session["received"] - sum(one["amount"] for one in made)
        if any(not one["status"].startswith("warning") for one in self.store.disputes(session["intent"])):
            raise Refused(400, "charge_disputed", "The charge has been charged back.")
        amount = _whole(asked.get("amount", left), "amount")
        if not left:
            raise Refused(400, "charge_already_refunded", "The charge has already been refunded.")
        if not 0 < amount <= left:
            raise Refused(400, "amount_too_large", "Refund amount is greater than unrefunded amount on charge.")
        fault = self.store.fault_take(("refund_outcome",), session["reference"])
        kind = fault["kind"] if fault else ""
        begins, later = {
            "refund_pending": ("pending", "succeeded"), "refund_failed": ("pending", "failed"),
            "refund_returned": ("succeeded", "failed"),
        }.get(kind, ("succeeded", ""))  # fmt: skip
        fields = {"intent": session["intent"], "amount": amount, "currency": session["paid_in"]}
        refund = self.store.refund_add(
            fields
            | {
                "id": f"re_{secrets.token_hex(12)}",
                "metadata": asked.get("metadata") or {},
                "status": begins,
                "turns_into": later,
                "due_at": time.time() + REFUND_SECONDS if later else None,
            }
        )
        self.tell_refund("refund.created", refund)
        return refund

    def transfer(self, asked: Mapping[str, Any]) -> Row:
        """Money to a connected account. Raises Refused."""
        _check_known(asked, TRANSFER_FIELDS)
        destination = str(asked.get("destination", ""))
        if not destination.startswith("acct_") or destination.startswith(UNKNOWN_ACCOUNT):
            raise Refused(400, "resource_missing", f"No such destination: '{destination}'")
        amount, currency = _whole(asked.get("amount", ""), "amount"), str(asked.get("currency", ""))
        if amount < 1 or currency not in SMALLEST:
            raise Refused(400, "parameter_invalid_integer", "This value must be greater than or equal to 1.")
        metadata = asked.get("metadata") or {}
        if self.store.fault_take(("transfer_outcome",), str(metadata.get("payout", ""))):
            raise Refused(400, "balance_insufficient", "You have insufficient available funds in your Stripe account.")
        return self.store.transfer_add({
            "id": f"tr_{secrets.token_hex(12)}",
            "amount": amount,
            "currency": currency,
            "destination": destination,
            "transfer_group": str(asked.get("transfer_group", "")),
            "metadata": metadata,
            "description": str(asked.get("description", "")),
        })  # fmt: skip


def transfer_shown(transfer: Row) -> Row:
    """A transfer."""
    return {
        "id": transfer["id"],
        "object": "transfer",
        "amount": transfer["amount"],
        "amount_reversed": transfer["reversed"],
        "currency": transfer["currency"],
        "destination": transfer["destination"],
        "transfer_group": transfer["transfer_group"] or None,
        "description": transfer["description"] or None,
        "metadata": json.loads(transfer["metadata"]),
        "reversed": transfer["reversed"] == transfer["amount"],
        "created": int(transfer["created_at"]),
        "livemode": False,
    }


def refund_shown(refund: Row) -> Row:
    """A refund."""
    return {
        "id": refund["id"],
        "object": "refund",
        "amount": refund["amount"],
        "currency": refund["currency"],
        "payment_intent": refund["intent"],
        "metadata": json.loads(refund["metadata"]),
        "status": refund["status"],
        "created": int(refund["created_at"]),
    }


def _check_known(asked: Mapping[str, Any], fields: frozenset[str]) -> None:
    """Stripe refuses what it does not know, and more metadata than it keeps. Raises Refused."""
    if unknown := sorted(set(asked) - fields):
        raise Refused(400, "parameter_unknown", f"Received unknown parameter: {unknown[0]}")
    metadata = asked.get("metadata") or {}
    if len(metadata) > 50 or any(len(name) > 40 or len(value) > 500 for name, value in metadata.items()):
        raise Refused(400, "", "Metadata has at most 50 keys of 40 characters with values of 500.")


def _whole(value: object, name: str) -> int:
    """A whole number of a form. Raises Refused."""
    text = str(value)
    if not text.isascii() or not text.isdigit():
        raise Refused(400, "parameter_invalid_integer", f"Invalid integer: {name}")
    return int(text)
