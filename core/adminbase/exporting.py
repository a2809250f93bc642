"""A list as a file: the rows and columns that the person sees there, with the same search and filters."""

from __future__ import annotations

import datetime as dt
import html
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import audit
from core.scope import scope_of_request
from core.tables import FORMATS, LIMITS, table_bytes, table_response

if TYPE_CHECKING:
    from core.adminbase.scoped import ScopedModelAdmin

KIND = "as"
CHUNK = 1_000


def export(page: ScopedModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET …/export/?as=csv|xlsx with the parameters of the list. Recorded in the audit."""
    if not page.may_export(request):
        raise PermissionDenied
    kind = request.GET.get(KIND, "csv")
    if kind not in FORMATS:
        raise SuspiciousOperation("There is no such kind of file.")
    rows = _rows(page, request)
    taken = list(rows[: LIMITS.rows + 1].iterator(chunk_size=CHUNK))
    if len(taken) > LIMITS.rows:
        detail = _("A file holds at most %(count)d rows. Narrow the list by search or filters.")
        page.message_user(request, detail % {"count": LIMITS.rows}, messages.WARNING)
        return HttpResponseRedirect(reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"))
    names = [str(name) for name in page.get_list_display(request) if name != "action_checkbox"]
    headers = [strip_tags(str(label_for_field(name, page.model, page))).capitalize() for name in names]
    masked = page.masked_columns if not scope_of_request(request).is_superuser else frozenset()
    cells = ([_masked(_cell(page, name, row)) if name in masked else _cell(page, name, row) for name in names]
             for row in taken)  # fmt: skip
    content = table_bytes(kind, headers, cells, sheet=str(page.opts.model_name))
    audit.record_about(
        actor=scope_of_request(request).actor,
        action="export",
        kind=page.model,
        label=str(page.opts.verbose_name_plural),
        changes={"rows": [None, len(taken)], "filters": [None, request.GET.urlencode()]},
    )
    return table_response(kind, content, f"{page.opts.model_name}-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M}")


def _rows(page: ScopedModelAdmin, request: HttpRequest) -> Any:
    """The queryset of the list with these parameters. Raises SuspiciousOperation for one that the list refuses."""
    parameters = request.GET.copy()
    parameters.pop(KIND, None)
    request.GET = parameters  # type: ignore[assignment]  # as the list itself would be asked
    try:
        return page.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as error:
        raise SuspiciousOperation("The list has no such filter.") from error


def _cell(page: ScopedModelAdmin, name: str, row: Any) -> Any:
    try:
        field, _attribute, value = lookup_field(name, row, page)
    except ObjectDoesNotExist:
        return ""
    if field is not None and field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, Model):
        related: Any = page.admin_site._registry.get(type(value))
        return str(related.row_label(value)) if hasattr(related, "row_label") else str(value)
    if isinstance(value, SafeString):
        return html.unescape(strip_tags(value)).strip()
    if value is None or isinstance(value, bool | int | float | Decimal | dt.datetime | dt.date):
        return value
    return str(value)


def _masked(value: Any) -> Any:
    """Enough to recognise whom one knows: `m•••@example.com`, `•••••42` (RELIABILITY.md §6, "m")."""
    text = str(value or "")
    name, mark, host = text.partition("@")
    if mark:
        return f"{name[:1]}•••@{host}"
    return f"•••{text[-2:]}" if text else ""
