"""The rules of the terminal: which moves a session may make, and with which code it refuses."""

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from simulators.common.book import Row
from simulators.zarinpal.store import Store
from simulators.zarinpal.wages import MESSAGES as WAGES_MESSAGES
from simulators.zarinpal.wages import BadWages, refusal_of, wages_of

log = logging.getLogger("zarinpal")

SMALLEST, LARGEST = 10_000, 1_000_000_000  # Rials
SMALLEST_REFUND = 20_000
MESSAGES = {
    **WAGES_MESSAGES,
    -9: "The input params invalid, validation error.",
    -10: "Terminal is not valid, please check merchant_id or ip address.",
    -11: "Terminal is not active, please contact our support team.",
    -12: "To many attempts, please try again later.",
    -14: "The callback URL domain does not match the registered terminal domain.",
    -41: "The maximum amount is 100,000,000 Toman.",
    -50: "Session is not valid, amounts values is not the same.",
    -51: "Session is not valid, session is not active paid try.",
    -52: "Oops!!, please contact our support team.",
    -53: "Session is not this merchant_id session.",
    -54: "Invalid authority.",
    -55: "Manual payment request not found.",
    -60: "Session can not be reversed with bank.",
    -61: "Session is not in success status, or it has been reversed already.",
    -62: "Terminal ip limit must be active.",
    -63: "Maximum time for reverse this session is expired.",
}


class Coded(Exception):
    """The terminal refuses with one of its codes; `validations` name the fields for -9."""

    def __init__(self, code: int, validations: list[dict[str, str]] | None = None) -> None:
        super().__init__(str(code))
        self.code, self.validations = code, validations or []


@dataclass(frozen=True)
class Rules:
    """What is configured for the terminal. Durations are seconds."""

    merchant_id: str
    terminal_id: str
    access_token: str
    callback_hosts: frozenset[str] = frozenset()  # empty: any
    lifetime_seconds: float = 900.0
    late_seconds: float = 10.0
    reverse_seconds: float = 1800.0
    has_reverse_ip: bool = True


class Terminal:
    """One merchant's terminal."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store = store
        self.rules = rules

    # What the merchant asks

    def check_merchant(self, body: Mapping[str, Any]) -> None:
        """Coded -10 for a terminal that does not exist."""
        if body.get("merchant_id") != self.rules.merchant_id:
            raise Coded(-10)

    def request(self, body: Mapping[str, Any]) -> Row:
        """Open a session. Every call opens a new one, also one that repeats another."""
        problems = [
            {name: f"The {name} field is required."}
            for name in ("amount", "description", "callback_url")
            if not body.get(name)
        ]
        amount, description, callback = body.get("amount"), body.get("description"), body.get("callback_url")
        if not isinstance(amount, int) or isinstance(amount, bool) or amount < SMALLEST:
            problems.append({"amount": f"The amount must be at least {SMALLEST}."})
        if not isinstance(description, str) or len(description) > 500:
            problems.append({"description": "The description may not be greater than 500 characters."})
        host = _host(callback)
        if not host:
            problems.append({"callback_url": "The callback url format is invalid."})
        if body.get("currency", "IRR") not in ("IRR", "IRT"):
            problems.append({"currency": "The selected currency is invalid."})
        if problems:
            raise Coded(-9, problems)
        assert isinstance(amount, int)
        rials = amount * 10 if body.get("currency") == "IRT" else amount
        if rials > LARGEST:
            raise Coded(-41)
        if self.rules.callback_hosts and host not in self.rules.callback_hosts:
            raise Coded(-14)
        fields = {"amount": rials, "description": description, "callback_url": callback}
        wages = _wages(body, rials)
        session = self.store.session_add(fields | {"merchant_reference": order_id_of(body)})
        self.store.wages_add(session, wages)
        log.info("%s opened for %s Rials", session["authority"], rials)
        return session

    def session_of(self, body: Mapping[str, Any]) -> Row:
        """The session an authority names, as it stands now. Coded -54, -55."""
        authority = body.get("authority")
        if not isinstance(authority, str) or len(authority) != 36 or authority[0] not in "AS":
            raise Coded(-54)
        session = self.store.session(authority)
        if session is None:
            raise Coded(-55)
        return self.as_it_stands(session)

    def verify(self, session: Row, body: Mapping[str, Any]) -> tuple[int, Row]:
        """100 the first time, 101 ever after. Coded -50, -51."""
        if session["state"] not in ("PAID", "VERIFIED"):
            raise Coded(-51)
        if body.get("amount") != session["amount"]:
            raise Coded(-50)
        if session["state"] == "VERIFIED":
            return 101, session
        return 100, self.store.session_set(session["authority"], state="VERIFIED")

    def reverse(self, session: Row) -> Row:
        """Give the whole payment back, free, in its first half hour. Coded -61, -62, -63."""
        if not self.rules.has_reverse_ip:
            raise Coded(-62)
        if session["state"] not in ("PAID", "VERIFIED") or self.store.refunded(session["id"]):
            raise Coded(-61)
        if time.time() - session["paid_at"] > self.rules.reverse_seconds:
            raise Coded(-63)
        return self.store.session_set(session["authority"], state="REVERSED")

    # What the shopper does, and the clock

    def as_it_stands(self, session: Row) -> Row:
        """The session after what the clock did to it: a late yes, or the end of its time."""
        now = time.time()
        if session["state"] not in ("CREATED", "IN_BANK"):
            return session
        if session["settle_at"] is not None:
            return self.pay(session) if session["settle_at"] <= now else session
        if session["created_at"] + self.rules.lifetime_seconds <= now:
            return self.store.session_set(session["authority"], state="FAILED")
        return session

    def pay(self, session: Row) -> Row:
        """The bank takes the money, from any state: a bank may be later than the end of the session."""
        if session["state"] in ("PAID", "VERIFIED", "REVERSED"):
            return session
        fault = self.store.fault_take(("capture",), session["merchant_reference"])
        amount = (fault["details"]["amount"] or session["amount"] + 10_000) if fault else session["amount"]
        log.info("%s paid %s Rials", session["authority"], amount)
        return self.store.session_set(
            session["authority"],
            state="PAID",
            amount=amount,
            paid_at=time.time(),
            settle_at=None,
            ref_id=secrets.randbelow(10**11),
        )

    def pay_late(self, session: Row) -> Row:
        """The shopper goes back now; the bank's yes comes later."""
        return self.store.session_set(
            session["authority"], state="IN_BANK", settle_at=time.time() + self.rules.late_seconds
        )

    def fail(self, session: Row) -> Row:
        """The bank said no, or the shopper walked away; Zarinpal calls both FAILED."""
        return self.store.session_set(session["authority"], state="FAILED", settle_at=None)


def _wages(body: Mapping[str, Any], rials: int) -> list[Row]:
    """The parts of a payment that go to other accounts. Coded -9, -30 to -37."""
    try:
        wages = wages_of(body.get("wages"))
    except BadWages:
        raise Coded(-9, [{"wages": "The wages must be a list of iban, amount and description."}]) from None
    if refusal := refusal_of(wages, rials):
        raise Coded(refusal)
    return wages


def order_id_of(body: Mapping[str, Any]) -> str:
    """The merchant's own number in the metadata, or nothing."""
    metadata = body.get("metadata")
    value = metadata.get("order_id") if isinstance(metadata, dict) else None
    return value[:128] if isinstance(value, str) else ""


def callback_address(session: Row, status: str) -> str:
    """The merchant's callback_url with `Authority` and `Status` added to whatever query it has."""
    added = urlencode({"Authority": session["authority"], "Status": status})
    parts = urlsplit(session["callback_url"])
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _host(url: object) -> str:
    """The host of an http or https address, else nothing."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
