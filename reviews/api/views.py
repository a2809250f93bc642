"""Writing, voting, answering, reporting, moderating."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core import formats, limits
from core.api.parsers import PayloadTooLarge
from core.api.permissions import SignedIn, SignedInToWrite
from core.api.uploads import LimitedMultiPartParser
from core.api.views import View
from reviews import selectors, services
from reviews.api import documents
from reviews.api import serializers as s

PUBLIC: Any = [{}]  # nobody needs to sign in for it
EMPTY = OpenApiResponse(description="Done; no body.")
WRITE_EXAMPLE = {
    "order_item": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
    "rating": 5,
    "text": "The case is even better than in the pictures.",
}


class ReviewView(View):
    """What all views of one review share."""

    schema_tag = "Reviews"
    permission_classes = [SignedIn]

    limit = ""  # what its writes count against

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.limit:
            limits.spend(self.limit, request, identity=str(request.user.pk))

    def shown(self, review_id: UUID) -> dict[str, Any]:
        row = selectors.review_get(scope=self.scope, review_id=review_id)
        return documents.review_document(row, scope=self.scope)

    def own(self, review_id: UUID) -> dict[str, Any]:
        row = selectors.review_get(scope=self.scope, review_id=review_id)
        return documents.own_review_document(row, scope=self.scope)


class ReviewCollection(ReviewView):
    limit = "review"

    @extend_schema(
        operation_id="review_write",
        summary="Review what arrived",
        description="Once per delivered line. It is published at once and marked as verified.",
        request=s.ReviewInput,
        responses={201: s.OwnReviewOutput},
        examples=[OpenApiExample("Five stars", WRITE_EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.ReviewInput)
        row = services.review_write(
            scope=self.scope, order_item_id=body["order_item"], rating=body["rating"], text=body["text"]
        )
        return Response(self.own(row.pk), status=status.HTTP_201_CREATED)


class ReviewDetail(ReviewView):
    permission_classes = [SignedInToWrite]

    @extend_schema(operation_id="review_get", summary="Read a review", responses=s.ReviewOutput, auth=PUBLIC)
    def get(self, request: Request, review_id: UUID) -> Response:
        return Response(self.shown(review_id))

    @extend_schema(
        operation_id="review_update",
        summary="Change one's review",
        request=s.ReviewChangeInput,
        responses=s.OwnReviewOutput,
        examples=[OpenApiExample("A star less", {"rating": 4}, request_only=True)],
    )
    def patch(self, request: Request, review_id: UUID) -> Response:
        services.review_update(scope=self.scope, review_id=review_id, **self.validated(s.ReviewChangeInput))
        return Response(self.own(review_id))

    @extend_schema(operation_id="review_delete", summary="Delete one's review", responses={204: EMPTY})
    def delete(self, request: Request, review_id: UUID) -> Response:
        services.review_delete(scope=self.scope, review_id=review_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReviewPictures(ReviewView):
    limit = "upload"
    parser_classes = [LimitedMultiPartParser]

    @extend_schema(
        operation_id="review_picture_add",
        summary="Add a picture to one's review",
        description="Up to five. The file is decoded and written anew as WebP, upright and without metadata.",
        request={"multipart/form-data": s.ReviewPictureInput},
        responses={201: s.ReviewPictureOutput},
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        file = self.validated(s.ReviewPictureInput)["file"]
        if file.size > settings.IMAGE_MAX_BYTES:
            raise PayloadTooLarge(
                _("A picture has at most %(count)s bytes.") % {"count": formats.number(settings.IMAGE_MAX_BYTES)}
            )
        row = services.picture_add(
            scope=self.scope,
            review_id=review_id,
            raw=file.read(),
            name=file.name,
            content_type=file.content_type or "",
        )
        return Response(documents.picture_document(row), status=status.HTTP_201_CREATED)


class ReviewPicture(ReviewView):
    @extend_schema(operation_id="review_picture_remove", summary="Take a picture out", responses={204: EMPTY})
    def delete(self, request: Request, review_id: UUID, image_id: UUID) -> Response:
        services.picture_remove(scope=self.scope, review_id=review_id, image_id=image_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReviewVoteView(ReviewView):
    limit = "vote"

    @extend_schema(
        operation_id="review_vote",
        summary="Find a review helpful",
        description="Once per person, however often it is asked; never one's own.",
        request=None,
        responses=s.VoteOutput,
    )
    def put(self, request: Request, review_id: UUID) -> Response:
        count = services.vote_give(scope=self.scope, review_id=review_id)
        return Response({"helpful_count": count, "is_helpful": True})

    @extend_schema(
        operation_id="review_vote_take_back", summary="No longer find it helpful", responses={200: s.VoteOutput}
    )
    def delete(self, request: Request, review_id: UUID) -> Response:
        count = services.vote_take_back(scope=self.scope, review_id=review_id)
        return Response({"helpful_count": count, "is_helpful": False})


class ReviewReply(ReviewView):
    @extend_schema(
        operation_id="review_reply",
        summary="Answer a review of one's store",
        description="There is one answer; writing again changes it.",
        request=s.ReplyInput,
        responses=s.ReviewOutput,
        examples=[OpenApiExample("Thanks", {"text": "Thank you, enjoy playing it!"}, request_only=True)],
    )
    def put(self, request: Request, review_id: UUID) -> Response:
        text = self.validated(s.ReplyInput)["text"]
        services.reply_write(scope=self.scope, review_id=review_id, text=text)
        return Response(self.shown(review_id))

    @extend_schema(operation_id="review_reply_remove", summary="Take the answer back", responses={204: EMPTY})
    def delete(self, request: Request, review_id: UUID) -> Response:
        services.reply_remove(scope=self.scope, review_id=review_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReviewReportView(ReviewView):
    limit = "review"

    @extend_schema(
        operation_id="review_report",
        summary="Report a review",
        description="Platform people look at it. A second report of the same person replaces the first.",
        request=s.ReportInput,
        responses={201: s.ReportOutput},
        examples=[OpenApiExample("Advertising", {"reason": "spam"}, request_only=True)],
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        row = services.review_report(scope=self.scope, review_id=review_id, **self.validated(s.ReportInput))
        return Response(documents.report_document(row), status=status.HTTP_201_CREATED)


class ReviewHide(ReviewView):
    @extend_schema(
        operation_id="review_hide",
        summary="Hide a review (staff)",
        description="It leaves every page and the ratings; open reports are upheld; its author is told the reason.",
        request=s.ReasonInput,
        responses=s.OwnReviewOutput,
        examples=[OpenApiExample("Names a person", {"reason": "It names a private person."}, request_only=True)],
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        services.review_hide(scope=self.scope, review_id=review_id, **self.validated(s.ReasonInput))
        return Response(self.own(review_id))


class ReviewRestore(ReviewView):
    @extend_schema(
        operation_id="review_restore",
        summary="Show a hidden review again (staff)",
        request=s.ReasonInput,
        responses=s.OwnReviewOutput,
        examples=[OpenApiExample("A mistake", {"reason": "The name is the shop's own."}, request_only=True)],
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        services.review_restore(scope=self.scope, review_id=review_id, **self.validated(s.ReasonInput))
        return Response(self.own(review_id))


class ReviewReportsDismiss(ReviewView):
    @extend_schema(
        operation_id="review_reports_dismiss",
        summary="Dismiss the open reports of a review (staff)",
        request=None,
        responses=s.ReviewOutput,
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        services.reports_dismiss(scope=self.scope, review_id=review_id)
        return Response(self.shown(review_id))
