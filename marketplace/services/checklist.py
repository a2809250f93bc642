"""The operator's checklist for sellers, and what sellers hand in for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.rules import clean_name, plain_text
from catalog.services.common import save_unique
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.media import picture_reencode
from core.private_files import private_file_save
from core.scope import ADMINISTRATOR, ActingScope
from marketplace.errors import BadEvidence
from marketplace.models import Requirement, RequirementAnswer, Seller
from marketplace.selectors import requirements_of
from marketplace.services.common import invalid, seller_lock
from marketplace.states import ANSWER_TRANSITIONS, AnswerStatus
from markets.models import Market

FIELDS = ("code", "title", "description", "market_id", "needs_file", "is_required", "is_active", "position")
KEPT = timedelta(days=5 * 365)
PDF_MARK, PDF_END = b"%PDF-", b"%%EOF"
PICTURE_SIDE = 4096  # pixels: small print stays readable


@atomic
def requirement_create(*, scope: ActingScope, code: str, title: str, **values: Any) -> Requirement:
    """Add a line to the checklist. Raises NotAuthenticated, NotAllowed, Invalid, Taken."""
    scope.require_role(ADMINISTRATOR)
    row = Requirement(**_cleaned({**values, "code": code, "title": title}))
    save_unique(row, field="code", force_insert=True)
    audit.record(actor=scope.actor, action="requirement.create", row=row, changes=audit.first_values(row, FIELDS))
    return row


@atomic
def requirement_update(*, scope: ActingScope, requirement_id: UUID, **values: Any) -> Requirement:
    """Change a line of the checklist; what was handed in stays. Raises as requirement_create, NotFound."""
    row = _requirement_lock(scope, requirement_id)
    changes = audit.assign(row, _cleaned({name: values[name] for name in FIELDS if name in values}))
    if changes:
        save_unique(row, field="code")
        audit.record(actor=scope.actor, action="requirement.update", row=row, changes=changes)
    return row


@atomic
def requirement_delete(*, scope: ActingScope, requirement_id: UUID) -> None:
    """Take a line off the checklist. Raises NotAuthenticated, NotAllowed, NotFound."""
    row = _requirement_lock(scope, requirement_id)
    row.delete()
    audit.record(actor=scope.actor, action="requirement.delete", row=row)


def _requirement_lock(scope: ActingScope, requirement_id: UUID) -> Requirement:
    scope.require_role(ADMINISTRATOR)
    rows = Requirement.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=requirement_id).order_by("pk").first()
    if row is None:
        raise NotFound
    return row


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    if "title" in kept:
        kept["title"] = clean_name(kept["title"])
        if not kept["title"]:
            raise invalid("/title", "blank", _("A requirement needs a title."))
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    market_id = kept.get("market_id")
    if market_id is not None and not Market.objects.filter(pk=market_id).exists():
        raise invalid("/market", "not_found", _("There is no such market."))
    return kept


@atomic
def requirement_answer(*, scope: ActingScope, code: str, text: str) -> RequirementAnswer:
    """Hand in words for a line of one's checklist; an answer that was sent back counts as handed in again.

    Raises NotAuthenticated, NotASeller, SellerSuspended, SellerClosed, NotFound, Invalid.
    """
    seller = seller_lock(scope)
    requirement = _requirement_for(seller, code)
    cleaned = clean_name(text)
    if not cleaned:
        raise invalid("/text", "blank", _("Write something."))
    return _hand_in(scope, seller, requirement, text=cleaned)


@atomic
def requirement_file(
    *, scope: ActingScope, code: str, raw: bytes, name: str = "", content_type: str = ""
) -> RequirementAnswer:
    """Hand in a picture (decoded and written anew) or a PDF for a line of one's checklist; staff alone read it.

    Raises as requirement_answer, BadPicture, BadEvidence.
    """
    seller = seller_lock(scope)
    requirement = _requirement_for(seller, code)
    kind = "application/pdf"
    if raw.startswith(PDF_MARK):
        if PDF_END not in raw[-1024:]:
            raise BadEvidence("unreadable", _("The file is not a whole PDF."))
    else:
        picture = picture_reencode(raw, name=name, content_type=content_type, side=PICTURE_SIDE)
        raw, kind, name = picture.content, "image/webp", f"{name.rpartition('.')[0] or code}.webp"
    file = private_file_save(
        kind="evidence",
        name=name or f"{code}.pdf",
        content=raw,
        content_type=kind,
        keep=KEPT,
        owner_id=seller.user_id,
    )
    return _hand_in(scope, seller, requirement, file_id=file.pk)


def _requirement_for(seller: Seller, code: str) -> Requirement:
    found = requirements_of(seller=seller).filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such requirement."))
    return found


def _hand_in(scope: ActingScope, seller: Seller, requirement: Requirement, **values: Any) -> RequirementAnswer:
    row = RequirementAnswer.objects.filter(seller=seller, requirement=requirement).first()
    if row is None:
        row = RequirementAnswer(seller=seller, requirement=requirement)
    elif row.status != AnswerStatus.SUBMITTED:
        ANSWER_TRANSITIONS.check(AnswerStatus(row.status), AnswerStatus.SUBMITTED)
    changes = audit.assign(row, {**values, "status": AnswerStatus.SUBMITTED, "reason": ""})
    row.save()
    audit.record(actor=scope.actor, action="requirement.answer", row=row, changes=changes)
    return row


def answers_move(*, seller: Seller, new: AnswerStatus, reasons: dict[str, str] | None = None) -> None:
    """Accept what a seller handed in, or send back the answers to these codes, each with its reason."""
    rows = RequirementAnswer.objects.filter(seller=seller).exclude(status=new).select_related("requirement")
    for row in rows.order_by("pk"):
        code = row.requirement.code
        if reasons is not None and code not in reasons:
            continue
        if reasons is None and row.status != AnswerStatus.SUBMITTED:
            continue
        ANSWER_TRANSITIONS.check(AnswerStatus(row.status), new)
        row.status = new
        row.reason = reasons[code] if reasons else ""
        row.save(update_fields=["status", "reason", "updated_at"])


def refuse_missing(seller: Seller) -> None:
    """Raises Invalid where a required line of the checklist has no answer, or one that was sent back."""
    answers = {row.requirement_id: row for row in RequirementAnswer.objects.filter(seller=seller)}
    problems = []
    for requirement in requirements_of(seller=seller).filter(is_required=True):
        answer = answers.get(requirement.pk)
        if answer is None or answer.status == AnswerStatus.RETURNED or (requirement.needs_file and not answer.file_id):
            words = _("“%(title)s” is missing.") % {"title": requirement.title}
            problems.append(FieldProblem(f"/requirements/{requirement.code}", "required", words))
    if problems:
        raise Invalid(_("Something on your checklist is missing."), problems=problems)
