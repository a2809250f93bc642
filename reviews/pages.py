"""The page on which a buyer reviews what an order brought: mails lead here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core import limits
from core.errors import DomainError
from core.scope import ActingScope, scope_of_request
from reviews import selectors, services
from reviews.models import Review
from reviews.rules import LONGEST_TEXT, MAX_PICTURES, STARS
from reviews.states import ReviewStatus
from sales.models import OrderItem


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Any number of files; each is checked by the service."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [file for file in data or [] if file]


class ReviewForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Your stars"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one to five stars.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your review"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("What would you have liked to know before you bought it?"),
    )
    pictures = PicturesField(
        label=gettext_lazy("Pictures"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP. Where and when they were taken is removed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {n: ngettext("%(count)d star", "%(count)d stars", n) % {"count": n} for n in reversed(STARS)}
        self.fields["rating"].choices = list(words.items())  # type: ignore[attr-defined]


@dataclass
class Entry:
    """One line of the order: what was written about it, and the form to write or change that."""

    line: OrderItem
    review: Review | None
    form: ReviewForm
    problems: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the form stands open: there is nothing yet, or something went wrong."""
        return self.review is None or bool(self.problems or self.form.errors)

    @property
    def may_write(self) -> bool:
        return self.review is None or self.review.status == ReviewStatus.PUBLISHED


@require_http_methods(["GET", "HEAD", "POST"])
def order_reviews(request: HttpRequest, number: str) -> HttpResponse:
    """GET what arrived with an order, and what one has said about it; POST to say it, or to change it."""
    scope = scope_of_request(request)
    if not scope.is_authenticated:
        return redirect_to_login(request.get_full_path())
    lines = selectors.lines_of_own_order(scope=scope, number=number)
    if not lines:
        raise Http404
    refused = None
    if request.method == "POST":
        refused = _take(request, scope, lines)
        if refused is None:
            messages.success(request, _("Thank you. Your review is published."))
            return HttpResponseRedirect(request.path)
    written = selectors.own_reviews_of(scope=scope, lines=lines)
    entries = [_entry(line, written.get(line.pk), refused) for line in lines]
    context = {"site_name": settings.SITE_NAME, "number": number, "entries": entries, "max_pictures": MAX_PICTURES}
    return render(request, "reviews/order_reviews.html", context, status=200 if refused is None else 400)


@dataclass(frozen=True)
class Refused:
    """A form that was sent and not taken, with what the services say against it."""

    line: OrderItem
    form: ReviewForm
    problems: list[str]


def _take(request: HttpRequest, scope: ActingScope, lines: list[OrderItem]) -> Refused | None:
    """Save what was sent about one of the lines; None when all of it was taken. Raises Http404."""
    line = next((line for line in lines if str(line.pk) == request.POST.get("line")), None)
    if line is None:
        raise Http404
    form = ReviewForm(request.POST, request.FILES, prefix=line.pk.hex)
    if not form.is_valid():
        return Refused(line, form, [])
    problems = _save(request, scope, line, form.cleaned_data)
    return Refused(line, form, problems) if problems else None


def _entry(line: OrderItem, review: Review | None, refused: Refused | None) -> Entry:
    if refused is not None and refused.line.pk == line.pk:
        return Entry(line, review, refused.form, refused.problems)
    initial = {"rating": review.rating, "text": review.text} if review else None
    return Entry(line, review, ReviewForm(initial=initial, prefix=line.pk.hex))


def _save(request: HttpRequest, scope: ActingScope, line: OrderItem, values: dict[str, Any]) -> list[str]:
    """Write or change the review, then its pictures; what was refused, in words."""
    try:
        limits.spend("review", request, identity=str(scope.user_id))
        review_id = _write(scope, line, values)
        for file in values["pictures"]:
            limits.spend("upload", request, identity=str(scope.user_id))
            services.picture_add(
                scope=scope, review_id=review_id, raw=file.read(), name=file.name, content_type=file.content_type or ""
            )
    except DomainError as refusal:
        return [str(refusal), *(str(problem.detail) for problem in refusal.problems)]
    return []


def _write(scope: ActingScope, line: OrderItem, values: dict[str, Any]) -> UUID:
    said = {"rating": values["rating"], "text": values["text"]}
    known = selectors.own_reviews_of(scope=scope, lines=[line]).get(line.pk)
    if known is None:
        return services.review_write(scope=scope, order_item_id=line.pk, **said).pk
    return services.review_update(scope=scope, review_id=known.pk, **said).pk
