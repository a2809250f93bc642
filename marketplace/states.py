"""Statuses of sellers, stores and imports."""

from __future__ import annotations

from django.db import models

from core.states import TransitionTable


class SellerStatus(models.TextChoices):
    PENDING = "PENDING", "Waiting for approval"
    APPROVED = "APPROVED", "Approved"
    SUSPENDED = "SUSPENDED", "Suspended"


SELLER_TRANSITIONS = TransitionTable(
    initial=SellerStatus.PENDING,
    moves={
        SellerStatus.PENDING: {SellerStatus.APPROVED, SellerStatus.SUSPENDED},
        SellerStatus.APPROVED: {SellerStatus.SUSPENDED},
        SellerStatus.SUSPENDED: {SellerStatus.APPROVED},
    },
)


class StoreStatus(models.TextChoices):
    OPEN = "OPEN", "Open"
    PAUSED = "PAUSED", "On holiday"
    CLOSED = "CLOSED", "Closed"


STORE_TRANSITIONS = TransitionTable(
    initial=StoreStatus.OPEN,
    moves={
        StoreStatus.OPEN: {StoreStatus.PAUSED, StoreStatus.CLOSED},
        StoreStatus.PAUSED: {StoreStatus.OPEN, StoreStatus.CLOSED},
        StoreStatus.CLOSED: {StoreStatus.OPEN},
    },
)


class ImportStatus(models.TextChoices):
    CHECKING = "CHECKING", "Being checked"
    READY = "READY", "Checked: waiting for your word"
    RUNNING = "RUNNING", "Being imported"
    DONE = "DONE", "Imported"
    STOPPED = "STOPPED", "Stopped"


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

    PENDING = "PENDING", "Not checked yet"
    NEW = "NEW", "New"
    CHANGED = "CHANGED", "Changed"
    UNCHANGED = "UNCHANGED", "Unchanged"
    REJECTED = "REJECTED", "Rejected"
