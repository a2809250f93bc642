"""What can go wrong in the marketplace, by name."""

from __future__ import annotations

from core.errors import Conflict, NotAllowed


class AlreadySeller(Conflict):
    code = "already_seller"
    title = "You are registered as a seller already."


class NotASeller(NotAllowed):
    code = "not_a_seller"
    title = "Register as a seller first."


class SellerSuspended(NotAllowed):
    code = "seller_suspended"
    title = "This seller is suspended."


class SellerPending(NotAllowed):
    code = "seller_pending"
    title = "This seller is not approved yet."


class PiecesReserved(Conflict):
    """`extra["reserved"]` is how many."""

    code = "pieces_reserved"
    title = "Open orders hold pieces of this."


class AlreadyOffered(Conflict):
    code = "already_offered"
    title = "This store offers this variant already."


class ImportHasRejectedRows(Conflict):
    """`extra["rejected"]` is how many."""

    code = "rejected_rows"
    title = "Some rows of this file were rejected."
