"""Handlers that turn facts into messages; the outbox runs them. All are FOREIGN: a crash may repeat one, with the
same Message-ID, and never loses one."""

from __future__ import annotations

from notifications.services.delivery import mail_send, sms_send
from notifications.services.followers import back_in_stock_announce, back_in_stock_mail_send
from notifications.services.orders import (
    order_cancelled_mail_send,
    order_on_delivery_mail_send,
    order_paid_mail_send,
    order_pending_mail_send,
    order_shipped_mail_send,
    payment_failed_mail_send,
    refund_done_mail_send,
)
from notifications.services.people import (
    account_notice_send,
    email_confirmation_send,
    one_time_code_send,
    registration_repeated_send,
    welcome_send,
)
from notifications.services.reviews import (
    review_invitation_mail_send,
    review_moderated_mail_send,
    review_posted_mail_send,
    review_replied_mail_send,
)
from notifications.services.staff import settlement_differences_mail_send
from notifications.services.stores import (
    dispute_mail_send,
    invitation_mail_send,
    low_stock_mail_send,
    payout_account_mail_send,
    payout_mail_send,
    product_decision_mail_send,
    seller_cancelled_mail_send,
    seller_order_mail_send,
    seller_status_mail_send,
)

__all__ = [
    "account_notice_send",
    "back_in_stock_announce",
    "back_in_stock_mail_send",
    "dispute_mail_send",
    "email_confirmation_send",
    "invitation_mail_send",
    "low_stock_mail_send",
    "mail_send",
    "one_time_code_send",
    "order_cancelled_mail_send",
    "order_on_delivery_mail_send",
    "order_paid_mail_send",
    "order_pending_mail_send",
    "order_shipped_mail_send",
    "payment_failed_mail_send",
    "payout_account_mail_send",
    "payout_mail_send",
    "product_decision_mail_send",
    "refund_done_mail_send",
    "registration_repeated_send",
    "review_invitation_mail_send",
    "review_moderated_mail_send",
    "review_posted_mail_send",
    "review_replied_mail_send",
    "seller_cancelled_mail_send",
    "seller_order_mail_send",
    "seller_status_mail_send",
    "settlement_differences_mail_send",
    "sms_send",
    "welcome_send",
]
