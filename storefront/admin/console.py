"""/admin/products: every product with its articles, prices and stock on one page; a seller sees those of his stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Product, ProductImage, ProductVariant
from catalog.states import ProductStatus
from core.adminbase.console import asked, console_page, keyset
from core.money import Money
from core.scope import ActingScope, scope_of_request
from marketplace.models import Stock, StoreItem, StoreProduct

PAGE = 25
MOST_OFFERS = 12  # shown of one product
FEATURED, LOW = "featured", "low"
STATUSES = (*ProductStatus.values, FEATURED, LOW)


@dataclass(frozen=True)
class Offer:
    sku: str
    variant: str
    store: str
    url: str
    price: Money
    stock: int
    reserved: int
    is_low: bool
    is_active: bool


@dataclass(frozen=True)
class Row:
    key: UUID
    name: str
    url: str
    page_url: str
    picture: ProductImage | None
    category: str
    brand: str
    status: str
    status_words: str
    is_featured: bool
    offers: list[Offer] = field(default_factory=list)
    more_offers: int = 0


def products_console(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Newest first, 25 a page. `q` finds the beginning of a name or a SKU; `status` also knows "featured" and "low"
    (some offer is low in stock)."""
    pages: dict[Any, Any] = site._registry
    if not pages[Product].may(request, "view"):
        raise PermissionDenied
    scope = scope_of_request(request)
    question = asked(request, STATUSES)
    products = _matching(_visible(scope), scope, question.words, question.status)
    found = keyset(products, question.after, PAGE).select_related("category", "brand")
    offers = pages[StoreItem].get_queryset(request).filter(deleted_at=None)
    found = found.prefetch_related(*_with_offers(offers))
    return console_page(
        site,
        request,
        template="admin/products_console.html",
        title=_("Products"),
        found=[_row(product) for product in found],
        count=PAGE,
        question=question,
        statuses=[*ProductStatus.choices, (FEATURED, _("Featured")), (LOW, _("Low in stock"))],
        add_url=reverse("admin:catalog_product_add") if pages[Product].has_add_permission(request) else "",
        import_url=_import_url(pages, request),
        export_url=reverse("admin:catalog_product_export") if pages[Product].may_export(request) else "",
    )


def _import_url(pages: dict[Any, Any], request: HttpRequest) -> str:
    page = next(page for model, page in pages.items() if model._meta.label == "marketplace.ProductImport")
    return reverse("admin:marketplace_productimport_add") if page.has_add_permission(request) else ""


def _visible(scope: ActingScope) -> QuerySet[Product]:
    """All for platform people; what their stores maintain or sell for members."""
    if scope.is_staff:
        return Product.objects.all()
    links = StoreProduct.objects.filter(store_id__in=scope.store_ids(), store__deleted_at=None)
    return Product.objects.filter(pk__in=links.values("product_id"))


def _matching(products: QuerySet[Product], scope: ActingScope, words: str, status: str) -> QuerySet[Product]:
    if words:
        of_sku = ProductVariant.objects.filter(sku__startswith=words.upper()).values("product_id")
        products = products.filter(Q(name__istartswith=words) | Q(pk__in=of_sku))
    if status == FEATURED:
        return products.filter(is_featured=True)
    if status == LOW:
        low = Stock.objects.filter(stock__lt=F("low_stock_threshold"), item__deleted_at=None)
        low = low if scope.is_staff else low.filter(item__store_id__in=scope.store_ids())
        return products.filter(pk__in=low.values("item__variant__product_id"))
    return products.filter(status=status) if status else products


def _with_offers(offers: QuerySet[StoreItem]) -> list[Prefetch[Any]]:
    variants = ProductVariant.objects.order_by("position", "pk")
    seen = offers.select_related("store", "stock_row").order_by("pk")
    cover = ProductImage.objects.order_by("position", "pk")[:1]
    return [
        Prefetch("variants", variants, to_attr="shown_variants"),
        Prefetch("shown_variants__items", seen, to_attr="shown_items"),
        Prefetch("images", cover, to_attr="cover"),
    ]


def _row(product: Any) -> Row:
    offers = [_offer(variant, item) for variant in product.shown_variants for item in variant.shown_items]
    return Row(
        key=product.pk,
        name=product.name,
        url=reverse("admin:catalog_product_change", args=[product.pk]),
        page_url=reverse("product-page", args=[product.slug]),
        picture=product.cover[0] if product.cover else None,
        category=product.category.name,
        brand=product.brand.name if product.brand else "",
        status=product.status,
        status_words=product.get_status_display(),
        is_featured=product.is_featured,
        offers=offers[:MOST_OFFERS],
        more_offers=max(0, len(offers) - MOST_OFFERS),
    )


def _offer(variant: Any, item: StoreItem) -> Offer:
    row = item.stock_row
    return Offer(
        sku=variant.sku,
        variant=variant.name,
        store=item.store.name,
        url=reverse("admin:marketplace_storeitem_change", args=[item.pk]),
        price=item.price,
        stock=row.stock,
        reserved=row.reserved,
        is_low=row.stock < row.low_stock_threshold,
        is_active=item.is_active,
    )
