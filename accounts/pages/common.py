"""What the account pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from core.api.errors import retry_headers, status_of
from core.errors import DomainError
from core.scope import ActingScope, scope_of_request


class Page(View):
    """One page: `show` renders it, never from a cache and never with its address in a Referer."""

    template = ""

    @property
    def scope(self) -> ActingScope:
        return scope_of_request(self.request)

    def show(self, status: int = 200, template: str = "", **context: Any) -> HttpResponse:
        response = render(self.request, f"accounts/{template or self.template}.html", context, status=status)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "same-origin"
        return response

    def show_refused(self, form: Any, error: DomainError, **context: Any) -> HttpResponse:
        """The same form with what the service said; the status is that of the API."""
        form.refuse(error)
        status = status_of(error)
        response = self.show(status=status, form=form, **context)
        for name, value in retry_headers(error, status).items():
            response[name] = value
        return response


def next_of(request: HttpRequest, default: str) -> str:
    """Where the person wanted to go, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else resolve_url(default)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{resolve_url('login-page')}?next={request.path}")
