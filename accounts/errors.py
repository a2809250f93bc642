"""What can go wrong with people and their sessions."""

from __future__ import annotations

from core.errors import Conflict, DomainError, NotAuthenticated


class CredentialsRefused(NotAuthenticated):
    """One answer for an unknown person, a wrong password and a closed account (A3)."""

    code = "credentials_refused"
    title = "No account fits that identifier and password."


class CodeRefused(NotAuthenticated):
    """One answer for a wrong, used, expired, exhausted or never requested code (A3)."""

    code = "code_refused"
    title = "That code is wrong or no longer valid. Ask for a new one."


class TokenRefused(NotAuthenticated):
    """An access or refresh token that is malformed, expired, of the wrong kind, or whose session has ended."""

    code = "token_refused"
    title = "This token is not valid. Sign in again."


class AlreadyRotated(Conflict):
    """The refresh token was exchanged a moment ago: a lost answer or a second tab (RELIABILITY.md §9.9)."""

    code = "already_rotated"
    title = "This refresh token was just exchanged. Use the newer one."


class AlreadyRegistered(Conflict):
    code = "already_registered"
    title = "An account with these details exists already. Sign in instead."


class WrongPassword(DomainError):
    code = "wrong_password"
    title = "The present password is wrong."


class TooManyAddresses(Conflict):
    code = "too_many_addresses"
    title = "The address book is full."
