"""Who works in a store, and who is asked to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.models import BaseModel
from marketplace.models.stores import Store
from marketplace.rules import StoreRole
from marketplace.states import InvitationStatus


class StoreMember(BaseModel):
    """A person who works in a store. The role decides the permission keys (`rules.ROLE_PERMISSIONS`)."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=StoreRole)
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        verbose_name = "store member"
        constraints = [
            models.UniqueConstraint(fields=["store", "user"], condition=Q(deleted_at=None), name="store_member_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class StoreInvitation(BaseModel):
    """A mail that asks somebody to work in a store. Its link is signed, works once and until `expires_at`."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=StoreRole)
    status = models.CharField(max_length=16, choices=InvitationStatus, default=InvitationStatus.SENT)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(BaseModel.Meta):
        verbose_name = "store invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "email"],
                condition=Q(deleted_at=None, status="SENT"),
                name="invitation_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"
