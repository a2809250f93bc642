"""Register, sign in, stay signed in, sign out; what is mine."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api import serializers as s
from accounts.api.authentication import SessionTokenAuthentication, is_browser
from accounts.identity import identifier_key, normalise_target
from accounts.models import Address, Session, User
from accounts.services.tokens import TokenPair, token_family
from core import limits
from core.api.permissions import Anyone, SignedIn
from core.api.schema import refuses
from core.api.views import ListView, View
from core.errors import NotAllowed, NotAuthenticated

CART_TOKEN = OpenApiParameter("X-Cart-Token", str, OpenApiParameter.HEADER, description="The guest cart to take over.")
EMPTY = OpenApiResponse(description="Done; no body.")


def _pair(pair: TokenPair) -> dict[str, Any]:
    return {"access": pair.access, "refresh": pair.refresh, "token_type": "Bearer", "expires_in": pair.expires_in}


def _signed_in(user: User, pair: TokenPair, status_code: int = status.HTTP_200_OK) -> Response:
    response = Response(s.SignedInOutput({**_pair(pair), "user": user}).data, status=status_code)
    response["Cache-Control"] = "no-store"
    return response


class _Entrance(View):
    """A door for callers who are not signed in: credentials they bring along are not looked at."""

    schema_tag = "Auth"
    permission_classes = [Anyone]
    authentication_classes = []

    def device(self, body: dict[str, Any]) -> dict[str, Any]:
        """The browser or app, and the guest cart, of who is signing in."""
        cart_token = body.pop("cart_token", "") or self.request.headers.get("X-Cart-Token", "")[:128]
        return {"user_agent": self.request.headers.get("User-Agent", "")[:200], "cart_token": cart_token}


class RegisterView(_Entrance):
    @extend_schema(
        operation_id="auth_register",
        summary="Open an account and sign in",
        description=(
            "Where e-mail addresses must be confirmed first, the answer is a 202 that says the same for known and "
            "unknown addresses, and the account opens by the link of the mail."
        ),
        request=s.RegisterInput,
        responses={201: s.SignedInOutput, 202: s.RegistrationPendingOutput},
        parameters=[CART_TOKEN],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.RegisterInput)
        limits.spend("register", request)
        device = self.device(body)
        if settings.ACCOUNTS_EMAIL_CONFIRMATION == "required":
            services.registration_open(**body)
            answer = s.RegistrationPendingOutput({"status": "confirmation_sent"}).data
            return Response(answer, status=status.HTTP_202_ACCEPTED)
        user, pair = services.person_register(**body, **device)
        return _signed_in(user, pair, status.HTTP_201_CREATED)


class LoginView(_Entrance):
    @extend_schema(
        operation_id="auth_login",
        extensions=refuses(401),
        summary="Sign in with a password",
        request=s.LoginInput,
        responses={200: s.SignedInOutput},
        parameters=[CART_TOKEN],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.LoginInput)
        device = self.device(body)
        tried = limits.attempt("login", request, identity=identifier_key(body["identifier"]))
        user, pair = services.password_sign_in(**body, **device)
        tried.succeeded()
        return _signed_in(user, pair)


class CodeRequestView(_Entrance):
    @extend_schema(
        operation_id="auth_otp_request",
        summary="Send a one-time code by mail or text message",
        request=s.CodeRequestInput,
        responses={202: s.CodeRequestOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.CodeRequestInput)
        target = normalise_target(body["target"])
        if "@" not in target:
            limits.spend("text-message")
        limits.spend("otp-request", request, identity=target)
        services.one_time_code_request(**body)
        body = {"expires_in": settings.OTP_LIFETIME_SECONDS, "resend_in": settings.OTP_RESEND_SECONDS}
        return Response(s.CodeRequestOutput(body).data, status=status.HTTP_202_ACCEPTED)


class CodeVerifyView(_Entrance):
    @extend_schema(
        operation_id="auth_otp_verify",
        extensions=refuses(401),
        summary="Sign in with a one-time code",
        description="At most five tries per code. A target without an account gets one.",
        request=s.CodeVerifyInput,
        responses={200: s.SignedInOutput},
        parameters=[CART_TOKEN],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.CodeVerifyInput)
        device = self.device(body)
        tried = limits.attempt("otp-verify", request, identity=normalise_target(body["target"]))
        user, pair = services.one_time_code_verify(**body, **device)
        tried.succeeded()
        return _signed_in(user, pair)


class TokenRefreshView(_Entrance):
    @extend_schema(
        operation_id="auth_token_refresh",
        extensions=refuses(401),
        summary="Exchange a refresh token for a new pair",
        description="A refresh token works once. Again within ten seconds is a 409, later it ends the session.",
        request=s.RefreshInput,
        responses={200: s.TokenOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.RefreshInput)
        limits.spend("token-refresh", request, identity=token_family(body["refresh"]))
        pair = services.session_refresh(**body)
        response = Response(s.TokenOutput(_pair(pair)).data)
        response["Cache-Control"] = "no-store"
        return response


class LogoutView(View):
    schema_tag = "Auth"
    permission_classes = [Anyone]

    @extend_schema(operation_id="auth_logout", summary="Sign out", request=s.LogoutInput, responses={204: EMPTY})
    def post(self, request: Request) -> Response:
        refresh = self.validated(s.LogoutInput).get("refresh")
        if refresh:
            services.session_end_by_refresh(refresh=refresh)
        elif is_browser(request):
            logout(request._request)  # ends the adopted session too (accounts.receivers)
        elif isinstance(request.auth, Session):
            services.session_end(session_id=request.auth.pk)
        else:
            raise NotAuthenticated
        return Response(status=status.HTTP_204_NO_CONTENT)


class BrowserSessionView(View):
    schema_tag = "Auth"
    permission_classes = [SignedIn]
    authentication_classes = [SessionTokenAuthentication]

    @extend_schema(
        operation_id="auth_browser_session",
        summary="Sign this browser in by the session of a token",
        description=(
            "Right after signing in: the answer sets a session cookie, and the tokens may be thrown away. The session "
            "stays one of the device list; ending it signs the browser out, and the browser's logout ends it."
        ),
        request=None,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        services.browser_sign_in(request=request._request, session=cast(Session, request.auth))
        response = Response(status=status.HTTP_204_NO_CONTENT)
        response["Cache-Control"] = "no-store"
        return response


class MeView(View):
    schema_tag = "Auth"
    permission_classes = [SignedIn]

    @extend_schema(operation_id="auth_me", summary="Who I am", responses={200: s.MeOutput})
    def get(self, request: Request) -> Response:
        user = selectors.user_with_profile(user_id=self.scope.require_user())
        return Response(s.MeOutput(user, context={"scope": self.scope}).data)

    @extend_schema(
        operation_id="auth_me_update",
        summary="Change my name, language, market, theme or job title",
        request=s.MeInput,
        responses={200: s.MeOutput},
    )
    def patch(self, request: Request) -> Response:
        changes = self.validated(s.MeInput)
        if "job_title" in changes and not self.scope.is_staff:
            raise NotAllowed(_("Only people who work here have a job title."))
        services.me_update(user_id=self.scope.require_user(), changes=changes)
        return self.get(request)


class ChangePasswordView(View):
    schema_tag = "Auth"
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="auth_change_password",
        summary="Change my password",
        description="Ends all my other sessions.",
        request=s.ChangePasswordInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.ChangePasswordInput)
        limits.spend("credentials", identity=str(self.scope.require_user()))
        user = services.password_change(
            scope=self.scope,
            old_password=body.get("old_password", ""),
            new_password=body["new_password"],
            session=request.auth if isinstance(request.auth, Session) else None,
        )
        if is_browser(request):
            update_session_auth_hash(request._request, user)  # this browser stays signed in, the others do not
        return Response(status=status.HTTP_204_NO_CONTENT)


class AddressListView(ListView):
    schema_tag = "Profile"
    permission_classes = [SignedIn]
    serializer_class = s.AddressOutput
    queryset = Address.objects.none()  # for the schema; get_queryset decides

    def get_queryset(self) -> Any:
        return selectors.addresses_visible_to(scope=self.scope)

    @extend_schema(operation_id="addresses_list", summary="My addresses, newest first")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()

    @extend_schema(
        operation_id="addresses_create",
        summary="Add an address",
        description="The first is the default; one added as default clears the other.",
        request=s.AddressInput,
        responses={201: s.AddressOutput},
    )
    def post(self, request: Request) -> Response:
        address = services.address_create(scope=self.scope, fields=self.validated(s.AddressInput))
        return Response(s.AddressOutput(address).data, status=status.HTTP_201_CREATED)


class AddressView(View):
    schema_tag = "Profile"
    permission_classes = [SignedIn]

    @extend_schema(operation_id="addresses_read", summary="One of my addresses", responses={200: s.AddressOutput})
    def get(self, request: Request, address_id: UUID) -> Response:
        return Response(s.AddressOutput(selectors.address_get(scope=self.scope, address_id=address_id)).data)

    @extend_schema(
        operation_id="addresses_update",
        summary="Change an address, or make it the default",
        request=s.AddressChangeInput,
        responses={200: s.AddressOutput},
    )
    def patch(self, request: Request, address_id: UUID) -> Response:
        changes = self.validated(s.AddressChangeInput)
        address = services.address_update(scope=self.scope, address_id=address_id, changes=changes)
        return Response(s.AddressOutput(address).data)

    @extend_schema(
        operation_id="addresses_delete",
        summary="Remove an address",
        description="When it was the default, the newest of the others becomes it.",
        request=None,
        responses={204: EMPTY},
    )
    def delete(self, request: Request, address_id: UUID) -> Response:
        services.address_delete(scope=self.scope, address_id=address_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SessionListView(ListView):
    schema_tag = "Auth"
    permission_classes = [SignedIn]
    serializer_class = s.SessionOutput
    queryset = Session.objects.none()  # for the schema; get_queryset decides

    def get_queryset(self) -> Any:
        return selectors.sessions_visible_to(scope=self.scope)

    @extend_schema(operation_id="sessions_list", summary="Where I am signed in")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()

    @extend_schema(
        operation_id="sessions_delete_others",
        summary="Sign out everywhere else",
        description="Ends all other sessions, of the API and of browsers.",
        request=None,
        responses={204: EMPTY},
    )
    def delete(self, request: Request) -> Response:
        keep = request.auth.pk if isinstance(request.auth, Session) else None
        user = services.sessions_sign_out_others(scope=self.scope, keep=keep)
        if is_browser(request):
            update_session_auth_hash(request._request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SessionView(View):
    schema_tag = "Auth"
    permission_classes = [SignedIn]

    @extend_schema(operation_id="sessions_delete", summary="Sign out one device", request=None, responses={204: EMPTY})
    def delete(self, request: Request, session_id: UUID) -> Response:
        services.session_revoke(scope=self.scope, session_id=session_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
