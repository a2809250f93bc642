"""What every request of a browser passes."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from accounts import services


class AdoptedSessionMiddleware(MiddlewareMixin):
    """Behind the authentication: a browser that was signed out elsewhere is signed out on every page, the admin too.

    Nothing is asked before somebody asks who is calling; bearer and anonymous requests never do (core.middleware).
    """

    sync_capable, async_capable = True, False

    def process_request(self, request: HttpRequest) -> None:
        if hasattr(request, "session"):
            known = request.user
            request.user = SimpleLazyObject(  # type: ignore[assignment]  # as Django's own middleware does
                lambda: services.browser_person(request=request, user=known)
            )
