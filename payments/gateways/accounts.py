"""What each provider gives a merchant, where it answers, and the gateway that is made of both.

An `Account` holds the keys of one provider; whoever makes it decides where they come from (`payments.registry`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import FieldProblem
from core.money import Money
from payments.gateways.contract import AmountLimits, Capabilities, Gateway
from payments.gateways.midtrans import MidtransGateway
from payments.gateways.sandbox import SandboxGateway
from payments.gateways.vnpay import VnpayGateway
from payments.gateways.zarinpal import ZarinpalGateway

MIDTRANS, SANDBOX, STRIPE, VNPAY, ZARINPAL = "midtrans", "sandbox", "stripe", "vnpay", "zarinpal"
VERIFY_TIMEOUT_FACTOR = 2  # a bank may take longer to confirm than to answer (RELIABILITY.md §9.6)


@dataclass(frozen=True)
class Provider:
    """`identifiers` may be seen, `secrets` may not; `needed` are those without which nothing works. What a `verifying`
    secret signed stays good after it was replaced. `production` and `sandbox`: the provider's own addresses, by the
    setting that may name another one. Paths are ours, empty where the provider is not told any."""

    name: str
    label: str
    identifiers: tuple[str, ...]
    secrets: tuple[str, ...]
    needed: tuple[str, ...]
    verifying: tuple[str, ...]
    production: Mapping[str, str]
    sandbox: Mapping[str, str]
    return_path: str
    notification_path: str
    told: tuple[str, ...]  # the addresses of ours that can be chosen for it


PROVIDERS: dict[str, Provider] = {
    provider.name: provider
    for provider in (
        Provider(
            ZARINPAL,
            "Zarinpal",
            identifiers=("zarinpal_merchant_id", "zarinpal_terminal_id"),
            secrets=("zarinpal_access_token",),
            needed=("zarinpal_merchant_id",),
            verifying=(),
            production={
                "ZARINPAL_BASE_URL": "https://payment.zarinpal.com",
                "ZARINPAL_GRAPHQL_URL": "https://next.zarinpal.com/api/v4/graphql/",
            },
            sandbox={
                "ZARINPAL_BASE_URL": "https://sandbox.zarinpal.com",
                "ZARINPAL_GRAPHQL_URL": "https://sandbox.zarinpal.com/api/v4/graphql/",
            },
            return_path="/api/payments/verify/",
            notification_path="",
            told=("callback_finish_url",),
        ),
        Provider(
            VNPAY,
            "VNPAY",
            identifiers=("vnpay_tmn_code",),
            secrets=("vnpay_hash_secret",),
            needed=("vnpay_tmn_code", "vnpay_hash_secret"),
            verifying=("vnpay_hash_secret",),
            production={
                "VNPAY_PAY_URL": "https://pay.vnpay.vn/vpcpay.html",
                "VNPAY_API_URL": "https://merchant.vnpay.vn/merchant_webapi/api/transaction",
            },
            sandbox={
                "VNPAY_PAY_URL": "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
                "VNPAY_API_URL": "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction",
            },
            return_path="/api/payments/vnpay/return/",
            notification_path="/api/payments/vnpay/ipn/",
            told=("callback_finish_url", "notification_url"),
        ),
        Provider(
            MIDTRANS,
            "Midtrans",
            identifiers=("midtrans_client_key", "midtrans_merchant_id"),
            secrets=("midtrans_server_key",),
            needed=("midtrans_server_key",),
            verifying=("midtrans_server_key",),
            production={
                "MIDTRANS_SNAP_URL": "https://app.midtrans.com/snap/v1",
                "MIDTRANS_CORE_URL": "https://api.midtrans.com",
            },
            sandbox={
                "MIDTRANS_SNAP_URL": "https://app.sandbox.midtrans.com/snap/v1",
                "MIDTRANS_CORE_URL": "https://api.sandbox.midtrans.com",
            },
            return_path="/api/payments/midtrans/return/",
            notification_path="/api/payments/midtrans/notification/",
            told=(
                "callback_finish_url", "callback_unfinish_url", "callback_error_url", "notification_url",
                "recurring_notification_url", "account_linking_url",
            ),
        ),
        Provider(
            STRIPE,
            "Stripe",
            identifiers=("stripe_publishable_key",),
            secrets=("stripe_secret_key", "stripe_webhook_secret"),
            needed=("stripe_secret_key", "stripe_webhook_secret"),
            verifying=("stripe_webhook_secret",),
            production={"STRIPE_API_URL": "https://api.stripe.com"},
            sandbox={"STRIPE_API_URL": "https://api.stripe.com"},
            return_path="/api/payments/stripe/return/",
            notification_path="/api/payments/stripe/webhook/",
            told=("callback_finish_url", "callback_unfinish_url", "notification_url"),
        ),
    )
}  # fmt: skip
SECRETS = tuple(name for provider in PROVIDERS.values() for name in provider.secrets)
IDENTIFIERS = tuple(name for provider in PROVIDERS.values() for name in provider.identifiers)
# No page or call of ours uses these two: they are kept for what is registered at Midtrans.
UNUSED_ADDRESSES = ("recurring_notification_url", "account_linking_url")


@dataclass(frozen=True)
class Account:
    """The keys of one provider. Its text shows none of the secret ones."""

    provider: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    previous: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)  # still good for what comes in
    is_sandbox: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)  # addresses of ours that were not left to us
    limits: Mapping[str, AmountLimits] | None = None  # narrower ones than the gateway's own; None: the gateway's own

    def key(self, name: str) -> str:
        """A key by its name, empty where there is none."""
        return self.identifiers.get(name, "") or self.secrets.get(name, "")

    @property
    def missing(self) -> list[str]:
        """The keys without which no call can be made."""
        return [name for name in PROVIDERS[self.provider].needed if not self.key(name)]

    def address(self, setting: str) -> str:
        """Where the provider answers: what the environment says, else its public address."""
        if given := overriding(self.provider).get(setting):
            return given
        provider = PROVIDERS[self.provider]
        return (provider.sandbox if self.is_sandbox else provider.production)[setting]

    def told(self, name: str) -> str:
        """An address of ours as the provider is told it: the chosen one, else our own; empty where there is none."""
        provider = PROVIDERS.get(self.provider)
        if provider is None or name in UNUSED_ADDRESSES:
            return self.chosen.get(name, "")
        if name == "callback_finish_url" and self.provider == ZARINPAL and not self.chosen.get(name):
            return _zarinpal_callback()
        path = provider.notification_path if name == "notification_url" else provider.return_path
        return self.chosen.get(name, "") or (f"{settings.SITE_URL}{path}" if path else "")


def overriding(provider: str) -> dict[str, str]:
    """The addresses of a provider for which the environment names others than its public ones, by setting."""
    production = PROVIDERS[provider].production
    named = {setting: str(getattr(settings, setting)) for setting in production}
    return {setting: url for setting, url in named.items() if url != production[setting]}


def _zarinpal_callback() -> str:
    """The environment's address; where it was left as it is for a laptop, the site's own."""
    given = str(settings.ZARINPAL_CALLBACK_URL)
    is_default = given.startswith("http://127.0.0.1:8000/") and not settings.SITE_URL.startswith(
        "http://127.0.0.1:8000"
    )
    return f"{settings.SITE_URL}{PROVIDERS[ZARINPAL].return_path}" if is_default else given


def environment_accounts() -> Iterator[Account]:
    """The accounts that the environment has the keys of."""
    if settings.SANDBOX_GATEWAY_ENABLED:
        yield Account(SANDBOX)
    for name in PROVIDERS:
        account = environment_account(name)
        if not account.missing:
            yield account


def environment_account(provider: str) -> Account:
    """What the environment knows of one provider, which may be nothing."""
    known = PROVIDERS[provider]
    previous = {
        "vnpay_hash_secret": settings.VNPAY_PREVIOUS_HASH_SECRETS,
        "midtrans_server_key": settings.MIDTRANS_PREVIOUS_SERVER_KEYS,
        "stripe_webhook_secret": settings.STRIPE_PREVIOUS_WEBHOOK_SECRETS,
    }
    return Account(
        provider,
        identifiers={name: str(getattr(settings, name.upper(), "")) for name in known.identifiers},
        secrets={name: str(getattr(settings, name.upper(), "")) for name in known.secrets},
        previous={name: tuple(previous[name]) for name in known.verifying},
    )


def gateway_of(account: Account) -> Gateway:
    """The gateway that an account opens."""
    return _MAKERS[account.provider](account)


def _sandbox(account: Account) -> Gateway:
    return SandboxGateway(
        base_url=settings.SANDBOX_GATEWAY_URL,
        merchant="serai",
        secret=settings.SANDBOX_GATEWAY_SECRET,
        total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
        verify_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS * VERIFY_TIMEOUT_FACTOR,
    )


def _zarinpal(account: Account) -> Gateway:
    return ZarinpalGateway(
        base_url=account.address("ZARINPAL_BASE_URL"),
        graphql_url=account.address("ZARINPAL_GRAPHQL_URL"),
        merchant_id=account.key("zarinpal_merchant_id"),
        callback_url=account.told("callback_finish_url"),
        terminal_id=account.key("zarinpal_terminal_id"),
        access_token=account.key("zarinpal_access_token"),
        total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
        verify_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS * VERIFY_TIMEOUT_FACTOR,
    )


def _vnpay(account: Account) -> Gateway:
    return VnpayGateway(
        pay_url=account.address("VNPAY_PAY_URL"),
        api_url=account.address("VNPAY_API_URL"),
        tmn_code=account.key("vnpay_tmn_code"),
        hash_secret=account.key("vnpay_hash_secret"),
        previous_secrets=account.previous.get("vnpay_hash_secret", ()),
        return_url=account.told("callback_finish_url"),
        server_address=settings.VNPAY_SERVER_ADDRESS,
        total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
    )


def _midtrans(account: Account) -> Gateway:
    return MidtransGateway(
        snap_url=account.address("MIDTRANS_SNAP_URL"),
        core_url=account.address("MIDTRANS_CORE_URL"),
        server_key=account.key("midtrans_server_key"),
        previous_keys=account.previous.get("midtrans_server_key", ()),
        return_url=account.told("callback_finish_url"),
        total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
    )


def _stripe(account: Account) -> Gateway:
    from payments.gateways.stripe import StripeGateway  # its library takes half a second to load

    return StripeGateway(
        api_url=account.address("STRIPE_API_URL"),
        secret_key=account.key("stripe_secret_key"),
        webhook_secret=account.key("stripe_webhook_secret"),
        return_url=account.told("callback_finish_url"),
        unfinish_url=account.told("callback_unfinish_url"),
        previous_secrets=account.previous.get("stripe_webhook_secret", ()),
        total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
    )


_MAKERS: dict[str, Callable[[Account], Gateway]] = {
    SANDBOX: _sandbox, ZARINPAL: _zarinpal, VNPAY: _vnpay, MIDTRANS: _midtrans, STRIPE: _stripe,
}  # fmt: skip


@cache
def capabilities_of(provider: str) -> Capabilities:
    """What a provider's gateway offers, whoever has an account there."""
    known = PROVIDERS[provider]
    nobody = Account(provider, secrets=dict.fromkeys(known.secrets, "none"))
    return gateway_of(nobody).capabilities


def narrowed(own: Capabilities, code: str, smallest: int | None, largest: int | None) -> AmountLimits:
    """A gateway's limits in one of its currencies, with a larger smallest and a smaller largest amount of ours."""
    limits = own.limits[code]
    return AmountLimits(
        limits.smallest if smallest is None else Money(smallest, code),
        limits.largest if largest is None else Money(largest, code),
    )


# What must be right before shoppers are sent there


_MERCHANT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def problems_of(account: Account) -> list[FieldProblem]:
    """Why shoppers cannot be sent to this account, by the names of its fields; nothing when they can."""
    found = [FieldProblem(f"/{name}", "required", _("Without this nothing can be paid.")) for name in account.missing]
    found += list(_wrong_place(account))
    if account.is_sandbox and not settings.GATEWAY_SANDBOXES_ALLOWED:
        words = _("In a sandbox orders are paid without money. GATEWAY_SANDBOXES_ALLOWED admits it.")
        found.append(FieldProblem("/is_sandbox", "sandbox_not_allowed", words))
    merchant_id, hash_secret = account.key("zarinpal_merchant_id"), account.key("vnpay_hash_secret")
    if merchant_id and not _MERCHANT_ID.fullmatch(merchant_id):
        words = _("Zarinpal gives a UUID in lower case.")
        found.append(FieldProblem("/zarinpal_merchant_id", "malformed", words))
    if hash_secret and len(hash_secret) < 16:
        found.append(FieldProblem("/vnpay_hash_secret", "malformed", _("It has at least 16 characters.")))
    if account.provider == VNPAY and not overriding(VNPAY) and not _is_public(settings.VNPAY_SERVER_ADDRESS):
        words = _("VNPAY_SERVER_ADDRESS in the environment is not this server’s public IPv4 address.")
        found.append(FieldProblem("", "server_address", words))
    return found


def _wrong_place(account: Account) -> Iterator[FieldProblem]:
    """Keys of another environment than the one that is asked; at an address of the deployment's own either may fit."""
    marks = {"midtrans_server_key": "SB-", "stripe_secret_key": "_test_"}
    for name, mark in marks.items():
        key = account.secrets.get(name, "")
        if not key:
            continue
        is_test = key.startswith(mark) if mark == "SB-" else mark in key
        if is_test and not settings.GATEWAY_SANDBOXES_ALLOWED:
            words = _("This is a test key. GATEWAY_SANDBOXES_ALLOWED admits it.")
            yield FieldProblem(f"/{name}", "test_key", words)
        elif is_test != account.is_sandbox and not overriding(account.provider):
            words = _("This key is of the sandbox.") if is_test else _("This key is not of the sandbox.")
            yield FieldProblem(f"/{name}", "other_environment", words)


def _is_public(text: str) -> bool:
    try:
        return ipaddress.IPv4Address(text).is_global
    except ValueError:
        return False
