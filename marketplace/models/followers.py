"""What shoppers ask a store for: its news, and a mail when something is back in stock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.models import BaseModel
from marketplace.models.offers import StoreItem
from marketplace.models.stores import Store


class StoreFollow(BaseModel):
    """A person who follows a store."""

    # The unique constraint below begins with the user, and only live rows are ever looked for.
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="follows")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="followers")

    class Meta(BaseModel.Meta):
        verbose_name = "store follow"
        constraints = [
            models.UniqueConstraint(fields=["user", "store"], condition=Q(deleted_at=None), name="store_follow_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.store_id}"


class StockSubscription(BaseModel):
    """A person who wants one mail when an offer is back in stock; `told_at` is when it was queued."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="stock_subscriptions")
    item = models.ForeignKey(StoreItem, on_delete=models.CASCADE, related_name="subscriptions")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "stock subscription"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"],
                condition=Q(deleted_at=None, told_at=None),
                name="stock_subscription_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} waits for {self.item_id}"
