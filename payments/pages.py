"""The page a shopper comes back to after paying: it shows the order's state, and says so when it is not known yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import formats
from core.errors import DomainError, GatewayUnavailable
from core.limits.client import client_address
from core.money import Money
from core.scope import scope_of_request
from payments import selectors, services
from payments.links import order_id_of_return
from payments.models import Payment
from payments.states import CASH_ON_DELIVERY, PaymentStatus
from sales.links import order_id_of
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


@dataclass(frozen=True)
class Shown:
    """What the page says: `kind` is paid, on_delivery, confirming, payable, given_up or over."""

    kind: str
    headline: str
    detail: str = ""
    pause_seconds: int = 0  # look again after so many seconds; 0: no more


@require_http_methods(["GET", "HEAD", "POST"])
def order_payment(request: HttpRequest, number: str) -> HttpResponse:
    """GET the state of an order's payment; POST to pay now, or again."""
    order = _order(request, number)
    problem = ""
    if request.method == "POST":
        try:
            payment = services.payment_start(
                order_id=order.pk,
                gateway=CASH_ON_DELIVERY if request.POST.get("gateway") == CASH_ON_DELIVERY else "",
                payer_address=client_address(request),
                actor=scope_of_request(request).actor,
            )
        except GatewayUnavailable:
            problem = _("The payment service does not answer right now. Nothing was charged. Try again in a minute.")
        except DomainError as refused:
            problem = str(refused)
        else:
            if payment.status == PaymentStatus.SENT:
                return _no_store(render(request, "payments/leaving.html", _context(order, payment=payment)))
        order.refresh_from_db()
    payment_now = selectors.payment_latest(order.pk)
    said = shown(order, payment_now)
    takes_cash = said.kind == "payable" and _takes_cash(order)
    context = _context(order, payment=payment_now, shown=said, problem=problem, takes_cash=takes_cash)
    return _no_store(render(request, "payments/order_payment.html", context))


def _context(order: Order, **more: object) -> dict[str, object]:
    return {"site_name": settings.SITE_NAME, "order": order, "amount": formats.money(order.total), **more}


def _no_store(response: HttpResponse) -> HttpResponse:
    """The address carries a token, so it goes neither into a cache nor into a Referer."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _order(request: HttpRequest, number: str) -> Order:
    """The order, for its buyer, staff, or whoever holds a token for it. Raises Http404."""
    found = Order.objects.filter(number=number).first()
    if found is None:
        raise Http404
    opened_by_link = {order_id_of(request.GET.get("token", "")), order_id_of_return(request.GET.get("back", ""))}
    scope = scope_of_request(request)
    is_mine = found.user_id is not None and found.user_id == scope.user_id
    if found.pk in opened_by_link or is_mine or scope.has_role(*selectors.PAYMENT_READERS):
        return found
    raise Http404


def _takes_cash(order: Order) -> bool:
    return any(one.name == CASH_ON_DELIVERY and one.is_available for one in services.methods_of(order))


def shown(order: Order, payment: Payment | None) -> Shown:
    """What is true now, in words. While it is not known whether money moved, it neither says no nor offers to pay."""
    if order.paid_at is not None:
        if order.status == OrderStatus.CANCELLED:
            return Shown("given_up", _("The order is cancelled"), _("What you paid is on its way back to you."))
        return Shown("paid", _("The order is paid"), _("Thank you. You get a mail with everything you ordered."))
    if order.status == OrderStatus.CANCELLED:
        return _cancelled(payment)
    if order.is_cash_on_delivery:
        return _on_delivery(order)
    if order.status == OrderStatus.CANCEL_REQUESTED or _is_confirming(payment):
        return _confirming(order, payment)
    failure = str(_ENDED_WORDS.get(PaymentStatus(payment.status), "")) if payment else ""
    if order.payment_deadline_at is not None and order.payment_deadline_at <= timezone.now():
        return Shown(
            "over", _("The time to pay is over"), failure or _("The items are released. Nothing was charged."), 5
        )
    return Shown("payable", _("The order waits for your payment"), failure)


def _on_delivery(order: Order) -> Shown:
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
    return Shown("on_delivery", _("The order is accepted. You pay at the door"), detail)


def _is_confirming(payment: Payment | None) -> bool:
    return payment is not None and payment.status in (PaymentStatus.VERIFYING, PaymentStatus.UNKNOWN)


def _cancelled(payment: Payment | None) -> Shown:
    if payment is not None and payment.status in (PaymentStatus.SURPLUS, PaymentStatus.MISMATCH):
        return Shown("given_up", _("The order is cancelled"), str(_ENDED_WORDS[PaymentStatus(payment.status)]))
    return Shown("given_up", _("The order is cancelled"), _("Nothing was charged."))


def _confirming(order: Order, payment: Payment | None) -> Shown:
    """Look again after growing pauses; after a minute, promise a mail."""
    headline = _("Your payment is being confirmed")
    if order.status == OrderStatus.CANCEL_REQUESTED:
        headline = _("We are cancelling the order")
    waited = (timezone.now() - payment.updated_at).total_seconds() if payment else 0.0
    queries = payment.queries if payment else 0
    if waited > GIVE_UP_SECONDS or queries > 4:
        detail = _("This takes longer than usual. We will write to you; do not pay again.")
        return Shown("confirming", headline, detail, LONGEST_PAUSE_SECONDS)
    detail = _("We are asking the payment service. This page looks again by itself; do not pay again.")
    return Shown("confirming", headline, detail, min(LONGEST_PAUSE_SECONDS, 2 * 2**queries))
