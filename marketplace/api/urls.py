"""Addresses of the marketplace."""

from __future__ import annotations

from django.urls import path

from marketplace.api import exports, followers, grid, imports, items, onboarding, profile, stores, team

urlpatterns = [
    path("marketplace/sellers/", stores.SellersView.as_view()),
    path("marketplace/sellers/me/", stores.SellerMeView.as_view()),
    path("marketplace/onboarding/", onboarding.OnboardingView.as_view()),
    path("marketplace/onboarding/submit/", onboarding.SubmitView.as_view()),
    path("marketplace/onboarding/close/", onboarding.CloseView.as_view()),
    path("marketplace/onboarding/requirements/<str:code>/", onboarding.AnswerView.as_view()),
    path("marketplace/onboarding/requirements/<str:code>/file/", onboarding.EvidenceView.as_view()),
    path("marketplace/handles/", profile.HandleView.as_view()),
    path("marketplace/stores/", stores.StoreListView.as_view()),
    path("marketplace/stores/<str:key>/", stores.StoreDetailView.as_view()),
    path("marketplace/stores/<str:key>/logo/", profile.LogoView.as_view()),
    path("marketplace/stores/<str:key>/holiday/", profile.HolidayView.as_view()),
    path("marketplace/stores/<str:key>/policies/", profile.PoliciesView.as_view()),
    path("marketplace/stores/<str:key>/policies/<str:kind>/", profile.PolicyView.as_view()),
    path("marketplace/workplaces/", team.WorkplacesView.as_view()),
    path("marketplace/stores/<str:key>/members/", team.MembersView.as_view()),
    path("marketplace/stores/<str:key>/members/me/", team.MembershipView.as_view()),
    path("marketplace/stores/<str:key>/members/<uuid:member_id>/", team.MemberView.as_view()),
    path("marketplace/stores/<str:key>/invitations/", team.InvitationsView.as_view()),
    path("marketplace/stores/<str:key>/invitations/<uuid:invitation_id>/", team.InvitationView.as_view()),
    path("marketplace/stores/<str:key>/follow/", followers.FollowView.as_view()),
    path("marketplace/follows/", followers.FollowsView.as_view()),
    path("marketplace/back-in-stock/", followers.SubscriptionsView.as_view()),
    path("marketplace/invitations/<str:token>/", team.InvitationLinkView.as_view()),
    path("marketplace/items/", items.ItemListView.as_view()),
    path("marketplace/items/grid/", grid.GridView.as_view()),
    path("marketplace/items/<uuid:item_id>/back-in-stock/", followers.SubscriptionView.as_view()),
    path("marketplace/items/<uuid:item_id>/", items.ItemDetailView.as_view()),
    path("marketplace/items/<uuid:item_id>/stock/", items.ItemStockView.as_view()),
    path("marketplace/items/<uuid:item_id>/movements/", items.ItemMovementsView.as_view()),
    path("marketplace/exports/articles/", exports.ArticlesExportView.as_view()),
    path("marketplace/exports/stock/", exports.MovementsExportView.as_view()),
    path("marketplace/imports/", imports.ImportsView.as_view()),
    path("marketplace/imports/template/", imports.ImportTemplateView.as_view()),
    path("marketplace/imports/<uuid:import_id>/", imports.ImportView.as_view()),
    path("marketplace/imports/<uuid:import_id>/confirm/", imports.ImportConfirmView.as_view()),
    path("marketplace/imports/<uuid:import_id>/stop/", imports.ImportStopView.as_view()),
    path("marketplace/imports/<uuid:import_id>/rows/", imports.ImportRowsView.as_view()),
    path("marketplace/imports/<uuid:import_id>/rejected/", imports.ImportRejectedView.as_view()),
    path("marketplace/markets/", stores.MarketsView.as_view()),
]
