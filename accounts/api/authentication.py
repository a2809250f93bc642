"""Who is calling: an API client by bearer token, or a browser by its session cookie with a CSRF token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, CSRFCheck, SessionAuthentication

from accounts import selectors, services
from accounts.errors import TokenRefused
from accounts.models import Session, User
from accounts.services import tokens
from core.errors import NotAllowed

SCHEME = "bearer"


class CsrfRefused(NotAllowed):
    code = "csrf_failed"
    title = gettext_lazy("The CSRF token is missing or wrong. Reload the page.")


class SessionTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`; `request.auth` is the Session.

    One statement finds the session and its user, so an ended session or a closed account is refused at once (A4).
    Any bearer token that does not hold is a 401, also where anonymous callers are welcome.
    """

    def authenticate(self, request: Any) -> tuple[User, Session] | None:
        scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != SCHEME:
            raise TokenRefused(_("Use the Authorization scheme Bearer."))
        claims = tokens.read_access(text.strip())
        session = selectors.session_for_access(session_id=claims.session_id, user_id=claims.user_id)
        if session is None:
            raise TokenRefused
        return session.user, session

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class BrowserSessionAuthentication(SessionAuthentication):
    """Django's session cookie; every unsafe method needs the CSRF token in `X-CSRFToken`.

    `request.auth` is the Session that the browser has adopted, None where it signed in by a page of ours. Once that
    has ended the caller is anonymous (accounts.middleware).
    """

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        return None if found is None else (found[0], services.browser_session_of(user=found[0]))

    def enforce_csrf(self, request: Any) -> None:
        """Raises CsrfRefused."""
        check = CSRFCheck(lambda request: None)  # type: ignore[arg-type]  # the answer is not looked at
        check.process_request(request)
        reason = check.process_view(request, None, (), {})  # type: ignore[arg-type]
        if reason:
            raise CsrfRefused


def is_browser(request: Any) -> bool:
    """Whether the caller was known by the cookie: what is done to Django's session then concerns them."""
    return isinstance(request.successful_authenticator, BrowserSessionAuthentication)


class SessionTokenScheme(OpenApiAuthenticationExtension):
    target_class = SessionTokenAuthentication
    name = "bearerAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": SCHEME, "bearerFormat": "JWT"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):
    target_class = BrowserSessionAuthentication
    name = "cookieAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
