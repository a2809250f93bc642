"""How the payment of an order stands, in words: the same on the page that needs no script and in the shop."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.money import Money
from payments.models import Payment
from payments.states import PaymentStatus
from sales.models import Order, StoreOrder
from sales.states import OrderStatus

LONGEST_PAUSE_SECONDS = 30
GIVE_UP_SECONDS = 60  # after this the page promises a mail instead of an answer (UX.md Y6)
_ENDED_WORDS = {
    PaymentStatus.FAILED: gettext_lazy("The payment was declined. Nothing was charged."),
    PaymentStatus.CANCELLED: gettext_lazy("The payment was cancelled. Nothing was charged."),
    PaymentStatus.EXPIRED: gettext_lazy("The time for that payment is over. Nothing was charged."),
    PaymentStatus.MISMATCH: gettext_lazy(
        "We received another amount than the order's. Our people are looking into it."
    ),
    PaymentStatus.SURPLUS: gettext_lazy("A payment arrived that was not owed. It is being sent back."),
}


KINDS = ("paid", "on_delivery", "confirming", "payable", "given_up", "over")


@dataclass(frozen=True)
class Standing:
    """What is said of an order's payment: `kind` is one of KINDS."""

    kind: str
    headline: str
    detail: str = ""
    pause_seconds: int = 0  # look again after so many seconds; 0: no more


def standing_of(order: Order, payment: Payment | None) -> Standing:
    """What is true now, in words. While it is not known whether money moved, it neither says no nor offers to pay."""
    if order.paid_at is not None:
        if order.status == OrderStatus.CANCELLED:
            return Standing("given_up", _("The order is cancelled"), _("What you paid is on its way back to you."))
        return Standing("paid", _("The order is paid"), _("Thank you. You get a mail with everything you ordered."))
    if order.status == OrderStatus.CANCELLED:
        return _cancelled(payment)
    if order.is_cash_on_delivery:
        return _on_delivery(order)
    if order.status == OrderStatus.CANCEL_REQUESTED or _is_confirming(payment):
        return _confirming(order, payment)
    failure = str(_ENDED_WORDS.get(PaymentStatus(payment.status), "")) if payment else ""
    if order.payment_deadline_at is not None and order.payment_deadline_at <= timezone.now():
        return Standing(
            "over", _("The time to pay is over"), failure or _("The items are released. Nothing was charged."), 5
        )
    return Standing("payable", _("The order waits for your payment"), failure)


def _on_delivery(order: Order) -> Standing:
    """How much is still to be paid at the door, by parcel where there are several."""
    parts = list(StoreOrder.objects.filter(order=order, delivered_at=None, cancelled_at=None).order_by("pk"))
    due = formats.money(Money(sum(part.total_minor for part in parts), order.currency))
    detail = _("Have %(amount)s in cash ready for the courier.") % {"amount": due}
    if len(parts) > 1:
        each = ", ".join(f"{part.store_name}: {formats.money(part.total)}" for part in parts)
        detail = _("You pay %(amount)s in cash, each parcel on its own: %(parcels)s.") % {
            "amount": due,
            "parcels": each,
        }
    return Standing("on_delivery", _("The order is accepted. You pay at the door"), detail)


def _is_confirming(payment: Payment | None) -> bool:
    return payment is not None and payment.status in (PaymentStatus.VERIFYING, PaymentStatus.UNKNOWN)


def _cancelled(payment: Payment | None) -> Standing:
    if payment is not None and payment.status in (PaymentStatus.SURPLUS, PaymentStatus.MISMATCH):
        return Standing("given_up", _("The order is cancelled"), str(_ENDED_WORDS[PaymentStatus(payment.status)]))
    return Standing("given_up", _("The order is cancelled"), _("Nothing was charged."))


def _confirming(order: Order, payment: Payment | None) -> Standing:
    """Look again after growing pauses; after a minute, promise a mail."""
    headline = _("Your payment is being confirmed")
    if order.status == OrderStatus.CANCEL_REQUESTED:
        headline = _("We are cancelling the order")
    waited = (timezone.now() - payment.updated_at).total_seconds() if payment else 0.0
    queries = payment.queries if payment else 0
    if waited > GIVE_UP_SECONDS or queries > 4:
        detail = _("This takes longer than usual. We will write to you; do not pay again.")
        return Standing("confirming", headline, detail, LONGEST_PAUSE_SECONDS)
    detail = _("We are asking the payment service. This page looks again by itself; do not pay again.")
    return Standing("confirming", headline, detail, min(LONGEST_PAUSE_SECONDS, 2 * 2**queries))
