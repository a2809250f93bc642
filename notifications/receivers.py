"""What is told to whom about the facts of the apps below. Each receiver queues one message; keys keep it single."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import OneTimeCode, User
from accounts.signals import (
    account_changed,
    email_confirmation_wanted,
    email_confirmed,
    one_time_code_created,
    registration_repeated,
    user_registered,
)
from catalog.models import Product
from catalog.signals import product_status_changed
from catalog.states import ProductStatus
from core import outbox
from core.ids import new_id
from core.models import OutboxMessage
from finance.models import Payout, PayoutAccount
from finance.signals import payout_account_set, payout_finished
from marketplace.models import (
    Seller,
    SellerDecision,
    Stock,
    StockMovement,
    StockSubscription,
    Store,
    StoreInvitation,
    StoreItem,
)
from marketplace.signals import (
    availability_flipped,
    back_in_stock,
    member_invited,
    seller_registered,
    seller_status_changed,
    stock_low,
)
from notifications import services
from notifications.selectors import messages_about
from payments.models import Dispute, Payment, Refund, SettlementReport
from payments.signals import (
    differences_found,
    dispute_decided,
    dispute_evidence_asked,
    dispute_opened,
    payment_failed,
    refund_succeeded,
)
from reviews.models import Review
from reviews.signals import review_moderated, review_posted, review_replied
from sales.models import Order, StoreOrder
from sales.signals import order_accepted, order_cancelled, order_paid, order_placed, store_order_moved
from sales.states import CancelReason, StoreOrderStatus


@receiver(user_registered, dispatch_uid="notifications.welcome_the_new_person")
def welcome_the_new_person(sender: type[User], user: User, **kwargs: object) -> None:
    """When a person registers, a welcome mail is queued, or the link that opens the account."""
    if user.is_pending:
        confirm_the_address(sender, user)
        return
    outbox.enqueue(services.welcome_send, key=f"welcome:{user.pk}", user_id=user.pk)


@receiver(email_confirmation_wanted, dispatch_uid="notifications.confirm_the_address")
def confirm_the_address(sender: type[User], user: User, **kwargs: object) -> None:
    """When an address is to be confirmed, its link is queued; each wish is a fact of its own."""
    outbox.enqueue(services.email_confirmation_send, user_id=user.pk, fact=str(new_id()))


@receiver(email_confirmed, dispatch_uid="notifications.welcome_the_confirmed_person")
def welcome_the_confirmed_person(sender: type[User], user: User, was_pending: bool, **kwargs: object) -> None:
    """When an account opens by its link, a welcome mail is queued."""
    if was_pending:
        outbox.enqueue(services.welcome_send, key=f"welcome:{user.pk}", user_id=user.pk)


@receiver(registration_repeated, dispatch_uid="notifications.tell_of_a_repeated_registration")
def tell_of_a_repeated_registration(sender: type[User], user: User, **kwargs: object) -> None:
    """When somebody registers with a known address, its owner is told."""
    outbox.enqueue(services.registration_repeated_send, user_id=user.pk, fact=str(new_id()))


@receiver(account_changed, dispatch_uid="notifications.tell_of_a_change")
def tell_of_a_change(sender: type[User], user: User, what: str, to: str, **kwargs: object) -> None:
    """When something about an account changes, its owner is told, where the owner was reached before."""
    outbox.enqueue(services.account_notice_send, user_id=user.pk, what=what, fact=str(new_id()), to=to)


@receiver(one_time_code_created, dispatch_uid="notifications.send_the_code")
def send_the_code(sender: type[OneTimeCode], code: OneTimeCode, **kwargs: object) -> None:
    """When a one-time code is made, it is queued for its target."""
    outbox.enqueue(services.one_time_code_send, key=f"one-time-code:{code.pk}", code_id=code.pk)


@receiver(seller_registered, dispatch_uid="notifications.confirm_the_seller")
def confirm_the_seller(sender: type[Seller], seller: Seller, store: Store | None, **kwargs: object) -> None:
    """When a seller registers, a mail says whether selling may begin."""
    _tell_seller(seller, f"registered-{seller.pk}")


@receiver(seller_status_changed, dispatch_uid="notifications.tell_the_seller")
def tell_the_seller(
    sender: type[Seller], seller: Seller, decision: SellerDecision | None = None, **kwargs: object
) -> None:
    """When staff decide about a seller, or the seller goes, a mail says so; every decision is a fact of its own."""
    _tell_seller(seller, str(decision.pk if decision is not None else new_id()))


@receiver(product_status_changed, dispatch_uid="notifications.tell_the_store_what_staff_decided")
def tell_the_store_what_staff_decided(
    sender: type[Product], product: Product, old: ProductStatus, new: ProductStatus, **kwargs: object
) -> None:
    """When staff approve a product or give it back, the store that maintains it gets a mail."""
    if product.objections or (old, new) == (ProductStatus.IN_REVIEW, ProductStatus.LIVE):
        key = f"product-decision:{product.pk}:{product.version}"
        outbox.enqueue(services.product_decision_mail_send, key=key, product_id=product.pk, version=product.version)


def _tell_seller(seller: Seller, fact: str) -> None:
    outbox.enqueue(
        services.seller_status_mail_send,
        key=f"seller-status:{fact}",
        seller_id=seller.pk,
        status=str(seller.status),
        fact=fact,
    )


@receiver(member_invited, dispatch_uid="notifications.send_the_invitation")
def send_the_invitation(sender: type[StoreInvitation], invitation: StoreInvitation, **kwargs: object) -> None:
    """When somebody is asked to work in a store, the mail with the link is queued."""
    outbox.enqueue(services.invitation_mail_send, key=f"invitation:{invitation.pk}", invitation_id=invitation.pk)


@receiver(stock_low, dispatch_uid="notifications.warn_the_owners_of_low_stock")
def warn_the_owners_of_low_stock(sender: type[Stock], movement: StockMovement, item_id: UUID, **kwargs: object) -> None:
    """When a movement takes an offer below its threshold, the store's owners get one mail for that movement."""
    outbox.enqueue(services.low_stock_mail_send, key=f"low-stock:{movement.pk}", movement_id=movement.pk)


@receiver(order_placed, dispatch_uid="notifications.confirm_the_order")
def confirm_the_order(sender: type[Order], order: Order, **kwargs: object) -> OutboxMessage:
    """When an order is placed, its shopper gets the mail with the link to pay; the row goes in with the order."""
    return outbox.message(services.order_pending_mail_send, key=f"order-pending-mail:{order.pk}", order_id=order.pk)


@receiver(order_paid, dispatch_uid="notifications.announce_the_paid_order")
def announce_the_paid_order(sender: type[Order], order: Order, **kwargs: object) -> None:
    """When an order is paid, its shopper gets the paid mail and each store its own new-order mail."""
    paid = outbox.message(services.order_paid_mail_send, key=f"order-paid-mail:{order.pk}", order_id=order.pk)
    outbox.enqueue_many([paid, *_seller_order_mails(order)])


@receiver(order_accepted, dispatch_uid="notifications.announce_the_order_paid_at_the_door")
def announce_the_order_paid_at_the_door(sender: type[Order], order: Order, **kwargs: object) -> None:
    """When an order is to be paid at the door, its shopper gets a mail that says how much, and each store its own."""
    mail = outbox.message(
        services.order_on_delivery_mail_send, key=f"order-on-delivery-mail:{order.pk}", order_id=order.pk
    )
    outbox.enqueue_many([mail, *_seller_order_mails(order)])


def _seller_order_mails(order: Order) -> list[OutboxMessage]:
    parts = StoreOrder.objects.filter(order=order).values_list("pk", flat=True).order_by("pk")
    return [
        outbox.message(services.seller_order_mail_send, key=f"seller-order-mail:{part}", store_order_id=part)
        for part in parts
    ]


@receiver(order_cancelled, dispatch_uid="notifications.announce_the_cancellation")
def announce_the_cancellation(
    sender: type[Order], order: Order, store_orders: Sequence[StoreOrder], reason: str, **kwargs: object
) -> None:
    """When parts of an order are cancelled, the shopper gets one mail, and each store that had begun another."""
    if not store_orders or store_orders[0].cancelled_at is None:
        return
    moment = store_orders[0].cancelled_at.isoformat()
    rows = [
        outbox.message(
            services.order_cancelled_mail_send,
            key=f"order-cancelled-mail:{order.pk}:{moment}",
            order_id=order.pk,
            cancelled_at=moment,
        )
    ]
    has_begun = order.paid_at is not None or order.is_cash_on_delivery
    if has_begun and reason not in (CancelReason.SELLER, CancelReason.REFUSED):
        rows += [
            outbox.message(
                services.seller_cancelled_mail_send,
                key=f"seller-cancelled-mail:{part.pk}:{moment}",
                store_order_id=part.pk,
                cancelled_at=moment,
            )
            for part in store_orders
        ]
    outbox.enqueue_many(rows)


@receiver(store_order_moved, dispatch_uid="notifications.announce_the_parcel")
def announce_the_parcel(sender: type[StoreOrder], store_order: StoreOrder, **kwargs: object) -> None:
    """When a parcel leaves, the shopper gets its tracking number."""
    if store_order.status == StoreOrderStatus.SHIPPED:
        outbox.enqueue(
            services.order_shipped_mail_send,
            key=f"order-shipped-mail:{store_order.pk}",
            store_order_id=store_order.pk,
        )


@receiver(store_order_moved, dispatch_uid="notifications.ask_for_a_review")
def ask_for_a_review(sender: type[StoreOrder], store_order: StoreOrder, **kwargs: object) -> None:
    """When a parcel has arrived, its buyer is asked for a review some days later, once per parcel."""
    if store_order.status == StoreOrderStatus.DELIVERED:
        row = outbox.message(
            services.review_invitation_mail_send,
            key=f"review-invitation:{store_order.pk}",
            store_order_id=store_order.pk,
        )
        row.due_at = timezone.now() + timedelta(days=settings.REVIEW_INVITATION_DAYS)
        outbox.enqueue_many([row])


@receiver(review_posted, dispatch_uid="notifications.show_the_store_its_review")
def show_the_store_its_review(sender: type[Review], review: Review, **kwargs: object) -> None:
    """When a buyer has written a review, the store's people get it by mail."""
    outbox.enqueue(services.review_posted_mail_send, key=f"review-posted-mail:{review.pk}", review_id=review.pk)


@receiver(review_replied, dispatch_uid="notifications.show_the_author_the_answer")
def show_the_author_the_answer(sender: type[Review], review: Review, **kwargs: object) -> None:
    """When a store answers a review, its author is told."""
    outbox.enqueue(services.review_replied_mail_send, key=f"review-replied-mail:{review.pk}", review_id=review.pk)


@receiver(review_moderated, dispatch_uid="notifications.explain_the_moderation")
def explain_the_moderation(sender: type[Review], review: Review, reason: str, **kwargs: object) -> None:
    """When a review is hidden or shown again, its author learns why; every decision is a fact of its own."""
    fact = str(new_id())
    outbox.enqueue(
        services.review_moderated_mail_send,
        key=f"review-moderated:{fact}",
        review_id=review.pk,
        status=str(review.status),
        reason=reason,
        fact=fact,
    )


@receiver(payment_failed, dispatch_uid="notifications.offer_another_try")
def offer_another_try(sender: type[Payment], payment: Payment, **kwargs: object) -> None:
    """When a payment fails, the shopper gets the link to try again."""
    outbox.enqueue(services.payment_failed_mail_send, key=f"payment-failed-mail:{payment.pk}", payment_id=payment.pk)


@receiver(refund_succeeded, dispatch_uid="notifications.announce_the_refund")
def announce_the_refund(sender: type[Refund], refund: Refund, **kwargs: object) -> None:
    """When money has been sent back, the shopper is told."""
    outbox.enqueue(services.refund_done_mail_send, key=f"refund-mail:{refund.pk}", refund_id=refund.pk)


@receiver(differences_found, dispatch_uid="notifications.tell_administrators_what_differs")
def tell_administrators_what_differs(
    sender: type[SettlementReport], report: SettlementReport, **kwargs: object
) -> None:
    """When a day of a gateway does not agree with the books, administrators get a mail; more differences, another."""
    outbox.enqueue(
        services.settlement_differences_mail_send,
        key=f"settlement-differences-mail:{report.pk}:{report.found}",
        report_id=report.pk,
        count=report.found,
    )


@receiver(availability_flipped, dispatch_uid="notifications.look_who_waited_for_these")
def look_who_waited_for_these(sender: type[Stock], item_ids: list[UUID], **kwargs: object) -> None:
    """When offers that somebody waits for come back, those people are to be told."""
    waited_for = StockSubscription.objects.filter(item__in=item_ids, told_at=None, item__stock_row__stock__gt=0)
    items = waited_for.order_by("item").values_list("item", flat=True).distinct()
    outbox.enqueue_many([outbox.message(services.back_in_stock_announce, item_id=item_id) for item_id in items])


@receiver(back_in_stock, dispatch_uid="notifications.tell_who_waited")
def tell_who_waited(
    sender: type[StockSubscription], item: StoreItem, subscriptions: Sequence[StockSubscription], **kwargs: object
) -> None:
    """When people who waited are told, each gets one mail."""
    outbox.enqueue_many(
        [
            outbox.message(services.back_in_stock_mail_send, key=f"back-in-stock:{row.pk}", subscription_id=row.pk)
            for row in subscriptions
        ]
    )


@receiver(payout_finished, dispatch_uid="notifications.tell_the_owners_of_a_payout")
def tell_the_owners_of_a_payout(sender: type[Payout], payout: Payout, **kwargs: object) -> None:
    """When a payout was paid, returned or stopped, the store's owners hear of it."""
    key = f"payout-mail:{payout.pk}:{payout.status}"
    outbox.enqueue(services.payout_mail_send, key=key, payout_id=payout.pk, status=payout.status)


@receiver(payout_account_set, dispatch_uid="notifications.warn_the_owners_of_another_account")
def warn_the_owners_of_another_account(sender: type[PayoutAccount], account: PayoutAccount, **kwargs: object) -> None:
    """When a store's money is to go elsewhere, its owners hear of it before any does."""
    outbox.enqueue(services.payout_account_mail_send, key=f"payout-account:{account.pk}", account_id=account.pk)


@receiver(dispute_opened, dispatch_uid="notifications.tell_the_owners_of_a_dispute")
def tell_the_owners_of_a_dispute(sender: type[Dispute], dispute: Dispute, **kwargs: object) -> None:
    """When a shopper's bank wants a payment back, the owners of its stores hear of it; of one that is decided already
    they hear that."""
    if dispute.is_open:
        _tell_of_a_dispute(dispute, dispute.opened_at)


@receiver(dispute_decided, dispatch_uid="notifications.tell_the_owners_how_a_dispute_ended")
def tell_the_owners_how_a_dispute_ended(sender: type[Dispute], dispute: Dispute, **kwargs: object) -> None:
    """When a dispute is won, lost or closed, the owners of its stores hear of it."""
    if dispute.closed_at is not None:
        _tell_of_a_dispute(dispute, dispute.closed_at)


def _tell_of_a_dispute(dispute: Dispute, at: datetime) -> None:
    if not dispute.payment.settles_order:
        return
    fact = f"{dispute.pk}-{at:%Y%m%d%H%M%S%f}"
    parts = StoreOrder.objects.filter(order_id=dispute.payment.order_id).order_by("pk").values_list("pk", flat=True)
    outbox.enqueue_many(
        [
            outbox.message(
                services.dispute_mail_send,
                key=f"dispute-mail:{fact}:{part_id}",
                dispute_id=dispute.pk,
                store_order_id=part_id,
                status=str(dispute.status),
                fact=fact,
            )
            for part_id in parts
        ]
    )


@receiver(dispute_evidence_asked, dispatch_uid="notifications.say_what_the_shopper_was_told")
def say_what_the_shopper_was_told(sender: type[Dispute], dispute: Dispute, **kwargs: object) -> dict[str, object]:
    """When people collect evidence, they see which messages about the order have left for the shopper, and when."""
    return {"messages": messages_about(order_id=dispute.payment.order_id)}
