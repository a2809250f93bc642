"""What the pages of products share: who may write, the form, and how a refusal is shown in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms.models import ModelChoiceIterator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View

from catalog import selectors
from catalog.models import Brand, Category, Product
from catalog.rules import is_editor, policy
from core.errors import DomainError, NotFound
from core.scope import ActingScope, scope_of_request

CATALOG_EDIT = "catalog.edit"  # a permission key of store members; marketplace.rules names them


def may_create(scope: ActingScope) -> bool:
    return is_editor(scope) or bool(scope.store_ids(CATALOG_EDIT))


def may_edit(scope: ActingScope, product: Product) -> bool:
    return is_editor(scope) or policy().may_edit(scope=scope, product_id=product.pk)


def product_or_404(scope: ActingScope, slug: str) -> Product:
    try:
        return selectors.product_get(scope=scope, key=slug)
    except NotFound as error:
        raise Http404 from error


class ProductPage(View):
    """A page of the catalogue. `needs_person`: methods for which somebody has to be signed in."""

    needs_person: frozenset[str] = frozenset()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.scope = scope_of_request(request)
        if request.method in self.needs_person and not self.scope.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return super().dispatch(request, *args, **kwargs)

    def editable(self, slug: str) -> Product:
        """The product, for who may change it. Raises Http404, PermissionDenied."""
        product = product_or_404(self.scope, slug)
        if not may_edit(self.scope, product):
            raise PermissionDenied
        return product

    def context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {
            "site_name": settings.SITE_NAME,
            "person": request.user if self.scope.is_authenticated else None,
            "may_create": may_create(self.scope),
            "sees_admin": self.scope.is_staff or self.scope.is_seller,
            "login_url": settings.LOGIN_URL,
            **more,
        }


class CategoryChoices(ModelChoiceIterator):  # type: ignore[type-arg]
    """The tree in its order, each name under its parent's."""

    def choice(self, obj: Any) -> Any:
        return self.field.prepare_value(obj), f"{'— ' * obj.level}{obj.name}"


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    iterator = CategoryChoices


class ProductForm(forms.Form):
    """What a person writes about a product. A refusal of the service is shown at its field."""

    name = forms.CharField(label=_("Name"), max_length=200)
    category = CategoryField(label=_("Category"), queryset=Category.objects.none())
    brand = forms.ModelChoiceField(label=_("Brand"), queryset=Brand.objects.none(), required=False)
    model_name = forms.CharField(label=_("Model"), max_length=80, required=False)
    description = forms.CharField(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: ActingScope, product: Product | None = None, **kwargs: Any) -> None:
        if product is not None:
            kwargs.setdefault("initial", _initial(product))
        super().__init__(*args, **kwargs)
        self.product = product
        self._choices("category").queryset = selectors.categories_visible_to(scope=scope).order_by("tree_id", "lft")
        self._choices("brand").queryset = Brand.objects.order_by("name", "pk")

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the service is given; of a product that is there only what was changed."""
        cleaned = self.cleaned_data
        chosen = cleaned["brand"]
        values: dict[str, Any] = {
            "name": cleaned["name"],
            "category_id": cleaned["category"].pk,
            "brand_id": chosen.pk if chosen is not None else None,
            "model_name": cleaned["model_name"],
            "description": cleaned["description"],
        }
        if self.product is None:
            return values
        return {name: value for name, value in values.items() if value != getattr(self.product, name)}

    def refuse(self, refusal: DomainError) -> None:
        """Show what the service refused."""
        shown = False
        for problem in refusal.problems:
            name = problem.pointer.strip("/").partition("/")[0]
            if name in self.fields:
                self.add_error(name, str(problem.detail))
                shown = True
        if not shown:
            self.add_error(None, str(refusal))


def _initial(product: Product) -> dict[str, Any]:
    names = ("name", "model_name", "description", "version")
    chosen: dict[str, UUID | None] = {"category": product.category_id, "brand": product.brand_id}
    return {**chosen, **{name: getattr(product, name) for name in names}}


def no_store(response: HttpResponse) -> HttpResponse:
    """A page that shows what only some may see, or a form, goes into no shared cache."""
    response["Cache-Control"] = "private, no-store"
    return response
