"""Labels of models and fields in the language of whoever looks at the admin."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils import translation

from accounts.models import Profile, User
from core import labels
from marketplace.models import StoreItem
from sales.models import Order
from tests.marketplace.factories import make_item, make_store


def test_a_model_and_its_fields_are_named_in_the_active_language() -> None:
    field = Order._meta.get_field("paid_at")
    for language, names in {
        "en": ("order", "orders", "paid at"),
        "fa": ("سفارش", "سفارش‌ها", "زمان پرداخت"),
        "vi": ("đơn hàng", "đơn hàng", "thanh toán lúc"),
        "id": ("pesanan", "pesanan", "dibayar pada"),
    }.items():
        with translation.override(language):
            assert (str(Order._meta.verbose_name), str(Order._meta.verbose_name_plural), field.verbose_name) == names


def test_permissions_and_migrations_keep_the_english_names() -> None:
    with translation.override("fa"):
        assert StoreItem._meta.verbose_name_raw == "store item"
        assert Order._meta.get_field("paid_at").deconstruct()[3].get("verbose_name") is None


def test_every_label_of_the_house_is_a_text_to_translate() -> None:
    texts = {text for text, _ in labels.texts()}
    assert {"Sales", "order", "orders", "paid at", "low stock threshold"} <= texts
    assert "log entry" not in texts  # Django's own models have catalogues of their own


def test_a_persian_seller_works_from_right_to_left_in_persian_words(make_user: Callable[..., User]) -> None:
    owner = make_user("sara@shop.example")
    Profile.objects.filter(user=owner).update(language="fa")
    item = make_item(store=make_store("Sara store", owner=owner), price_minor=48_500)
    browser = Client()
    browser.force_login(owner)

    page = browser.get("/admin/marketplace/storeitem/").content.decode()

    assert '<html lang="fa" dir="rtl"' in page
    assert "<h1>پیشنهادهای فروش</h1>" in page
    assert "قابل فروش" in page
    assert "۴۸۵٫۰۰ دلار" in page
    assert str(item.variant.sku) in page
