"""A stretch of a gateway's day, compared movement by movement (I-29). Nothing here runs inside a transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from core.money import Money
from payments.gateways.contract import EventSubject, Gateway, GatewayStatus, Listing, Movement
from payments.gateways.contract import RefundStatus as GatewayRefundStatus
from payments.gateways.errors import GatewayError, GatewayRefused
from payments.models import Payment, Refund, SettlementDifference
from payments.selectors import payment_of_gateway, uuid_of
from payments.services.refunds import refund_execute, refund_question
from payments.services.settlement import payment_resolve
from payments.states import MONEY_ARRIVED, DifferenceKind, MovementKind, PaymentStatus, RefundStatus

MARGIN = timedelta(minutes=30)  # our clock and theirs, and the way of a notification
UNREADABLE = "unreadable"
_ENDED = (PaymentStatus.FAILED, PaymentStatus.CANCELLED, PaymentStatus.EXPIRED)


@dataclass
class Comparison:
    """What a stretch of a day came to: sums by currency, refunds counting against, and what did not agree."""

    gateway: str
    day: date
    totals: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    found: list[SettlementDifference] = field(default_factory=list)

    def count(self, whose: str, amount: Money | None, movement: MovementKind) -> None:
        """`whose`: ours or theirs."""
        if amount is not None:
            sums = self.totals[amount.currency]
            sums[whose] += amount.minor if movement == MovementKind.PAYMENT else -amount.minor
            sums[f"{whose}_count"] += 1

    def agree(self, amount: Money, movement: MovementKind) -> None:
        """Here as there."""
        for whose in ("ours", "theirs"):
            self.count(whose, amount, movement)

    def differ(
        self,
        kind: DifferenceKind,
        *,
        payment: Payment | None = None,
        refund: Refund | None = None,
        movement: MovementKind = MovementKind.PAYMENT,
        ours: Money | None = None,
        theirs: Money | None = None,
        theirs_status: str = "",
        reference: str = "",
    ) -> None:
        """Something that does not agree. `reference`: the gateway's own."""
        row = refund or payment
        movement = MovementKind.REFUND if refund is not None else movement
        self.count("ours", ours, movement)
        self.count("theirs", theirs, movement)
        self.found.append(
            SettlementDifference(
                gateway=self.gateway,
                day_date=self.day,
                kind=kind,
                movement=movement,
                reference=str(row.pk) if row is not None else reference,
                payment=payment or (refund.payment if refund is not None else None),
                refund=refund,
                ours_minor=ours.minor if ours else None,
                ours_currency=ours.currency if ours else None,
                theirs_minor=theirs.minor if theirs else None,
                theirs_currency=theirs.currency if theirs else None,
                ours_status=row.status if row is not None else "",
                theirs_status=theirs_status[:32],
                gateway_reference=reference[:128],
            )
        )


def stretch_compare(name: str, gateway: Gateway, day: date, since: datetime, until: datetime) -> Comparison:
    """Compare what moved from `since` until before `until`. Raises GatewayUnavailable, GatewayRefused."""
    outcome = Comparison(name, day)
    known: set[object] = set()
    if gateway.capabilities.lists_movements:
        for movement in cast(Listing, gateway).movements(since - MARGIN, until + MARGIN):
            row = _row_of(name, movement)
            known |= {row.pk} if row is not None else set()
            if since <= movement.at < until:
                _compare(outcome, movement, row)
    else:
        _ask_again(name, since, until)
    for payment in _captured(name, since, until):
        if payment.pk not in known:
            _ask_payment(outcome, gateway, payment)
    for refund in _refunded(name, since, until):
        if refund.pk not in known:
            _ask_refund(outcome, gateway, refund)
    return outcome


def strays_find(outcome: Comparison, gateway: Gateway) -> None:
    """What a gateway without such a list keeps as unconfirmed, and that belongs to no payment of ours."""
    for state in gateway.unsettled():
        ours = payment_of_gateway(
            gateway=outcome.gateway,
            gateway_reference=state.gateway_reference,
            merchant_reference=state.merchant_reference,
        )
        if ours is None:
            outcome.differ(DifferenceKind.ONLY_THEIRS, theirs=state.captured, reference=state.gateway_reference)


# What the gateway lists


def _row_of(gateway: str, movement: Movement) -> Payment | Refund | None:
    """Our row of what a gateway lists."""
    is_refund = movement.subject is EventSubject.REFUND
    reference = uuid_of(movement.refund_reference if is_refund else movement.merchant_reference)
    if reference is None:
        return None
    if is_refund:
        return Refund.objects.select_related("payment").filter(pk=reference, payment__gateway=gateway).first()
    return Payment.objects.filter(pk=reference, gateway=gateway).first()


def _compare(outcome: Comparison, movement: Movement, row: Payment | Refund | None) -> None:
    if row is None:
        outcome.differ(
            DifferenceKind.ONLY_THEIRS,
            movement=MovementKind(str(movement.subject)),
            theirs=movement.amount,
            reference=movement.reference,
        )
    elif isinstance(row, Refund):
        _compare_refund(outcome, movement, row)
    else:
        _compare_payment(outcome, movement, row)


def _compare_payment(outcome: Comparison, movement: Movement, payment: Payment) -> None:
    if payment.status not in MONEY_ARRIVED:
        payment = payment_resolve(payment_id=payment.pk, cause="settlement")  # a reason to ask, as any other
    if payment.status not in MONEY_ARRIVED or payment.is_manual:
        outcome.differ(
            DifferenceKind.ONLY_THEIRS, payment=payment, theirs=movement.amount, reference=movement.reference
        )
    elif movement.amount != _taken(payment):
        outcome.differ(
            DifferenceKind.AMOUNT,
            payment=payment,
            ours=_taken(payment),
            theirs=movement.amount,
            reference=movement.reference,
        )
    else:
        outcome.agree(_taken(payment), MovementKind.PAYMENT)


def _compare_refund(outcome: Comparison, movement: Movement, refund: Refund) -> None:
    if refund.status == RefundStatus.EXECUTING:
        refund_execute(refund_id=refund.pk)
        refund.refresh_from_db(fields=["status", "gateway_reference"])
    if refund.status != RefundStatus.SUCCEEDED or not refund.gateway_reference:
        outcome.differ(DifferenceKind.ONLY_THEIRS, refund=refund, theirs=movement.amount, reference=movement.reference)
    elif movement.amount != refund.total:
        outcome.differ(
            DifferenceKind.AMOUNT,
            refund=refund,
            ours=refund.total,
            theirs=movement.amount,
            reference=movement.reference,
        )
    else:
        outcome.agree(refund.total, MovementKind.REFUND)


# What the gateway is asked


def _taken(payment: Payment) -> Money:
    return Money(payment.captured_minor, payment.captured_currency or payment.currency)


def _captured(gateway: str, since: datetime, until: datetime) -> Iterable[Payment]:
    """Money that we have had since then, through the gateway itself."""
    rows = Payment.objects.filter(
        gateway=gateway, status__in=MONEY_ARRIVED, is_manual=False, captured_at__gte=since, captured_at__lt=until
    )
    return rows.order_by("pk").iterator()


def _refunded(gateway: str, since: datetime, until: datetime) -> Iterable[Refund]:
    """Refunds that have left through the gateway; what people paid another way has no number there."""
    rows = Refund.objects.filter(
        payment__gateway=gateway, status=RefundStatus.SUCCEEDED, finished_at__gte=since, finished_at__lt=until
    )
    return rows.exclude(gateway_reference="").select_related("payment").order_by("pk").iterator()


def _ask_again(gateway: str, since: datetime, until: datetime) -> None:
    """Ask about attempts that ended unpaid: money that came in spite of that counts from now on."""
    ended = Payment.objects.filter(gateway=gateway, status__in=_ENDED, created_at__gte=since, created_at__lt=until)
    for payment_id in list(ended.exclude(gateway_reference=None).order_by("pk").values_list("pk", flat=True)):
        payment_resolve(payment_id=payment_id, cause="settlement")


def _ask_payment(outcome: Comparison, gateway: Gateway, payment: Payment) -> None:
    """Of what was given back, not every gateway still says that it was captured: its refunds tell the rest."""
    ours, gone_back = _taken(payment), payment.refunded_minor + payment.charged_back_minor > 0
    try:
        state = gateway.verify(payment.gateway_reference or "", payment.total)
    except GatewayError as error:
        said = _said(error)
    else:
        said = str(state.status)
        if state.status is GatewayStatus.CAPTURED and state.captured not in (None, ours):
            outcome.differ(DifferenceKind.AMOUNT, payment=payment, ours=ours, theirs=state.captured)
            return
    if said == GatewayStatus.CAPTURED or (gone_back and said != GatewayStatus.NOT_FOUND):
        outcome.agree(ours, MovementKind.PAYMENT)
        return
    is_missing = said == GatewayStatus.NOT_FOUND
    kind = DifferenceKind.ONLY_OURS if is_missing else DifferenceKind.STATUS
    outcome.differ(kind, payment=payment, ours=ours, theirs_status=said)


def _ask_refund(outcome: Comparison, gateway: Gateway, refund: Refund) -> None:
    """What cannot be told of a refund is no difference: not every gateway knows each of them."""
    try:
        result = gateway.query_refund(refund_question(refund))
    except GatewayError as error:
        outcome.differ(DifferenceKind.STATUS, refund=refund, ours=refund.total, theirs_status=_said(error))
        return
    kinds = {
        GatewayRefundStatus.FAILED: DifferenceKind.STATUS,
        GatewayRefundStatus.NOT_FOUND: DifferenceKind.ONLY_OURS,
    }
    if result.status in kinds:
        outcome.differ(kinds[result.status], refund=refund, ours=refund.total, theirs_status=str(result.status))
    else:
        outcome.agree(refund.total, MovementKind.REFUND)


def _said(error: GatewayError) -> str:
    """What the gateway says where it answers at all. Raises the error itself where it does not: ask again later."""
    if isinstance(error, GatewayRefused) or error.code == UNREADABLE:
        return error.code
    raise error
