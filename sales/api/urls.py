"""Addresses of sales, below /api/."""

from __future__ import annotations

from django.urls import path

from sales.api.views import cart, coupons, orders, papers, wishes

urlpatterns = [
    path("sales/cart/", cart.CartDetail.as_view()),
    path("sales/cart/accept-changes/", cart.CartChanges.as_view()),
    path("sales/cart/coupon/", cart.CartCoupon.as_view()),
    path("sales/cart/quotes/", cart.CartQuotes.as_view()),
    path("sales/cart-items/", cart.CartItems.as_view()),
    path("sales/cart-items/<uuid:line_id>/", cart.CartItemDetail.as_view()),
    path("sales/cart-items/<uuid:line_id>/save-for-later/", cart.CartItemSave.as_view()),
    path("sales/cart-items/<uuid:line_id>/move-to-cart/", cart.CartItemBringBack.as_view()),
    path("sales/checkout/", cart.Checkout.as_view()),
    path("sales/orders/", orders.OrderList.as_view()),
    path("sales/orders/<str:number>/", orders.OrderDetail.as_view()),
    path("sales/orders/<str:number>/policies/", orders.OrderPolicies.as_view()),
    path("sales/orders/<str:number>/invoices/", papers.OrderInvoices.as_view()),
    path(
        "sales/orders/<str:number>/invoices/<uuid:invoice_id>/file/",
        papers.OrderInvoiceFile.as_view(),
        name="order-invoice-file",
    ),
    path("sales/orders/<str:number>/cancel/", orders.OrderCancel.as_view()),
    path("sales/order-items/", orders.OrderItemList.as_view()),
    path("sales/order-items/<uuid:pk>/", orders.OrderItemDetail.as_view()),
    path("sales/store-orders/", orders.StoreOrderList.as_view()),
    path("sales/stores/<uuid:store_id>/desk/", orders.StoreDesk.as_view()),
    path("sales/store-orders/<str:number>/", orders.StoreOrderDetail.as_view()),
    path("sales/store-orders/<str:number>/process/", orders.StoreOrderProcess.as_view()),
    path("sales/store-orders/<str:number>/ship/", orders.StoreOrderShip.as_view()),
    path("sales/store-orders/<str:number>/deliver/", orders.StoreOrderDeliver.as_view()),
    path("sales/store-orders/<str:number>/cancel/", orders.StoreOrderCancel.as_view()),
    path("catalog/wishlist/", wishes.Wishes.as_view()),
    path("catalog/wishlist/<uuid:product_id>/", wishes.WishDetail.as_view()),
    path("catalog/wishlist/<uuid:product_id>/move-to-cart/", wishes.WishToCart.as_view()),
    path("sales/coupons/", coupons.CouponList.as_view()),
    path("sales/coupons/<uuid:pk>/", coupons.CouponDetail.as_view()),
]
