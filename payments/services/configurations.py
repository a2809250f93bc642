"""How the gateways are set up: written by superusers, every change in the audit, secrets by their names alone."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid, NotAllowed, NotFound
from core.money import Money
from core.scope import ADMINISTRATOR, SYSTEM, ActingScope
from core.sealing import CannotOpen, seal, seal_anew
from payments import registry
from payments.errors import ConnectionFailed, SecretsUnreadable
from payments.gateways.accounts import (
    PROVIDERS,
    Provider,
    capabilities_of,
    environment_account,
    gateway_of,
    problems_of,
)
from payments.gateways.contract import Capabilities
from payments.gateways.errors import WRONG_KEY, GatewayError, GatewayRefused, GatewayUnavailable
from payments.gateways.zarinpal.adapter import WRONG_TOKEN
from payments.models import Payment, PaymentConfiguration, PaymentLimit, PaymentSecret
from payments.registry import account_of
from payments.states import OPEN_STATUSES

log = logging.getLogger(__name__)

HIDDEN = "•••"
Bounds = tuple[int | None, int | None]
_SWITCHES = ("is_active", "is_sandbox")
_SECRET_BEGINNINGS = ("sk_", "rk_", "whsec_", "sb-mid-server", "mid-server")  # put where everybody may read them


@atomic
def configuration_create(*, scope: ActingScope, provider: str) -> PaymentConfiguration:
    """Take a provider over from the environment, as it is there: nothing changes for shoppers by that alone.

    Raises NotAllowed, Invalid for a provider that we do not know, Conflict when it has a configuration already.
    """
    _require_superuser(scope)
    known = PROVIDERS.get(provider)
    if known is None:
        raise Invalid(problems=[FieldProblem("/provider", "invalid_choice", _("There is no such provider."))])
    if PaymentConfiguration.objects.filter(provider=provider).exists():
        raise Conflict(_("There is a configuration of this provider already."))
    found = environment_account(provider)
    row = PaymentConfiguration(provider=provider, is_active=not found.missing, **found.identifiers)
    # Keys that say themselves that they are of a sandbox.
    row.is_sandbox = found.key("midtrans_server_key").startswith("SB-") or "_test_" in found.key("stripe_secret_key")
    row.save(force_insert=True)
    changes = audit.first_values(row, ("provider", *_SWITCHES, *known.identifiers))
    for name in known.secrets:
        for old in reversed(found.previous.get(name, ())):
            _secret_add(row, name, old, is_replaced=True)
        if found.secrets[name]:
            _secret_add(row, name, found.secrets[name])
            changes[name] = [None, HIDDEN]
    if row.is_active:
        _check_usable(row)
    audit.record(actor=scope.actor, action="payment_configuration.create", row=row, changes=changes)
    _forget()
    return row


@atomic
def configuration_update(
    *,
    scope: ActingScope,
    configuration_id: UUID,
    secrets: Mapping[str, str] | None = None,
    cleared: Collection[str] = (),
    limits: Mapping[str, Bounds] | None = None,
    **fields: Any,
) -> PaymentConfiguration:
    """Change what is given: `secrets` replaces by name, `cleared` takes away, `limits` is every accepted currency with
    its smallest and largest amount in minor units.

    A replaced secret stays good for notifications until `earlier_secrets_drop`. Raises NotAllowed, NotFound, Invalid
    (also where an active configuration could not take a payment).
    """
    _require_superuser(scope)
    row = _locked(configuration_id)
    known = PROVIDERS[row.provider]
    secrets = {name: value.strip() for name, value in (secrets or {}).items() if value.strip()}
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    _check_names(known, fields, {*secrets, *cleared})
    _check_values(fields)
    changes = audit.assign(row, fields)
    for name in cleared:
        if name not in secrets and _secret_drop(row, known, name):
            changes[name] = [HIDDEN, None]
    for name, value in secrets.items():
        had = _secret_drop(row, known, name)
        _secret_add(row, name, value)
        changes[name] = [HIDDEN if had else None, HIDDEN]
    if limits is not None:
        changes |= _limits_set(row, limits)
    if not changes:
        return row
    row.save()
    if row.is_active:
        _check_usable(row)
    audit.record(actor=scope.actor, action="payment_configuration.update", row=row, changes=changes)
    _forget()
    return row


@atomic
def configuration_delete(*, scope: ActingScope, configuration_id: UUID) -> None:
    """Back to what the environment says. Raises NotAllowed, NotFound, Conflict while somebody pays with these keys."""
    _require_superuser(scope)
    row = _locked(configuration_id)
    if Payment.objects.filter(configuration=row, status__in=OPEN_STATUSES).exists():
        raise Conflict(_("Payments through this are still open. Switch it off, and delete it when they have ended."))
    row.delete()
    audit.record(actor=scope.actor, action="payment_configuration.delete", row=row)
    _forget()


@atomic
def configuration_restore(*, scope: ActingScope, configuration_id: UUID) -> None:
    """The configuration counts again, as it was. Raises NotAllowed, RestoreConflict, Invalid."""
    _require_superuser(scope)
    row = PaymentConfiguration.all_objects.get(pk=configuration_id)
    row.restore()
    if row.is_active:
        _check_usable(row)
    audit.record(actor=scope.actor, action="payment_configuration.restore", row=row)
    _forget()


@atomic
def earlier_secrets_drop(*, scope: ActingScope, configuration_id: UUID) -> int:
    """From now on only the secrets in use are good, also for notifications. Returns how many are gone.

    Raises NotAllowed, NotFound.
    """
    _require_superuser(scope)
    row = _locked(configuration_id)
    earlier = row.secrets.exclude(replaced_at=None)
    names = sorted(earlier.values_list("name", flat=True))
    for secret in earlier:
        secret.hard_delete()
    if names:
        row.save(update_fields=["updated_at"])
        changes = {name: [HIDDEN, None] for name in names}
        audit.record(actor=scope.actor, action="payment_configuration.drop_earlier", row=row, changes=changes)
        _forget()
    return len(names)


def configuration_test(*, scope: ActingScope, configuration_id: UUID) -> str:
    """Ask the provider whether it accepts the keys; in words. Must not run inside a transaction. Audited.

    Raises NotAllowed, NotFound, Invalid while keys are missing, SecretsUnreadable, ConnectionFailed.
    """
    scope.require_role(ADMINISTRATOR)
    row = PaymentConfiguration.objects.prefetch_related("secrets", "limits").filter(pk=configuration_id).first()
    if row is None:
        raise NotFound
    try:
        account = account_of(row)
    except CannotOpen as error:
        raise SecretsUnreadable from error
    if account.missing:
        raise Invalid(_("Missing: %(names)s.") % {"names": ", ".join(account.missing)})
    known = PROVIDERS[row.provider]
    place = ", ".join(dict.fromkeys(account.address(setting) for setting in known.production))
    said = {"provider": known.label, "address": place}
    try:
        gateway_of(account).check()
    except GatewayError as error:
        _note_test(scope, row, error.code)
        raise ConnectionFailed(_failure(error) % {**said, "code": error.code}) from error
    _note_test(scope, row, "works")
    words = _("%(provider)s at %(address)s accepts the keys.") % said
    if "stripe_webhook_secret" in known.secrets:
        words += " " + _("The secret of notifications cannot be tried this way: the first notification shows it.")
    return words


def _failure(error: GatewayError) -> str:
    if isinstance(error, GatewayRefused):
        if error.code == WRONG_KEY:
            return _("%(provider)s at %(address)s does not accept the keys.")
        if error.code == WRONG_TOKEN:
            return _("%(provider)s accepts the merchant id, but not the access token or terminal id of the panel.")
        return _("%(provider)s at %(address)s refuses: %(code)s.")
    if isinstance(error, GatewayUnavailable) and error.code in ("unreachable", "timeout", "disconnected"):
        return _("%(address)s cannot be reached: %(code)s.")
    return _("%(address)s does not answer as %(provider)s does: %(code)s.")


@atomic
def _note_test(scope: ActingScope, row: PaymentConfiguration, outcome: str) -> None:
    changes = {"outcome": [None, outcome]}
    audit.record(actor=scope.actor, action="payment_configuration.test", row=row, changes=changes)


def secrets_rotate() -> tuple[int, int, list[str]]:
    """Seal what is stored under the newest key. Returns how many were sealed anew, how many already were, and which
    no key opens. Safe to run at any time, and again."""
    done, fresh, unreadable = 0, 0, []
    for pk in PaymentSecret.all_objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            secret = PaymentSecret.all_objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
            if secret is None:
                continue
            try:
                sealed = seal_anew(secret.secret, settings.PAYMENT_SECRET_KEYS)
            except CannotOpen:
                unreadable.append(f"{secret.name} {secret.pk}")
                continue
            if sealed is None:
                fresh += 1
                continue
            PaymentSecret.all_objects.filter(pk=pk).update(secret=sealed)
            done += 1
    if done:
        label, changes = "payment secrets", {"sealed_anew": [None, done]}
        audit.record_about(
            actor=SYSTEM, action="payment_secret.rotate", kind=PaymentSecret, label=label, changes=changes
        )
    return done, fresh, unreadable


def _require_superuser(scope: ActingScope) -> None:
    """Administrators look and test; what decides where money goes is for superusers (RELIABILITY.md §6)."""
    if not scope.is_superuser:
        scope.require_user()
        raise NotAllowed


def _locked(configuration_id: UUID) -> PaymentConfiguration:
    rows = PaymentConfiguration.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=configuration_id).first()
    if row is None:
        raise NotFound
    return row


def _forget() -> None:
    """Here at once and once more when it is committed; other processes look by themselves."""
    registry.forget()
    transaction.on_commit(registry.forget)


def _check_names(known: Provider, fields: Mapping[str, Any], secrets: Collection[str]) -> None:
    unknown = {*fields} - {*_SWITCHES, *known.identifiers, *known.told} | {*secrets} - {*known.secrets}
    if unknown:
        detail = _("%(provider)s has no such field.") % {"provider": known.label}
        raise Invalid(problems=[FieldProblem(f"/{name}", "unknown_field", detail) for name in sorted(unknown)])


def _check_values(fields: Mapping[str, Any]) -> None:
    """Addresses are https in production; what may be read holds no secret that was put into the wrong field."""
    problems = []
    for name, value in fields.items():
        if name.endswith("_url") and value:
            if not settings.DEBUG and not value.startswith("https://"):
                problems.append(FieldProblem(f"/{name}", "insecure", _("An address here starts with https://.")))
            elif not _is_address(value):
                problems.append(FieldProblem(f"/{name}", "invalid", _("Enter a valid URL.")))
        elif isinstance(value, str) and value.lower().startswith(_SECRET_BEGINNINGS):
            words = _("This looks like a secret key. Everybody may see what stands here.")
            problems.append(FieldProblem(f"/{name}", "looks_secret", words))
    if problems:
        raise Invalid(problems=problems)


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def _check_usable(row: PaymentConfiguration) -> None:
    """Raises Invalid, SecretsUnreadable."""
    try:
        problems = problems_of(account_of(PaymentConfiguration.objects.get(pk=row.pk)))
    except CannotOpen as error:
        raise SecretsUnreadable from error
    if problems:
        raise Invalid(_("Shoppers cannot pay with this as it is; switch it off, or complete it."), problems=problems)


def _secret_add(row: PaymentConfiguration, name: str, value: str, *, is_replaced: bool = False) -> None:
    if not settings.PAYMENT_SECRET_KEYS:
        words = _("Secrets cannot be kept: PAYMENT_SECRET_KEYS is not set in the environment.")
        raise Invalid(words, problems=[FieldProblem(f"/{name}", "no_key", words)])
    sealed = seal(value, settings.PAYMENT_SECRET_KEYS)
    replaced_at = timezone.now() if is_replaced else None
    PaymentSecret(configuration=row, name=name, secret=sealed, replaced_at=replaced_at).save(force_insert=True)


def _secret_drop(row: PaymentConfiguration, known: Provider, name: str) -> bool:
    """Take the secret out of use: kept where it may have signed what is still to come, else gone. Whether there was
    one."""
    secret = row.secrets.filter(name=name, replaced_at=None).first()
    if secret is None:
        return False
    if name in known.verifying:
        secret.replaced_at = timezone.now()
        secret.save(update_fields=["replaced_at", "updated_at"])
    else:
        secret.hard_delete()
    return True


def _limits_set(row: PaymentConfiguration, wanted: Mapping[str, Bounds]) -> dict[str, list[Any]]:
    """Raises Invalid. The difference for the audit, nothing when there is none."""
    own = capabilities_of(row.provider)
    problems = [problem for code, bounds in wanted.items() for problem in _bounds_problems(own, code, bounds)]
    if not wanted:
        problems = [FieldProblem("/limits", "required", _("Accept at least one currency."))]
    if problems:
        raise Invalid(problems=problems)
    is_everything = set(wanted) == set(own.limits) and all(bounds == (None, None) for bounds in wanted.values())
    kept = {one.currency: one for one in row.limits.all()}
    before = {code: [one.minimum_minor, one.maximum_minor] for code, one in sorted(kept.items())}
    after = {} if is_everything else {code: list(bounds) for code, bounds in sorted(wanted.items())}
    if before == after:
        return {}
    for one in kept.values():
        one.hard_delete()
    for code, (smallest, largest) in ({} if is_everything else wanted).items():
        limit = PaymentLimit(configuration=row, currency=code, minimum_minor=smallest, maximum_minor=largest)
        limit.save(force_insert=True)
    return {"limits": [before, after]}


def _bounds_problems(own: Capabilities, code: str, bounds: Bounds) -> list[FieldProblem]:
    limits = own.limits.get(code)
    if limits is None:
        return [FieldProblem("/limits", "currency_not_accepted", _("The provider does not take this currency."))]
    problems = []
    words = _("From %(smallest)s to %(largest)s.") % {
        "smallest": formats.money(limits.smallest), "largest": formats.money(limits.largest),
    }  # fmt: skip
    for name, minor in zip(("minimum", "maximum"), bounds, strict=True):
        if minor is not None and not limits.admits(Money(minor, code)):
            problems.append(FieldProblem(f"/{name}_{code.lower()}", "out_of_range", words))
    smallest, largest = bounds
    if smallest is not None and largest is not None and smallest > largest:
        words = _("The largest amount is not below the smallest.")
        problems.append(FieldProblem(f"/maximum_{code.lower()}", "out_of_order", words))
    return problems
