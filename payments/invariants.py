"""The promises about money, recomputed over the whole database (DESIGN.md §4, RELIABILITY.md §3)."""

from __future__ import annotations

from django.db.models import BigIntegerField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.services import Breach, invariant
from finance.models import LedgerEntry, LedgerTransaction, Payout
from finance.states import AccountKind, PayoutStatus, TransactionKind
from payments.models import Dispute, Payment, Refund
from payments.services import PAYOUT_GATEWAYS
from payments.states import (
    CASH_ON_DELIVERY,
    MONEY_ARRIVED,
    OPEN_STATUSES,
    REFUNDABLE,
    PaymentStatus,
    RefundStatus,
)
from sales.models import Order, StoreOrder
from sales.states import OrderStatus

LIMIT = 1_000
_PAID_OR_LATER = [
    OrderStatus.PAID,
    OrderStatus.PROCESSING,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.COMPLETED,
]


@invariant("P1", "Every paid order has exactly one settling capture of its amount and currency, or a manual mark")
def paid_orders_have_one_capture() -> list[Breach]:
    """One that is paid at the door is paid once nothing is left to collect, with what was collected."""
    settling = Q(payments__settles_order=True)
    before_it_is_sent = Q(status__in=_PAID_OR_LATER, cash_accepted_at=None)
    paid = Order.objects.filter(before_it_is_sent | Q(paid_at__isnull=False), total_minor__gt=0)
    wrong = paid.annotate(captures=Count("payments", filter=settling)).exclude(captures=1)
    breaches = [Breach("P1", order.number, f"{order.captures} settling captures") for order in wrong.iterator()]
    captures = Payment.objects.filter(settles_order=True).select_related("order")
    sound = Q(
        Q(captured_minor=F("order__total_minor")) | Q(gateway=CASH_ON_DELIVERY),
        status=PaymentStatus.CAPTURED,
        captured_currency=F("order__currency"),
        order__paid_at__isnull=False,
    )
    breaches += [
        Breach("P1", payment.order.number, f"payment {payment.pk} captured {payment.captured_minor} {payment.status}")
        for payment in captures.exclude(sound).iterator()
    ]
    settled_by_others = Payment.objects.filter(status=PaymentStatus.CAPTURED, settles_order=False)
    breaches += [Breach("P1", str(payment.pk), "captured without settling") for payment in settled_by_others]
    return breaches + _wrongly_collected()


def _wrongly_collected() -> list[Breach]:
    """What was captured at the door is the price of the parcels that have arrived, and it is captured when all have."""
    prices = _collected_parts().values("order").annotate(price=Sum("total_minor")).values("price")
    cash = Payment.objects.filter(gateway=CASH_ON_DELIVERY).annotate(
        collected=Coalesce(Subquery(prices, output_field=BigIntegerField()), 0)
    )
    is_paid = Q(order__paid_at__isnull=False, status=PaymentStatus.CAPTURED)
    is_not = Q(order__paid_at=None, status__in=(PaymentStatus.ON_DELIVERY, PaymentStatus.CANCELLED))
    wrong = cash.exclude((is_paid | is_not) & Q(captured_minor=F("collected")))
    return [
        Breach("P1", str(payment.pk), f"{payment.status}, {payment.captured_minor} of {payment.collected} collected")
        for payment in wrong[:LIMIT]
    ]


def _collected_parts() -> QuerySet[StoreOrder]:
    """The parts of a payment's order whose price a courier has."""
    return StoreOrder.objects.filter(order=OuterRef("order"), delivered_at__isnull=False).order_by()


@invariant("I-12", "Money that no order wanted is on its way back")
def surplus_goes_back() -> list[Breach]:
    lost = Payment.objects.filter(status=PaymentStatus.SURPLUS).exclude(refunds__cause="surplus")
    return [Breach("I-12", str(payment.pk), "a surplus without a refund") for payment in lost.iterator()]


@invariant("I-14", "Refunds and chargebacks together never exceed what was captured")
def refunds_within_captured() -> list[Breach]:
    payments = Payment.objects.annotate(claimed=Coalesce(Sum("refunds__amount_minor"), 0))
    wrong = payments.exclude(
        claimed=F("refunded_minor"), refunded_minor__lte=F("captured_minor") - F("charged_back_minor")
    )
    breaches = [
        Breach("I-14", str(payment.pk), f"{payment.claimed} in refunds, {payment.refunded_minor} noted")
        for payment in wrong.iterator()
    ]
    disputed = Payment.objects.annotate(taken=Coalesce(Sum("disputes__charged_back_minor"), 0))
    breaches += [
        Breach("I-14", str(payment.pk), f"{payment.taken} charged back, {payment.charged_back_minor} noted")
        for payment in disputed.exclude(taken=F("charged_back_minor")).iterator()
    ]
    foreign = Refund.objects.exclude(currency=F("payment__captured_currency"), payment__status__in=REFUNDABLE)
    return breaches + [Breach("I-14", str(refund.pk), "another currency, or nothing captured") for refund in foreign]


@invariant("I-27", "Every payment that took money is in the books with that amount, and so is every refund")
def payments_are_in_the_books() -> list[Breach]:
    posted = LedgerEntry.objects.filter(
        transaction__source_type="payment",
        transaction__source_id=OuterRef("pk"),
        account__kind=AccountKind.GATEWAY,
        currency=OuterRef("captured_currency"),
    )
    amount = Subquery(posted.values("amount_minor")[:1])
    payments = Payment.objects.filter(status__in=MONEY_ARRIVED).exclude(gateway=CASH_ON_DELIVERY)
    payments = payments.annotate(posted=Coalesce(amount, 0))
    breaches = [
        Breach("I-27", str(payment.pk), f"captured {payment.captured_minor}, in the books {-payment.posted}")
        for payment in payments.exclude(posted=-F("captured_minor"))[:LIMIT]
    ]
    breaches += _cash_in_the_books()
    wrong = Refund.objects.annotate(
        paid=_posted(TransactionKind.REFUND_PAID), returned=_posted(TransactionKind.REFUND_RETURNED)
    ).exclude(
        Q(paid=F("returned") + 1, status=RefundStatus.SUCCEEDED)
        | Q(paid=F("returned")) & ~Q(status=RefundStatus.SUCCEEDED)
    )
    breaches += [
        Breach("I-27", str(refund.pk), f"{refund.status}, but not so in the books") for refund in wrong[:LIMIT]
    ]
    return breaches + _owed_to_shoppers() + _disputes_in_the_books()


def _disputes_in_the_books() -> list[Breach]:
    """What has left a gateway for a dispute, and its fee, stand in the books."""
    entries = LedgerEntry.objects.filter(
        transaction__source_id=OuterRef("pk"), account__kind=AccountKind.GATEWAY
    ).order_by()
    totals = entries.values("transaction__source_id").annotate(total=Sum("amount_minor")).values("total")
    moved = totals.filter(transaction__kind__in=(TransactionKind.CHARGEBACK, TransactionKind.CHARGEBACK_RETURNED))
    fees = totals.filter(transaction__kind=TransactionKind.DISPUTE_FEE)
    disputes = Dispute.objects.annotate(
        moved=Coalesce(Subquery(moved, output_field=BigIntegerField()), 0),
        fees=Coalesce(Subquery(fees, output_field=BigIntegerField()), 0),
    )
    return [
        Breach(
            "I-27", str(row.pk), f"withdrawn {row.withdrawn_minor}, fee {row.fee_minor}; booked {row.moved}, {row.fees}"
        )
        for row in disputes.exclude(moved=F("withdrawn_minor"), fees=F("fee_minor"))[:LIMIT]
    ]


def _cash_in_the_books() -> list[Breach]:
    """What was captured at the door was paid into the hands of couriers, part by part."""
    orders = StoreOrder.objects.filter(order=OuterRef(OuterRef("order"))).values("pk")
    entries = LedgerEntry.objects.filter(
        transaction__kind=TransactionKind.CAPTURE,
        transaction__source_type="store_order",
        transaction__source_id__in=orders,
        account__kind=AccountKind.COURIER_CASH,
    )
    sums = entries.order_by().values("account__kind").annotate(total=Sum("amount_minor")).values("total")
    cash = Payment.objects.filter(gateway=CASH_ON_DELIVERY).annotate(
        posted=Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)
    )
    return [
        Breach("I-27", str(payment.pk), f"collected {payment.captured_minor}, in the books {-payment.posted}")
        for payment in cash.exclude(posted=-F("captured_minor"))[:LIMIT]
    ]


def _posted(kind: TransactionKind) -> Coalesce:
    """How often a refund was posted as this."""
    posted = LedgerTransaction.objects.filter(kind=kind, source_id=OuterRef("pk")).order_by().values("source_id")
    return Coalesce(Subquery(posted.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


def _owed_to_shoppers() -> list[Breach]:
    """What the books owe shoppers, by currency, is what refunds have not paid back yet."""
    entries = LedgerEntry.objects.filter(account__kind=AccountKind.REFUNDS).order_by()
    owed = dict(entries.values_list("currency").annotate(total=Sum("amount_minor")))
    open_refunds = Refund.objects.exclude(status=RefundStatus.SUCCEEDED).order_by()
    waiting: dict[str, int] = dict(open_refunds.values_list("currency").annotate(waits=Sum("amount_minor")))
    return [
        Breach("I-27", currency, f"{owed.get(currency, 0)} owed in the books, {waiting.get(currency, 0)} in refunds")
        for currency in sorted({*owed, *waiting})
        if owed.get(currency, 0) != waiting.get(currency, 0)
    ]


@invariant("I-16", "Every open attempt and every payout on its way has a time at which its gateway is asked again")
def open_attempts_are_queued() -> list[Breach]:
    forgotten = Payment.objects.filter(status__in=OPEN_STATUSES, next_query_at=None)
    breaches = [Breach("I-16", str(payment.pk), payment.status) for payment in forgotten.iterator()]
    lost = Payout.objects.filter(status=PayoutStatus.SENT, method__in=list(PAYOUT_GATEWAYS), next_query_at=None)
    return breaches + [Breach("I-16", payout.number, payout.status) for payout in lost.iterator()]
