"""Writes of reviews: one function per thing that happens."""

from reviews.services.moderation import reports_dismiss, review_hide, review_report, review_restore
from reviews.services.pictures import picture_add, picture_remove
from reviews.services.replies import reply_remove, reply_write
from reviews.services.votes import vote_give, vote_take_back
from reviews.services.writing import review_delete, review_update, review_write

__all__ = [
    "picture_add",
    "picture_remove",
    "reply_remove",
    "reply_write",
    "reports_dismiss",
    "review_delete",
    "review_hide",
    "review_report",
    "review_restore",
    "review_update",
    "review_write",
    "vote_give",
    "vote_take_back",
]
