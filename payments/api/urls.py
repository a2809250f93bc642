from django.urls import path

from payments.api import disputes, views, webhooks

urlpatterns = [
    path("payments/start/", views.PaymentStart.as_view(), name="payment-start"),
    path("payments/orders/<str:number>/methods/", views.PaymentMethods.as_view(), name="payment-methods"),
    path("payments/orders/<str:number>/standing/", views.PaymentStanding.as_view(), name="payment-standing"),
    path("payments/methods/", views.MarketPaymentMethods.as_view(), name="market-payment-methods"),
    path("payments/verify/", views.PaymentVerify.as_view(), name="payment-verify"),
    path("payments/vnpay/return/", views.VnpayReturn.as_view(), name="vnpay-return"),
    path("payments/vnpay/ipn/", webhooks.vnpay_ipn, name="vnpay-ipn"),
    path("payments/midtrans/return/", views.MidtransReturn.as_view(), name="midtrans-return"),
    path("payments/midtrans/notification/", webhooks.midtrans_notification, name="midtrans-notification"),
    path("payments/iris/notification/", webhooks.iris_notification, name="iris-notification"),
    path("payments/stripe/return/", views.StripeReturn.as_view(), name="stripe-return"),
    path("payments/stripe/webhook/", webhooks.stripe_event, name="stripe-webhook"),
    path("payments/sandbox/notification/", webhooks.sandbox_notification, name="sandbox-notification"),
    path("payments/disputes/", disputes.DisputeList.as_view(), name="disputes"),
    path("payments/<uuid:payment_id>/", views.PaymentDetail.as_view(), name="payment"),
    path("payments/<uuid:payment_id>/refunds/", views.RefundList.as_view(), name="payment-refunds"),
]
