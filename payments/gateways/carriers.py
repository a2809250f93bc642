"""Those who only pay sellers out. No shopper is sent there, so their keys are the environment's alone."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from payments.gateways.contract import Carrier
from payments.gateways.iris import IrisCarrier

IRIS = "iris"


def carriers() -> dict[str, Carrier]:
    """Those that this installation has the keys of, by name."""
    if not settings.IRIS_CREATOR_KEY:
        return {}
    return {
        IRIS: _iris(
            settings.IRIS_URL,
            settings.IRIS_CREATOR_KEY,
            settings.IRIS_APPROVER_KEY,
            settings.IRIS_MERCHANT_KEY,
            tuple(settings.IRIS_PREVIOUS_MERCHANT_KEYS),
            settings.GATEWAY_TIMEOUT_SECONDS,
        )
    }


@cache
def _iris(url: str, creator: str, approver: str, merchant: str, previous: tuple[str, ...], seconds: float) -> Carrier:
    return IrisCarrier(
        url=url,
        creator_key=creator,
        approver_key=approver,
        merchant_key=merchant,
        previous_keys=previous,
        total_timeout_seconds=seconds,
    )
