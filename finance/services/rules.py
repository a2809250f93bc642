"""The operator's terms: commission rules, and when money is released and paid out. Every change is audited.

They hold for sales to come; what was sold keeps the terms it was sold under.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid
from core.scope import ADMINISTRATOR, ActingScope
from finance.models import CommissionRule, PayoutTerms

R = TypeVar("R", CommissionRule, PayoutTerms)


@atomic
def commission_rule_create(*, scope: ActingScope, **fields: Any) -> CommissionRule:
    """Raises NotAllowed, Invalid."""
    scope.require_role(ADMINISTRATOR)
    rule = CommissionRule(**fields)
    _check_rule(rule)
    return _made(scope, rule, "commission_rule.create", fields)


@atomic
def commission_rule_update(*, scope: ActingScope, rule: CommissionRule, **fields: Any) -> CommissionRule:
    """Raises NotAllowed, Invalid."""
    scope.require_role(ADMINISTRATOR)
    rule = CommissionRule.objects.select_for_update(no_key=True, of=("self",)).get(pk=rule.pk)
    return _changed(scope, rule, "commission_rule.update", fields)


@atomic
def commission_rule_delete(*, scope: ActingScope, rule: CommissionRule) -> None:
    scope.require_role(ADMINISTRATOR)
    rule.delete()
    audit.record(actor=scope.actor, action="commission_rule.delete", row=rule, store_id=rule.store_id)


def _check_rule(rule: CommissionRule) -> None:
    """Raises Invalid with the field that does not fit the others."""
    amounts = (rule.fixed_minor, rule.floor_minor, rule.cap_minor, rule.price_from_minor, rule.price_below_minor)
    if rule.currency is None and any(amounts):
        _refuse("/currency", _("Amounts need their currency."))
    if rule.cap_minor is not None and rule.cap_minor < rule.floor_minor:
        _refuse("/cap_minor", _("The most is below the least."))
    low, high = rule.price_from_minor, rule.price_below_minor
    if low is not None and high is not None and high <= low:
        _refuse("/price_below_minor", _("The end of the prices is above their beginning."))
    if rule.basis_points > 10_000:
        _refuse("/basis_points", _("10000 is all of the price; more cannot be taken."))


def _refuse(pointer: str, detail: str) -> None:
    raise Invalid(detail, problems=[FieldProblem(pointer, "invalid", detail)])


@atomic
def payout_terms_create(*, scope: ActingScope, **fields: Any) -> PayoutTerms:
    """Raises NotAllowed, Conflict when there are terms for the currency (and store) already."""
    scope.require_role(ADMINISTRATOR)
    terms = PayoutTerms(**fields)
    if PayoutTerms.objects.filter(currency=terms.currency, store=terms.store).exists():
        raise Conflict(_("There are terms for this currency already."))
    return _made(scope, terms, "payout_terms.create", fields)


@atomic
def payout_terms_update(*, scope: ActingScope, terms: PayoutTerms, **fields: Any) -> PayoutTerms:
    scope.require_role(ADMINISTRATOR)
    terms = PayoutTerms.objects.select_for_update(no_key=True, of=("self",)).get(pk=terms.pk)
    return _changed(scope, terms, "payout_terms.update", fields)


@atomic
def payout_terms_delete(*, scope: ActingScope, terms: PayoutTerms) -> None:
    scope.require_role(ADMINISTRATOR)
    terms.delete()
    audit.record(actor=scope.actor, action="payout_terms.delete", row=terms, store_id=terms.store_id)


def _made(scope: ActingScope, row: R, action: str, fields: dict[str, Any]) -> R:
    row.save(force_insert=True)
    columns = [column.attname for column in row._meta.concrete_fields if column.name in fields]
    audit.record(
        actor=scope.actor, action=action, row=row, changes=audit.first_values(row, columns), store_id=row.store_id
    )
    return row


def _changed(scope: ActingScope, row: R, action: str, fields: dict[str, Any]) -> R:
    before = audit.snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, CommissionRule):
        _check_rule(row)
    row.save(update_fields=[*fields, "updated_at"])
    changes = audit.difference(before, audit.snapshot(row))
    audit.record(actor=scope.actor, action=action, row=row, changes=changes, store_id=row.store_id)
    return row
