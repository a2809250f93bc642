"""Sellers on their way in: the checklist, what was decided, what is to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFound
from core.scope import ActingScope
from marketplace.models import (
    Decision,
    Requirement,
    RequirementAnswer,
    Seller,
    SellerDecision,
    Store,
    StoreItem,
)
from marketplace.states import AnswerStatus, SellerStatus

TOLD = (Decision.RETURNED, Decision.SUSPENDED, Decision.CLOSED, Decision.APPROVED)


def seller_of(*, scope: ActingScope) -> Seller:
    """The acting person as a seller. Raises NotAuthenticated, NotFound."""
    found = Seller.objects.filter(user_id=scope.require_user()).first()
    if found is None:
        raise NotFound(_("You are not registered as a seller."))
    return found


def requirements_of(*, seller: Seller) -> QuerySet[Requirement]:
    """The lines of the checklist that concern a seller: those of all markets, and of the markets of its stores."""
    markets = Store.objects.filter(seller=seller).values("home_market")
    rows = Requirement.objects.filter(Q(market=None) | Q(market__in=markets), is_active=True)
    return rows.order_by("position", "pk")


def requirement_get(*, scope: ActingScope, code: str) -> Requirement:
    """A line of the acting seller's checklist. Raises NotAuthenticated, NotFound."""
    found = requirements_of(seller=seller_of(scope=scope)).filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise NotFound(_("There is no such requirement."))
    return found


def decisions_of(*, seller: Seller) -> QuerySet[SellerDecision]:
    """A seller's way in, newest first."""
    return SellerDecision.objects.filter(seller=seller).order_by("-pk")


@dataclass(frozen=True)
class Step:
    """One step of opening a shop. `state`: done, to_do, waiting or locked; `reason` says why it is not done."""

    key: str
    state: str
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the checklist with what was handed in for it."""

    requirement: Requirement
    answer: RequirementAnswer | None


@dataclass(frozen=True)
class Onboarding:
    seller: Seller
    steps: list[Step]
    checklist: list[Line]
    decision: SellerDecision | None  # the last that staff made


def onboarding_of(*, scope: ActingScope) -> Onboarding:
    """Where the acting person stands as a seller, in a fixed number of statements. Raises as seller_of."""
    seller = seller_of(scope=scope)
    stores = list(Store.objects.filter(seller=seller).order_by("pk"))
    answers = {
        row.requirement_id: row for row in RequirementAnswer.objects.filter(seller=seller).select_related("file")
    }
    checklist = [Line(row, answers.get(row.pk)) for row in requirements_of(seller=seller)]
    has_offer = StoreItem.objects.filter(store__seller=seller, store__deleted_at=None).exists()
    decision = decisions_of(seller=seller).filter(decision__in=TOLD).first()
    steps = [
        Step("shop", "done") if stores else Step("shop", "to_do", _("Give your shop a name.")),
        Step("first_product", "done") if has_offer else Step("first_product", "to_do", _("Put something on sale.")),
        _delivery(stores),
        *([_documents(checklist)] if checklist else []),
        Step("payout", "locked", _("Asked for before your first payout.")),
        _review(seller, decision),
    ]
    return Onboarding(seller, steps, checklist, decision)


def _delivery(stores: list[Store]) -> Step:
    if any(store.city and store.country for store in stores):
        return Step("delivery", "done")
    return Step("delivery", "to_do", _("Say from which city parcels leave."))


def _documents(checklist: list[Line]) -> Step:
    required = [line for line in checklist if line.requirement.is_required]
    if any(line.answer is None or line.answer.status == AnswerStatus.RETURNED for line in required):
        return Step("documents", "to_do", _("Something on your checklist is missing."))
    return Step("documents", "done")


def _review(seller: Seller, decision: SellerDecision | None) -> Step:
    why = decision.reason if decision is not None else ""
    waiting = _(
        "We check your shop and what you handed in; usually within two working days. Prepare products meanwhile."
    )
    return {
        SellerStatus.DRAFT: Step("review", "to_do", _("Hand in your shop when the steps before are done.")),
        SellerStatus.PENDING: Step("review", "waiting", waiting),
        SellerStatus.RETURNED: Step("review", "to_do", why),
        SellerStatus.APPROVED: Step("review", "done"),
        SellerStatus.SUSPENDED: Step("review", "locked", why),
        SellerStatus.CLOSED: Step("review", "locked", why or _("You gave up selling here.")),
    }[SellerStatus(seller.status)]
