"""The page on which superusers set up gateways: secrets go in and never come out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from core.models import AuditEntry
from payments import registry
from payments.models import PaymentConfiguration, PaymentSecret
from tests.admin.conftest import page_text
from tests.payments.registry_memory import new_process
from tests.simulators.harness import Midtrans

__all__ = ["new_process"]
pytestmark = pytest.mark.usefixtures("new_process")

PAGE = "/admin/payments/paymentconfiguration/"
CANARY, LATER = "sk_test_canary-that-nobody-may-see-7Q4Z", "sk_test_the-second-canary-of-the-shop-9X2W"
HOOK = "whsec_canary-of-the-notifications-3K8M"
SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def process() -> Iterator[Midtrans]:
    with Midtrans() as midtrans:
        yield midtrans


@pytest.fixture
def client(sign_in: SignIn, root: User) -> Client:
    return sign_in(root)


def made(client: Client, provider: str) -> str:
    """The address of a new configuration."""
    assert client.post(f"{PAGE}add/", {"provider": provider}).status_code == 302
    return f"{PAGE}{PaymentConfiguration.objects.get(provider=provider).pk}/change/"


def posted(client: Client, address: str, **fields: str) -> Any:
    """The form as it stands, with these fields changed; an empty one is unticked."""
    form = client.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    body = {name: value for name, value in shown.items() if value not in (None, False, "")}
    body = {**{name: "on" if value is True else str(value) for name, value in body.items()}, **fields}
    return client.post(address, {name: value for name, value in body.items() if value != ""}, follow=True)


def errors_of(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["adminform"].form.errors.items()}


def act(client: Client, name: str) -> list[str]:
    row = PaymentConfiguration.all_objects.get()
    body = {"action": name, "_selected_action": str(row.pk), "index": "0", "confirmed": "yes", "_row_page": "1"}
    return [str(message) for message in client.post(PAGE, body, follow=True).context["messages"]]


def test_stripe_is_set_up_and_no_page_file_or_journal_shows_a_secret(client: Client, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    address = made(client, "stripe")
    pages = [
        posted(client, address, stripe_secret_key=CANARY, stripe_webhook_secret=HOOK, is_sandbox="on", is_active="on"),
        posted(client, address, stripe_secret_key=LATER, minimum_usd="1.50", accepts_eur=""),
        posted(client, address, stripe_secret_key=CANARY, minimum_usd="0.01"),  # refused: what was typed is not shown
        client.get(address),
        client.get(address.replace("change", "history")),
        client.get(address.replace("change", "delete")),
        client.get(PAGE),
        client.get(f"{PAGE}export/?as=csv"),
        client.get("/admin/core/auditentry/"),
        client.get(f"/admin/core/auditentry/{AuditEntry.objects.latest('pk').pk}/change/"),
    ]
    offer = registry.offer_get("stripe")
    assert (offer.account.key("stripe_secret_key"), offer.is_offered) == (LATER, True)
    assert list(offer.limits) == ["USD"]
    assert offer.limits["USD"].smallest.minor == 150
    assert "9X2W" in page_text(pages[3])  # the last four, for superusers
    texts = [page_text(page) for page in pages]
    texts += [caplog.text, *(str(entry.changes) for entry in AuditEntry.objects.all())]
    texts += [f"{entry.change_message} {entry}" for entry in LogEntry.objects.all()]
    texts += list(PaymentSecret.all_objects.values_list("secret", flat=True))
    assert [text for text in texts if "canary" in text] == []
    assert errors_of(pages[2]) == {"minimum_usd": ["From 0.50 USD to 999,999.99 USD."]}


def test_an_empty_field_keeps_and_a_box_clears(client: Client):
    address = made(client, "stripe")
    posted(client, address, stripe_secret_key=CANARY)
    posted(client, address, stripe_publishable_key="pk_test_1")
    assert PaymentSecret.objects.get().name == "stripe_secret_key"
    posted(client, address, clear_stripe_secret_key="on")
    assert PaymentSecret.all_objects.count() == 0
    actions = AuditEntry.objects.filter(action="payment_configuration.update").order_by("pk")
    assert [sorted(entry.changes) for entry in actions] == [
        ["stripe_secret_key"], ["stripe_publishable_key"], ["stripe_secret_key"]
    ]  # fmt: skip


def test_what_is_missing_stands_at_its_field(client: Client):
    address = made(client, "midtrans")
    answer = posted(client, address, is_active="on")
    assert errors_of(answer) == {"midtrans_server_key": ["Without this nothing can be paid."]}
    assert PaymentConfiguration.objects.get().is_active is False
    again = client.post(f"{PAGE}add/", {"provider": "midtrans"})
    assert PaymentConfiguration.objects.count() == 1
    assert "already" in page_text(again)


def test_addresses_are_shown_and_the_environments_come_first(client: Client, settings: Any):
    settings.SITE_URL = "https://shop.example.com"
    address = made(client, "midtrans")
    posted(client, address, is_sandbox="on", callback_error_url="https://help.example.com/oops")
    shown = page_text(client.get(address))
    for text in (
        "https://app.sandbox.midtrans.com/snap/v1",
        "notification_url: https://shop.example.com/api/payments/midtrans/notification/",
        "callback_finish_url: https://shop.example.com/api/payments/midtrans/return/",
        "callback_error_url: https://help.example.com/oops",
        "account_linking_url: not used",
    ):
        assert text in shown, text
    assert "set by the environment" not in shown
    settings.MIDTRANS_CORE_URL = "http://127.0.0.1:8013"
    shown = page_text(client.get(address))
    assert "MIDTRANS_CORE_URL: set by the environment" in shown
    assert "http://127.0.0.1:8013" in shown


def test_the_connection_is_tested_and_earlier_secrets_are_dropped(client: Client, process: Midtrans, settings: Any):
    settings.MIDTRANS_SNAP_URL, settings.MIDTRANS_CORE_URL = f"{process.url}/snap/v1", process.url
    address = made(client, "midtrans")
    posted(client, address, midtrans_server_key="SB-Mid-server-of-somebody-else", is_sandbox="on")
    places = f"{process.url}/snap/v1, {process.url}"
    assert act(client, "test") == [f"Midtrans: Midtrans at {places} does not accept the keys."]
    posted(client, address, midtrans_server_key=Midtrans.KEY)
    assert act(client, "test") == [f"Midtrans: Midtrans at {places} accepts the keys."]
    assert "still good for notifications" in page_text(client.get(address))
    assert act(client, "drop_earlier") == ["Drop earlier secrets: 1 row done."]
    assert "still good for notifications" not in page_text(client.get(address))


def test_an_administrator_reads_and_tests_and_writes_nothing(
    client: Client, sign_in: SignIn, staff_of: Callable[[str], User]
):
    address = made(client, "stripe")
    posted(client, address, stripe_secret_key=CANARY, stripe_publishable_key="pk_test_1")
    theirs = sign_in(staff_of("administrator"))
    shown = theirs.get(address)
    assert shown.status_code == 200
    assert "pk_test_1" in page_text(shown)
    assert "7Q4Z" not in page_text(shown)
    assert theirs.get(f"{PAGE}add/").status_code == 403
    assert theirs.post(address, {"is_active": "on", "stripe_secret_key": LATER}).status_code == 403
    assert theirs.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert act(theirs, "test") == ["Stripe: Missing: stripe_webhook_secret."]
    assert act(theirs, "drop_earlier") != ["Drop earlier secrets: 1 row done."]
    for lookup in ("secrets__secret__startswith", "secrets__name"):
        assert theirs.get(PAGE, {lookup: "a"}).status_code == 400
    for role in ("staff", "support", "technician"):
        assert sign_in(staff_of(role)).get(PAGE).status_code == 403, role


def test_it_is_deleted_and_restored(client: Client):
    address = made(client, "stripe")
    posted(client, address, stripe_secret_key=CANARY)
    assert client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert (PaymentConfiguration.objects.count(), PaymentSecret.objects.count()) == (0, 0)
    assert act_deleted(client)[-1] == "Restore: 1 row done."
    assert (PaymentConfiguration.objects.count(), PaymentSecret.objects.count()) == (1, 1)


def act_deleted(client: Client) -> list[str]:
    row = PaymentConfiguration.all_objects.get()
    body = {"action": "restore_selected", "_selected_action": str(row.pk), "index": "0", "confirmed": "yes"}
    return [str(message) for message in client.post(f"{PAGE}?deleted=all", body, follow=True).context["messages"]]
