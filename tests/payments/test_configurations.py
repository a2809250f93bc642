"""Gateways set up from within: over the environment, in every process, with secrets that nobody reads again.

Rupiah are paid at the simulated Midtrans account, a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEntry
from core.money import Money
from core.scope import ActingScope, Actor
from payments import registry, services
from payments.errors import ConnectionFailed
from payments.models import Payment, PaymentConfiguration, PaymentLimit, PaymentSecret
from sales.models import Order
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_store
from tests.payments.registry_memory import new_process
from tests.payments.shop import boss, status_of, token_of
from tests.payments.test_midtrans_paying import HOME, NOTIFICATION
from tests.sales.factories import checkout, fill_cart, key, make_service
from tests.simulators.harness import Midtrans, free_port

__all__ = ["new_process"]
pytestmark = pytest.mark.usefixtures("new_process")

OLD, NEW = "SB-Mid-server-before-the-change", Midtrans.KEY
TOO_LARGE = 1_520_000  # rupiah: what the order below costs


@pytest.fixture(scope="module")
def process() -> Iterator[Midtrans]:
    with Midtrans("--late-seconds", "0.3", "--settle-seconds", "0.3") as midtrans:
        yield midtrans


@pytest.fixture
def account(db: None, process: Midtrans, settings: Any) -> Midtrans:
    """The environment names the simulator's address and no key."""
    settings.MIDTRANS_SNAP_URL = f"{process.url}/snap/v1"
    settings.MIDTRANS_CORE_URL = process.url
    settings.SITE_URL = "http://127.0.0.1:9"
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    settings.SANDBOX_GATEWAY_ENABLED = False
    make_service("id", base=20_000)
    return process


@pytest.fixture
def root(db: None) -> ActingScope:
    return ActingScope(actor=Actor("user", "7", "Root"), user_id=make_user().pk, is_superuser=True)


def configured(root: ActingScope, provider: str = "midtrans", **fields: Any) -> PaymentConfiguration:
    row = services.configuration_create(scope=root, provider=provider)
    return services.configuration_update(scope=root, configuration_id=row.pk, **fields) if fields else row


def with_midtrans(root: ActingScope, secret: str = NEW, **fields: Any) -> PaymentConfiguration:
    return configured(root, secrets={"midtrans_server_key": secret}, is_active=True, is_sandbox=True, **fields)


def order() -> Order:
    client = client_for()
    fill_cart(client, (make_item(make_store(market="id"), price_minor=1_500_000), 1), market="id")
    answer = checkout(client, address=HOME)
    assert answer.status_code == 201, answer.json()
    return Order.objects.get(number=answer.json()["number"])


def start(order: Order, **more: str) -> Any:
    body = {"order": order.number, "token": token_of(order), **more}
    return client_for().post("/api/payments/start/", body, headers=key())


def offered() -> list[str]:
    return [name for name in registry.offered(["zarinpal", "vnpay", "midtrans", "stripe"]) if name != "sandbox"]


# Over the environment


def test_an_order_is_paid_with_the_keys_of_the_database_alone(account: Midtrans, root: ActingScope):
    placed = order()
    assert start(placed).status_code == 400  # the environment has no key
    row = with_midtrans(root)
    payment = start(placed).json()
    account.press(payment["redirect_url"], "approve")
    assert client_for().get(f"/api/payments/midtrans/return/?order_id={payment['authority']}").status_code == 200
    assert status_of(placed) == "PAID"
    assert Payment.objects.get(order=placed).configuration_id == row.pk


def test_taking_over_the_environment_changes_nothing_for_shoppers(account: Midtrans, root: ActingScope, settings: Any):
    settings.MIDTRANS_SERVER_KEY = NEW
    settings.MIDTRANS_PREVIOUS_SERVER_KEYS = [OLD]
    before = registry.offer_get("midtrans").account
    row = services.configuration_create(scope=root, provider="midtrans")
    after = registry.offer_get("midtrans")
    assert (row.is_active, row.is_sandbox) == (True, True)
    assert after.configuration_id == row.pk
    assert replace(after.account, is_sandbox=False, chosen={}) == replace(
        before, previous={"midtrans_server_key": [OLD]}, identifiers=after.account.identifiers
    )
    with pytest.raises(Conflict):
        services.configuration_create(scope=root, provider="midtrans")


def test_an_active_one_counts_an_inactive_one_switches_off_a_deleted_one_leaves_the_environment(
    account: Midtrans, root: ActingScope, settings: Any
):
    settings.MIDTRANS_SERVER_KEY = OLD
    assert offered() == ["midtrans"]
    row = configured(root, secrets={"midtrans_server_key": NEW})
    assert registry.offer_get("midtrans").account.key("midtrans_server_key") == NEW
    services.configuration_update(scope=root, configuration_id=row.pk, is_active=False)
    assert offered() == []
    assert start(order()).json()["errors"][0]["code"] == "gateway_not_offered"
    services.configuration_delete(scope=root, configuration_id=row.pk)
    assert offered() == ["midtrans"]
    assert registry.offer_get("midtrans").account.key("midtrans_server_key") == OLD
    services.configuration_restore(scope=root, configuration_id=row.pk)
    assert offered() == []


def test_a_payment_that_began_is_followed_up_after_its_gateway_was_switched_off(account: Midtrans, root: ActingScope):
    row, placed = with_midtrans(root), order()
    payment = start(placed).json()
    services.configuration_update(scope=root, configuration_id=row.pk, is_active=False)
    account.press(payment["redirect_url"], "approve")
    body = account.notify(payment["authority"])["body"]
    answer = client_for().generic("POST", NOTIFICATION, body, content_type="application/json")
    assert answer.status_code == 200
    assert client_for().get(f"/api/payments/midtrans/return/?order_id={payment['authority']}").status_code == 200
    assert status_of(placed) == "PAID"


def test_what_the_earlier_key_signed_is_good_until_it_is_dropped(account: Midtrans, root: ActingScope):
    row, placed = with_midtrans(root), order()
    payment = start(placed).json()
    body = account.notify(payment["authority"], status="pending")["body"]

    def told() -> int:
        return client_for().generic("POST", NOTIFICATION, body, content_type="application/json").status_code

    services.configuration_update(
        scope=root, configuration_id=row.pk, secrets={"midtrans_server_key": "SB-Mid-server-the-next-one"}
    )
    assert told() == 200
    earlier = row.secrets.exclude(replaced_at=None).get()
    assert timezone.now() - earlier.replaced_at < timedelta(minutes=1)
    assert services.earlier_secrets_drop(scope=root, configuration_id=row.pk) == 1
    assert told() == 401
    assert list(PaymentSecret.all_objects.values_list("replaced_at", flat=True)) == [None]
    assert services.earlier_secrets_drop(scope=root, configuration_id=row.pk) == 0


def test_a_configuration_stays_while_somebody_is_paying_with_it(account: Midtrans, root: ActingScope):
    row, placed = with_midtrans(root), order()
    assert start(placed).status_code == 200
    with pytest.raises(Conflict):
        services.configuration_delete(scope=root, configuration_id=row.pk)
    assert offered() == ["midtrans"]


# Currencies and limits


def test_an_order_outside_the_limits_is_refused_in_words(account: Midtrans, root: ActingScope):
    row, placed = with_midtrans(root, limits={"IDR": (None, TOO_LARGE - 1)}), order()
    refused = start(placed)
    assert (refused.status_code, refused.json()["code"]) == (400, "gateway_not_offered")
    assert refused.json()["errors"] == [
        {
            "pointer": "/gateway",
            "code": "amount_too_large",
            "detail": "midtrans takes payments from 1,000 IDR to 1,519,999 IDR here.",
        }
    ]
    assert Payment.objects.get(order=placed).gateway == ""
    page = Client().post(f"/orders/{placed.number}/payment/?token={token_of(placed)}")
    assert "from 1,000 IDR to 1,519,999 IDR" in page.content.decode()
    services.configuration_update(scope=root, configuration_id=row.pk, limits={"IDR": (TOO_LARGE + 1, None)})
    assert start(placed, gateway="midtrans").json()["errors"][0]["code"] == "amount_too_small"
    services.configuration_update(scope=root, configuration_id=row.pk, limits={"IDR": (TOO_LARGE, TOO_LARGE)})
    assert start(placed).status_code == 200


def test_a_currency_that_is_not_accepted_is_not_taken(db: None, root: ActingScope):
    row = configured(root, "stripe", limits={"EUR": (100, None)})
    assert [(limit.currency, limit.minimum_minor) for limit in row.limits.all()] == [("EUR", 100)]
    services.configuration_update(
        scope=root, configuration_id=row.pk, is_active=True, is_sandbox=True,
        secrets={"stripe_secret_key": "sk_test_x", "stripe_webhook_secret": "whsec_x"},
    )  # fmt: skip
    offer = registry.offer_get("stripe")
    amounts = (Money(99, "EUR"), Money(100, "EUR"), Money(5_000, "USD"))
    assert [offer.admits(amount) for amount in amounts] == [False, True, False]
    services.configuration_update(
        scope=root, configuration_id=row.pk, limits={"EUR": (None, None), "USD": (None, None)}
    )
    assert PaymentLimit.all_objects.count() == 0  # all that the gateway takes
    assert registry.offer_get("stripe").admits(Money(5_000, "USD"))


@pytest.mark.parametrize(
    ("limits", "pointers"),
    [
        ({}, ["/limits"]),
        ({"VND": (None, None)}, ["/limits"]),
        ({"USD": (49, None)}, ["/minimum_usd"]),
        ({"USD": (None, 100_000_000)}, ["/maximum_usd"]),
        ({"USD": (200, 100)}, ["/maximum_usd"]),
        ({"USD": (0, -5), "EUR": (10**19, None)}, ["/maximum_usd", "/minimum_eur", "/minimum_usd", "/maximum_usd"]),
    ],
)
def test_limits_stay_within_what_the_gateway_can(
    root: ActingScope, limits: dict[str, tuple[int | None, int | None]], pointers: list[str]
):
    row = configured(root, "stripe")
    with pytest.raises(Invalid) as refused:
        services.configuration_update(scope=root, configuration_id=row.pk, limits=limits)
    assert sorted(problem.pointer for problem in refused.value.problems) == sorted(pointers)
    assert PaymentLimit.all_objects.count() == 0


# What is refused


def test_only_superusers_write_and_administrators_may_test(account: Midtrans, root: ActingScope):
    row = with_midtrans(root)
    shopper = ActingScope(actor=Actor("user", "2", "Sam"), user_id=make_user("sam@example.com").pk)
    for scope in (boss(), shopper):
        for write in (
            lambda scope=scope: services.configuration_create(scope=scope, provider="stripe"),
            lambda scope=scope: services.configuration_update(scope=scope, configuration_id=row.pk, is_active=False),
            lambda scope=scope: services.configuration_delete(scope=scope, configuration_id=row.pk),
            lambda scope=scope: services.configuration_restore(scope=scope, configuration_id=row.pk),
            lambda scope=scope: services.earlier_secrets_drop(scope=scope, configuration_id=row.pk),
        ):
            with pytest.raises(NotAllowed):
                write()
    assert "accepts the keys" in services.configuration_test(scope=boss(), configuration_id=row.pk)
    with pytest.raises(NotAllowed):
        services.configuration_test(scope=shopper, configuration_id=row.pk)
    row.refresh_from_db()
    assert (row.is_active, row.deleted_at, PaymentConfiguration.all_objects.count()) == (True, None, 1)


@pytest.mark.parametrize(
    ("provider", "fields", "pointer"),
    [
        ("midtrans", {"is_active": True}, "/midtrans_server_key"),
        (
            "midtrans",
            {"is_active": True, "secrets": {"midtrans_server_key": "SB-Mid-server-x"}},
            "/midtrans_server_key",
        ),
        ("midtrans", {"midtrans_client_key": "SB-Mid-server-x"}, "/midtrans_client_key"),
        ("midtrans", {"secrets": {"stripe_secret_key": "sk_live_x"}}, "/stripe_secret_key"),
        ("midtrans", {"callback_finish_url": "http://shop.example.com/"}, "/callback_finish_url"),
        ("midtrans", {"notification_url": "https://"}, "/notification_url"),
        ("stripe", {"stripe_publishable_key": "sk_live_abc"}, "/stripe_publishable_key"),
        ("stripe", {"callback_error_url": "https://shop.example.com/"}, "/callback_error_url"),
        ("zarinpal", {"is_active": True, "zarinpal_merchant_id": "not-a-uuid"}, "/zarinpal_merchant_id"),
        (
            "vnpay",
            {"is_active": True, "vnpay_tmn_code": "TESTTMN1", "secrets": {"vnpay_hash_secret": "short"}},
            "/vnpay_hash_secret",
        ),
    ],
)
def test_what_could_not_take_a_payment_is_refused_at_its_field(
    root: ActingScope, provider: str, fields: dict[str, Any], pointer: str
):
    row = configured(root, provider)
    with pytest.raises(Invalid) as refused:
        services.configuration_update(scope=root, configuration_id=row.pk, **fields)
    assert pointer in [problem.pointer for problem in refused.value.problems]
    row.refresh_from_db()
    assert (row.is_active, row.secrets.count()) == (False, 0)
    assert offered() == []


def test_a_sandbox_takes_no_payments_where_sandboxes_are_not_allowed(
    account: Midtrans, root: ActingScope, settings: Any
):
    row = with_midtrans(root)
    settings.GATEWAY_SANDBOXES_ALLOWED = False  # as in production
    assert offered() == []
    services.configuration_update(scope=root, configuration_id=row.pk, is_active=False)
    with pytest.raises(Invalid) as refused:
        services.configuration_update(scope=root, configuration_id=row.pk, is_active=True)
    assert {problem.code for problem in refused.value.problems} == {"sandbox_not_allowed", "test_key"}


def test_the_switch_chooses_the_providers_addresses_unless_the_environment_names_others(
    root: ActingScope, settings: Any
):
    fields: dict[str, Any] = {"secrets": {"midtrans_server_key": "SB-Mid-server-x"}, "is_active": True}
    row = configured(root, is_sandbox=True, **fields)
    account = registry.offer_get("midtrans").account
    assert account.address("MIDTRANS_CORE_URL") == "https://api.sandbox.midtrans.com"
    with pytest.raises(Invalid):  # a key of the sandbox
        services.configuration_update(scope=root, configuration_id=row.pk, is_sandbox=False)
    settings.MIDTRANS_CORE_URL = "http://127.0.0.1:9"
    assert registry.offer_get("midtrans").account.address("MIDTRANS_CORE_URL") == "http://127.0.0.1:9"


# Other processes


def test_a_change_reaches_processes_that_did_not_make_it(account: Midtrans, root: ActingScope, settings: Any):
    row = with_midtrans(root)
    assert offered() == ["midtrans"]
    PaymentConfiguration.objects.filter(pk=row.pk).update(is_active=False, updated_at=timezone.now())  # elsewhere
    assert offered() == ["midtrans"]  # believed for a moment
    settings.PAYMENT_CONFIGURATION_SECONDS = 0.0
    registry.forget()
    assert offered() == []
    with CaptureQueriesContext(connection) as statements:
        offered()
    assert len(statements) == 1  # one look, and nothing had changed


def test_between_two_looks_nothing_is_asked(account: Midtrans, root: ActingScope):
    with_midtrans(root)
    offered()
    with CaptureQueriesContext(connection) as statements:
        assert offered() == ["midtrans"]
        assert registry.is_configured("midtrans")
    assert len(statements) == 0


def test_a_database_that_does_not_answer_leaves_what_was_known(account: Midtrans, root: ActingScope):
    with_midtrans(root)
    assert offered() == ["midtrans"]
    registry.forget()

    def away(*args: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(away):
        assert offered() == ["midtrans"]


# Keys of the keys


def test_secrets_are_sealed_anew_under_the_newest_key_as_often_as_one_likes(root: ActingScope, settings: Any):
    row = with_midtrans(root)
    first, second = settings.PAYMENT_SECRET_KEYS, ["k2" * 20]
    sealed = PaymentSecret.objects.get().secret
    settings.PAYMENT_SECRET_KEYS = [*second, *first]
    said = [rotated() for _ in range(2)]
    assert said == [
        "1 secrets encrypted anew, 0 had the newest key already.",
        "0 secrets encrypted anew, 1 had the newest key already.",
    ]
    assert PaymentSecret.objects.get().secret != sealed
    settings.PAYMENT_SECRET_KEYS = second
    assert registry.account_of(row).key("midtrans_server_key") == NEW
    assert AuditEntry.objects.get(action="payment_secret.rotate").changes == {"sealed_anew": [None, 1]}


def test_a_key_that_was_dropped_too_early_is_told_and_nobody_pays_with_it(
    account: Midtrans, root: ActingScope, settings: Any
):
    with_midtrans(root)
    right = settings.PAYMENT_SECRET_KEYS
    settings.PAYMENT_SECRET_KEYS = ["k3" * 20]
    settings.MIDTRANS_SERVER_KEY = OLD
    registry._memory.known = None  # as in a process that starts now
    assert (offered(), registry.is_configured("midtrans")) == ([], False)  # nor the environment's: another account
    assert [error.id for error in run_checks(databases=["default"]) if error.id.startswith("payments")] == [
        "payments.E001"
    ]
    with pytest.raises(CommandError, match="opens 1: midtrans_server_key"):
        rotated()
    settings.PAYMENT_SECRET_KEYS = right
    assert [error for error in run_checks(databases=["default"]) if str(error.id).startswith("payments")] == []


def test_an_earlier_secret_that_nobody_can_open_hinders_nobody(account: Midtrans, root: ActingScope, settings: Any):
    row = with_midtrans(root, secret=OLD)
    settings.PAYMENT_SECRET_KEYS = ["k4" * 20]
    services.configuration_update(scope=root, configuration_id=row.pk, secrets={"midtrans_server_key": NEW})
    registry._memory.known = None
    assert offered() == ["midtrans"]
    assert registry.offer_get("midtrans").account.previous == {"midtrans_server_key": []}


def test_without_keys_in_the_environment_no_secret_is_kept(root: ActingScope, settings: Any):
    settings.PAYMENT_SECRET_KEYS = []
    row = configured(root)
    with pytest.raises(Invalid, match="PAYMENT_SECRET_KEYS is not set"):
        services.configuration_update(
            scope=root, configuration_id=row.pk, secrets={"midtrans_server_key": "SB-Mid-server-x"}
        )
    assert PaymentSecret.all_objects.count() == 0


def rotated() -> str:
    out = StringIO()
    call_command("rotate_payment_secrets", stdout=out)
    return out.getvalue().strip()


# Testing the connection


def test_a_test_says_in_words_what_is_wrong(account: Midtrans, root: ActingScope, settings: Any):
    row = configured(root, is_sandbox=True)

    def said(**secrets: str) -> str:
        if secrets:
            services.configuration_update(scope=root, configuration_id=row.pk, secrets=secrets)
        try:
            return services.configuration_test(scope=root, configuration_id=row.pk)
        except (ConnectionFailed, Invalid) as refused:
            return str(refused)

    places = f"{account.url}/snap/v1, {account.url}"
    assert said() == "Missing: midtrans_server_key."
    assert said(midtrans_server_key=OLD) == f"Midtrans at {places} does not accept the keys."
    assert said(midtrans_server_key=NEW) == f"Midtrans at {places} accepts the keys."
    account.fault("error", on="status", status=503)
    assert said() == f"{places} does not answer as Midtrans does: server_error."
    settings.MIDTRANS_CORE_URL = f"http://127.0.0.1:{free_port()}"
    assert "cannot be reached: unreachable." in said()
    outcomes = AuditEntry.objects.filter(action="payment_configuration.test").order_by("pk")
    assert [entry.changes["outcome"][1] for entry in outcomes] == [
        "wrong_key", "works", "server_error", "unreachable"
    ]  # fmt: skip


# Secrets in what is kept and said


def test_the_audit_names_secrets_and_holds_none(account: Midtrans, root: ActingScope, caplog: pytest.LogCaptureFixture):
    row = with_midtrans(root, secret=OLD, midtrans_merchant_id="G123")
    services.configuration_update(
        scope=root, configuration_id=row.pk, secrets={"midtrans_server_key": NEW}, limits={"IDR": (2_000, None)}
    )
    services.configuration_update(scope=root, configuration_id=row.pk, is_active=False, cleared=["midtrans_server_key"])
    entries = list(AuditEntry.objects.filter(object_id=str(row.pk)).order_by("pk"))
    assert [entry.action.rpartition(".")[2] for entry in entries] == ["create", "update", "update", "update"]
    assert [entry.changes.get("midtrans_server_key") for entry in entries] == [
        None, [None, "•••"], ["•••", "•••"], ["•••", None]
    ]  # fmt: skip
    assert entries[1].changes["midtrans_merchant_id"] == ["", "G123"]
    assert entries[2].changes["limits"] == [{}, {"IDR": [2_000, None]}]
    kept = list(PaymentSecret.all_objects.values_list("secret", flat=True))
    account_now = registry.account_of(PaymentConfiguration.objects.get())
    said = [repr(row), str(row), repr(account_now), repr(registry._memory), repr(registry.offers()), caplog.text, *kept]
    said += [str(entry.changes) for entry in AuditEntry.objects.all()] + [repr(secret) for secret in row.secrets.all()]
    assert [text for text in said if OLD in text or NEW in text] == []


def test_a_refused_change_leaves_nothing(root: ActingScope):
    row = configured(root)
    before = AuditEntry.objects.count()
    with pytest.raises(Invalid), transaction.atomic():
        services.configuration_update(
            scope=root, configuration_id=row.pk, secrets={"midtrans_server_key": "SB-Mid-server-x"}, is_active=True
        )
    assert (PaymentSecret.all_objects.count(), AuditEntry.objects.count()) == (0, before)
