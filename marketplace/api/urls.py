"""Addresses of the marketplace."""

from __future__ import annotations

from django.urls import path

from marketplace.api import imports, items, views

urlpatterns = [
    path("marketplace/sellers/", views.SellersView.as_view()),
    path("marketplace/sellers/me/", views.SellerMeView.as_view()),
    path("marketplace/stores/", views.StoreListView.as_view()),
    path("marketplace/stores/<str:key>/", views.StoreDetailView.as_view()),
    path("marketplace/stores/<str:key>/members/", views.MembersView.as_view()),
    path("marketplace/stores/<str:key>/members/<uuid:member_id>/", views.MemberView.as_view()),
    path("marketplace/items/", items.ItemListView.as_view()),
    path("marketplace/items/<uuid:item_id>/", items.ItemDetailView.as_view()),
    path("marketplace/items/<uuid:item_id>/stock/", items.ItemStockView.as_view()),
    path("marketplace/items/<uuid:item_id>/movements/", items.ItemMovementsView.as_view()),
    path("marketplace/imports/", imports.ImportsView.as_view()),
    path("marketplace/imports/template/", imports.ImportTemplateView.as_view()),
    path("marketplace/imports/<uuid:import_id>/", imports.ImportView.as_view()),
    path("marketplace/imports/<uuid:import_id>/confirm/", imports.ImportConfirmView.as_view()),
    path("marketplace/imports/<uuid:import_id>/stop/", imports.ImportStopView.as_view()),
    path("marketplace/imports/<uuid:import_id>/rows/", imports.ImportRowsView.as_view()),
    path("marketplace/imports/<uuid:import_id>/rejected/", imports.ImportRejectedView.as_view()),
    path("marketplace/markets/", views.MarketsView.as_view()),
]
