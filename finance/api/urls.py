"""Addresses below /api/."""

from django.urls import path

from finance.api import views

urlpatterns = [
    path("finance/balance/", views.Balances.as_view(), name="finance-balance"),
    path("finance/entries/", views.Entries.as_view(), name="finance-entries"),
    path("finance/sales/", views.Sales.as_view(), name="finance-sales"),
    path("finance/payout-accounts/", views.PayoutAccounts.as_view(), name="finance-payout-accounts"),
    path("finance/payouts/", views.Payouts.as_view(), name="finance-payouts"),
    path("finance/payouts/<uuid:payout_id>/", views.PayoutDetail.as_view(), name="finance-payout"),
    path("finance/payouts/<uuid:payout_id>/approve/", views.PayoutApproval.as_view(), name="finance-payout-approve"),
    path("finance/payouts/<uuid:payout_id>/reject/", views.PayoutRejection.as_view(), name="finance-payout-reject"),
]
