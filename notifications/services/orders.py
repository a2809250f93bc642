"""Messages to the shopper about an order. A guest who left only a phone number gets a text message instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.utils import translation

from core import outbox
from core.outbox import FOREIGN
from notifications import mail, selectors
from notifications.mail import Letter, known_language
from notifications.services.delivery import mail_send, sms_send
from notifications.sms import TextMessage
from payments.models import Payment, Refund
from sales.links import order_url
from sales.models import Order, StoreOrder
from sales.selectors import order_for_mail, store_order_for_mail
from sales.states import OrderStatus


@outbox.handler(FOREIGN)
def order_pending_mail_send(*, order_id: UUID) -> None:
    """Confirm a placed order, with the link to pay and the deadline; says so when it was paid meanwhile."""
    order = order_for_mail(order_id=order_id)
    _tell(order, "order_pending", f"order-pending-{order.pk}", is_waiting=order.status == OrderStatus.PENDING)


@outbox.handler(FOREIGN)
def order_paid_mail_send(*, order_id: UUID) -> None:
    """Send the paid mail of one order. The Message-ID is made from the order, so a repeat is recognisable."""
    order = order_for_mail(order_id=order_id)
    _tell(order, "order_paid", f"order-paid-{order.pk}")


@outbox.handler(FOREIGN)
def order_on_delivery_mail_send(*, order_id: UUID) -> None:
    """Tell the shopper that the order is accepted, and how much to have ready at the door."""
    order = order_for_mail(order_id=order_id)
    _tell(order, "order_on_delivery", f"order-on-delivery-{order.pk}")


@outbox.handler(FOREIGN)
def order_shipped_mail_send(*, store_order_id: UUID) -> None:
    """Tell the shopper that a parcel has left, with its tracking number and the courier's page for it."""
    part = store_order_for_mail(store_order_id=store_order_id)
    order = order_for_mail(order_id=part.order_id)
    _tell(
        order,
        "order_shipped",
        f"order-shipped-{part.pk}",
        part=part,
        parcels=[selectors.parcel_of(part)],
        others=sum(other.pk != part.pk and other.cancelled_at is None for other in order.store_orders.all()),
        tracking_url=_tracking_url(part),
    )


def _tracking_url(part: StoreOrder) -> str:
    """The courier's page for the parcel; nothing when the store sent it with another courier than was chosen."""
    service = part.shipping_service
    if service is None or service.courier != part.courier:
        return ""
    return service.tracking_url.replace("{number}", quote(part.tracking_number, safe=""))


@outbox.handler(FOREIGN)
def order_cancelled_mail_send(*, order_id: UUID, cancelled_at: str) -> None:
    """Tell the shopper what was cancelled at that moment (ISO 8601), why, and what comes back.

    Nothing when a late payment has revived the order meanwhile (DESIGN.md P5): its paid mail says what holds.
    """
    order = order_for_mail(order_id=order_id)
    moment = datetime.fromisoformat(cancelled_at)
    parts = [part for part in order.store_orders.all() if part.cancelled_at == moment]
    if not parts:
        return
    _tell(
        order,
        "order_cancelled",
        f"order-cancelled-{order.pk}-{moment:%Y%m%d%H%M%S%f}",
        parcels=[selectors.parcel_of(part) for part in parts],
        is_whole=order.status == OrderStatus.CANCELLED,
        reason=selectors.CANCEL_SENTENCES.get(parts[0].cancel_reason, ""),
        refund=sum((part.total for part in parts[1:]), parts[0].total) if _is_charged(order) else None,
    )


def _is_charged(order: Order) -> bool:
    """Whether a part that is cancelled was paid: at the door one is only paid as it is taken."""
    return order.paid_at is not None and not order.is_cash_on_delivery


@outbox.handler(FOREIGN)
def payment_failed_mail_send(*, payment_id: UUID) -> None:
    """Tell the shopper that a payment did not go through, with the link to try again.

    Nothing when the order no longer waits for money: it was paid by another attempt, or its cancellation has a mail.
    """
    payment = Payment.objects.get(pk=payment_id)
    order = order_for_mail(order_id=payment.order_id)
    if order.status == OrderStatus.PENDING:
        _tell(order, "payment_failed", f"payment-failed-{payment.pk}", payment=payment)


@outbox.handler(FOREIGN)
def refund_done_mail_send(*, refund_id: UUID) -> None:
    """Tell the shopper that money is on its way back."""
    refund = Refund.objects.select_related("payment", "store_order").get(pk=refund_id)
    order = order_for_mail(order_id=refund.payment.order_id)
    _tell(order, "refund_done", f"refund-done-{refund.pk}", refund=refund)


def _tell(order: Order, template: str, fact: str, **extra: Any) -> None:
    """Write to the order's contact, in the language of the order."""
    with translation.override(known_language(order.language)):
        context = {
            "order": order,
            "parcels": [selectors.parcel_of(part) for part in order.store_orders.all()],
            "sums": selectors.sums_of(order),
            "address": selectors.address_lines(order),
            "url": order_url(order),
            **extra,
        }
    letter = Letter(template, fact, (order.contact_email,), order.language, context)
    if order.contact_email:
        mail_send(letter)
    elif order.contact_phone:
        text = f"{settings.SITE_NAME}: {mail.subject_of(letter)}\n{context['url']}"
        message = TextMessage(order.contact_phone, text, letter.message_id)
        sms_send(template=template, message=message, language=order.language)
