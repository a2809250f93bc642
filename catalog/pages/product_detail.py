"""/products/<slug>/: a product to read; who may change it changes it here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import selectors, services
from catalog.models import Product
from catalog.pages.common import ProductForm, ProductPage, may_edit, no_store, product_or_404
from core.errors import DomainError


class ProductDetailPage(ProductPage):
    needs_person = frozenset({"POST"})

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        product = product_or_404(self.scope, slug)
        form = ProductForm(scope=self.scope, product=product) if may_edit(self.scope, product) else None
        return self._show(request, product, form)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        product = self.editable(slug)
        form = ProductForm(request.POST, scope=self.scope, product=product)
        if form.is_valid():
            version = form.cleaned_data["version"]
            try:
                services.product_update(scope=self.scope, product_id=product.pk, version=version, **form.values())
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse("product-page", args=[product.slug]))
        return self._show(request, product, form)

    def _show(self, request: HttpRequest, product: Product, form: ProductForm | None) -> HttpResponse:
        shown = selectors.product_detail(product_id=product.pk)
        status = 400 if form is not None and form.errors else 200
        context = self.context(request, product=shown, form=form)
        return no_store(render(request, "catalog/product_detail.html", context, status=status))
