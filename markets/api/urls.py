from django.urls import path

from markets.api import views

urlpatterns = [path("marketplace/markets/", views.MarketList.as_view(), name="markets")]
