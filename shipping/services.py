"""Writes: couriers' services and cities, by staff. Each change is audited with its differences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic, savepoint
from core.errors import FieldProblem, Invalid
from core.scope import ADMINISTRATOR, STAFF, ActingScope
from shipping.errors import ShippingCodeTaken, ShippingServiceNotFound
from shipping.models import City, ShippingService
from shipping.rules import city_key

SERVICE_FIELDS = frozenset(
    {
        "courier",
        "name",
        "code",
        "base_price_minor",
        "price_per_kg_minor",
        "price_per_km_minor",
        "volume_factor",
        "min_days",
        "max_days",
        "max_weight_grams",
        "tracking_url",
        "is_active",
    }
)


@atomic
def shipping_service_create(*, scope: ActingScope, market_id: UUID, **fields: Any) -> ShippingService:
    """A new service of a market. `fields` are those of SERVICE_FIELDS, amounts in minor units of its currency.

    Raises NotAllowed, Invalid, ShippingCodeTaken.
    """
    scope.require_role(ADMINISTRATOR, STAFF)
    _refuse_unknown(fields)
    service = ShippingService(market_id=market_id, **fields)
    _refuse_nonsense(service)
    _save(service, force_insert=True)
    audit.record(
        actor=scope.actor,
        action="shipping_service.created",
        row=service,
        changes=audit.difference({}, audit.snapshot(service)),
    )
    return service


@atomic
def shipping_service_update(*, scope: ActingScope, service_id: UUID, **fields: Any) -> ShippingService:
    """Change a service. Quotes already taken into an order keep their price.

    Raises NotAllowed, Invalid, ShippingServiceNotFound, ShippingCodeTaken.
    """
    scope.require_role(ADMINISTRATOR, STAFF)
    _refuse_unknown(fields)
    service = _locked(service_id)
    before = audit.snapshot(service)
    for name, value in fields.items():
        setattr(service, name, value)
    changes = audit.difference(before, audit.snapshot(service))
    if not changes:
        return service
    _refuse_nonsense(service)
    _save(service, update_fields=[*fields, "updated_at"])
    audit.record(actor=scope.actor, action="shipping_service.changed", row=service, changes=changes)
    return service


@atomic
def shipping_service_delete(*, scope: ActingScope, service_id: UUID) -> None:
    """Hide a service; orders that chose it keep it. Raises NotAllowed, ShippingServiceNotFound."""
    scope.require_role(ADMINISTRATOR, STAFF)
    service = _locked(service_id)
    service.delete()
    audit.record(actor=scope.actor, action="shipping_service.deleted", row=service)


@atomic
def city_save(*, scope: ActingScope, country: str, name: str, latitude: Decimal, longitude: Decimal) -> City:
    """Add a city to the distance table, or move the one of that name. Degrees, WGS 84. Raises NotAllowed, Invalid."""
    scope.require_role(ADMINISTRATOR, STAFF)
    key = city_key(name)
    if not key or len(country) != 2 or not (-90 <= latitude <= 90) or not (-180 <= longitude <= 180):
        raise Invalid(_("A city has a name, a country of two letters and a place on the globe."))
    city, created = City.objects.get_or_create(
        country=country.upper(), key=key, defaults={"name": name, "latitude": latitude, "longitude": longitude}
    )
    before = {} if created else audit.snapshot(city)
    city.name, city.latitude, city.longitude = name, latitude, longitude
    city.save(update_fields=["name", "latitude", "longitude", "updated_at"])
    audit.record(
        actor=scope.actor, action="city.saved", row=city, changes=audit.difference(before, audit.snapshot(city))
    )
    return city


def _locked(service_id: UUID) -> ShippingService:
    service = ShippingService.objects.select_for_update(no_key=True, of=("self",)).filter(pk=service_id).first()
    if service is None:
        raise ShippingServiceNotFound
    return service


def _save(service: ShippingService, **how: Any) -> None:
    try:
        with savepoint():
            service.save(**how)
    except IntegrityError as error:
        if "code" not in str(error):  # the constraint on PostgreSQL, the column on SQLite
            raise
        raise ShippingCodeTaken(_("The code %(code)s belongs to another service.") % {"code": service.code}) from error


def _refuse_unknown(fields: dict[str, Any]) -> None:
    unknown = sorted(set(fields) - SERVICE_FIELDS)
    if unknown:
        raise TypeError(f"a shipping service has no {', '.join(unknown)} to set")


def _refuse_nonsense(service: ShippingService) -> None:
    problems = [
        FieldProblem(f"/{name}", "negative", _("Not below zero."))
        for name in ("base_price_minor", "price_per_kg_minor", "price_per_km_minor")
        if getattr(service, name) < 0
    ]
    if service.volume_factor < 1:
        problems.append(FieldProblem("/volume_factor", "too_small", _("At least 1 cm³ per kilogram.")))
    if service.max_days < service.min_days:
        problems.append(FieldProblem("/max_days", "days_out_of_order", _("Not less than min_days.")))
    if service.tracking_url and ("{number}" not in service.tracking_url or "://" not in service.tracking_url):
        problems.append(FieldProblem("/tracking_url", "no_placeholder", _("A link with {number} in it, or nothing.")))
    if problems:
        raise Invalid(_("The shipping service has wrong values."), problems=problems)
