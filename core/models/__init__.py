from core.models.base import BaseModel, Journal, Permanent, RestoreConflict, SoftQuerySet
from core.models.files import PrivateFile
from core.models.limits import RateTry, RateWindow
from core.models.operations import AuditEntry, IdempotencyKey, JobHeartbeat, OutboxMessage

__all__ = [
    "AuditEntry",
    "BaseModel",
    "IdempotencyKey",
    "JobHeartbeat",
    "Journal",
    "OutboxMessage",
    "Permanent",
    "PrivateFile",
    "RateTry",
    "RateWindow",
    "RestoreConflict",
    "SoftQuerySet",
]
