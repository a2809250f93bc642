"""Welcome mails, one-time codes, low stock and where a seller stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.identity import one_time_code_of
from accounts.models import OneTimeCode, Profile
from accounts.services.codes import one_time_code_request
from core.scope import SYSTEM_SCOPE
from marketplace.models import Seller, StoreItem
from marketplace.rules import StoreRole
from marketplace.services.stock import stock_adjust
from marketplace.signals import seller_registered, seller_status_changed
from marketplace.states import SellerStatus
from notifications import sms
from notifications.models import SentMessage
from notifications.sms import MemoryBackend, TextMessage
from tests.catalog.factories import make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store
from tests.notifications.helpers import html_of, links, links_of_text, seen, sent

pytestmark = pytest.mark.django_db

Drain = Callable[..., int]


@pytest.fixture(autouse=True)
def empty_phone() -> None:
    MemoryBackend.outbox.clear()


def test_whoever_registers_is_welcomed_once(api, drain_outbox: Drain) -> None:
    body = {"email": "linh@example.com", "password": "Quiet-Felt-82-Piano", "name": "Linh Trần"}
    answer = api.post("/api/accounts/register/", body)
    assert answer.status_code == 201, answer.json()
    drain_outbox()
    drain_outbox()

    (message,) = sent("welcome-")
    assert message.to == ["linh@example.com"]
    assert message.subject == "Welcome to Serai"
    assert "Welcome, Linh Trần" in seen(message)
    confirm = {link for link in links(message) if "/activate/" in link}
    assert len(confirm) == 1
    assert links(message) == links_of_text(message) == {f"{settings.SITE_URL}/"} | confirm


def test_a_code_asked_for_by_mail_arrives_by_mail(drain_outbox: Drain) -> None:
    code = one_time_code_request(target="Mina@Example.com")
    drain_outbox()

    digits = one_time_code_of(code.pk)
    (message,) = sent("one-time-code-")
    assert message.to == ["mina@example.com"]
    assert message.subject == "Your Serai sign-in code"
    assert digits not in message.subject
    assert digits in seen(message)
    assert str(message.body).splitlines()[-1] == f"@127.0.0.1 #{digits}"
    assert "It is valid for 5 minutes and works once." in seen(message)
    assert MemoryBackend.outbox == []


def test_a_code_asked_for_by_phone_arrives_as_a_text_message(drain_outbox: Drain) -> None:
    code = one_time_code_request(target="+98 912 123 4567")
    drain_outbox()

    digits = one_time_code_of(code.pk)
    (message,) = MemoryBackend.outbox
    assert message.to == "+989121234567"
    assert message.text == (f"{digits} is your Serai sign-in code. It is valid for 5 minutes.\n\n@127.0.0.1 #{digits}")
    assert sent() == []
    row = SentMessage.objects.get()
    assert (row.channel, row.message_id) == ("sms", f"one-time-code-{code.pk}@serai.example")


@pytest.mark.parametrize("change", [{"used_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}])
def test_a_code_that_is_void_or_expired_is_not_sent(change: dict, drain_outbox: Drain) -> None:
    code = one_time_code_request(target="mina@example.com")
    OneTimeCode.objects.filter(pk=code.pk).update(**change)
    drain_outbox()
    assert sent() == []
    assert SentMessage.objects.count() == 0


def test_of_two_codes_only_the_newer_is_sent(drain_outbox: Drain) -> None:
    one_time_code_request(target="mina@example.com")
    newer = one_time_code_request(target="mina@example.com")
    drain_outbox()
    (message,) = sent()
    assert one_time_code_of(newer.pk) in str(message.body)


def test_a_person_is_written_to_in_the_chosen_language(make_user, drain_outbox: Drain) -> None:
    person = make_user("sara@example.com")
    Profile.objects.update_or_create(user=person, defaults={"language": "fa"})
    one_time_code_request(target="sara@example.com")
    drain_outbox()
    assert 'dir="rtl"' in html_of(sent("one-time-code-")[0])


@pytest.fixture
def item() -> StoreItem:
    store = make_store("Northfacing")
    variant = make_variant(make_maintained_product(store, name="Keycaps “Fjord”"), sku="FJORD-ISO", name="ISO")
    return make_item(store, variant=variant, stock=5, threshold=3)


def set_stock(item: StoreItem, stock: int) -> None:
    stock_adjust(scope=SYSTEM_SCOPE, item_id=item.pk, stock=stock)


def test_stock_that_sinks_below_its_threshold_is_told_to_the_owners_once(item: StoreItem, drain_outbox: Drain) -> None:
    make_member(item.store, role=StoreRole.MANAGER)
    second = make_member(item.store, role=StoreRole.OWNER).user
    set_stock(item, 2)
    drain_outbox()
    drain_outbox()

    (message,) = sent("low-stock-")
    assert message.to == [item.store.seller.user.email, second.email]
    assert message.subject == "Low stock: Keycaps “Fjord”, 2 left"
    for words in (seen(message), str(message.body)):
        assert "Keycaps “Fjord” is running low" in words
        assert "FJORD-ISO" in words
        assert "Northfacing" in words
    assert "In stock now: 2\nThreshold: 3\nSKU: FJORD-ISO\nVariant: ISO\nStore: Northfacing" in str(message.body)
    assert links(message) == links_of_text(message)
    assert f"{settings.SITE_URL}/admin/marketplace/storeitem/{item.pk}/change/" in links(message)


def test_only_a_crossing_is_told_and_it_is_armed_again_when_stock_is_back(item: StoreItem, drain_outbox: Drain) -> None:
    counts = []
    for stock in (3, 2, 1, 0, 2, 3, 10, 2, 1, 2):
        set_stock(item, stock)
        drain_outbox()
        counts.append(len(sent("low-stock-")))
    assert counts == [0, 1, 1, 1, 1, 1, 1, 2, 2, 2]
    assert len({message.extra_headers["Message-ID"] for message in sent("low-stock-")}) == 2


def test_a_change_that_is_rolled_back_is_not_told(item: StoreItem, drain_outbox: Drain) -> None:
    with transaction.atomic():
        set_stock(item, 1)
        transaction.set_rollback(True)
    drain_outbox()
    assert sent("low-stock-") == []


def test_a_store_whose_people_have_no_mail_is_written_at_its_own_address(item: StoreItem, drain_outbox: Drain) -> None:
    owner = item.store.seller.user
    owner.email, owner.phone = None, "+12025550123"
    owner.save()
    set_stock(item, 0)
    drain_outbox()
    assert sent("low-stock-")[0].to == [item.store.email]


def test_a_seller_learns_where_the_registration_stands(drain_outbox: Drain) -> None:
    store = make_store("Quiet Felt", seller_status=SellerStatus.PENDING)
    seller = store.seller
    mail.outbox.clear()
    with transaction.atomic():
        seller_registered.send(sender=Seller, seller=seller, store=store)
    for status in (SellerStatus.APPROVED, SellerStatus.SUSPENDED, SellerStatus.APPROVED):
        seller.status = status
        seller.save()
        with transaction.atomic():
            seller_status_changed.send(sender=Seller, seller=seller)
    drain_outbox()

    assert [message.subject for message in sent("seller-status-")] == [
        "We have your registration as a seller on Serai",
        "You can sell on Serai now",
        "Your shop on Serai is suspended",
        "You can sell on Serai now",
    ]
    assert all(message.to == [seller.user.email] for message in sent("seller-status-"))


def test_text_messages_are_files_without_a_provider(tmp_path: Path, settings) -> None:
    settings.SMS_BACKEND, settings.SMS_DIR = "notifications.sms.FileBackend", str(tmp_path / "sms")
    for _ in range(2):
        sms.send(TextMessage("+12025550123", "123456 is your code", "one-time-code-7@serai.example"))
    (file,) = (tmp_path / "sms").iterdir()
    text = file.read_text(encoding="utf-8")
    assert text.startswith("To: +12025550123\n")
    assert text.endswith("Message-ID: one-time-code-7@serai.example\n\n123456 is your code\n")
