"""Addresses. An address names the noun, not the app (DESIGN.md §6)."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.pages import urls as account_pages
from catalog.pages import ProductCreatePage, ProductDeletePage, ProductDetailPage, ProductListPage
from config.languages import choose_language
from core import pages
from core.file_pages import private_file
from marketplace.pages import invitation
from payments.pages import order_payment
from reviews.pages import order_reviews
from storefront.pages.urls import urlpatterns as shop_pages
from storefront.pages.views import missing as nothing_here

urlpatterns = [
    path("status/", pages.status_page, name="status"),
    path("livez", pages.livez),
    path("readyz", pages.readyz),
    path("metrics", pages.metrics),
    path("i18n/setlang/", choose_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    *account_pages.top,
    path("account/", include(account_pages.below)),
    path("accounts/", include(account_pages.legacy)),
    path("files/<uuid:file_id>/", private_file, name="private-file"),
    path("products", RedirectView.as_view(pattern_name="product-pages", permanent=True, query_string=True)),
    path("products/", ProductListPage.as_view(), name="product-pages"),
    path("products/create/", ProductCreatePage.as_view(), name="product-create"),
    path("products/<str:slug>/", ProductDetailPage.as_view(), name="product-page"),
    path("products/<str:slug>/delete", ProductDeletePage.as_view(), name="product-delete"),
    path("products/<str:slug>/delete/", RedirectView.as_view(pattern_name="product-delete", permanent=True)),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("orders/<str:number>/reviews/", order_reviews, name="order-reviews"),
    path("orders/<str:number>/payment/", order_payment, name="order-payment"),
    *shop_pages,
]
if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns.append(re_path("", nothing_here))

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
