"""What every page of the admin is built of: rows by scope, writes by services, deletion that can be undone."""

from core.adminbase.actions import outside_transaction, service_action
from core.adminbase.columns import json_column, money_column, status_column
from core.adminbase.filters import KindFilter, RelatedFilter
from core.adminbase.forms import PairsField, ReasonForm, ServiceForm
from core.adminbase.inlines import ScopedInline
from core.adminbase.scoped import ScopedModelAdmin

__all__ = [
    "KindFilter",
    "PairsField",
    "ReasonForm",
    "RelatedFilter",
    "ScopedInline",
    "ScopedModelAdmin",
    "ServiceForm",
    "json_column",
    "money_column",
    "outside_transaction",
    "service_action",
    "status_column",
]
