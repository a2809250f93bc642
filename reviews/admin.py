"""Reviews: sellers read and answer those of their stores, platform people decide about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedInline, ScopedModelAdmin, service_action, status_column
from core.scope import ActingScope
from marketplace.rules import REVIEWS_REPLY
from reviews import services
from reviews.models import ProductRating, Review, ReviewImage, ReviewReport, ReviewVote, StoreRating
from reviews.rules import LONGEST_REASON, LONGEST_REPLY
from reviews.selectors import MODERATORS
from reviews.states import ReportStatus, ReviewStatus

MODERATION = dict.fromkeys(("hide", "show_again", "dismiss"), frozenset(MODERATORS))


@admin.display(description=_("Stars"), ordering="rating")
def stars_column(page: Any, row: Review) -> str:
    return format_html('<bdi class="amount">{}</bdi>', "★" * row.rating + "☆" * (5 - row.rating))


@admin.display(description=_("Average"))
def average_column(page: Any, row: Any) -> str:
    return "" if row.rating.average is None else f"{row.rating.average:.2f}"


@admin.display(description=_("Reviews"))
def count_column(page: Any, row: Any) -> int:
    return int(row.rating.count)


class StarsFilter(admin.SimpleListFilter):
    """Known beforehand: the list is not read for them."""

    title = _("Stars")
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(stars), "★" * stars) for stars in range(5, 0, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(rating=int(chosen)) if chosen in set("12345") else queryset


class ReportedFilter(admin.SimpleListFilter):
    title = _("Reports")
    parameter_name = "reports"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Waiting for a decision"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "open":
            return queryset
        waiting = ReviewReport.objects.filter(review=OuterRef("pk"), status=ReportStatus.OPEN)
        return queryset.filter(Exists(waiting))


class PictureInline(ScopedInline):
    model = ReviewImage
    fields = ("file", "position")


class ReportInline(ScopedInline):
    model = ReviewReport
    fields = ("created_at", "reason", "note", "status", "decided_at")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=LONGEST_REPLY, widget=forms.Textarea(attrs={"rows": 5}))


@admin.register(Review)
class ReviewAdmin(ScopedModelAdmin):
    list_display = ("created_at", "stars", "short_text", "product", "store", "status_words", "helpful_count")
    list_select_related = ("product", "store", "author")
    list_filter = ("status", StarsFilter, ReportedFilter, ("store", RelatedFilter))
    search_fields = ("product__name", "text")
    fields = (
        "stars", "text", "author_name", "product", "store", "status_words", "moderation_reason", "helpful_count",
        "created_at", "edited_at", "reply", "replied_at",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (PictureInline, ReportInline)
    store_path = "store"
    seller_keys = {"view": "", "reply": REVIEWS_REPLY}
    staff_verbs = MODERATION
    actions = ("answer", "hide", "show_again", "dismiss")
    stars = stars_column
    status_words = status_column()

    @admin.display(description=_("Text"))
    def short_text(self, row: Review) -> str:
        return format_html('<bdi dir="auto">{}</bdi>', row.text[:80])

    @admin.display(description=_("Author"))
    def author_name(self, row: Review) -> str:
        """Who it is belongs to the order, not here."""
        return row.author.name

    @service_action(_("Answer"), verb="reply", form=ReplyForm, when=lambda row: row.status == ReviewStatus.PUBLISHED)
    def answer(self, scope: ActingScope, row: Review, text: str) -> None:
        services.reply_write(scope=scope, review_id=row.pk, text=text)

    @service_action(
        _("Hide"),
        verb="hide",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status == ReviewStatus.PUBLISHED,
    )
    def hide(self, scope: ActingScope, row: Review, reason: str) -> None:
        services.review_hide(scope=scope, review_id=row.pk, reason=reason)

    @service_action(
        _("Show again"), verb="show_again", form=ReasonForm, when=lambda row: row.status == ReviewStatus.HIDDEN
    )
    def show_again(self, scope: ActingScope, row: Review, reason: str) -> None:
        services.review_restore(scope=scope, review_id=row.pk, reason=reason)

    @service_action(_("Dismiss reports"), verb="dismiss", when=lambda row: row.status == ReviewStatus.PUBLISHED)
    def dismiss(self, scope: ActingScope, row: Review) -> None:
        services.reports_dismiss(scope=scope, review_id=row.pk)


@admin.register(ReviewReport)
class ReviewReportAdmin(ScopedModelAdmin):
    """Who reported stays with the platform."""

    list_display = ("created_at", "reason", "note", "review", "status_words")
    list_select_related = ("review",)
    list_filter = ("status", "reason")
    search_fields = ("note",)
    fields = ("review", "reason", "note", "status_words", "created_at", "decided_at")
    readonly_fields = fields
    status_words = status_column()


@admin.register(ReviewImage)
class ReviewImageAdmin(ScopedModelAdmin):
    list_display = ("created_at", "review", "file", "position")
    list_select_related = ("review",)
    search_fields = ("=review__id",)
    fields = ("review", "file", "position", "created_at")
    readonly_fields = fields
    store_path = "review__store"
    seller_keys = {"view": ""}


@admin.register(ReviewVote)
class ReviewVoteAdmin(ScopedModelAdmin):
    list_display = ("created_at", "review")
    list_select_related = ("review",)
    search_fields = ("=review__id",)
    fields = ("review", "created_at")
    readonly_fields = fields


@admin.register(ProductRating)
class ProductRatingAdmin(ScopedModelAdmin):
    list_display = ("product", "average", "count")
    list_select_related = ("product",)
    search_fields = ("product__name",)
    fields = ("product", "average", "count", "stars_5", "stars_4", "stars_3", "stars_2", "stars_1")
    readonly_fields = fields
    average = average_column
    count = count_column


@admin.register(StoreRating)
class StoreRatingAdmin(ScopedModelAdmin):
    list_display = ("store", "average", "count")
    list_select_related = ("store",)
    search_fields = ("store__name",)
    fields = ("store", "average", "count", "stars_5", "stars_4", "stars_3", "stars_2", "stars_1")
    readonly_fields = fields
    store_path = "store"
    seller_keys = {"view": ""}
    average = average_column
    count = count_column
