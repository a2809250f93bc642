"""The page a shopper comes back to after paying: it shows the order's state, and says so when it is not known yet."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import formats
from core.errors import DomainError, GatewayUnavailable, NotFound
from core.limits.client import client_address
from core.scope import scope_of_request
from payments import selectors, services
from payments.standing import standing_of
from payments.states import CASH_ON_DELIVERY, PaymentStatus
from sales.models import Order


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
    said = standing_of(order, payment_now)
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
    """Raises Http404."""
    try:
        return selectors.order_to_watch(
            scope=scope_of_request(request),
            number=number,
            token=request.GET.get("token", ""),
            back=request.GET.get("back", ""),
        )
    except NotFound as error:
        raise Http404 from error


def _takes_cash(order: Order) -> bool:
    return any(one.name == CASH_ON_DELIVERY and one.is_available for one in services.methods_of(order))
