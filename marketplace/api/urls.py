"""Addresses of the marketplace."""

from __future__ import annotations

from django.urls import path

from marketplace.api import items, views

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
    path("marketplace/markets/", views.MarketsView.as_view()),
]
