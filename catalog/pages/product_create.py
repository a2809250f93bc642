"""/products/create/: a new product, by staff or by a store."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import services
from catalog.pages.common import CATALOG_EDIT, ProductForm, ProductPage, may_create, no_store
from catalog.rules import is_editor, policy
from core.errors import DomainError


class NewProductForm(ProductForm):
    """`store` is asked of those who work in several."""

    store = forms.TypedChoiceField(label=gettext_lazy("Store"), coerce=UUID)
    is_draft = forms.BooleanField(
        label=gettext_lazy("Keep as a draft"), required=False, help_text=gettext_lazy("Not shown in the shop yet.")
    )
    field_order = ("store", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        scope = kwargs["scope"]
        super().__init__(*args, **kwargs)
        stores = policy().stores_named(store_ids=scope.store_ids(CATALOG_EDIT))
        if is_editor(scope) or len(stores) < 2:
            del self.fields["store"]
        else:
            self._choices("store").choices = [(str(pk), name) for pk, name in stores]

    def values(self) -> dict[str, Any]:
        extra = {"store_id": self.cleaned_data["store"]} if "store" in self.fields else {}
        return {**super().values(), "is_draft": self.cleaned_data["is_draft"], **extra}


class ProductCreatePage(ProductPage):
    needs_person = frozenset({"GET", "HEAD", "POST"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self._require()
        return self._show(request, NewProductForm(scope=self.scope))

    def post(self, request: HttpRequest) -> HttpResponse:
        self._require()
        form = NewProductForm(request.POST, scope=self.scope)
        if form.is_valid():
            try:
                product = services.product_create(scope=self.scope, **form.values())
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("“%(name)s” was added.") % {"name": product.name})
                return HttpResponseRedirect(reverse("product-page", args=[product.slug]))
        return self._show(request, form)

    def _require(self) -> None:
        """Raises PermissionDenied: people who only shop only look (X-9)."""
        if not may_create(self.scope):
            raise PermissionDenied

    def _show(self, request: HttpRequest, form: NewProductForm) -> HttpResponse:
        context = self.context(request, form=form)
        return no_store(render(request, "catalog/product_create.html", context, status=400 if form.errors else 200))
