"""Reads of payments, and who may see which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFound
from core.money import Money
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope
from core.sealing import CannotOpen, unseal
from finance.selectors import charged_back_of
from marketplace.rules import FINANCE_VIEW
from payments.links import order_id_of_return
from payments.models import Dispute, Payment, PaymentConfiguration, PaymentSecret, Refund
from sales.links import order_id_of
from sales.models import Order, StoreOrder

UNREADABLE = "?"
PAYMENT_READERS = (ADMINISTRATOR, SUPPORT)


def payments_visible_to(*, scope: ActingScope, token: str = "") -> QuerySet[Payment]:
    """Payments of one's own orders, or of the order a signed guest link opens; all for administrators and support.

    Raises NotAuthenticated for nobody with no link.
    """
    payments = Payment.objects.select_related("order")
    if token:
        order_id = order_id_of(token)
        return payments.filter(order_id=order_id) if order_id else payments.none()
    if scope.has_role(*PAYMENT_READERS):
        return payments
    return payments.filter(order__user_id=scope.require_user())


def payment_get(*, scope: ActingScope, payment_id: UUID, token: str = "") -> Payment:
    """Raises NotFound, NotAuthenticated."""
    payment = payments_visible_to(scope=scope, token=token).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    return payment


def order_to_pay(*, scope: ActingScope, order: str, token: str = "") -> Order:
    """The order a person wants to pay, by number or id: their own, or the one a signed link opens.

    Raises NotFound, NotAuthenticated for nobody with no link.
    """
    orders = Order.objects.all()
    if token:
        opened = order_id_of(token)
        orders = orders.filter(pk=opened) if opened else orders.none()
    else:
        orders = orders.filter(user_id=scope.require_user())
    order_id = uuid_of(order)
    found = orders.filter(number=order.upper()).first() if order_id is None else orders.filter(pk=order_id).first()
    if found is None:
        raise NotFound(_("There is no such order here."))
    return found


def order_to_watch(*, scope: ActingScope, number: str, token: str = "", back: str = "") -> Order:
    """The order whose payment a person may look at: their own, one that a signed link opens (the order's own, or that
    of a browser that comes back from a gateway), any for staff. Raises NotFound.
    """
    found = Order.objects.filter(number=number.upper()).first()
    if found is None:
        raise NotFound(_("There is no such order here."))
    is_mine = found.user_id is not None and found.user_id == scope.user_id
    if is_mine or found.pk in (order_id_of(token), order_id_of_return(back)) or scope.has_role(*PAYMENT_READERS):
        return found
    raise NotFound(_("There is no such order here."))


def uuid_of(text: str) -> UUID | None:
    """The UUID a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def payment_of_attempt(attempt: UUID, *, gateway: str) -> Payment:
    """The payment that a gateway's return names by our own reference. Raises NotFound."""
    payment = Payment.objects.select_related("order").filter(pk=attempt, gateway=gateway).first()
    if payment is None:
        raise NotFound(_("There is no such payment."))
    return payment


def payment_by_authority(authority: str, *, attempt: UUID | None = None) -> Payment:
    """The payment that a gateway's return names, by both references where it carries both. Raises NotFound."""
    payment = Payment.objects.select_related("order").filter(gateway_reference=authority).first()
    if payment is None or attempt not in (None, payment.pk):
        raise NotFound(_("There is no such payment."))
    return payment


def payment_of_gateway(*, gateway: str, gateway_reference: str, merchant_reference: str) -> Payment | None:
    """The payment a gateway speaks about: by its reference, or by ours where that is not recorded yet."""
    payments = Payment.objects.filter(gateway=gateway)
    found = payments.filter(gateway_reference=gateway_reference).first() if gateway_reference else None
    reference = uuid_of(merchant_reference)
    if found is None and reference is not None:
        found = payments.filter(pk=reference, gateway_reference=None).first()
    return found


def payment_latest(order_id: UUID) -> Payment | None:
    """The latest attempt of an order."""
    return Payment.objects.filter(order_id=order_id).order_by("-attempt_number").first()


def refunds_of(*, scope: ActingScope, payment_id: UUID) -> QuerySet[Refund]:
    """All refunds of a payment. Raises NotAuthenticated, NotAllowed, NotFound."""
    scope.require_role(*PAYMENT_READERS)
    if not Payment.objects.filter(pk=payment_id).exists():
        raise NotFound(_("There is no such payment."))
    return Refund.objects.filter(payment_id=payment_id).select_related("store_order")


@dataclass(frozen=True)
class DisputedPart:
    """A store's part of a disputed order. `taken`: what the dispute has taken from the store and not given again."""

    number: str
    store_id: UUID
    taken: Money


def disputes_visible_to(*, scope: ActingScope) -> QuerySet[Dispute]:
    """Disputes of payments that paid for a part of the person's stores; all for administrators and support.

    Raises NotAuthenticated.
    """
    scope.require_user()
    disputes = Dispute.objects.select_related("payment__order")
    if scope.has_role(*PAYMENT_READERS):
        return disputes
    own = StoreOrder.objects.filter(order=OuterRef("payment__order"), store__in=scope.store_ids(FINANCE_VIEW))
    return disputes.filter(Exists(own), payment__settles_order=True)


def disputed_parts(*, scope: ActingScope, disputes: Sequence[Dispute]) -> dict[UUID, list[DisputedPart]]:
    """The parts of these disputes that the person may see, by the dispute's id."""
    by_order: dict[UUID, list[StoreOrder]] = {}
    parts = StoreOrder.objects.filter(order__in={dispute.payment.order_id for dispute in disputes})
    if not scope.has_role(*PAYMENT_READERS):
        parts = parts.filter(store__in=scope.store_ids(FINANCE_VIEW))
    for part in parts.order_by("pk"):
        by_order.setdefault(part.order_id, []).append(part)
    taken = charged_back_of(dispute.pk for dispute in disputes)
    return {
        dispute.pk: [
            DisputedPart(part.number, part.store_id, Money(taken.get((dispute.pk, part.store_id), 0), dispute.currency))
            for part in by_order.get(dispute.payment.order_id, [])
        ]
        for dispute in disputes
    }


@dataclass(frozen=True)
class KeptSecret:
    """What may be said of a secret: its name, when it came and was replaced, and for superusers how it ends."""

    name: str
    since: datetime
    replaced_at: datetime | None
    ending: str  # four characters of a long one, "" of a short one; UNREADABLE when no key opens it


def secrets_kept(configuration: PaymentConfiguration) -> list[KeptSecret]:
    """The secrets of a configuration, those in use first."""
    rows = configuration.secrets.order_by("name", F("replaced_at").desc(nulls_first=True), "-pk")
    return [KeptSecret(row.name, row.created_at, row.replaced_at, _ending(row)) for row in rows]


def _ending(row: PaymentSecret) -> str:
    try:
        secret = unseal(row.secret, settings.PAYMENT_SECRET_KEYS)
    except CannotOpen:
        return UNREADABLE
    return secret[-4:] if len(secret) >= 12 else ""
