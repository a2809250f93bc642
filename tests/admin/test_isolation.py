"""A seller sees and touches only the rows of his own stores, on every page of every model (UX AD1, DESIGN.md A1).

The table says independently of the admin how a model belongs to a store. A model that is neither here nor shared must
be closed; a new one without a line fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from finance.models import Invoice
from marketplace.models import Stock, StoreItem, StoreMember
from sales.models import Coupon, StoreOrder
from tests.admin.conftest import World, page_text

OWNED = {
    "marketplace.Store": "pk",
    "marketplace.StoreMember": "store",
    "marketplace.StoreInvitation": "store",
    "marketplace.StoreMarket": "store",
    "marketplace.StoreHoliday": "store",
    "marketplace.StorePolicy": "store",
    "marketplace.StoreStanding": "store",
    "marketplace.StoreProduct": "store",
    "marketplace.StoreItem": "store",
    "marketplace.ItemMarketPrice": "item__store",
    "marketplace.PriceChange": "item__store",
    "marketplace.Stock": "item__store",
    "marketplace.StockMovement": "stock__item__store",
    "marketplace.ProductImport": "store",
    "marketplace.ImportRow": "batch__store",
    "catalog.Product": "store_products__store",
    "catalog.ProductVariant": "product__store_products__store",
    "catalog.ProductAttribute": "product__store_products__store",
    "catalog.ProductImage": "product__store_products__store",
    "sales.StoreOrder": "store",
    "sales.OrderItem": "store_order__store",
    "sales.Coupon": "store",
    "finance.LedgerAccount": "store",
    "finance.LedgerEntry": "account__store",
    "finance.Sale": "store",
    "finance.CommissionLine": "sale__store",
    "finance.LineReversal": "line__sale__store",
    "finance.Hold": "sale__store",
    "finance.CashParcel": "store",
    "finance.Payout": "store",
    "finance.PayoutAccount": "store",
    "finance.PayoutFreeze": "store",
    "finance.PayoutEntry": "payout__store",
    "finance.ChargeSplit": "store",
    "finance.Invoice": "store",
    "finance.InvoiceSeries": "store",
    "reviews.Review": "store",
    "reviews.ReviewImage": "review__store",
    "reviews.StoreRating": "store",
}
SHARED = {"catalog.Category", "catalog.Brand", "catalog.Attribute", "markets.Market", "shipping.ShippingService"}
PAGES = {model._meta.label: page for model, page in admin.site._registry.items()}
CLOSED = sorted(set(PAGES) - set(OWNED) - SHARED)
# A shelf, a brand and a layout are words all stores share, so their names may show; Zenith's own rows may not.
SECRET = (
    "ZENITH-1",
    "Zenith store",
    "Zenith keyboard",
    "Zenith value",
    "Zenith picture",
    "ZENITH10",
    "Zenith hands",
    "Zenith treasurer",
    "Zenith opinion",
    "Zenith sea",
    "Zenith promise",
    "new@zenith",
)


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def foreign_rows(world: World, label: str) -> list[Any]:
    model = PAGES[label].model
    return list(model._default_manager.filter(Q(**{OWNED[label]: world.zenith.store.pk})))


def secrets_in(answer: Any) -> list[str]:
    text = page_text(answer)
    return [word for word in SECRET if word in text]


@pytest.fixture
def seller(world: World, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(world.acme.owner)


def test_lists_show_only_own_rows(world: World, seller: Client) -> None:
    for label, path in OWNED.items():
        model = PAGES[label].model
        answer = seller.get(address(model))
        assert answer.status_code == 200, label
        shown = {row.pk for row in answer.context["cl"].result_list}
        mine = set(model._default_manager.filter(Q(**{path: world.acme.store.pk})).values_list("pk", flat=True))
        assert shown, label
        assert shown == mine, label
        assert secrets_in(answer) == [], label


def test_every_page_of_a_foreign_row_says_it_does_not_exist(world: World, seller: Client) -> None:
    for label in OWNED:
        rows = foreign_rows(world, label)
        assert rows, label
        for row in rows:
            for page in ("change", "history", "delete"):
                answer = seller.get(address(type(row), page, row.pk))
                assert answer.status_code in (302, 403), (label, page)
                if answer.status_code == 302:
                    assert answer.headers["Location"] == "/admin/", (label, page)
        assert secrets_in(seller.get("/admin/")) == [], label


def test_a_document_is_downloaded_from_its_own_store_only(world: World, seller: Client) -> None:
    own, foreign = (Invoice.objects.filter(store=shop.store).latest("pk") for shop in (world.acme, world.zenith))
    assert f'href="{address(Invoice, "file", own.pk)}" download' in page_text(seller.get(address(Invoice)))
    answer = seller.get(address(Invoice, "file", own.pk))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert seller.get(address(Invoice, "file", foreign.pk)).status_code == 404


def test_a_foreign_row_cannot_be_changed_or_deleted_by_post(world: World, seller: Client) -> None:
    item, coupon = world.zenith.item, world.zenith.coupon
    seller.post(address(StoreItem, "change", item.pk), {"price": "1.00", "is_active": "on"})
    seller.post(address(StoreItem, "delete", item.pk), {"post": "yes"})
    seller.post(address(Coupon, "change", coupon.pk), {"percent": "99", "max_uses": "1"})
    seller.post(address(Coupon, "delete", coupon.pk), {"post": "yes"})
    item.refresh_from_db()
    coupon.refresh_from_db()
    assert (item.price_minor, item.deleted_at) == (1250, None)
    assert (coupon.percent_basis_points, coupon.deleted_at) == (1000, None)


def test_actions_with_foreign_ids_change_nothing(world: World, seller: Client) -> None:
    part, stock = world.part(world.zenith), Stock.objects.get(item=world.zenith.item)
    before = (part.status, stock.stock, world.zenith.item.deleted_at)
    attempts = [
        (StoreOrder, part.pk, {"action": "process"}),
        (StoreOrder, part.pk, {"action": "cancel", "note": ""}),
        (StoreItem, world.zenith.item.pk, {"action": "delete_selected"}),
        (StoreItem, world.zenith.item.pk, {"action": "adjust", "reason": "adjust", "stock": "0"}),
        (Stock, stock.pk, {"action": "adjust", "reason": "adjust", "stock": "0"}),
    ]
    for model, pk, data in attempts:
        for across in ("0", "1"):
            body = {**data, "_selected_action": str(pk), "index": "0", "select_across": across, "confirmed": "yes"}
            if across == "1":
                body.pop("confirmed")
            answer = seller.post(address(model), body)
            assert secrets_in(answer) == [], data
    part.refresh_from_db()
    stock.refresh_from_db()
    world.zenith.item.refresh_from_db()
    assert (part.status, stock.stock, world.zenith.item.deleted_at) == before


def test_filters_offer_and_accept_only_own_rows(world: World, seller: Client) -> None:
    answer = seller.get(address(StoreItem))
    assert "Acme store" in page_text(answer)
    assert secrets_in(answer) == []
    narrowed = seller.get(address(StoreItem), {"store__id__exact": str(world.zenith.store.pk)})
    assert [row for row in narrowed.context["cl"].result_list if row.store_id != world.acme.store.pk] == []


def test_a_lookup_across_relations_is_a_bad_request(world: World, seller: Client) -> None:
    for lookup in (
        "store__seller__user__email__startswith",
        "store__seller__user__password__startswith",
        "variant__items__price_minor__gt",
    ):
        assert seller.get(address(StoreItem), {lookup: "1"}).status_code == 400, lookup


def test_searching_for_a_foreign_sku_finds_nothing(world: World, seller: Client) -> None:
    for model in (StoreItem, Stock, StoreOrder):
        answer = seller.get(address(model), {"q": "ZENITH-1"})
        assert list(answer.context["cl"].result_list) == []


def suggestions(client: Client, source: str, field: str, term: str = "") -> tuple[int, list[str]]:
    app, model = source.split(".")
    answer = client.get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field, "term": term}
    )
    return answer.status_code, [row["text"] for row in answer.json()["results"]] if answer.status_code == 200 else []


def test_autocompletes_suggest_own_rows_and_what_is_public(world: World, seller: Client) -> None:
    assert suggestions(seller, "marketplace.storeitem", "store") == (200, ["Acme store"])
    assert suggestions(seller, "sales.coupon", "store") == (200, ["Acme store"])
    assert suggestions(seller, "catalog.productvariant", "product") == (200, ["Acme keyboard"])
    assert suggestions(seller, "catalog.productimage", "variant") == (200, ["ACME-1 Acme variant · Acme keyboard"])
    # Any store may offer any product that is on sale; a hidden one only its own store.
    status, skus = suggestions(seller, "marketplace.storeitem", "variant")
    assert status == 200
    assert sorted(skus) == ["ACME-1 Acme variant · Acme keyboard", "ZENITH-1 Zenith variant · Zenith keyboard"]
    world.zenith.product.status = "DRAFT"
    world.zenith.product.save()
    assert suggestions(seller, "marketplace.storeitem", "variant") == (200, ["ACME-1 Acme variant · Acme keyboard"])


def test_autocompletes_of_closed_models_are_closed(world: World, seller: Client) -> None:
    assert suggestions(seller, "marketplace.seller", "user")[0] == 403
    assert suggestions(seller, "payments.payment", "order")[0] == 403
    assert suggestions(seller, "marketplace.storemember", "user")[0] == 403


def test_a_posted_foreign_key_of_another_store_is_refused(world: World, seller: Client) -> None:
    data = {"store": str(world.zenith.store.pk), "variant": str(world.acme.item.variant_id), "price": "5"}
    answer = seller.post(address(StoreItem, "add"), data)
    assert answer.status_code == 200
    assert "store" in answer.context["adminform"].form.errors
    answer = seller.post(address(StoreMember, "add"), {"store": data["store"], "identifier": "x@y.z", "role": "owner"})
    assert "store" in answer.context["adminform"].form.errors
    assert StoreItem.objects.filter(store=world.zenith.store).count() == 1
    assert StoreMember.objects.filter(store=world.zenith.store).count() == 2


def test_what_is_not_for_sellers_is_closed(world: World, seller: Client) -> None:
    for label in CLOSED:
        model = PAGES[label].model
        assert seller.get(address(model)).status_code == 403, label
        assert seller.get(address(model, "add")).status_code == 403, label
        row = model._default_manager.first()
        for page in ("change", "delete", "history") if row is not None else ():
            assert seller.get(address(model, page, row.pk)).status_code in (302, 403), (label, page)


def test_shared_words_are_for_reading(world: World, seller: Client) -> None:
    for label in sorted(SHARED):
        model = PAGES[label].model
        row = model._default_manager.first()
        assert seller.get(address(model)).status_code == 200, label
        assert seller.get(address(model, "change", row.pk)).status_code == 200, label
        assert seller.get(address(model, "add")).status_code == 403, label
        assert seller.get(address(model, "delete", row.pk)).status_code == 403, label
        assert seller.post(address(model, "change", row.pk), {"name": "Mine now"}).status_code == 403, label
        row.refresh_from_db()
        assert str(row) != "Mine now"


def test_the_order_console_shows_a_seller_his_part_only(world: World, seller: Client) -> None:
    answer = seller.get("/admin/orders")
    text = page_text(answer)
    assert [row.number for row in answer.context["rows"]] == [world.part(world.acme).number]
    assert "ACME-1" in text
    assert "25.00 USD" in text  # two keyboards at 12.50
    assert secrets_in(answer) == []
    assert "mina.guest@example.com" not in text


def test_the_menu_names_only_what_is_open(world: World, seller: Client) -> None:
    models = {
        f"{app['app_label']}.{model['object_name']}"
        for app in seller.get("/admin/").context["available_apps"]
        for model in app["models"]
    }
    assert models == set(OWNED) | SHARED


def test_history_is_scoped_too(world: World, seller: Client) -> None:
    own = seller.get(address(StoreItem, "history", world.acme.item.pk))
    assert own.status_code == 200
    foreign = seller.get(address(StoreItem, "history", world.zenith.item.pk))
    assert foreign.status_code == 302


def test_a_member_who_was_taken_out_is_out_at_once(world: World, seller: Client) -> None:
    assert seller.get(address(StoreItem)).status_code == 200
    StoreMember.objects.filter(user=world.acme.owner).update(is_active=False)
    answer = seller.get(address(StoreItem))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
