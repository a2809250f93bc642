"""The addresses of the shop (UX.md §4.1), each also below the prefix of a language, with and without a slash."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, re_path

from storefront.pages import views

_OTHERS = "|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def _beside(pattern: str, view: views.View) -> URLPattern:
    """A page whose address with a slash is one of accounts.pages."""
    return re_path(rf"^(?:(?:{_OTHERS})/)?{pattern}$", view)


def _page(pattern: str, view: views.View, name: str | None = None) -> URLPattern:
    return re_path(rf"^(?:(?:{_OTHERS})/)?{pattern}/?$", view, name=name)


urlpatterns: list[URLPattern] = [
    re_path(rf"^(?:(?:{_OTHERS})/?)?$", views.home, name="home"),
    _page(r"c/(?P<path>.+?)", views.category),
    _page("search", views.search),
    _page("p/(?P<slug>[^/]+)", views.product),
    _page("s/(?P<handle>[^/]+)", views.store),
    _page("s/(?P<handle>[^/]+)/(?P<tab>[^/]+)", views.store),
    _page("cart", views.cart),
    _page("checkout(?:/(?P<step>[a-z]+))?", views.checkout),
    _page("checkout/return/(?P<number>[^/]+)", views.payment_return),
    _page("order/(?P<number>[^/]+)", views.order),
    _beside("login", views.sign_in),
    _beside("register", views.register),
    _beside("account", views.account),
    _page(f"account/(?P<part>{'|'.join(views.ACCOUNT_PARTS)})", views.account),
    _page("seller", views.seller),
    _page("seller/(?P<rest>.+?)", views.seller),
]
