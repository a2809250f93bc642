"""Forms and actions call services: what they refuse is said in words, what they do is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalog.models import Category, Product, ProductImage, ProductVariant
from core.models import AuditEntry, OutboxMessage
from marketplace.models import Stock, StockMovement, StoreItem, StoreMember
from sales.models import Coupon, StoreOrder
from tests.admin.conftest import World, page_text
from tests.admin.test_roles import act, messages_of
from tests.catalog.factories import make_variant, picture
from tests.marketplace.factories import make_item, make_maintained_product

ITEM = "marketplace/storeitem"


@pytest.fixture
def seller(world: World, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(world.acme.owner)


def form_of(client: Client, url: str) -> dict[str, str]:
    """What a browser would post back from the page as it stands."""
    form = client.get(url).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    return {name: "on" if value is True else form.fields[name].prepare_value(value) for name, value in kept.items()}


def change_url(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_seller_changes_a_price_as_people_write_it(world: World, seller: Client) -> None:
    url = change_url(world.acme.item)
    data = form_of(seller, url)
    assert data["price"] == "12.50" or str(data["price"]) == "12.50"
    answer = seller.post(url, {**data, "price": "13.75", "compare_at": "20", "market_prices": "vn = 340000"})
    assert answer.status_code == 302
    world.acme.item.refresh_from_db()
    assert (world.acme.item.price_minor, world.acme.item.compare_at_minor) == (1375, 2000)
    assert [price.price_minor for price in world.acme.item.market_prices.all()] == [340_000]
    entry = AuditEntry.objects.get(action="item.update")
    assert entry.changes["price_minor"] == [1250, 1375]
    assert (entry.actor_label, entry.store_id) == ("Acme owner", world.acme.store.pk)


def test_what_the_service_refuses_stands_at_its_field(world: World, seller: Client) -> None:
    url = change_url(world.acme.item)
    answer = seller.post(url, {**form_of(seller, url), "compare_at": "5"})
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert errors["compare_at"] == ["The former price is higher than the price."]
    world.acme.item.refresh_from_db()
    assert world.acme.item.compare_at_minor is None
    assert AuditEntry.objects.filter(action="item.update").count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("price", "12.505"), ("price", "-1"), ("price", "NaN"), ("price", "9" * 40), ("market_prices", "mars = 3")],
)
def test_bad_amounts_are_errors_of_the_form(world: World, seller: Client, field: str, value: str) -> None:
    url = change_url(world.acme.item)
    answer = seller.post(url, {**form_of(seller, url), field: value})
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors


def test_a_seller_offers_a_variant_with_its_first_stock(world: World, seller: Client) -> None:
    variant = make_variant(world.zenith.product, sku="ZENITH-2")
    data = {
        "store": str(world.acme.store.pk), "variant": str(variant.pk), "price": "9.99", "is_active": "on",
        "first_stock": "7", "market_prices": "",
    }  # fmt: skip
    answer = seller.post(f"/admin/{ITEM}/add/", data)
    assert answer.status_code == 302
    item = StoreItem.objects.get(store=world.acme.store, variant=variant)
    assert (item.price_minor, item.currency, item.stock_row.stock) == (999, "USD", 7)
    assert answer.headers["Location"] == f"/admin/{ITEM}/"
    again = seller.post(f"/admin/{ITEM}/add/", data)
    assert again.status_code == 200
    assert StoreItem.objects.filter(store=world.acme.store, variant=variant).count() == 1


def test_a_seller_adds_a_product_which_his_store_then_maintains(world: World, seller: Client) -> None:
    category = Category.objects.get(name="Acme shelf")
    data = {
        "name": "Acme <b>Split</b>", "category": str(category.pk), "description": "Two <script>x</script> halves",
        "attributes": "layout-acme = 65%", "is_active": "on",
    }  # fmt: skip
    assert seller.post("/admin/catalog/product/add/", data).status_code == 302
    product = Product.objects.get(slug__startswith="acme-bsplit")
    assert product.description == "Two  halves"
    assert [value.value for value in product.attribute_values.all()] == ["65%"]
    assert product.store_products.get().store == world.acme.store
    page = page_text(seller.get("/admin/catalog/product/"))
    assert "&lt;b&gt;Split" in page
    assert "<b>Split" not in page


def test_an_unknown_attribute_is_an_error_of_the_field(world: World, seller: Client) -> None:
    url = change_url(world.acme.product)
    answer = seller.post(url, {**form_of(seller, url), "attributes": "no-such = 1"})
    assert "There is no such attribute." in answer.context["adminform"].form.errors["attributes"]
    answer = seller.post(url, {**form_of(seller, url), "attributes": "just words"})
    assert "attributes" in answer.context["adminform"].form.errors


def test_a_picture_is_uploaded_and_a_bad_file_is_refused(world: World, seller: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    url = "/admin/catalog/productimage/add/"
    good = SimpleUploadedFile("front.png", picture(size=(44, 33)), "image/png")
    data = {"product": str(world.acme.product.pk), "alt_text": "Front"}
    assert seller.post(url, {**data, "upload": good}).status_code == 302
    assert ProductImage.objects.get(alt_text="Front").file.name.endswith(".webp")
    bad = SimpleUploadedFile("front.png", b"<?php echo 1;", "image/png")
    answer = seller.post(url, {**data, "upload": bad})
    assert answer.status_code == 200
    assert "upload" in answer.context["adminform"].form.errors


def test_the_second_of_two_editors_is_told(world: World, sign_in: Callable[[Any], Client], root: User) -> None:
    first, second = sign_in(root), sign_in(world.acme.owner)
    url = change_url(world.acme.product)
    one, other = form_of(first, url), form_of(second, url)
    assert first.post(url, {**one, "model_name": "A1"}).status_code == 302
    answer = second.post(url, {**other, "model_name": "B2"})
    assert answer.status_code == 200
    assert "Changed by Root on " in page_text(answer)
    world.acme.product.refresh_from_db()
    assert world.acme.product.model_name == "A1"


def test_a_store_is_edited_by_its_service(world: World, seller: Client) -> None:
    url = change_url(world.acme.store)
    page = seller.get(url)
    vn = next(market.pk for market in page.context["adminform"].form.fields["markets"].queryset if market.code == "id")
    data = {**form_of(seller, url), "tagline": "Built to be opened", "markets": [str(vn)]}
    assert seller.post(url, data).status_code == 302
    world.acme.store.refresh_from_db()
    assert world.acme.store.tagline == "Built to be opened"
    assert [row.market.code for row in world.acme.store.extra_markets.all()] == ["id"]
    answer = seller.post(url, {**form_of(seller, url), "status": "OPEN", "email": "not an address"})
    assert "email" in answer.context["adminform"].form.errors


def test_an_owner_adds_a_member_by_identifier(world: World, seller: Client) -> None:
    from tests.accounts.factories import make_user

    url = "/admin/marketplace/storemember/add/"
    person = make_user("new.hands@example.com")
    data = {"store": str(world.acme.store.pk), "identifier": "nobody@example.com", "role": "fulfilment"}
    answer = seller.post(url, data)
    assert answer.context["adminform"].form.errors["identifier"] == ["Nobody with this identifier has an account."]
    assert seller.post(url, {**data, "identifier": "new.hands@example.com"}).status_code == 302
    assert StoreMember.objects.get(user=person).store == world.acme.store


def test_a_coupon_is_a_percentage_or_an_amount(world: World, seller: Client) -> None:
    url = "/admin/sales/coupon/add/"
    data = {"store": str(world.acme.store.pk), "code": "spring", "max_uses": "100", "is_active": "on"}
    both = seller.post(url, {**data, "percent": "10", "amount": "5"})
    assert "Give either a percentage or an amount." in page_text(both)
    assert seller.post(url, {**data, "percent": "12.5"}).status_code == 302
    coupon = Coupon.objects.get(code="SPRING")
    assert (coupon.percent_basis_points, coupon.amount_minor, coupon.store) == (1250, 0, world.acme.store)
    change = form_of(seller, change_url(coupon))
    assert seller.post(change_url(coupon), {**change, "percent": "15"}).status_code == 302
    coupon.refresh_from_db()
    assert coupon.percent_basis_points == 1500
    platform = seller.post(url, {**data, "store": "", "code": "ALL", "percent": "50"})
    assert platform.status_code == 200
    assert Coupon.objects.filter(code="ALL").count() == 0


# --- actions ----------------------------------------------------------------------------------------------------------


def test_a_bulk_action_asks_with_the_count_and_the_first_five_names(world: World, seller: Client) -> None:
    product = make_maintained_product(world.acme.store, name="Kit")
    items = [
        make_item(world.acme.store, variant=make_variant(product, sku=f"KIT-{number}"), stock=0) for number in range(7)
    ]
    body = {"action": "delete_selected", "_selected_action": [str(item.pk) for item in items], "index": "0"}
    asked = seller.post(f"/admin/{ITEM}/", body)
    assert asked.status_code == 200
    assert asked.context["count"] == 7
    assert asked.context["names"] == [f"KIT-{number} · Kit" for number in (6, 5, 4, 3, 2)]
    assert "This concerns 7 store items:" in page_text(asked)
    assert "and 2 more" in page_text(asked)
    assert StoreItem.objects.filter(pk__in=[item.pk for item in items]).count() == 7
    done = seller.post(f"/admin/{ITEM}/", {**body, "confirmed": "yes"}, follow=True)
    assert messages_of(done) == ["Delete: 7 rows done."]
    assert StoreItem.objects.filter(pk__in=[item.pk for item in items]).count() == 0


def test_stock_changes_by_a_movement_and_never_below_what_is_reserved(world: World, seller: Client) -> None:
    stock = Stock.objects.get(item=world.acme.item)
    act(seller, ITEM, world.acme.item.pk, "adjust", reason="adjust", stock="15", note="Counted on Monday")
    stock.refresh_from_db()
    movement = StockMovement.objects.filter(stock=stock, reason="adjust").get()
    assert (stock.stock, movement.delta, movement.balance, movement.note) == (15, -3, 15, "Counted on Monday")
    assert movement.actor_label == "Acme owner"
    neither = act(seller, ITEM, world.acme.item.pk, "adjust", reason="adjust")
    assert "Fill in one of the two" in page_text(neither)
    Stock.objects.filter(pk=stock.pk).update(reserved=4)
    refused = act(seller, ITEM, world.acme.item.pk, "adjust", reason="adjust", stock="3")
    assert "4 pieces are reserved by open orders" in messages_of(refused)[0]
    stock.refresh_from_db()
    assert stock.stock == 15


def test_a_parcel_goes_its_way_from_the_orders_page(world: World, seller: Client) -> None:
    part = world.part(world.acme)
    page = seller.get(change_url(part))
    assert [name for name, _ in page.context["row_actions"]] == ["process", "cancel"]
    row_page = {"_row_page": "1"}
    done = act(seller, "sales/storeorder", part.pk, "process", **row_page)
    assert done.redirect_chain[-1][0] == change_url(part)
    empty = act(seller, "sales/storeorder", part.pk, "ship", tracking_number="", **row_page)
    assert "This field is required." in page_text(empty)
    act(seller, "sales/storeorder", part.pk, "ship", tracking_number="JD0002", courier="", **row_page)
    part.refresh_from_db()
    assert (part.status, part.tracking_number) == ("SHIPPED", "JD0002")
    act(seller, "sales/storeorder", part.pk, "deliver")
    assert StoreOrder.objects.get(pk=part.pk).status == "DELIVERED"
    late = act(seller, "sales/storeorder", part.pk, "cancel", note="")
    assert "Only a paid part that has not left can be cancelled" in messages_of(late)[0]
    assert world.part(world.zenith).status == "PAID"


def test_a_seller_is_suspended_with_a_reason_and_approved_again(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("administrator"))
    seller = world.zenith.store.seller
    act(client, "marketplace/seller", seller.pk, "suspend", reason="Papers missing")
    seller.refresh_from_db()
    assert seller.status == "SUSPENDED"
    act(client, "marketplace/seller", seller.pk, "approve")
    seller.refresh_from_db()
    assert seller.status == "APPROVED"


def test_a_dead_letter_is_replayed_and_handled_again(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]
) -> None:
    OutboxMessage.objects.all().delete()
    dead = OutboxMessage.objects.create(
        task="storefront.services.listings_refresh", arguments={}, attempts=8, dead_at=timezone.now(), last_error="boom"
    )
    OutboxMessage.objects.create(task="storefront.services.other", handled_at=timezone.now())
    client = sign_in(staff_of("technician"))
    listed = client.get("/admin/core/outboxmessage/", {"state": "dead"})
    assert [row.pk for row in listed.context["cl"].result_list] == [dead.pk]
    assert "boom" in page_text(listed)
    act(client, "core/outboxmessage", dead.pk, "replay")
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts) == (None, 0)
    assert AuditEntry.objects.get(action="outbox.replay").object_id == str(dead.pk)
    again = act(client, "core/outboxmessage", dead.pk, "replay")
    assert messages_of(again) == [f"{dead}: This is no dead letter."]


# --- deleting and restoring -------------------------------------------------------------------------------------------


def test_deleting_hides_a_row_and_restoring_brings_it_back(world: World, seller: Client) -> None:
    item = make_item(world.acme.store, variant=make_variant(world.acme.product, sku="ACME-9"), stock=0)
    url = f"/admin/{ITEM}/{item.pk}"
    assert "ACME-9" in page_text(seller.get(f"{url}/delete/"))
    assert seller.post(f"{url}/delete/", {"post": "yes"}).status_code == 302
    item.refresh_from_db()
    assert item.deleted_at is not None

    def shown(**params: str) -> set[str]:
        rows = seller.get(f"/admin/{ITEM}/", params).context["cl"].result_list
        return {row.variant.sku for row in rows}

    assert shown() == {"ACME-1"}
    assert shown(deleted="only") == {"ACME-9"}
    assert shown(deleted="all") == {"ACME-1", "ACME-9"}
    page = seller.get(f"{url}/change/")
    assert "It can be read and restored, not changed." in page_text(page)
    assert [name for name, _ in page.context["row_actions"]] == ["restore_selected"]
    assert seller.post(f"{url}/change/", {"price": "1"}).status_code == 403
    body = {"action": "restore_selected", "_selected_action": str(item.pk), "index": "0", "confirmed": "yes"}
    assert seller.post(f"/admin/{ITEM}/?deleted=all", body).status_code == 302
    item.refresh_from_db()
    assert item.deleted_at is None
    history = page_text(seller.get(f"{url}/history/"))
    assert "item.delete" in history
    assert "item.restore" in history
    logged = LogEntry.objects.filter(object_id=str(item.pk)).values_list("action_flag", flat=True)
    assert sorted(logged) == [2, 3]  # changed (restored), deleted


def test_restoring_what_another_row_has_replaced_names_the_conflict(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    client = sign_in(root)
    old = make_variant(world.acme.product, sku="TWICE")
    old.delete()
    make_variant(world.acme.product, sku="TWICE")
    body = {"action": "restore_selected", "_selected_action": str(old.pk), "index": "0", "confirmed": "yes"}
    answer = client.post("/admin/catalog/productvariant/?deleted=all", body, follow=True)
    assert messages_of(answer) == [
        "TWICE · Acme keyboard: Another live product variant already uses one of the unique values of this one."
    ]
    old.refresh_from_db()
    assert old.deleted_at is not None
    assert ProductVariant.objects.filter(sku="TWICE").count() == 1


def test_a_deletion_that_the_service_refuses_says_why(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    client = sign_in(root)
    shelf = Category.objects.get(name="Acme shelf")
    answer = client.post(f"/admin/catalog/category/{shelf.pk}/delete/", {"post": "yes"}, follow=True)
    assert messages_of(answer) == ["1 product stands in this category or below it. Move or delete it first."]
    shelf.refresh_from_db()
    assert shelf.deleted_at is None


def test_deleting_a_product_counts_what_goes_with_it(world: World, seller: Client) -> None:
    page = seller.get(f"/admin/catalog/product/{world.acme.product.pk}/delete/")
    counts = dict(page.context["model_count"])
    assert counts["products"] == 1
    assert counts["product variants"] == 1
    assert counts["store items"] == 1
    assert counts["product images"] == 1


def test_a_category_moves_and_keeps_its_tree(world: World, sign_in: Callable[[Any], Client], root: User) -> None:
    client = sign_in(root)
    shelf, other = Category.objects.get(name="Acme shelf"), Category.objects.get(name="Zenith shelf")
    url = change_url(shelf)
    assert client.post(url, {**form_of(client, url), "parent": str(other.pk)}).status_code == 302
    shelf.refresh_from_db()
    assert shelf.parent == other
    circle = client.post(change_url(other), {**form_of(client, change_url(other)), "parent": str(shelf.pk)})
    assert circle.status_code == 200
    assert "parent" in circle.context["adminform"].form.errors
