"""What can go wrong, by name. Services raise these; `core.api.errors` turns them into problem+json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise  # a text, or one that is translated when it is read


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong at one place of the input. `pointer` is a JSON pointer such as `/lines/0/quantity`."""

    pointer: str
    code: str
    detail: Text

    def as_dict(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "detail": str(self.detail)}


@dataclass
class DomainError(Exception):
    """A refusal with a stable `code`. The base maps to HTTP 400."""

    detail: Text = ""
    problems: list[FieldProblem] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    code: ClassVar[str] = "invalid"
    title: ClassVar[Text] = _("The request cannot be carried out.")

    def __post_init__(self) -> None:
        super().__init__(self.detail or self.title)

    def __str__(self) -> str:
        return str(self.detail or self.title)


class Invalid(DomainError):
    """The input is wrong; `problems` says where."""


class PaymentDeclined(DomainError):
    code = "payment_declined"
    title: ClassVar[Text] = _("The payment was declined.")


class NotAuthenticated(DomainError):
    code = "not_authenticated"
    title: ClassVar[Text] = _("Sign in first.")


class NotAllowed(DomainError):
    code = "not_allowed"
    title: ClassVar[Text] = _("Your role does not allow this.")


class NotFound(DomainError):
    code = "not_found"
    title: ClassVar[Text] = _("There is no such thing here.")


class Conflict(DomainError):
    code = "conflict"
    title: ClassVar[Text] = _("This contradicts the present state.")


class InvalidTransition(Conflict):
    code = "invalid_transition"
    title: ClassVar[Text] = _("The status does not allow this step.")


class Unprocessable(DomainError):
    code = "unprocessable"
    title: ClassVar[Text] = _("The same key was used with another request.")


class TooLarge(DomainError):
    code = "payload_too_large"
    title: ClassVar[Text] = _("This is larger than what is accepted here.")


class TooManyRequests(DomainError):
    """`extra["retry_after_seconds"]` says when to try again."""

    code = "too_many_requests"
    title: ClassVar[Text] = _("Too many requests. Try again later.")


class Unavailable(DomainError):
    code = "unavailable"
    title: ClassVar[Text] = _("A part of the system does not answer right now. Try again shortly.")


class GatewayUnavailable(Unavailable):
    code = "gateway_unavailable"
    title: ClassVar[Text] = _("The payment gateway does not answer right now. Nothing was charged.")
