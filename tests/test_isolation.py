"""Twin stores: a seller holds every id of the other seller's store, and gets nothing and changes nothing (A1, I-38).

Every route of the API has a row in `CASES`; a new route without one fails the suite. `OWN` routes take no id and act on
the caller's own things: they are called with the other's ids in the body where that is possible.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import Address, Session
from catalog.models import Product, ProductImage, ProductVariant
from core import pages
from core.models import PrivateFile
from core.private_files import private_file_save
from finance.models import Invoice, LedgerEntry, Payout, PayoutAccount
from marketplace.models import (
    ProductImport,
    Seller,
    Stock,
    StockMovement,
    Store,
    StoreHoliday,
    StoreInvitation,
    StoreItem,
    StoreMember,
    StorePolicy,
    StoreProduct,
)
from payments.models import Payment, Refund
from reviews.models import ProductRating, Review, ReviewImage, ReviewReport, StoreRating
from sales import services as sales
from sales.models import CartItem, Coupon, Order, OrderItem, StoreOrder, Wish
from sales.services.papers import invoice_make
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import picture
from tests.conftest import rows_until_the_end
from tests.finance.factories import make_payout
from tests.marketplace.factories import make_import, make_item, make_maintained_product, make_store, make_variant
from tests.reviews.factories import make_review
from tests.sales.factories import ADDRESS, fill_cart, key, make_order, make_service

pytestmark = pytest.mark.django_db

PUBLIC = "public"  # what it shows is meant for everybody
OWN = "own"  # no id in the address: acts on the caller's own things
DENIED = "denied"  # the other's id is answered like one that does not exist (404), or the function is refused (403)
PUBLIC_READ = "public read"  # GET is for everybody; every write of the other's is refused


@dataclass(frozen=True)
class Case:
    kind: str
    methods: str = "get post patch put delete"
    body: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    form: bool = False  # posts a file instead of JSON


# Pages of the shop show what the API shows: they ask it themselves, as whoever looks (tests/storefront/test_pages.py).
SHOP = "^(?:(?:fa|vi|id)/"
SHOP_PAGES = (
    "c/(?P<path>.+?)", "search", "p/(?P<slug>[^/]+)", "s/(?P<handle>[^/]+)", "s/(?P<handle>[^/]+)/(?P<tab>[^/]+)",
    "cart", "checkout(?:/(?P<step>[a-z]+))?", "checkout/return/(?P<number>[^/]+)", "order/(?P<number>[^/]+)",
    "seller", "seller/(?P<rest>.+?)", "account/(?P<part>orders|wishlist|addresses|profile|security|data)",
)  # fmt: skip
BESIDE_OLDER_PAGES = ("login", "register", "account")  # whose addresses end with a slash
# They take no id but that of a signed link (tests/accounts/test_pages.py).
ACCOUNT_PAGES = (
    "register/", "login/", "logout/", "activate/<str:uidb64>/<str:token>/", "email-confirmation-sent/",
    "activation-success/", "activation-invalid/", "deactivate/", "password-reset/",
    "password-reset/<str:uidb64>/<str:token>/",
)  # fmt: skip
STATEMENT = "?store={store}&currency=USD&from=2026-01-01&to=2026-12-31"
CASES: dict[str, Case] = {
    "": Case(PUBLIC),
    "i18n/setlang/": Case(PUBLIC),
    "livez": Case(PUBLIC),
    "readyz": Case(PUBLIC),
    "metrics": Case(PUBLIC),
    "api/schema/": Case(PUBLIC),
    "api/schema.yaml": Case(PUBLIC),
    "api/docs/": Case(PUBLIC),
    "api/docs": Case(PUBLIC),
    "api/redoc/": Case(PUBLIC),
    "api/redoc": Case(PUBLIC),
    "api/redoc/redoc.js": Case(PUBLIC),
    "api/docs+/": Case(PUBLIC),
    "api/docs+/code/": Case(PUBLIC),
    "api/docs+": Case(PUBLIC),
    "api/accounts/register/": Case(PUBLIC),
    "api/accounts/login/": Case(PUBLIC),
    "api/accounts/otp/request/": Case(PUBLIC),
    "api/accounts/otp/verify/": Case(PUBLIC),
    "api/accounts/token/refresh/": Case(PUBLIC),
    "api/accounts/logout/": Case(OWN, "post"),
    "api/accounts/browser-session/": Case(OWN, "post"),
    "api/accounts/me/": Case(OWN, "get"),
    "api/accounts/change-password/": Case(OWN, "post"),
    "api/accounts/me/photo/": Case(OWN, "delete"),
    "api/accounts/email-confirmation/": Case(PUBLIC),
    "api/accounts/password-reset/": Case(PUBLIC),
    "api/accounts/password-reset/confirm/": Case(PUBLIC),
    "api/accounts/contact/": Case(OWN, "post"),
    "api/accounts/second-factor/": Case(OWN, "get post"),
    "api/accounts/second-factor/removal/": Case(OWN, "post"),
    "api/accounts/second-factor/confirm/": Case(OWN, "post"),
    "api/accounts/deactivate/": Case(OWN, "post"),
    "api/accounts/export/": Case(OWN, "get"),
    "api/accounts/erase/": Case(OWN, "post"),
    "api/accounts/addresses/": Case(OWN, "get"),
    "api/accounts/addresses/<uuid:address_id>/": Case(DENIED, body={"city": "Elsewhere"}),
    "api/accounts/sessions/": Case(OWN, "get"),
    "api/accounts/sessions/<uuid:session_id>/": Case(DENIED, "delete"),
    "api/catalog/categories/": Case(PUBLIC),
    "api/catalog/categories/tree/": Case(PUBLIC),
    "api/catalog/categories/<str:key>/": Case(PUBLIC),
    "api/catalog/categories/<str:key>/attributes/": Case(PUBLIC),
    "api/catalog/categories/<str:key>/image/": Case(PUBLIC),
    "api/catalog/brands/<str:key>/logo/": Case(PUBLIC),
    "api/catalog/brands/": Case(PUBLIC),
    "api/catalog/brands/<str:key>/": Case(PUBLIC),
    "api/catalog/attributes/": Case(PUBLIC),
    "api/catalog/attributes/<str:key>/": Case(PUBLIC),
    "api/catalog/search/": Case(PUBLIC),
    "api/catalog/facets/": Case(PUBLIC),
    "api/catalog/suggest/": Case(PUBLIC),
    "api/products/<uuid:product_id>/": Case(PUBLIC),
    "api/products/<uuid:product_id>": Case(PUBLIC),
    "api/catalog/products/": Case(OWN, "post", {"store": "{store}", "name": "Stolen", "category": "{category}"}),
    "api/catalog/products/<str:slug>/": Case(PUBLIC_READ, body={"name": "Stolen"}),
    "api/catalog/managed-products/": Case(OWN, "get"),
    "api/catalog/products/<str:slug>/submit/": Case(DENIED, "post"),
    "api/catalog/products/<str:slug>/withdraw/": Case(DENIED, "post"),
    "api/catalog/products/<str:slug>/archive/": Case(DENIED, "post"),
    "api/catalog/products/<str:slug>/approve/": Case(DENIED, "post"),
    "api/catalog/products/<str:slug>/return/": Case(
        DENIED, "post", {"objections": [{"field": "name", "reason": "Stolen"}]}
    ),
    "api/catalog/product-variants/": Case(OWN, "post", {"product": "{product}", "sku": "STOLEN-1"}),
    "api/catalog/product-variants/<uuid:variant_id>/": Case(PUBLIC_READ, body={"sku": "STOLEN-2"}),
    "api/catalog/products/<str:slug>/images/": Case(PUBLIC_READ, form=True),
    "api/catalog/products/<str:slug>/images/order/": Case(DENIED, "put", {"images": ["{image_id}"]}),
    "api/catalog/products/<str:slug>/images/<uuid:image_id>/": Case(DENIED, "patch delete", {"alt_text": "Stolen"}),
    "api/marketplace/exports/articles/": Case(OWN, "get"),
    "api/marketplace/exports/stock/": Case(OWN, "get"),
    "api/marketplace/imports/": Case(OWN, "get", query="?store={store}"),
    "api/marketplace/imports/template/": Case(OWN, "get"),
    "api/marketplace/imports/<uuid:import_id>/": Case(DENIED, "get"),
    "api/marketplace/imports/<uuid:import_id>/confirm/": Case(DENIED, "post", {"skip_rejected": True}),
    "api/marketplace/imports/<uuid:import_id>/stop/": Case(DENIED, "post"),
    "api/marketplace/imports/<uuid:import_id>/rows/": Case(DENIED, "get"),
    "api/marketplace/imports/<uuid:import_id>/rejected/": Case(DENIED, "get"),
    "api/marketplace/markets/": Case(PUBLIC),
    "api/marketplace/sellers/": Case(OWN, "post", {"name": "Again"}),
    "api/marketplace/sellers/me/": Case(OWN, "get"),
    "api/marketplace/stores/": Case(PUBLIC),
    "api/marketplace/stores/<str:key>/": Case(PUBLIC_READ, body={"name": "Stolen"}),
    "api/marketplace/handles/": Case(PUBLIC),
    "api/marketplace/onboarding/": Case(
        OWN, "get post", {"name": "Again", "market": "intl", "contact": "x@example.com"}
    ),
    "api/marketplace/onboarding/submit/": Case(OWN, "post"),
    "api/marketplace/onboarding/close/": Case(OWN, "post"),
    "api/marketplace/onboarding/requirements/<str:code>/": Case(DENIED, "put", {"text": "Stolen"}),
    "api/marketplace/onboarding/requirements/<str:code>/file/": Case(DENIED, "put", form=True),
    "api/marketplace/stores/<str:key>/logo/": Case(DENIED, "put delete", form=True),
    "api/marketplace/stores/<str:key>/holiday/": Case(
        DENIED, "put delete", {"starts_on": "2099-01-01", "ends_on": "2099-01-02"}
    ),
    "api/marketplace/stores/<str:key>/policies/": Case(PUBLIC),
    "api/marketplace/stores/<str:key>/policies/<str:kind>/": Case(DENIED, "put", {"text": "Stolen"}),
    "api/marketplace/stores/<str:key>/members/me/": Case(DENIED, "delete"),
    "api/marketplace/stores/<str:key>/members/": Case(
        DENIED, "get post", {"identifier": "x@example.com", "role": "owner"}
    ),
    "api/marketplace/stores/<str:key>/members/<uuid:member_id>/": Case(DENIED, "patch delete", {"role": "fulfilment"}),
    "api/marketplace/stores/<str:key>/invitations/": Case(
        DENIED, "get post", {"email": "x@example.com", "role": "owner"}
    ),
    "api/marketplace/stores/<str:key>/invitations/<uuid:invitation_id>/": Case(DENIED, "delete"),
    "api/marketplace/invitations/<str:token>/": Case(PUBLIC),  # whoever holds the link: marketplace/test_team.py
    "invitations/<str:token>/": Case(PUBLIC),
    "api/marketplace/items/": Case(OWN, "get post", {"store": "{store}", "variant": "{variant}", "price_minor": 1}),
    "api/marketplace/items/grid/": Case(
        OWN, "post", {"store": "{store}", "rows": [{"item": "{item_id}", "stock": 0}], "all_or_nothing": True}
    ),
    "api/marketplace/items/<uuid:item_id>/back-in-stock/": Case(PUBLIC),  # shoppers: marketplace/test_followers.py
    "api/marketplace/back-in-stock/": Case(OWN, "get"),
    "api/marketplace/follows/": Case(OWN, "get"),
    "api/marketplace/stores/<str:key>/follow/": Case(PUBLIC),
    "api/marketplace/items/<uuid:item_id>/": Case(DENIED, body={"price_minor": 1}),
    "api/marketplace/items/<uuid:item_id>/stock/": Case(DENIED, "post", {"stock": 0}),
    "api/marketplace/items/<uuid:item_id>/movements/": Case(DENIED, "get"),
    "api/reviews/": Case(OWN, "post", {"order_item": "{order-items/pk}", "rating": 1}),
    "api/reviews/products/<str:key>/": Case(PUBLIC),
    "api/reviews/stores/<str:key>/": Case(PUBLIC),
    "api/reviews/mine/": Case(OWN, "get"),
    "api/reviews/waiting/": Case(OWN, "get"),
    "api/reviews/received/": Case(OWN, "get"),
    "api/reviews/moderation/": Case(DENIED, "get"),
    "api/reviews/<uuid:review_id>/": Case(PUBLIC_READ, body={"rating": 1}),
    "api/reviews/<uuid:review_id>/pictures/": Case(DENIED, "post", form=True),
    "api/reviews/<uuid:review_id>/pictures/<uuid:image_id>/": Case(DENIED, "delete"),
    "api/reviews/<uuid:review_id>/vote/": Case(PUBLIC),  # everybody who signed in may (reviews tests)
    "api/reviews/<uuid:review_id>/report/": Case(PUBLIC),  # likewise
    "api/reviews/<uuid:review_id>/reply/": Case(DENIED, "put delete", {"text": "Stolen"}),
    "api/reviews/<uuid:review_id>/hide/": Case(DENIED, "post", {"reason": "Stolen"}),
    "api/reviews/<uuid:review_id>/restore/": Case(DENIED, "post", {"reason": "Stolen"}),
    "api/reviews/<uuid:review_id>/dismiss-reports/": Case(DENIED, "post"),
    "api/shipping/quotes/": Case(PUBLIC),
    "api/sales/cart/": Case(OWN, "get"),
    "api/sales/cart/accept-changes/": Case(OWN, "post"),
    "api/sales/cart/coupon/": Case(OWN, "delete"),
    "api/sales/cart/quotes/": Case(OWN, "post", {"country": "US", "city": "Portland"}),
    "api/sales/cart-items/": Case(OWN, "get"),
    "api/sales/cart-items/<uuid:line_id>/": Case(DENIED, "patch delete", {"quantity": 9}),
    "api/sales/cart-items/<uuid:line_id>/save-for-later/": Case(DENIED, "post"),
    "api/sales/cart-items/<uuid:line_id>/move-to-cart/": Case(DENIED, "post"),
    "api/catalog/wishlist/": Case(OWN, "get"),
    "api/catalog/wishlist/<uuid:product_id>/": Case(DENIED, "delete"),
    "api/catalog/wishlist/<uuid:product_id>/move-to-cart/": Case(DENIED, "post", {"quantity": 1}),
    "api/sales/checkout/": Case(OWN, "post", {"address_id": "{address}"}),
    "api/sales/orders/": Case(OWN, "get"),
    "api/sales/orders/<str:number>/": Case(DENIED, "get"),
    "api/sales/orders/<str:number>/policies/": Case(DENIED, "get"),
    "api/sales/orders/<str:number>/cancel/": Case(DENIED, "post"),
    "api/sales/orders/<str:number>/invoices/": Case(DENIED, "get"),
    "api/sales/orders/<str:number>/invoices/<uuid:invoice_id>/file/": Case(DENIED, "get"),
    "api/sales/order-items/": Case(OWN, "get"),
    "api/sales/order-items/<uuid:pk>/": Case(DENIED, "get"),
    "api/sales/store-orders/": Case(OWN, "get", query="?store={store}"),
    "api/sales/stores/<uuid:store_id>/desk/": Case(DENIED, "get"),
    "api/marketplace/workplaces/": Case(OWN, "get"),
    "api/sales/store-orders/<str:number>/": Case(DENIED, "get"),
    "api/sales/store-orders/<str:number>/process/": Case(DENIED, "post"),
    "api/sales/store-orders/<str:number>/ship/": Case(DENIED, "post", {"tracking_number": "STOLEN"}),
    "api/sales/store-orders/<str:number>/deliver/": Case(DENIED, "post"),
    "api/sales/store-orders/<str:number>/cancel/": Case(DENIED, "post"),
    "api/sales/coupons/": Case(OWN, "get post", {"code": "STOLEN", "percent_basis_points": 9900, "store": "{store}"}),
    "api/sales/coupons/<uuid:pk>/": Case(DENIED, body={"is_active": False}),
    "api/payments/start/": Case(OWN, "post", {"order": "{order}", "gateway": "sandbox"}),
    "api/payments/orders/<str:number>/methods/": Case(DENIED, "get"),
    "api/payments/orders/<str:number>/standing/": Case(DENIED, "get"),
    "api/payments/methods/": Case(PUBLIC),
    "api/payments/verify/": Case(PUBLIC),  # a hint; it tells no more than the state (payments tests)
    "api/payments/sandbox/notification/": Case(PUBLIC),
    "api/payments/iris/notification/": Case(PUBLIC),
    "api/payments/midtrans/notification/": Case(PUBLIC),
    "api/payments/midtrans/return/": Case(PUBLIC),
    "api/payments/stripe/return/": Case(PUBLIC),
    "api/payments/stripe/webhook/": Case(PUBLIC),
    "api/payments/vnpay/ipn/": Case(PUBLIC),
    "api/payments/vnpay/return/": Case(PUBLIC),
    "api/payments/disputes/": Case(OWN, "get"),  # those of another store: tests/payments/test_disputes.py
    "api/payments/<uuid:payment_id>/": Case(DENIED, "get"),
    "api/payments/<uuid:payment_id>/refunds/": Case(DENIED, "get post", {"amount_minor": 1, "reason": "because"}),
    "orders/<str:number>/payment/": Case(DENIED, "get"),
    "api/finance/balance/": Case(OWN, "get"),  # that of another store: tests/finance/test_api.py
    "api/finance/entries/": Case(OWN, "get", query="?store={store}"),
    "api/finance/sales/": Case(OWN, "get", query="?store={store}"),
    "api/finance/payouts/": Case(OWN, "get post", {"store": "{store}", "currency": "USD"}, "?store={store}"),
    "api/finance/payouts/<uuid:payout_id>/": Case(DENIED, "get"),
    "api/finance/payouts/<uuid:payout_id>/approve/": Case(DENIED, "post"),
    "api/finance/payouts/<uuid:payout_id>/reject/": Case(DENIED, "post", {"reason": "because"}),
    "api/finance/payout-confirmations/": Case(DENIED, "post", form=True),
    "api/finance/invoices/": Case(OWN, "get", query="?store={store}"),
    "api/finance/invoices/<uuid:invoice_id>/file/": Case(DENIED, "get"),
    "api/finance/statements/": Case(DENIED, "get", query=STATEMENT),
    "api/finance/statements/file/": Case(DENIED, "get", query=STATEMENT),
    "api/finance/payout-accounts/": Case(
        OWN,
        "get post",
        {"store": "{store}", "currency": "USD", "method": "bank_file", "holder": "Thief", "number": "123456789"},
        "?store={store}",
    ),
    # Pages of people who sign in with a browser: tests/catalog/test_pages.py tries them with a second seller.
    "products": Case(PUBLIC),
    "products/": Case(PUBLIC),
    "products/create/": Case(PUBLIC),
    "products/<str:slug>/": Case(PUBLIC),
    "products/<str:slug>/delete": Case(PUBLIC),
    "products/<str:slug>/delete/": Case(PUBLIC),
    "files/<uuid:file_id>/": Case(DENIED, "get"),
    "orders/<str:number>/reviews/": Case(PUBLIC),  # leads to signing in first; tests/reviews/test_pages.py
    **{f"{prefix}{page}": Case(PUBLIC) for prefix in ("", "account/") for page in ACCOUNT_PAGES},
    f"{SHOP}?)?$": Case(PUBLIC),
    **{f"{SHOP})?{page}/?$": Case(PUBLIC) for page in SHOP_PAGES},
    **{f"{SHOP})?{page}$": Case(PUBLIC) for page in BESIDE_OLDER_PAGES},
    "status/": Case(PUBLIC),
    "accounts/login/": Case(PUBLIC),
    "accounts/logout/": Case(PUBLIC),
    "account/": Case(PUBLIC),  # pages know browsers only: without a session cookie they ask to sign in
    "account/export/": Case(PUBLIC),
}
NOT_OURS = ("admin/", "^media", "static")  # the admin has its own walk in tests/admin

WATCHED: list[type[Model]] = [
    Seller, Store, StoreHoliday, StoreInvitation, StorePolicy, StoreMember, StoreProduct, StoreItem, Stock,
    StockMovement, Product, ProductVariant, ProductImage, Order, StoreOrder, OrderItem, Coupon, Payment, Refund,
    CartItem, Wish, Address, ProductImport, PrivateFile, Review, ReviewImage, ReviewReport, ProductRating,
    StoreRating, Payout, PayoutAccount, LedgerEntry, Invoice,
]  # fmt: skip


def routes() -> Iterator[str]:
    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if route.startswith(NOT_OURS):
                continue
            if isinstance(entry, URLPattern):
                if entry.callback is not pages.not_found:
                    yield route
            else:
                yield from walk(entry, route)

    yield from walk(get_resolver(), "")


def test_every_route_has_its_isolation_case():
    assert sorted(set(routes())) == sorted(CASES)


@dataclass
class Twins:
    intruder: Any
    ids: dict[str, str]
    words: list[str]


@pytest.fixture(scope="module")
def _twins(django_db_setup: None, django_db_blocker: Any) -> Iterator[Twins]:
    with rows_until_the_end(django_db_blocker):
        yield make_twins()


@pytest.fixture
def twins(_twins: Twins, db: None) -> Twins:
    """Made once; what a test changes is undone after it."""
    return _twins


def make_twins() -> Twins:
    """A seller with a store of its own, and the other's store with one of everything."""
    make_service(base=10)
    intruder = make_user("intruder@example.com", name="Intruder")
    fill_cart(client_for(intruder), (make_item(make_store("Mine", owner=intruder)), 1))
    victim, buyer = make_user("victim@example.com", name="Victim"), make_user("buyer@example.com", name="Buyer")
    store = make_store("Twin", owner=victim)
    product = make_maintained_product(store, name="Twin product")
    variant = make_variant(product)
    item = make_item(store, variant=variant, price_minor=4321, stock=7)
    image = ProductImage.objects.create(
        product=product, file=ContentFile(picture(), "twin.png"), alt_text="Twin picture"
    )
    coupon = Coupon.objects.create(code="TWIN", store=store, percent_basis_points=1000)
    client = client_for(buyer)
    order = make_order((item, 1), client=client)
    sales.order_mark_paid(order_id=order.pk)
    review = make_review(buyer, item, text="Twin opinion")
    Review.objects.filter(pk=review.pk).update(reply="Twin answer")
    review_image = ReviewImage.objects.create(review=review, file=ContentFile(picture(), "opinion.png"))
    line = fill_cart(client, (item, 1))["stores"][0]["lines"][0]
    client.post("/api/catalog/wishlist/", {"product": str(product.pk)})
    address = Address.objects.create(user=buyer, is_default=True, **ADDRESS)
    part = StoreOrder.objects.get(order=order)
    payout = make_payout(part)
    invoice_make(store_order_id=part.pk)
    expires_at = timezone.now() + timedelta(days=7)
    invitation = StoreInvitation.objects.create(
        store=store, email="asked@example.com", role="manager", expires_at=expires_at
    )
    ids = {
        "store": str(store.pk),
        "store_id": str(store.pk),
        "category": str(product.category_id),
        "product": str(product.pk),
        "variant": str(variant.pk),
        "address": str(address.pk),
        "order": order.number,
        "address_id": str(address.pk),
        "session_id": str(Session.objects.filter(user=buyer).first().pk),
        "product_id": str(product.pk),
        "variant_id": str(variant.pk),
        "image_id": str(image.pk),
        "item_id": str(item.pk),
        "file_id": str(private_file(victim, store).pk),
        "member_id": str(StoreMember.objects.get(store=store).pk),
        "line_id": line["id"],
        "payout_id": str(payout.pk),
        "invoice_id": str(Invoice.objects.get(store=store).pk),
        "payment_id": str(Payment.objects.get(order=order).pk),
        "import_id": str(make_import(store).pk),
        "review_id": str(review.pk),
        "pictures/image_id": str(review_image.pk),
        "slug": product.slug,
        "orders/number": order.number,
        "store-orders/number": part.number,
        "order-items/pk": str(part.lines.get().pk),
        "coupons/pk": str(coupon.pk),
        "stores/key": store.slug,
        "kind": "returns",
        "code": "nothing-asked",
        "invitation_id": str(invitation.pk),
        "products/key": product.slug,
    }
    return Twins(
        client_for(intruder), ids, ["victim@example.com", "buyer@example.com", order.number, part.number, "TWIN"]
    )


def private_file(owner: Any, store: Store) -> PrivateFile:
    return private_file_save(
        kind="test", name="twin.csv", content=b"victim@example.com", content_type="text/csv", keep=timedelta(days=1),
        owner_id=owner.pk, store_id=store.pk,
    )  # fmt: skip


def address_of(route: str, ids: dict[str, str]) -> str:
    parts = route.split("/")
    for index, part in enumerate(parts):
        if part.startswith("<"):
            name = part.strip("<>").split(":")[1]
            parts[index] = ids.get(f"{parts[index - 1]}/{name}") or ids[name]
    return "/" + "/".join(parts)


def filled(value: Any, ids: dict[str, str]) -> Any:
    return json.loads(_fill(json.dumps(value), ids))


def _fill(text: str, ids: dict[str, str]) -> str:
    for name, found in ids.items():
        text = text.replace("{" + name + "}", found)
    return text


def call(client: Any, method: str, address: str, body: Any, *, form: bool) -> Any:
    if form and method in ("post", "put"):
        file = ContentFile(picture(), "stolen.png")
        return getattr(client, method)(address, {"file": file}, format="multipart", headers=key())
    return getattr(client, method)(address, body, headers=key())


def fingerprint(twins: Twins) -> str:
    """A hash of every row that exists before the intruder acts."""
    rows = [row for model in WATCHED for row in model._base_manager.order_by("pk")]
    return hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()


@pytest.mark.parametrize("route", [route for route, case in CASES.items() if case.kind in (DENIED, PUBLIC_READ)])
def test_the_others_ids_are_as_good_as_none(route, twins):
    case, address = CASES[route], address_of(route, twins.ids)
    address += _fill(case.query, twins.ids)
    before = fingerprint(twins)
    methods = [method for method in case.methods.split() if not (case.kind == PUBLIC_READ and method == "get")]
    for method in methods:
        body = None if method == "get" else filled(case.body, twins.ids)
        answer = call(twins.intruder, method, address, body, form=case.form)
        assert answer.status_code in (403, 404, 405), (method, answer.status_code, answer.content[:300])
        assert not any(word in answer.content.decode() for word in twins.words if word not in address)
    assert any(getattr(twins.intruder, m)(address, headers=key()).status_code != 405 for m in methods)
    assert fingerprint(twins) == before


@pytest.mark.parametrize("route", [route for route, case in CASES.items() if case.kind == OWN])
def test_ones_own_lists_hold_nothing_of_the_others(route, twins):
    case = CASES[route]
    before = fingerprint(twins)
    for method in case.methods.split():
        address = f"/{route}" + (_fill(case.query, twins.ids) if method == "get" else "")
        body = None if method == "get" else filled(case.body, twins.ids)
        answer = getattr(twins.intruder, method)(address, body, headers=key())
        if method == "get":
            assert answer.status_code == 200, answer.content[:300]
        elif _names_the_other(case):
            assert answer.status_code in (400, 403, 404), (method, answer.status_code, answer.content[:300])
            assert b"unknown_field" not in answer.content  # the refusal is about the id, not a typing error here
        assert not any(word in answer.content.decode() for word in twins.words)
    if _names_the_other(case):
        assert fingerprint(twins) == before


def _names_the_other(case: Case) -> bool:
    """Whether the body carries an id of the other's."""
    return '"{' in json.dumps(case.body)


ANONYMOUS_MAY = {
    "api/sales/cart/", "api/sales/cart/accept-changes/", "api/sales/cart/coupon/", "api/sales/cart/quotes/",
    "api/sales/cart-items/", "api/sales/cart-items/<uuid:line_id>/", "api/sales/checkout/",
    "api/sales/cart-items/<uuid:line_id>/save-for-later/", "api/sales/cart-items/<uuid:line_id>/move-to-cart/",
    "api/catalog/wishlist/", "api/catalog/wishlist/<uuid:product_id>/",
    "api/catalog/wishlist/<uuid:product_id>/move-to-cart/",
    "api/sales/orders/<str:number>/", "api/sales/orders/<str:number>/policies/",
    "api/sales/orders/<str:number>/cancel/", "api/payments/start/", "api/sales/orders/<str:number>/invoices/",
    "api/sales/orders/<str:number>/invoices/<uuid:invoice_id>/file/",
    "api/payments/orders/<str:number>/methods/", "api/payments/orders/<str:number>/standing/",
    "api/payments/<uuid:payment_id>/", "orders/<str:number>/payment/", "files/<uuid:file_id>/", "api/accounts/logout/",
}  # fmt: skip


@pytest.mark.parametrize(
    "route", [route for route, case in CASES.items() if case.kind in (DENIED, OWN) and route not in ANONYMOUS_MAY]
)
def test_without_signing_in_it_is_a_401(route, twins):
    case = CASES[route]
    for method in case.methods.split():
        answer = getattr(client_for(), method)(
            address_of(route, twins.ids), filled(case.body, twins.ids), headers=key()
        )
        assert answer.status_code in (401, 405), (method, answer.status_code, answer.content[:300])
        if answer.status_code == 401:
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
