"""Addresses below /api/."""

from django.urls import path

from finance.api import confirmations, papers, views

urlpatterns = [
    path("finance/balance/", views.Balances.as_view(), name="finance-balance"),
    path("finance/entries/", views.Entries.as_view(), name="finance-entries"),
    path("finance/sales/", views.Sales.as_view(), name="finance-sales"),
    path("finance/payout-accounts/", views.PayoutAccounts.as_view(), name="finance-payout-accounts"),
    path("finance/payouts/", views.Payouts.as_view(), name="finance-payouts"),
    path("finance/payouts/<uuid:payout_id>/", views.PayoutDetail.as_view(), name="finance-payout"),
    path("finance/payouts/<uuid:payout_id>/approve/", views.PayoutApproval.as_view(), name="finance-payout-approve"),
    path("finance/payouts/<uuid:payout_id>/reject/", views.PayoutRejection.as_view(), name="finance-payout-reject"),
    path(
        "finance/payout-confirmations/",
        confirmations.PayoutConfirmations.as_view(),
        name="finance-payout-confirmations",
    ),
    path("finance/invoices/", papers.Invoices.as_view(), name="finance-invoices"),
    path("finance/invoices/<uuid:invoice_id>/file/", papers.InvoiceFile.as_view(), name="finance-invoice-file"),
    path("finance/statements/", papers.Statements.as_view(), name="finance-statements"),
    path("finance/statements/file/", papers.StatementFile.as_view(), name="finance-statement-file"),
]
