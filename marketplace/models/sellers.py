"""Who sells, and how a seller is let in: the operator's checklist, what was handed in, what staff decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import BaseModel, Journal, PrivateFile
from marketplace.states import AnswerStatus, SellerStatus
from markets.models import Market


class Seller(BaseModel):
    """A person or firm that sells; owns stores."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sellers")
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=16, choices=SellerStatus, default=SellerStatus.PENDING)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(deleted_at=None), name="seller_one_per_user"),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(BaseModel):
    """A line of the operator's checklist for new sellers: of every market, or of one."""

    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True, default="")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    needs_file = models.BooleanField(default=False)  # a picture or PDF, not words alone
    is_required = models.BooleanField(default=True)  # a seller under review cannot hand in without it
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="requirement_code_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class RequirementAnswer(BaseModel):
    """What a seller handed in for one line of the checklist, and what staff said about it."""

    # The unique constraint below begins with the seller, and only live rows are ever looked for.
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="answers", db_index=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="answers")
    text = models.CharField(max_length=400, blank=True, default="")
    file = models.ForeignKey(PrivateFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=16, choices=AnswerStatus, default=AnswerStatus.SUBMITTED)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was returned

    class Meta(BaseModel.Meta):
        verbose_name = "requirement answer"
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "requirement"], condition=Q(deleted_at=None), name="requirement_answer_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.text}"[:80]


class Decision(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    SUBMITTED = "submitted", _("Handed in")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class SellerDecision(Journal):
    """One step of a seller's way in, with its reasons: what the seller reads, and staff after the fact.

    `fields` is a list of `{"field": "tax_number", "reason": "…"}`: what to put right, and where.
    """

    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, db_index=False, related_name="decisions")
    decision = models.CharField(max_length=16, choices=Decision)
    reason = models.CharField(max_length=300, blank=True, default="")
    fields = models.JSONField(default=list)
    actor_type = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True, default="")
    actor_label = models.CharField(max_length=160, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "seller decision"
        indexes = [models.Index(fields=["seller", "-id"], name="decision_of_seller")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.reason}".strip()
