"""What people do with their accounts: confirm, reset, change, protect, take along, leave."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api import serializers as s
from accounts.api.authentication import is_browser
from accounts.identity import identifier_key
from accounts.models import Session
from core import formats, limits
from core.api.parsers import PayloadTooLarge
from core.api.permissions import Anyone, SignedIn
from core.api.schema import refuses
from core.api.uploads import LimitedMultiPartParser
from core.api.views import ListView, View
from core.models import PrivateFile

EMPTY = OpenApiResponse(description="Done; no body.")


def _accepted() -> Response:
    """What comes of it stands in a mail."""
    return Response(s.AcceptedOutput({"status": "accepted"}).data, status=status.HTTP_202_ACCEPTED)


class _Door(View):
    schema_tag = "Auth"
    permission_classes = [Anyone]
    authentication_classes = []


class EmailConfirmationView(_Door):
    @extend_schema(
        operation_id="auth_email_confirmation",
        summary="Send another link that confirms an e-mail address",
        description="The answer is the same whether or not an account waits for it.",
        request=s.EmailInput,
        responses={202: s.AcceptedOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.EmailInput)
        limits.spend("mail-confirmation", request, identity=identifier_key(body["email"]))
        services.email_confirmation_request(email=body["email"])
        return _accepted()


class PasswordResetView(_Door):
    @extend_schema(
        operation_id="auth_password_reset",
        summary="Ask for a link to choose a new password",
        description="The answer is the same for known and unknown addresses.",
        request=s.EmailInput,
        responses={202: s.AcceptedOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.EmailInput)
        limits.spend("password-reset", request, identity=identifier_key(body["email"]))
        services.password_reset_request(email=body["email"])
        return _accepted()


class PasswordResetConfirmView(_Door):
    @extend_schema(
        operation_id="auth_password_reset_confirm",
        summary="Choose a new password by the link of the mail",
        description="Ends all sessions. 400 `link_invalid` or `link_expired` for a link that does not hold.",
        request=s.PasswordResetConfirmInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        limits.spend("link", request)
        services.password_reset_confirm(**self.validated(s.PasswordResetConfirmInput))
        return Response(status=status.HTTP_204_NO_CONTENT)


class _Mine(View):
    permission_classes = [SignedIn]

    def count(self, action: str) -> None:
        """Raises TooManyRequests."""
        limits.spend(action, identity=str(self.scope.require_user()))


class ContactView(_Mine):
    schema_tag = "Profile"

    @extend_schema(
        operation_id="auth_contact",
        summary="Confirm my e-mail address or phone, or change it",
        description="Ask for a code with purpose `contact` first. Another address than the present one also needs a "
        "proof, ends my other sessions, and is told to the old address.",
        extensions=refuses(401),
        request=s.ContactChangeInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.ContactChangeInput)
        self.count("credentials")
        keep = request.auth if isinstance(request.auth, Session) else None
        user = services.contact_change(scope=self.scope, keep=keep, **body)
        if is_browser(request):
            update_session_auth_hash(request._request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PhotoView(_Mine):
    schema_tag = "Profile"
    parser_classes = [LimitedMultiPartParser]

    @extend_schema(
        operation_id="auth_photo",
        summary="Set my photo",
        description="The file is decoded and written anew as WebP, upright, small and without metadata.",
        request={"multipart/form-data": s.PhotoInput},
        responses={200: s.PhotoOutput},
    )
    def post(self, request: Request) -> Response:
        file = self.validated(s.PhotoInput)["file"]
        if file.size > settings.IMAGE_MAX_BYTES:
            raise PayloadTooLarge(
                _("A picture has at most %(count)s bytes.") % {"count": formats.number(settings.IMAGE_MAX_BYTES)}
            )
        self.count("upload")
        address = services.photo_set(
            user_id=self.scope.require_user(), raw=file.read(), name=file.name, content_type=file.content_type or ""
        )
        return Response(s.PhotoOutput({"photo": address}).data)

    @extend_schema(operation_id="auth_photo_delete", summary="Remove my photo", request=None, responses={204: EMPTY})
    def delete(self, request: Request) -> Response:
        services.photo_remove(user_id=self.scope.require_user())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SecondFactorView(_Mine):
    schema_tag = "Auth"

    @extend_schema(
        operation_id="second_factor_state",
        summary="Whether sign-in asks for my authenticator app",
        responses={200: s.SecondFactorStateOutput},
    )
    def get(self, request: Request) -> Response:
        is_on = services.second_factor_is_on(user_id=self.scope.require_user())
        return Response(s.SecondFactorStateOutput({"is_on": is_on}).data)

    @extend_schema(
        operation_id="second_factor_begin",
        summary="Begin with an authenticator app",
        request=None,
        responses={201: s.SecondFactorBeginOutput},
    )
    def post(self, request: Request) -> Response:
        secret, address = services.second_factor_begin(scope=self.scope)
        body = {"secret": secret, "address": address, "picture": qr_svg(address)}
        response = Response(s.SecondFactorBeginOutput(body).data, status=status.HTTP_201_CREATED)
        response["Cache-Control"] = "no-store"
        return response


class SecondFactorConfirmView(_Mine):
    schema_tag = "Auth"

    @extend_schema(
        operation_id="second_factor_confirm",
        summary="Confirm the app with its first code",
        request=s.SecondFactorCodeInput,
        responses={200: s.RecoveryCodesOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.SecondFactorCodeInput)
        self.count("second-factor")
        codes = services.second_factor_confirm(scope=self.scope, **body)
        response = Response(s.RecoveryCodesOutput({"recovery_codes": codes}).data)
        response["Cache-Control"] = "no-store"
        return response


class SecondFactorRemovalView(_Mine):
    schema_tag = "Auth"

    @extend_schema(
        operation_id="second_factor_remove",
        summary="Sign in without the app again",
        request=s.SecondFactorCodeInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(s.SecondFactorCodeInput)
        self.count("second-factor")
        services.second_factor_remove(scope=self.scope, **body)
        return Response(status=status.HTTP_204_NO_CONTENT)


def qr_svg(address: str) -> str:
    """The address as a QR code: an SVG document."""
    target = io.BytesIO()
    segno.make(address, error="m").save(target, kind="svg", scale=5, border=2, xmldecl=False, light="#fff")
    return target.getvalue().decode()


class DeactivateView(_Mine):
    schema_tag = "Profile"

    @extend_schema(
        operation_id="auth_deactivate",
        summary="Close my account",
        description="Nothing is deleted: staff open it again on request. All sessions end at once.",
        extensions=refuses(401),
        request=s.ProofInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        services.account_deactivate(scope=self.scope, **self.validated(s.ProofInput))
        if is_browser(request):
            logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class EraseView(_Mine):
    schema_tag = "Profile"

    @extend_schema(
        operation_id="auth_erase",
        summary="Erase me",
        description="Removes name, addresses, photo and devices for good. Orders and the books stay, of nobody. 409 "
        "while an order is on its way or a store is mine.",
        extensions=refuses(401),
        request=s.ProofInput,
        responses={204: EMPTY},
    )
    def post(self, request: Request) -> Response:
        services.account_erase(scope=self.scope, **self.validated(s.ProofInput))
        if is_browser(request):
            logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DataExportView(ListView):
    schema_tag = "Profile"
    permission_classes = [SignedIn]
    serializer_class = s.DataExportOutput
    queryset = PrivateFile.objects.none()  # for the schema; get_queryset decides

    def get_queryset(self) -> Any:
        return selectors.data_exports(scope=self.scope)

    @extend_schema(operation_id="auth_exports", summary="Copies of my data")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()

    @extend_schema(
        operation_id="auth_export",
        summary="Have a copy of my data made",
        description="A ZIP with JSON and CSV; the list of copies shows it some moments later, for seven days.",
        request=None,
        responses={202: s.AcceptedOutput},
    )
    def post(self, request: Request) -> Response:
        limits.spend("data-export", identity=str(self.scope.require_user()))
        services.data_export_request(scope=self.scope)
        return _accepted()
