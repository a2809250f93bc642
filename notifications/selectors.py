"""What messages say, and to whom: reads for the handlers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q
from django.utils.translation import gettext, gettext_lazy

from accounts.models import Profile, User
from core import formats
from core.money import Money
from marketplace.models import Store, StoreMember
from marketplace.rules import StoreRole
from notifications.models import SentMessage
from payments.models import Payment, Refund
from sales.models import Order, OrderItem, StoreOrder

TO_SHOPPERS = (
    "order_pending", "order_paid", "order_shipped", "order_cancelled", "payment_failed", "refund_done",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a parcel as a mail shows it."""

    name: str
    detail: str  # variant and SKU
    quantity: int
    amount: Money


@dataclass(frozen=True)
class Parcel:
    """One store's part of an order as a mail shows it."""

    store: str
    number: str
    delivery: str  # "JNE REG, 2–4 days"
    lines: tuple[Line, ...]
    total: Money
    is_cancelled: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a mail's sum."""

    label: str
    amount: Money
    is_total: bool = False


@dataclass(frozen=True)
class Team:
    """The people of a store who are written to, and the language of the first."""

    addresses: tuple[str, ...]
    language: str


def user_language(user_id: UUID | None) -> str:
    """The language a person chose, or English."""
    if user_id is None:
        return "en"
    chosen = Profile.objects.filter(user_id=user_id).values_list("language", flat=True).first()
    return chosen or "en"


def target_language(target: str) -> str:
    """The language of whoever owns this e-mail address or phone number, if anybody does."""
    field = "email__iexact" if "@" in target else "phone"
    return user_language(User.objects.filter(**{field: target}).values_list("pk", flat=True).first())


def store_team(store: Store, roles: Sequence[str] = (StoreRole.OWNER, StoreRole.MANAGER)) -> Team:
    """The active members with these roles who have an e-mail address; the store's own address where nobody has."""
    members = (
        StoreMember.objects.filter(store=store, role__in=roles, is_active=True, user__is_active=True)
        .exclude(user__email=None)
        .exclude(user__email="")
        .select_related("user")
        .order_by("pk")
    )
    people = [member.user for member in members]
    if not people:
        return Team((store.email,) if store.email else (), store.home_market.default_language)
    return Team(tuple(str(user.email) for user in people), user_language(people[0].pk))


def lines_of(lines: Iterable[OrderItem]) -> tuple[Line, ...]:
    return tuple(
        Line(
            line.product_name,
            " · ".join(part for part in (line.variant_name, line.sku) if part),
            line.quantity,
            line.money("total"),
        )
        for line in lines
    )


def parcel_of(part: StoreOrder) -> Parcel:
    """Its lines must be loaded."""
    return Parcel(
        part.store_name,
        part.number,
        delivery_of(part),
        lines_of(part.lines.all()),
        part.total,
        part.cancelled_at is not None,
    )


def delivery_of(part: StoreOrder) -> str:
    """Courier, service and window, as far as known: "JNE REG, 2–4 days"."""
    name = " ".join(word for word in (part.courier, part.shipping_name) if word)
    days = formats.digits(part.max_days if part.min_days == part.max_days else f"{part.min_days}–{part.max_days}")
    window = gettext("%(days)s days") % {"days": days} if part.max_days > 1 else gettext("1 day")
    return ", ".join(word for word in (name, window if part.max_days else "") if word)


def sums_of(whole: Order | StoreOrder) -> list[Row]:
    """Goods, discount, delivery, total: of an order or of one store's part."""
    rows = [Row(gettext("Goods"), whole.money("goods"))]
    if whole.discount_minor:
        rows.append(Row(gettext("Discount"), -whole.money("discount")))
    rows.append(Row(gettext("Delivery"), whole.money("shipping")))
    rows.append(Row(gettext("Total"), whole.total, is_total=True))
    return rows


ADDRESS_PARTS = ("recipient", "line1", "line2", "postal_code", "city", "region", "country")


def address_lines(order: Order) -> list[str]:
    """The delivery address, a line each, postal code and city on one."""
    found = {name: str(order.shipping_address.get(name) or "") for name in ADDRESS_PARTS}
    place = " ".join(part for part in (found["postal_code"], found["city"]) if part)
    rows = (found["recipient"], found["line1"], found["line2"], place, found["region"], found["country"])
    return [row for row in rows if row]


def admin_url(row: Model) -> str:
    """The page of the console where staff and sellers open this row."""
    return f"{settings.SITE_URL}/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


CANCEL_SENTENCES = {
    "shopper": gettext_lazy("It was cancelled as you asked."),
    "seller": gettext_lazy("The store could not send it and has cancelled it."),
    "staff": gettext_lazy("We have cancelled it."),
    "refused": gettext_lazy("Nobody took it at the door, so it went back. Nothing is to be paid."),
    "expired": gettext_lazy("It was not paid in time, so its items are on sale again."),
}


def messages_about(*, order_id: UUID) -> list[dict[str, object]]:
    """The messages about an order that have left for its shopper, oldest first: which, by what way, and when.

    A message is named by the order, a part, a payment or a refund that it is about.
    """
    refunds = Refund.objects.filter(payment__order=order_id).values_list("pk", flat=True)
    payments = Payment.objects.filter(order=order_id).values_list("pk", flat=True)
    parts = StoreOrder.objects.filter(order=order_id).values_list("pk", flat=True)
    named = Q()
    for pk in (order_id, *parts, *payments, *refunds):
        named |= Q(message_id__contains=str(pk))
    sent = SentMessage.objects.filter(named, template__in=TO_SHOPPERS).exclude(sent_at=None).order_by("sent_at", "pk")
    return [dict(row) for row in sent.values("template", "channel", "language", "sent_at", "message_id")]
