"""Actions on rows: each asks first, shows the count and the first five names (UX AD4), then calls a service per row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from core.db import savepoint
from core.errors import DomainError
from core.scope import ActingScope, scope_of_request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from core.adminbase.scoped import ScopedModelAdmin

MOST_ROWS = 200  # of one action: each row is a transaction of its own
SHOWN_NAMES = 5

RowService = Callable[..., object]


@dataclass(frozen=True)
class ActionOptions:
    """`verb` decides who may (ScopedAccess.may); `when` says for which rows it makes sense."""

    verb: str
    description: StrOrPromise
    form: type[forms.Form] | None
    is_dangerous: bool
    when: Callable[[Any], bool]
    shows_button: bool


def service_action(
    description: StrOrPromise,
    *,
    verb: str,
    form: type[forms.Form] | None = None,
    is_dangerous: bool = False,
    when: Callable[[Any], bool] = lambda row: True,
    shows_button: bool = True,
) -> Callable[[RowService], Callable[..., HttpResponse | None]]:
    """Make an action of a method `(self, scope, row, **form_data)` that calls one service.

    The action appears in the list's menu and, where `when(row)` holds, as a button on the row's page. A text that the
    method returns is shown instead of "1 row done".
    """
    options = ActionOptions(verb, description, form, is_dangerous, when, shows_button)

    def decorate(method: RowService) -> Callable[..., HttpResponse | None]:
        def action(page: ScopedModelAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
            return _perform(page, request, queryset, method, options)

        action.__name__ = method.__name__
        action.__doc__ = method.__doc__
        action.short_description = description  # type: ignore[attr-defined]
        action.options = options  # type: ignore[attr-defined]
        return action

    return decorate


def _perform(
    page: ScopedModelAdmin, request: HttpRequest, queryset: QuerySet[Any], method: RowService, options: ActionOptions
) -> HttpResponse | None:
    rows = list(queryset[: MOST_ROWS + 1])
    refusal = _refusal(rows)
    if refusal:
        page.message_user(request, refusal, messages.WARNING)
        return None
    is_confirmed = "confirmed" in request.POST
    form = options.form(request.POST if is_confirmed else None) if options.form else None
    if not is_confirmed or (form is not None and not form.is_valid()):
        return _ask(page, request, rows, form, options, method.__name__)
    done, refused = _run(page, request, rows, method, options, form.cleaned_data if form else {})
    _report(page, request, options, done, refused)
    return _way_back(page, request, rows)


def _refusal(rows: list[Any]) -> str:
    if not rows:
        return gettext("None of the chosen rows is here any more.")
    if len(rows) > MOST_ROWS:
        return gettext("Choose at most %(count)d rows at a time.") % {"count": MOST_ROWS}
    return ""


def _ask(
    page: ScopedModelAdmin,
    request: HttpRequest,
    rows: list[Any],
    form: forms.Form | None,
    options: ActionOptions,
    name: str,
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": options.description,
        "opts": page.opts,
        "name": name,
        "options": options,
        "form": form,
        "media": page.media,
        "count": len(rows),
        "names": [page.row_label(row) for row in rows[:SHOWN_NAMES]],
        "more": max(0, len(rows) - SHOWN_NAMES),
        "pks": [row.pk for row in rows],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "returns_to_row": "_row_page" in request.POST,
        "back": _row_url(page, rows[0]) if "_row_page" in request.POST else _list_url(page),
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)


def _run(
    page: ScopedModelAdmin,
    request: HttpRequest,
    rows: list[Any],
    method: RowService,
    options: ActionOptions,
    data: dict[str, Any],
) -> tuple[list[tuple[Any, str]], list[tuple[Any, str]]]:
    """A transaction per row, so that one refusal keeps none of the others."""
    scope = scope_of_request(request)
    done: list[tuple[Any, str]] = []
    refused: list[tuple[Any, str]] = []
    for row in rows:
        if not page.may(request, options.verb, row):
            refused.append((row, gettext("Your role does not allow this.")))
            continue
        try:
            said = _call(page, scope, method, row, data)
        except DomainError as error:
            refused.append((row, str(error)))
        else:
            page.log_change(request, row, options.description)
            done.append((row, said if isinstance(said, str) else ""))
    return done, refused


def _call(page: ScopedModelAdmin, scope: ActingScope, method: RowService, row: Any, data: dict[str, Any]) -> object:
    if getattr(method, "runs_outside_transactions", False):
        return method(page, scope, row, **data)
    with savepoint():
        return method(page, scope, row, **data)


def outside_transaction(method: RowService) -> RowService:
    """Mark an action that talks to the outside: its service commits its intent before it calls (DESIGN.md §5)."""
    method.runs_outside_transactions = True  # type: ignore[attr-defined]
    return method


def _report(
    page: ScopedModelAdmin,
    request: HttpRequest,
    options: ActionOptions,
    done: list[tuple[Any, str]],
    refused: list[tuple[Any, str]],
) -> None:
    for row, said in [one for one in done if one[1]][:SHOWN_NAMES]:
        page.message_user(request, f"{page.row_label(row)}: {said}", messages.SUCCESS)
    if done and not all(said for _row, said in done):
        text = ngettext("%(action)s: %(count)d row done.", "%(action)s: %(count)d rows done.", len(done))
        page.message_user(request, text % {"action": options.description, "count": len(done)}, messages.SUCCESS)
    for row, why in refused[:SHOWN_NAMES]:
        page.message_user(request, f"{page.row_label(row)}: {why}", messages.ERROR)
    if len(refused) > SHOWN_NAMES:
        more = gettext("%(count)d more were refused.") % {"count": len(refused) - SHOWN_NAMES}
        page.message_user(request, more, messages.ERROR)


def _way_back(page: ScopedModelAdmin, request: HttpRequest, rows: list[Any]) -> HttpResponse | None:
    if "_row_page" in request.POST and len(rows) == 1:
        return HttpResponseRedirect(_row_url(page, rows[0]))
    return HttpResponseRedirect(_list_url(page))


def _list_url(page: ScopedModelAdmin) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def _row_url(page: ScopedModelAdmin, row: Any) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[row.pk])
