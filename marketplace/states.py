"""Statuses of sellers and stores, of what is asked of them, and of imports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class SellerStatus(models.TextChoices):
    DRAFT = "DRAFT", _("Getting ready")
    PENDING = "PENDING", _("Waiting for approval")
    RETURNED = "RETURNED", _("Sent back for changes")
    APPROVED = "APPROVED", _("Approved")
    SUSPENDED = "SUSPENDED", _("Suspended")
    CLOSED = "CLOSED", _("Closed")


# A draft is approved directly where the operator's policy is `instant`.
SELLER_TRANSITIONS = TransitionTable(
    initial=SellerStatus.DRAFT,
    moves={
        SellerStatus.DRAFT: {
            SellerStatus.PENDING,
            SellerStatus.APPROVED,
            SellerStatus.SUSPENDED,
            SellerStatus.CLOSED,
        },
        SellerStatus.PENDING: {
            SellerStatus.APPROVED,
            SellerStatus.RETURNED,
            SellerStatus.SUSPENDED,
            SellerStatus.CLOSED,
        },
        SellerStatus.RETURNED: {SellerStatus.PENDING, SellerStatus.SUSPENDED, SellerStatus.CLOSED},
        SellerStatus.APPROVED: {SellerStatus.SUSPENDED, SellerStatus.CLOSED},
        SellerStatus.SUSPENDED: {SellerStatus.APPROVED, SellerStatus.CLOSED},
        SellerStatus.CLOSED: {SellerStatus.APPROVED},
    },
)


class StoreStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    PAUSED = "PAUSED", _("Paused: offers are hidden")
    CLOSED = "CLOSED", _("Closed")


STORE_TRANSITIONS = TransitionTable(
    initial=StoreStatus.OPEN,
    moves={
        StoreStatus.OPEN: {StoreStatus.PAUSED, StoreStatus.CLOSED},
        StoreStatus.PAUSED: {StoreStatus.OPEN, StoreStatus.CLOSED},
        StoreStatus.CLOSED: {StoreStatus.OPEN},
    },
)


class AnswerStatus(models.TextChoices):
    SUBMITTED = "SUBMITTED", _("Handed in")
    ACCEPTED = "ACCEPTED", _("Accepted")
    RETURNED = "RETURNED", _("Sent back")


ANSWER_TRANSITIONS = TransitionTable(
    initial=AnswerStatus.SUBMITTED,
    moves={
        AnswerStatus.SUBMITTED: {AnswerStatus.ACCEPTED, AnswerStatus.RETURNED},
        AnswerStatus.ACCEPTED: {AnswerStatus.SUBMITTED, AnswerStatus.RETURNED},
        AnswerStatus.RETURNED: {AnswerStatus.SUBMITTED, AnswerStatus.ACCEPTED},
    },
)


class HolidayStatus(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    RUNNING = "RUNNING", _("Running")
    OVER = "OVER", _("Over")
    CANCELLED = "CANCELLED", _("Cancelled")


HOLIDAY_TRANSITIONS = TransitionTable(
    initial=HolidayStatus.PLANNED,
    moves={
        HolidayStatus.PLANNED: {HolidayStatus.RUNNING, HolidayStatus.CANCELLED},
        HolidayStatus.RUNNING: {HolidayStatus.OVER},
        HolidayStatus.OVER: set(),
        HolidayStatus.CANCELLED: set(),
    },
)


class InvitationStatus(models.TextChoices):
    SENT = "SENT", _("Sent")
    ACCEPTED = "ACCEPTED", _("Accepted")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


INVITATION_TRANSITIONS = TransitionTable(
    initial=InvitationStatus.SENT,
    moves={
        InvitationStatus.SENT: {InvitationStatus.ACCEPTED, InvitationStatus.WITHDRAWN},
        InvitationStatus.ACCEPTED: set(),
        InvitationStatus.WITHDRAWN: set(),
    },
)


class ImportStatus(models.TextChoices):
    CHECKING = "CHECKING", _("Being checked")
    READY = "READY", _("Checked: waiting for your word")
    RUNNING = "RUNNING", _("Being imported")
    DONE = "DONE", _("Imported")
    STOPPED = "STOPPED", _("Stopped")


IMPORT_TRANSITIONS = TransitionTable(
    initial=ImportStatus.CHECKING,
    moves={
        ImportStatus.CHECKING: {ImportStatus.READY, ImportStatus.STOPPED},
        ImportStatus.READY: {ImportStatus.RUNNING, ImportStatus.STOPPED},
        ImportStatus.RUNNING: {ImportStatus.DONE, ImportStatus.STOPPED},
        ImportStatus.DONE: set(),
        ImportStatus.STOPPED: set(),
    },
)


class RowOutcome(models.TextChoices):
    """What a row of an import would do, then what it did. A row that failed was refused by a service at its turn."""

    PENDING = "PENDING", _("Not checked yet")
    NEW = "NEW", _("New")
    CHANGED = "CHANGED", _("Changed")
    UNCHANGED = "UNCHANGED", _("Unchanged")
    REJECTED = "REJECTED", _("Rejected")
