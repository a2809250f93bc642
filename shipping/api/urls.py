"""Addresses below /api/."""

from __future__ import annotations

from django.urls import path

from shipping.api import views

urlpatterns = [path("shipping/quotes/", views.QuotesView.as_view(), name="shipping-quotes")]
