"""One view for each kind of page: it asks the API for what the page begins with, and writes the first HTML."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import formats, language, pages
from core.money import Money
from core.scope import scope_of_request
from markets.models import Market
from storefront.pages import boot, bundle, head
from storefront.pages.answers import Answer, ask
from storefront.pages.head import Head

_zip = GZipMiddleware(lambda request: HttpResponse())  # its random bytes hide what compression would tell (BREACH)
View = Callable[..., HttpResponse]
TREE = "/api/catalog/categories/tree/"
FILTERS = ("brand", "attributes", "rating", "available", "store", "category")
IN_A_ROW = 12
ACCOUNT_PARTS = {
    "orders": (gettext_lazy("Your orders"), "OrdersPage"),
    "wishlist": (gettext_lazy("Your wishlist"), "WishlistPage"),
    "addresses": (gettext_lazy("Your addresses"), "AddressesPage"),
    "profile": (gettext_lazy("Your profile"), "ProfilePage"),
    "security": (gettext_lazy("Security"), "SecurityPage"),
    "data": (gettext_lazy("Your data"), "DataPage"),
}


class _Visit:
    """One request for a page: who asks, in which market, and what was answered on the way."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.markets: list[Market] = boot.markets_now()
        self.market = boot.market_of(request, self.markets)
        self.answers: list[Answer] = []

    def ask(self, path: str, **query: str | int | None) -> Answer:
        answer = ask(self.request, path, query)
        self.answers.append(answer)
        return answer

    def ask_here(self, path: str, **query: str | int | None) -> Answer:
        return self.ask(path, market=self.market, **query)

    def tree(self) -> list[dict[str, Any]]:
        found: Any = self.ask(TREE).facts["results"]
        return list(found)

    def show(self, shown: Head, status: int = 200) -> HttpResponse:
        nonce = secrets.token_urlsafe(16)
        get_token(self.request)  # the cookie that writes of this page have to name
        try:
            files = bundle.files(shown.module, language.current(), shown.part)
        except bundle.NotBuilt as error:
            return render(self.request, "storefront/not_built.html", {"reason": str(error)}, status=503)
        context = {
            "head": shown,
            "files": files,
            "nonce": nonce,
            "site_name": settings.SITE_NAME,
            "theme": boot.theme_of(self.request),
            "direction": formats.direction(),
            "canonical": head.canonical(self.request),
            "alternates": head.alternates(self.request),
            "picture": head.absolute(shown.picture) if shown.picture else "",
            "boot": boot.boot_json(self.request, markets=self.markets, market=self.market, answers=self.answers),
        }
        response = render(self.request, "storefront/shell.html", context, status=status)
        response["Content-Security-Policy"] = policy(nonce)
        patch_cache_control(response, private=True, no_cache=True)
        return _zip.process_response(self.request, response)  # type: ignore[return-value]  # it takes and gives pages

    def missing(self) -> HttpResponse:
        shown = Head(title=_("Nothing is at this address"), is_indexed=False, module="src/features/missing/index.ts")
        return self.show(shown, status=404)


def policy(nonce: str) -> str:
    """Nothing from elsewhere, and no script or style that this very page did not name."""
    media = urlsplit(settings.MEDIA_URL)
    pictures = f" {media.scheme}://{media.netloc}" if media.netloc else ""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        f"img-src 'self' data:{pictures}; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    visit = _Visit(request)
    visit.tree()
    newest = visit.ask_here("/api/catalog/products/", page_size=IN_A_ROW)
    visit.ask_here("/api/catalog/products/", ordering="rating", available="true", page_size=IN_A_ROW)
    cards: Any = newest.facts.get("results", [])
    hero = next((card for card in cards if card["image"] and card["is_available"]), None)
    lead = _("Keyboards, instruments and the parts they are made of, from stores that know them.")
    shown = Head(
        title=_("Keyboards, instruments and parts"),
        description=lead,
        picture=hero["image"]["url"] if hero else "",
        structured=[head.organisation()],
        module="src/features/home/index.ts",
        kind="home",
        first_picture=hero["image"] if hero else None,
        facts={"lead": lead, "hero": hero},
    )
    return visit.show(shown)


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    visit = _Visit(request)
    way = _way(visit.tree(), path.strip("/"))
    if not way:
        return visit.missing()
    here = way[-1]
    first = _list(visit, "/api/catalog/products/", category=here["slug"])
    shown = Head(
        title=here["name"],
        description=_("%(category)s from many stores, with prices, stock and reviews.") % {"category": here["name"]},
        picture=here["image"] or "",
        is_indexed=not request.GET,
        structured=[head.breadcrumbs([(one["name"], f"/c/{one['path']}") for one in way])],
        module="src/features/listing/index.ts",
        first_picture=first,
    )
    return visit.show(shown)


def _way(tree: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """From the top down to the category of a path; empty where there is none."""
    for one in tree:
        if one["path"] == path:
            return [one]
        if path.startswith(f"{one['path']}/"):
            below = _way(one["children"], path)
            if below:
                return [one, *below]
    return []


def _list(visit: _Visit, address: str, **given: str) -> dict[str, Any] | None:
    """The first page and the counts, by the filters that the page's address names (shared/listing/filters.ts).

    The picture of the first product, which the page shows as soon as it can.
    """
    params = visit.request.GET
    if "min" in params or "max" in params:
        return None  # a price in the reader's own unit: the page asks for itself
    chosen = {name: params[name] for name in FILTERS if params.get(name)} | given
    visit.ask_here("/api/catalog/facets/", **chosen)
    ordering = params.get("sort", "")
    answer = visit.ask_here(address, **chosen, ordering=ordering, after=params.get("after", ""))
    cards: Any = answer.facts.get("results", [])
    return next((card["image"] for card in cards if card["image"]), None)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    visit = _Visit(request)
    visit.tree()
    text = request.GET.get("q", "").strip()
    if text:
        _list(visit, "/api/catalog/search/", q=text)
    title = _("“%(text)s”") % {"text": text[:80]} if text else _("Search")
    return visit.show(Head(title=title, is_indexed=False, module="src/features/listing/index.ts"))


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    visit = _Visit(request)
    answer = visit.ask_here(f"/api/catalog/products/{slug}/")
    if answer.status == 404:
        return visit.missing()
    if answer.status != 200:
        return visit.show(Head(title=slug, is_indexed=False, module="src/features/product/index.ts"))
    visit.ask(f"/api/reviews/products/{slug}/")
    page: Any = answer.facts
    image = page["images"][0] if page["images"] else None
    price = page["price"]
    shown = Head(
        title=page["name"],
        description=head.shortened(page["description"]),
        picture=image["url"] if image else "",
        is_indexed=page["is_active"],
        structured=[head.product(page, head.canonical(request))],
        module="src/features/product/index.ts",
        kind="product",
        first_picture=image,
        facts={
            "page": page,
            "image": image,
            "price": formats.money(Money(price["minor"], price["currency"])) if price else "",
        },
    )
    return visit.show(shown)


@require_safe
def store(request: HttpRequest, handle: str, tab: str = "") -> HttpResponse:
    visit = _Visit(request)
    answer = visit.ask(f"/api/marketplace/stores/{handle}/")
    if answer.status == 404 or tab not in ("", "reviews", "about", "policies"):
        return visit.missing()
    if answer.status != 200:
        return visit.show(Head(title=handle, is_indexed=False, module="src/features/store/index.ts"))
    facts: Any = answer.facts
    if not tab:
        _list(visit, "/api/catalog/products/", store=handle)
    shown = Head(
        title=facts["name"],
        description=head.shortened(facts["tagline"] or facts["description"]),
        picture=facts["logo_url"] or "",
        is_indexed=not request.GET,
        structured=[
            {
                "@context": "https://schema.org",
                "@type": "Store",
                "name": facts["name"],
                "url": head.canonical(request),
            }
        ],
        module="src/features/store/index.ts",
    )
    return visit.show(shown)


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return _Visit(request).show(Head(title=_("Your bag"), is_indexed=False, module="src/features/cart/page.ts"))


@require_safe
def checkout(request: HttpRequest, step: str = "") -> HttpResponse:
    visit = _Visit(request)
    return visit.show(_private(_("Checkout"), module="src/features/checkout/index.ts"))


@require_safe
def payment_return(request: HttpRequest, number: str) -> HttpResponse:
    """Its address may carry a token, so it goes neither into a cache nor into a Referer."""
    visit = _Visit(request)
    shown = _private(_("Order %(number)s") % {"number": number[:40]}, module="src/features/checkout/return.ts")
    return _secret(visit.show(shown))


@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    visit = _Visit(request)
    return _secret(
        visit.show(_private(_("Order %(number)s") % {"number": number[:40]}, module="src/features/order/index.ts"))
    )


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    return _entrance(request, _("Sign in"), module="src/features/signin/SignInPage.tsx")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return _entrance(request, _("Open an account"), module="src/features/signin/RegisterPage.tsx")


def _entrance(request: HttpRequest, title: str, *, module: str) -> HttpResponse:
    """Whoever is inside already is sent on."""
    if request.user.is_authenticated:
        wanted = request.GET.get("next", "")
        is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
        return HttpResponseRedirect(wanted if is_ours else f"{language.prefix_of(request.path)}/account")
    return _Visit(request).show(_private(title, module=module, part="account"))


@require_safe
def account(request: HttpRequest, part: str = "") -> HttpResponse:
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    title, name = ACCOUNT_PARTS[part] if part else (gettext_lazy("Your account"), "OverviewPage")
    return _Visit(request).show(_private(str(title), module=f"src/features/account/{name}.tsx", part="account"))


@require_safe
def seller(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The seller console: for the people of a store."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    page = rest.partition("/")[0]
    names = {"": _("Today"), "orders": _("Orders"), "stock": _("Stock")}
    modules = {"": "home/index.ts", "orders": "orders/index.ts", "stock": "stock/index.ts"}
    visit = _Visit(request)
    if page not in names or not scope_of_request(request).is_seller:
        return visit.missing()
    visit.ask("/api/marketplace/workplaces/")
    module = "orders/one.ts" if rest.startswith("orders/") else modules[page]
    return visit.show(Head(title=names[page], is_indexed=False, module=f"src/features/seller/{module}", part="seller"))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """And back to here."""
    way_in = f"{language.prefix_of(request.path)}/login"
    return HttpResponseRedirect(f"{way_in}?{urlencode({'next': request.get_full_path()})}")


def _private(title: str, *, module: str, part: str = "checkout") -> Head:
    return Head(title=title, is_indexed=False, module=module, part=part)


def _secret(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def missing(request: HttpRequest) -> HttpResponse:
    """Nothing is at this address; said as a page to people, as a problem document to programs."""
    if request.method not in ("GET", "HEAD") or not pages.wants_page(request):
        return pages.not_found(request)
    return _Visit(request).missing()
