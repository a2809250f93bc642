"""What can go wrong, by name. Services raise these; `core.api.errors` turns them into problem+json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong at one place of the input. `pointer` is a JSON pointer such as `/lines/0/quantity`."""

    pointer: str
    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "detail": self.detail}


@dataclass
class DomainError(Exception):
    """A refusal with a stable `code`. The base maps to HTTP 400."""

    detail: str = ""
    problems: list[FieldProblem] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "The request cannot be carried out."

    def __post_init__(self) -> None:
        super().__init__(self.detail or self.title)

    def __str__(self) -> str:
        return self.detail or self.title


class Invalid(DomainError):
    """The input is wrong; `problems` says where."""


class PaymentDeclined(DomainError):
    code = "payment_declined"
    title = "The payment was declined."


class NotAuthenticated(DomainError):
    code = "not_authenticated"
    title = "Sign in first."


class NotAllowed(DomainError):
    code = "not_allowed"
    title = "Your role does not allow this."


class NotFound(DomainError):
    code = "not_found"
    title = "There is no such thing here."


class Conflict(DomainError):
    code = "conflict"
    title = "This contradicts the present state."


class InvalidTransition(Conflict):
    code = "invalid_transition"
    title = "The status does not allow this step."


class Unprocessable(DomainError):
    code = "unprocessable"
    title = "The same key was used with another request."


class TooLarge(DomainError):
    code = "payload_too_large"
    title = "This is larger than what is accepted here."


class TooManyRequests(DomainError):
    """`extra["retry_after_seconds"]` says when to try again."""

    code = "too_many_requests"
    title = "Too many requests. Try again later."


class Unavailable(DomainError):
    code = "unavailable"
    title = "A part of the system does not answer right now. Try again shortly."


class GatewayUnavailable(Unavailable):
    code = "gateway_unavailable"
    title = "The payment gateway does not answer right now. Nothing was charged."
