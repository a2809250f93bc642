"""What can go wrong in the marketplace, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, FieldProblem, Invalid, NotAllowed


class AlreadySeller(Conflict):
    code = "already_seller"
    title = _("You are registered as a seller already.")


class NotASeller(NotAllowed):
    code = "not_a_seller"
    title = _("Register as a seller first.")


class SellerSuspended(NotAllowed):
    code = "seller_suspended"
    title = _("This seller is suspended.")


class SellerClosed(NotAllowed):
    code = "seller_closed"
    title = _("This seller has given up selling here.")


class SellerPending(NotAllowed):
    code = "seller_pending"
    title = _("This seller is not approved yet.")


class BadEvidence(Invalid):
    """An uploaded file that is neither a plain picture nor a PDF."""

    code = "bad_evidence"
    title = _("This file cannot be used.")

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem("/file", code, detail)])


class AlreadyMember(Conflict):
    code = "already_member"
    title = _("This person works in the store already.")


class InvitationUsed(Conflict):
    code = "invitation_used"
    title = _("This invitation was accepted already. A link works once; ask the store for a new one.")


class InvitationExpired(Conflict):
    code = "invitation_expired"
    title = _("This invitation is older than a week. Ask the store for a new one.")


class InvitationWithdrawn(Conflict):
    code = "invitation_withdrawn"
    title = _("The store has taken this invitation back.")


class InvitationForOther(NotAllowed):
    code = "invitation_for_other"
    title = _("This invitation went to another address. Sign in as the person it was sent to.")


class PiecesReserved(Conflict):
    """`extra["reserved"]` is how many."""

    code = "pieces_reserved"
    title = _("Open orders hold pieces of this.")


class AlreadyOffered(Conflict):
    code = "already_offered"
    title = _("This store offers this variant already.")


class ImportHasRejectedRows(Conflict):
    """`extra["rejected"]` is how many."""

    code = "rejected_rows"
    title = _("Some rows of this file were rejected.")
