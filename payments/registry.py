"""Which gateways there are now: the environment's, with what the payment configurations of the database say instead.

Each process remembers what it has read. Every PAYMENT_CONFIGURATION_SECONDS one short statement asks whether a
configuration has changed; only then are they read again. A change so reaches every process within seconds, and a
database that does not answer leaves what was known.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.signals import setting_changed
from django.db import DatabaseError

from core.money import Money
from core.sealing import CannotOpen, unseal
from payments.gateways.accounts import (
    PROVIDERS,
    SANDBOX,
    Account,
    capabilities_of,
    environment_accounts,
    gateway_of,
    narrowed,
    problems_of,
)
from payments.gateways.carriers import carriers
from payments.gateways.contract import AmountLimits, Gateway, Listener, Transfers
from payments.gateways.errors import GatewayUnavailable
from payments.models import PaymentConfiguration

log = logging.getLogger(__name__)

Stamp = tuple[tuple[UUID, datetime], ...]


@dataclass(frozen=True)
class Offer:
    """A gateway, and whether shoppers are sent there. Payments that began there are followed up either way."""

    gateway: Gateway
    account: Account
    is_offered: bool
    configuration_id: UUID | None = None  # None: the environment's

    @property
    def limits(self) -> Mapping[str, AmountLimits]:
        """What one payment may be, by currency code."""
        own = self.account.limits
        return self.gateway.capabilities.limits if own is None else own

    def admits(self, amount: Money) -> bool:
        """Whether one payment may have this amount and currency."""
        limits = self.limits.get(amount.currency)
        return limits is not None and limits.admits(amount)


@dataclass(frozen=True)
class _Stored:
    """A configuration as it was read: its account, None when a secret cannot be opened."""

    id: UUID
    provider: str
    is_active: bool
    account: Account | None


@dataclass(frozen=True)
class _Known:
    """What was read at one look. Replaced as a whole, so that threads never mix two of them."""

    stamp: Stamp
    stored: tuple[_Stored, ...]

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """Made when first asked for, from exactly these configurations."""
        return _made(self.stored)


@dataclass
class _Memory:
    known: _Known | None = None
    until: float = 0.0


_memory = _Memory()


def offers() -> dict[str, Offer]:
    """Every gateway that can be asked, by name. Raises DatabaseError when nothing was ever read."""
    known = _memory.known
    if known is None or time.monotonic() >= _memory.until:
        known = _looked(known)
        _memory.known, _memory.until = known, time.monotonic() + settings.PAYMENT_CONFIGURATION_SECONDS
    return known.offers


def _looked(known: _Known | None) -> _Known:
    """What is known after one look: the same while no configuration has changed, or the database does not answer."""
    try:
        stamp: Stamp = tuple(PaymentConfiguration.objects.order_by("pk").values_list("pk", "updated_at"))
        if known is not None and stamp == known.stamp:
            return known
        return _Known(stamp, _read() if stamp else ())
    except DatabaseError:
        if known is None:
            raise
        log.warning("the payment configurations could not be read again; what was known holds")
        return known


def _read() -> tuple[_Stored, ...]:
    rows = PaymentConfiguration.objects.prefetch_related("secrets", "limits").order_by("pk")
    found = []
    for row in rows:
        try:
            account: Account | None = account_of(row)
        except CannotOpen:
            log.error("no key of PAYMENT_SECRET_KEYS opens a payment configuration", extra={"gateway": row.provider})
            account = None
        found.append(_Stored(row.pk, row.provider, row.is_active, account))
    return tuple(found)


def _made(stored: Sequence[_Stored]) -> dict[str, Offer]:
    made = {account.provider: Offer(gateway_of(account), account, True) for account in environment_accounts()}
    for one in stored:
        account = one.account
        if account is not None and not account.missing:
            problems = [problem.code for problem in problems_of(account)] if one.is_active else []
            if problems:
                log.error("a payment configuration is not used", extra={"gateway": one.provider, "reason": problems})
            made[one.provider] = Offer(gateway_of(account), account, one.is_active and not problems, one.id)
        elif account is None:
            made.pop(
                one.provider, None
            )  # the environment's may be another account, which knows nothing of its payments
        elif one.provider in made:
            made[one.provider] = replace(made[one.provider], is_offered=False)
    return made


def account_of(row: PaymentConfiguration) -> Account:
    """The account that a configuration describes. Raises CannotOpen. Reads its `secrets` and `limits`."""
    provider = PROVIDERS[row.provider]
    secrets: dict[str, str] = {}
    previous: dict[str, list[str]] = {name: [] for name in provider.verifying}
    for secret in sorted(row.secrets.all(), key=lambda one: one.created_at, reverse=True):
        try:
            opened = unseal(secret.secret, settings.PAYMENT_SECRET_KEYS)
        except CannotOpen:
            if secret.replaced_at is None:
                raise
            continue  # an earlier one that is lost hinders nobody
        if secret.replaced_at is None:
            secrets[secret.name] = opened
        elif secret.name in previous:
            previous[secret.name].append(opened)
    bounds = {one.currency: (one.minimum_minor, one.maximum_minor) for one in row.limits.all()}
    return Account(
        row.provider,
        identifiers={name: getattr(row, name) for name in provider.identifiers},
        secrets=secrets,
        previous=previous,
        is_sandbox=row.is_sandbox,
        chosen={name: getattr(row, name) for name in provider.told},
        limits=_limits(row.provider, bounds),
    )


def _limits(provider: str, bounds: Mapping[str, tuple[int | None, int | None]]) -> dict[str, AmountLimits] | None:
    if not bounds:
        return None
    own = capabilities_of(provider)
    return {code: narrowed(own, code, *both) for code, both in bounds.items() if code in own.limits}


def gateways() -> dict[str, Gateway]:
    """The gateways that can be asked, by name."""
    return {name: offer.gateway for name, offer in offers().items()}


def is_configured(name: str) -> bool:
    """Whether this installation has the gateway: its notifications are taken, also once it is not offered any more."""
    return name in offers() or name in carriers()


def gateway_get(name: str) -> Gateway:
    """The gateway of an existing payment. Raises GatewayUnavailable `switched_off`: its payments stay as they are."""
    return offer_get(name).gateway


def transfers_get(name: str) -> Transfers:
    """Whoever pays sellers out under this name. Raises GatewayUnavailable `switched_off`."""
    return carriers().get(name) or cast(Transfers, gateway_get(name))


def listener_get(name: str) -> Listener:
    """Whoever posts notifications under this name. Raises GatewayUnavailable `switched_off`."""
    return carriers().get(name) or gateway_get(name)


def offer_get(name: str) -> Offer:
    """The same, with what is said about it. Raises GatewayUnavailable `switched_off`."""
    try:
        return offers()[name]
    except KeyError:
        raise GatewayUnavailable("switched_off", f"{name!r} is not configured here") from None


def offered(market_gateways: Sequence[str]) -> dict[str, Offer]:
    """What a market offers and this installation has, preferred first; the sandbox goes with every market."""
    known = {name: offer for name, offer in offers().items() if offer.is_offered}
    names = [name for name in market_gateways if name in known]
    if SANDBOX in known and SANDBOX not in names:
        names.append(SANDBOX)
    return {name: known[name] for name in names}


def forget() -> None:
    """This process looks again at the next question; the others within PAYMENT_CONFIGURATION_SECONDS."""
    _memory.until = 0.0


def _settings_changed(*, setting: str, **kwargs: Any) -> None:
    """Build them anew when a test changes a setting."""
    if setting.startswith(("SANDBOX_GATEWAY", "GATEWAY_", "SITE_URL", "VNPAY_", "ZARINPAL_", "MIDTRANS_", "STRIPE_")):
        known = _memory.known
        _memory.known = _Known(known.stamp, known.stored) if known is not None else None


setting_changed.connect(_settings_changed, dispatch_uid="payments.registry.settings_changed")
