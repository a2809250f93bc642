"""What can go wrong with people and their sessions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, DomainError, NotAuthenticated


class CredentialsRefused(NotAuthenticated):
    """One answer for an unknown person, a wrong password and a closed account (A3)."""

    code = "credentials_refused"
    title = _("No account fits that identifier and password.")


class CodeRefused(NotAuthenticated):
    """One answer for a wrong, used, expired, exhausted or never requested code (A3)."""

    code = "code_refused"
    title = _("That code is wrong or no longer valid. Ask for a new one.")


class TokenRefused(NotAuthenticated):
    """An access or refresh token that is malformed, expired, of the wrong kind, or whose session has ended."""

    code = "token_refused"
    title = _("This token is not valid. Sign in again.")


class AlreadyRotated(Conflict):
    """The refresh token was exchanged a moment ago: a lost answer or a second tab (RELIABILITY.md §9.9)."""

    code = "already_rotated"
    title = _("This refresh token was just exchanged. Use the newer one.")


class AlreadyRegistered(Conflict):
    code = "already_registered"
    title = _("An account with these details exists already. Sign in instead.")


class WrongPassword(DomainError):
    code = "wrong_password"
    title = _("The present password is wrong.")


class TooManyAddresses(Conflict):
    code = "too_many_addresses"
    title = _("The address book is full.")


class LinkInvalid(DomainError):
    """Not a link of ours, or one that a newer one has replaced."""

    code = "link_invalid"
    title = _("This link is not valid. Ask for a new one.")


class LinkExpired(LinkInvalid):
    code = "link_expired"
    title = _("This link is too old. Ask for a new one.")


class LinkUsed(LinkInvalid):
    code = "link_used"
    title = _("This link was used already.")


class SecondFactorRequired(NotAuthenticated):
    """The password or code was right; the authenticator app is asked for as well."""

    code = "second_factor_required"
    title = _("Enter the code of your authenticator app as well.")


class SecondFactorRefused(NotAuthenticated):
    """A code of the app that is wrong or was used, or a recovery code that was."""

    code = "second_factor_refused"
    title = _("That code of your authenticator app is wrong or was used already.")


class ProofRefused(DomainError):
    """A sensitive step needs the password, or a code sent for it."""

    code = "proof_refused"
    title = _("Confirm this step with your password, or with a code sent to you.")
