"""Which gateways this installation has, made from its settings once per process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed

from payments.gateways.contract import Gateway
from payments.gateways.errors import GatewayUnavailable
from payments.gateways.midtrans import MidtransGateway
from payments.gateways.sandbox import SandboxGateway
from payments.gateways.vnpay import VnpayGateway
from payments.gateways.zarinpal import ZarinpalGateway

MIDTRANS, SANDBOX, STRIPE, VNPAY, ZARINPAL = "midtrans", "sandbox", "stripe", "vnpay", "zarinpal"
VERIFY_TIMEOUT_FACTOR = 2  # a bank may take longer to confirm than to answer (RELIABILITY.md §9.6)


@cache
def gateways() -> dict[str, Gateway]:
    """The gateways that are switched on, by name."""
    enabled: dict[str, Gateway] = {}
    if settings.SANDBOX_GATEWAY_ENABLED:
        enabled[SANDBOX] = SandboxGateway(
            base_url=settings.SANDBOX_GATEWAY_URL,
            merchant="serai",
            secret=settings.SANDBOX_GATEWAY_SECRET,
            total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
            verify_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS * VERIFY_TIMEOUT_FACTOR,
        )
    if settings.ZARINPAL_MERCHANT_ID:
        enabled[ZARINPAL] = ZarinpalGateway(
            base_url=settings.ZARINPAL_BASE_URL,
            graphql_url=settings.ZARINPAL_GRAPHQL_URL,
            merchant_id=settings.ZARINPAL_MERCHANT_ID,
            callback_url=settings.ZARINPAL_CALLBACK_URL,
            terminal_id=settings.ZARINPAL_TERMINAL_ID,
            access_token=settings.ZARINPAL_ACCESS_TOKEN,
            total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
            verify_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS * VERIFY_TIMEOUT_FACTOR,
        )
    if settings.VNPAY_TMN_CODE:
        enabled[VNPAY] = VnpayGateway(
            pay_url=settings.VNPAY_PAY_URL,
            api_url=settings.VNPAY_API_URL,
            tmn_code=settings.VNPAY_TMN_CODE,
            hash_secret=settings.VNPAY_HASH_SECRET,
            previous_secrets=settings.VNPAY_PREVIOUS_HASH_SECRETS,
            return_url=f"{settings.SITE_URL}/api/payments/vnpay/return/",
            server_address=settings.VNPAY_SERVER_ADDRESS,
            total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
        )
    if settings.MIDTRANS_SERVER_KEY:
        enabled[MIDTRANS] = MidtransGateway(
            snap_url=settings.MIDTRANS_SNAP_URL,
            core_url=settings.MIDTRANS_CORE_URL,
            server_key=settings.MIDTRANS_SERVER_KEY,
            previous_keys=settings.MIDTRANS_PREVIOUS_SERVER_KEYS,
            return_url=f"{settings.SITE_URL}/api/payments/midtrans/return/",
            total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
        )
    if settings.STRIPE_SECRET_KEY:
        from payments.gateways.stripe import StripeGateway  # its library takes half a second to load

        enabled[STRIPE] = StripeGateway(
            api_url=settings.STRIPE_API_URL,
            secret_key=settings.STRIPE_SECRET_KEY,
            webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
            return_url=f"{settings.SITE_URL}/api/payments/stripe/return/",
            previous_secrets=settings.STRIPE_PREVIOUS_WEBHOOK_SECRETS,
            total_timeout_seconds=settings.GATEWAY_TIMEOUT_SECONDS,
        )
    return enabled


def is_configured(name: str) -> bool:
    """Whether this installation has the gateway."""
    return name in gateways()


def gateway_get(name: str) -> Gateway:
    """The gateway of an existing payment. Raises GatewayUnavailable `switched_off`: its payments stay as they are."""
    try:
        return gateways()[name]
    except KeyError:
        raise GatewayUnavailable("switched_off", f"{name!r} is not configured here") from None


def names_offered(market_gateways: Sequence[str]) -> list[str]:
    """What a market offers and this installation has, preferred first; the sandbox goes with every market."""
    names = [name for name in market_gateways if name in gateways()]
    if SANDBOX in gateways() and SANDBOX not in names:
        names.append(SANDBOX)
    return names


def _forget(*, setting: str, **kwargs: object) -> None:
    """Build them anew when a test changes a setting."""
    if setting.startswith(("SANDBOX_GATEWAY", "GATEWAY_", "SITE_URL", "VNPAY_", "ZARINPAL_", "MIDTRANS_", "STRIPE_")):
        gateways.cache_clear()


setting_changed.connect(_forget, dispatch_uid="payments.gateways.forget")
