"""Messages to the people of a store."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from catalog.models import Product
from core import outbox
from core.money import Money
from core.outbox import FOREIGN
from finance.models import Payout, PayoutAccount
from finance.selectors import charged_back_of
from finance.states import PayoutStatus
from marketplace.links import invitation_url
from marketplace.models import Seller, StockMovement, Store, StoreInvitation, StoreProduct
from marketplace.rules import StoreRole
from marketplace.selectors import decisions_of
from marketplace.states import InvitationStatus, SellerStatus
from notifications import selectors
from notifications.mail import Letter, known_language
from notifications.services.delivery import mail_send
from payments.models import Dispute
from payments.states import OPEN_DISPUTES
from sales.models import StoreOrder
from sales.selectors import store_order_for_mail


@outbox.handler(FOREIGN)
def seller_order_mail_send(*, store_order_id: UUID) -> None:
    """Tell a store's owners and managers what they have to send: their own lines only."""
    part = store_order_for_mail(store_order_id=store_order_id)
    _tell_store(part, "seller_order", f"seller-order-{part.pk}")


@outbox.handler(FOREIGN)
def seller_cancelled_mail_send(*, store_order_id: UUID, cancelled_at: str) -> None:
    """Tell a store not to send a paid parcel that was cancelled. Nothing when it was revived meanwhile."""
    part = store_order_for_mail(store_order_id=store_order_id)
    moment = datetime.fromisoformat(cancelled_at)
    if part.cancelled_at == moment:
        _tell_store(part, "seller_cancelled", f"seller-cancelled-{part.pk}-{moment:%Y%m%d%H%M%S%f}")


def _tell_store(part: StoreOrder, template: str, fact: str) -> None:
    team = selectors.store_team(part.store)
    with translation.override(known_language(team.language)):
        context: dict[str, Any] = {
            "part": part,
            "parcels": [selectors.parcel_of(part)],
            "sums": selectors.sums_of(part),
            "address": selectors.address_lines(part.order),
            "url": selectors.admin_url(part),
        }
    mail_send(Letter(template, fact, team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def low_stock_mail_send(*, movement_id: UUID) -> None:
    """Tell a store's owners that an offer has sunk below its threshold: once per crossing, named by its movement.

    Nothing where the store does not want such mails."""
    movement = StockMovement.objects.select_related(
        "stock__item__variant__product", "stock__item__store__home_market"
    ).get(pk=movement_id)
    item = movement.stock.item
    if not item.store.low_stock_mails:
        return
    team = selectors.store_team(item.store, (StoreRole.OWNER,))
    context = {
        "store": item.store,
        "product": item.variant.product,
        "variant": item.variant,
        "stock": movement.balance,
        "threshold": movement.stock.low_stock_threshold,
        "url": selectors.admin_url(item),
    }
    mail_send(Letter("low_stock", f"low-stock-{movement.pk}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def payout_mail_send(*, payout_id: UUID, status: str) -> None:
    """Tell a store's owners that a payout was paid, returned or stopped; `status` as it was then."""
    payout = Payout.objects.select_related("store__home_market", "account").get(pk=payout_id)
    team = selectors.store_team(payout.store, (StoreRole.OWNER,))
    context = {
        "payout": payout,
        "store": payout.store,
        "is_paid": status == PayoutStatus.PAID,
        "url": selectors.admin_url(payout),
    }
    mail_send(Letter("payout", f"payout-{payout.pk}-{status.lower()}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def payout_account_mail_send(*, account_id: UUID) -> None:
    """Tell a store's owners that its money will go to another account, before any does (I-28)."""
    account = PayoutAccount.all_objects.select_related("store__home_market").get(pk=account_id)
    team = selectors.store_team(account.store, (StoreRole.OWNER,))
    context = {"account": account, "store": account.store, "url": selectors.admin_url(account)}
    mail_send(Letter("payout_account", f"payout-account-{account.pk}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def dispute_mail_send(*, dispute_id: UUID, store_order_id: UUID, status: str, fact: str) -> None:
    """Tell a store's owners that the payment of a part of theirs is disputed, or how that ended; `status` as it was
    then."""
    dispute = Dispute.objects.get(pk=dispute_id)
    part = store_order_for_mail(store_order_id=store_order_id)
    team = selectors.store_team(part.store, (StoreRole.OWNER,))
    taken = charged_back_of([dispute.pk]).get((dispute.pk, part.store_id), 0)
    context = {
        "part": part,
        "store": part.store,
        "status": status,
        "is_open": status in OPEN_DISPUTES,
        "taken": Money(taken, dispute.currency) if taken else None,
        "due_at": dispute.evidence_due_at if status in OPEN_DISPUTES else None,
        "url": selectors.admin_url(part),
    }
    mail_send(Letter("dispute", f"dispute-{fact}-{part.pk}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def product_decision_mail_send(*, product_id: UUID, version: int) -> None:
    """Tell the store that maintains a product what staff decided. Nothing when it has moved on since."""
    product = Product.objects.filter(pk=product_id, version=version).first()
    link = StoreProduct.objects.select_related("store__home_market").filter(product=product_id, is_maintainer=True)
    maintainer = link.order_by("pk").first()
    if product is None or maintainer is None:
        return
    team = selectors.store_team(maintainer.store)
    context = {
        "product": product,
        "store": maintainer.store,
        "objections": product.objections,
        "url": selectors.admin_url(product),
    }
    mail_send(Letter("product_decision", f"product-{product.pk}-{version}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def invitation_mail_send(*, invitation_id: UUID) -> None:
    """Ask somebody to work in a store; nothing once the invitation was accepted, taken back or has expired."""
    row = StoreInvitation.objects.select_related("store__home_market", "invited_by").filter(pk=invitation_id).first()
    if row is None or row.status != InvitationStatus.SENT or row.expires_at <= timezone.now():
        return
    language = selectors.target_language(row.email)
    context = {"invitation": row, "store": row.store, "by": row.invited_by, "url": invitation_url(row)}
    mail_send(Letter("invitation", f"invitation-{row.pk}", (row.email,), language, context))


@outbox.handler(FOREIGN)
def seller_status_mail_send(*, seller_id: UUID, status: str, fact: str) -> None:
    """Tell a seller where the registration stands. `status` as it was then; `fact` is the id of the decision, whose
    reasons are told."""
    seller = Seller.objects.select_related("user").filter(pk=seller_id).first()
    if seller is None or not seller.user.email:
        return
    context = {
        "seller": seller,
        "store": Store.objects.filter(seller=seller).order_by("pk").first(),
        "is_approved": status == SellerStatus.APPROVED,
        "is_suspended": status == SellerStatus.SUSPENDED,
        "is_returned": status == SellerStatus.RETURNED,
        "is_closed": status == SellerStatus.CLOSED,
        "is_draft": status == SellerStatus.DRAFT,
        "decision": decisions_of(seller=seller).filter(pk__in=_decision_ids(fact)).first(),
        "url": f"{settings.SITE_URL}/admin/",
    }
    language = selectors.user_language(seller.user_id)
    mail_send(Letter("seller_status", f"seller-status-{fact}", (seller.user.email,), language, context))


def _decision_ids(fact: str) -> list[UUID]:
    """The decision a fact names; a registration names none."""
    try:
        return [UUID(fact)]
    except ValueError:
        return []
