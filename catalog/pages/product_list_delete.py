"""/products/ and /products/<slug>/delete: the list of what there is, and taking a product out of it."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import selectors, services
from catalog.models import Product
from catalog.pages.common import ProductPage, no_store
from core.adminbase.deletion import deletion_counts
from core.errors import DomainError

PAGE = 24
LONGEST_SEARCH = 80


class ProductListPage(ProductPage):
    """Newest first. `q` finds words of the name, or an exact SKU; `mine` keeps to what one's stores maintain; `after`
    is the last key seen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        is_mine = request.GET.get("mine") == "1" and self.scope.is_seller
        found = list(
            selectors.products_listed(scope=self.scope, words=words, only_maintained=is_mine, after=_after(request))[
                : PAGE + 1
            ]
        )
        rows = found[:PAGE]
        more = {"q": words, **({"mine": "1"} if is_mine else {}), "after": rows[-1].pk} if len(found) > PAGE else {}
        context = self.context(
            request,
            rows=rows,
            words=words,
            is_mine=is_mine,
            shows_mine=self.scope.is_seller,
            sees_status=self.scope.is_staff or self.scope.is_seller,
            next_page=urlencode(more),
            is_first_page="after" not in request.GET,
        )
        return no_store(render(request, "catalog/product_list.html", context))


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


class ProductDeletePage(ProductPage):
    """Asks first; what is deleted is hidden with all that belongs to it and can be restored in the admin."""

    needs_person = frozenset({"GET", "HEAD", "POST"})

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._ask(request, self.editable(slug))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        product = self.editable(slug)
        try:
            services.product_delete(scope=self.scope, product_id=product.pk)
        except DomainError as refusal:
            return self._ask(request, product, str(refusal))
        messages.success(request, _("“%(name)s” was deleted. Staff can bring it back.") % {"name": product.name})
        return HttpResponseRedirect(reverse("product-pages"))

    def _ask(self, request: HttpRequest, product: Product, problem: str = "") -> HttpResponse:
        counts = [(name, count) for name, count in deletion_counts(Product, [product.pk]).items() if count]
        context = self.context(request, product=product, counts=counts[1:], problem=problem)
        return no_store(render(request, "catalog/product_delete.html", context, status=409 if problem else 200))
