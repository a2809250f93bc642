"""What every payment gateway can be asked, and in which words it answers.

A gateway is made from its settings and keeps no state. Amounts are `Money`; a gateway's own unit (times 100, Toman)
exists only inside its adapter. Moments are aware UTC. No call may run inside a database transaction: each may take as
long as its time-out. Every call may be repeated with the same references without moving money twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.money import Money


class GatewayStatus(StrEnum):
    """What a gateway says about one payment."""

    OPEN = "open"  # its page waits for the shopper: no bank was asked yet, or one said no and another may be
    PENDING = "pending"
    CAPTURED = "captured"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"  # a word of the gateway's that we do not know: ask again, or a human


class RefundStatus(StrEnum):
    """What a gateway says about one refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NOT_FOUND = "not_found"  # only from query_refund: the request never arrived, so it may be sent again


class DisputeStatus(StrEnum):
    """What a gateway says about one dispute."""

    INQUIRY = "inquiry"  # the bank asks; no money has moved
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"  # an inquiry that came to nothing
    UNKNOWN = "unknown"  # a word of the gateway's that we do not know


class EventSubject(StrEnum):
    """What a notification is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    TRANSFER = "transfer"  # of a payout, which came back
    PAYOUT = "payout"  # which goes its way
    OTHER = "other"  # signed, but nothing this platform knows: keep it, ignore it


@dataclass(frozen=True)
class AmountLimits:
    """The smallest and largest single payment in one currency, both included."""

    smallest: Money
    largest: Money

    def admits(self, amount: Money) -> bool:
        """Whether one payment may have this amount. Raises CurrencyMismatch."""
        return self.smallest <= amount <= self.largest


@dataclass(frozen=True)
class SplitRules:
    """How a gateway lets a payment be shared out: how many parts besides ours, and how small one may be."""

    most_parts: int
    smallest: Money


@dataclass(frozen=True)
class Capabilities:
    """What a gateway offers, so that checkout shows only what works and sweeps know how to end a payment."""

    limits: Mapping[str, AmountLimits]  # by currency code
    supports_refund: bool
    supports_partial_refund: bool
    supports_query: bool  # by our own reference, so that a lost answer to `start` can be recovered
    supports_cancel: bool
    longest_expiry: timedelta
    tells_cancelled: bool = True  # whether it knows a shopper who cancels from a bank that declines
    late_for: timedelta = timedelta(0)  # where not all can be closed: how long after its end a payment still may come
    starts_have_keys: bool = True  # whether a payment that is opened twice under one reference is one payment
    tells_after_capture: bool = False  # whether what it says later is kept: settled, taken back by the bank
    refunds_have_keys: bool = True  # whether a refund that is sent twice under one reference is carried out once
    tells_disputes: bool = False  # whether it can be asked about them (Disputes)
    disputes_have_names: bool = True  # whether about one of them; else about all of a payment, and one not told is over
    splits: SplitRules | None = None  # where it pays sellers their part of a payment itself
    lists_movements: bool = False  # whether it is a `Listing`
    time_zone: str = "UTC"  # whose days its reports have

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies it takes."""
        return frozenset(self.limits)

    def admits(self, amount: Money) -> bool:
        """Whether one payment may have this amount and currency."""
        limits = self.limits.get(amount.currency)
        return limits is not None and limits.admits(amount)


@dataclass(frozen=True)
class Split:
    """A seller's part of a payment, which the gateway sends to the seller's own account."""

    destination: str
    amount: Money
    description: str


@dataclass(frozen=True)
class StartRequest:
    """One attempt to pay. `merchant_reference` is ours, unique for the attempt, and the idempotency key.

    `splits` are for a gateway that can; it refuses them all, and with them the payment, with SPLITS_REFUSED.
    """

    merchant_reference: str
    amount: Money
    description: str  # the shopper reads it at the gateway
    return_url: str
    notify_url: str
    expires_at: datetime
    payer_address: str = ""  # the shopper's IP address, where it is known
    splits: tuple[Split, ...] = ()


@dataclass(frozen=True)
class Started:
    """The gateway accepted the attempt; send the shopper to `redirect_url`. `details` are kept for people."""

    gateway_reference: str
    redirect_url: str
    expires_at: datetime
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GatewayState:
    """What the gateway says now. Only this decides; a browser's return and a notification are hints to ask.

    `captured` is what the gateway took, which the caller compares with what it expected. `at` is the moment of
    capture, or None. `reason` is why a payment failed, in the gateway's words. `receipt` is the bank's number of the
    payment, for the shopper. `details` is what else the gateway tells, by its own names, kept for people.
    """

    status: GatewayStatus
    captured: Money | None = None
    at: datetime | None = None
    gateway_reference: str = ""
    merchant_reference: str = ""
    reason: str = ""
    receipt: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def readable(said: object, longest: int) -> str:
    """What a gateway wrote, as text that the database takes: no NUL, no half of a character, cut at `longest`."""
    return str(said).encode("utf-8", "replace").decode().replace("\x00", "")[:longest]


def claim_of(reported: str) -> str:
    """In the words of a return: OK, NOK for a shopper who cancelled, EXPIRED for one who was too late."""
    return {GatewayStatus.CANCELLED: "NOK", GatewayStatus.EXPIRED: "EXPIRED"}.get(GatewayStatus(reported), "OK")


@dataclass(frozen=True)
class GatewayEvent:
    """A notification whose signature was right. `event_key` is the same each time the same event is delivered.

    What it reports is a claim of that moment, perhaps stale: ask the gateway before acting.
    """

    event_key: str
    subject: EventSubject
    type: str = ""
    gateway_reference: str = ""
    merchant_reference: str = ""
    refund_reference: str = ""
    dispute_reference: str = ""
    payout_reference: str = ""  # ours
    reported: GatewayStatus = GatewayStatus.UNKNOWN
    amount: Money | None = None
    problems: tuple[str, ...] = field(default=())  # what could not be read although the signature was right

    @property
    def claim(self) -> str:
        """What it reports, in the words of a return."""
        return claim_of(self.reported)


@dataclass(frozen=True)
class RefundRequest:
    """Give back all or part of a capture. `refund_reference` is our refund's id and the idempotency key.

    The rest says which payment it was (both references, what was captured and when), which try this is, whether an
    earlier call of it may have arrived, and what the gateway calls this refund and the payment's other ones.
    """

    refund_reference: str
    gateway_reference: str
    amount: Money
    reason: str = ""
    merchant_reference: str = ""
    captured: Money | None = None
    captured_at: datetime | None = None
    attempt: int = 1
    is_repeat: bool = False
    known_as: str = ""
    others: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether all that was captured goes back at once."""
        return self.amount == self.captured


@dataclass(frozen=True)
class RefundResult:
    """The refund as the gateway has it. `reference` is the gateway's id, empty when it knows none."""

    status: RefundStatus
    reference: str = ""


class TransferStatus(StrEnum):
    """What a gateway says about one payout to a seller."""

    NOT_FOUND = "not_found"  # nothing was sent under our reference
    HELD = "held"  # it is there, and waits for our next step
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # it did not arrive, or came back


@dataclass(frozen=True)
class TransferState:
    """A payout as the gateway has it. `reference` is the gateway's id; `reason` is why it failed, in its words."""

    status: TransferStatus
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TransferRequest:
    """Send a seller's money from our balance to the seller's account. `reference` is our payout's id and the
    idempotency key; `is_repeat`: an earlier call may have arrived, the first one at `began_at`; `known_as`: what the
    gateway calls it, once known. Holder and bank are for gateways that pay to banks."""

    reference: str
    amount: Money
    destination: str
    description: str = ""
    is_repeat: bool = False
    holder: str = ""
    bank: str = ""
    known_as: str = ""
    began_at: datetime | None = None


class Transfers(Protocol):
    """A gateway that also pays sellers out. Each method raises GatewayUnavailable or GatewayRefused."""

    def transfer(self, request: TransferRequest) -> TransferState:
        """Send it, or take the next step of that; each step of the same reference is carried out once."""
        ...

    def query_transfer(self, request: TransferRequest) -> TransferState:
        """How what was sent under our reference stands. Changes nothing."""
        ...


class Reversals(Protocol):
    """A gateway where transfers that arrived may come back, and that is asked. Raises GatewayError."""

    def transfer_returned(self, reference: str) -> Money | None:
        """How much of what was sent under our reference has come back; None when nothing was sent."""
        ...


@dataclass(frozen=True)
class DisputeState:
    """A dispute as the gateway has it now. `amount` is what the shopper's bank wants back, `is_withdrawn` whether the
    gateway has given it that; `fee` is what the gateway keeps for it, in the currency it settles in.

    The references name the payment. `reason` and `told` are the gateway's own words.
    """

    reference: str
    status: DisputeStatus
    amount: Money
    is_withdrawn: bool
    gateway_reference: str = ""
    merchant_reference: str = ""
    reason: str = ""
    told: str = ""
    fee: Money | None = None
    evidence_due_at: datetime | None = None
    opened_at: datetime | None = None


class Disputes(Protocol):
    """A gateway that tells of disputes. Raises GatewayUnavailable or GatewayRefused."""

    def query_disputes(self, *, dispute_reference: str = "", gateway_reference: str = "") -> Sequence[DisputeState]:
        """The dispute of this reference, where it has names, or all of a payment. Changes nothing."""
        ...


class Listener(Protocol):
    """Whoever posts notifications to us."""

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read a notification from its raw bytes. Raises BadSignature; a signed body never raises."""
        ...


class Carrier(Transfers, Listener, Protocol):
    """A gateway that only pays sellers out, and says how that goes on."""


@dataclass(frozen=True)
class Movement:
    """Money that came in or went back, as a gateway lists it. `subject` says which; `at` is the gateway's moment.

    `reference` is the gateway's own id of the movement. Our references are empty where it names none; `amount` is None
    when it cannot be read.
    """

    subject: EventSubject
    reference: str
    amount: Money | None
    at: datetime
    merchant_reference: str = ""
    refund_reference: str = ""


class Listing(Protocol):
    """A gateway that lists what moved. Raises GatewayUnavailable or GatewayRefused."""

    def movements(self, since: datetime, until: datetime) -> Sequence[Movement]:
        """All captures and carried out refunds from `since` until before `until`, whoever asked for them."""
        ...


class Gateway(Protocol):
    """One payment gateway. Every method that calls out raises GatewayUnavailable or GatewayRefused."""

    @property
    def name(self) -> str:
        """The stable name in settings, addresses and the database."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it offers; costs no call."""
        ...

    def check(self) -> None:
        """Ask something that changes nothing and that only who has the right key is told.

        Raises GatewayRefused `wrong_key` where the key is not accepted.
        """
        ...

    def start(self, request: StartRequest) -> Started:
        """Open a payment. The same `merchant_reference` and amount give the same payment."""
        ...

    def verify(self, gateway_reference: str, expected: Money) -> GatewayState:
        """Confirm the payment where the gateway demands it, and say how it stands."""
        ...

    def parse_event(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """Read a notification from its raw bytes. Raises BadSignature; a signed body never raises."""
        ...

    def query(self, *, merchant_reference: str = "", gateway_reference: str = "") -> GatewayState:
        """How a payment stands, by exactly one of the references. Changes nothing."""
        ...

    def cancel(self, gateway_reference: str) -> GatewayState:
        """Close a pending payment so that nobody can pay it any more; answers how it stands then.

        The shopper may have been faster: then the state is captured, and that is no error.
        """
        ...

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back, once per `refund_reference`."""
        ...

    def query_refund(self, request: RefundRequest) -> RefundResult:
        """How a refund that may have been sent stands. Changes nothing."""
        ...

    def unsettled(self) -> Sequence[GatewayState]:
        """Payments that shoppers made and that we have not confirmed, where the gateway keeps such a list."""
        ...
