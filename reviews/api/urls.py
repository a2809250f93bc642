"""Addresses of reviews, below /api/."""

from __future__ import annotations

from django.urls import path

from reviews.api import lists, views

urlpatterns = [
    path("reviews/", views.ReviewCollection.as_view()),
    path("reviews/products/<str:key>/", lists.ProductReviewList.as_view()),
    path("reviews/stores/<str:key>/", lists.StoreReviewList.as_view()),
    path("reviews/mine/", lists.MyReviewList.as_view()),
    path("reviews/waiting/", lists.LinesToReview.as_view()),
    path("reviews/received/", lists.ReceivedReviewList.as_view()),
    path("reviews/moderation/", lists.ModerationQueue.as_view()),
    path("reviews/<uuid:review_id>/", views.ReviewDetail.as_view()),
    path("reviews/<uuid:review_id>/pictures/", views.ReviewPictures.as_view()),
    path("reviews/<uuid:review_id>/pictures/<uuid:image_id>/", views.ReviewPicture.as_view()),
    path("reviews/<uuid:review_id>/vote/", views.ReviewVoteView.as_view()),
    path("reviews/<uuid:review_id>/reply/", views.ReviewReply.as_view()),
    path("reviews/<uuid:review_id>/report/", views.ReviewReportView.as_view()),
    path("reviews/<uuid:review_id>/hide/", views.ReviewHide.as_view()),
    path("reviews/<uuid:review_id>/restore/", views.ReviewRestore.as_view()),
    path("reviews/<uuid:review_id>/dismiss-reports/", views.ReviewReportsDismiss.as_view()),
]
