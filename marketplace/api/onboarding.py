"""From a person to a seller: a shop in three fields, the checklist, the review."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import SignedIn
from core.api.schema import refuses
from core.api.uploads import LimitedMultiPartParser
from core.api.views import View
from core.scope import scope_of
from marketplace import selectors, services
from marketplace.api.serializers import onboarding as s
from marketplace.api.serializers.stores import RegisteredOutput, SellerOutput
from marketplace.api.stores import store_body


class _SellerView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    def progress(self) -> Response:
        return Response(s.OnboardingOutput(selectors.onboarding_of(scope=self.scope)).data)


class OnboardingView(_SellerView):
    @extend_schema(
        operation_id="onboarding_get",
        summary="How far your shop is, and what is to do",
        description="A 404 for whoever has not begun: `POST` opens a shop.",
        responses=s.OnboardingOutput,
        extensions=refuses(404),
    )
    def get(self, request: Request) -> Response:
        return self.progress()

    @extend_schema(
        operation_id="onboarding_start",
        summary="Open a shop with three fields",
        request=s.ShopInput,
        responses={201: RegisteredOutput},
        examples=[
            OpenApiExample(
                "A shop", {"name": "Nika Keys", "market": "intl", "contact": "nika@example.com"}, request_only=True
            )
        ],
    )
    def post(self, request: Request) -> Response:
        seller, store = services.shop_open(scope=self.scope, **self.validated(s.ShopInput))
        answer: dict[str, Any] = {
            "seller": SellerOutput(seller).data,
            "store": store_body(scope_of(request.user), store),  # the membership is new
        }
        return Response(answer, status=status.HTTP_201_CREATED)


class AnswerView(_SellerView):
    @extend_schema(
        operation_id="requirement_answer",
        summary="Answer a line of your checklist in words",
        request=s.TextAnswerInput,
        responses=s.OnboardingOutput,
        examples=[OpenApiExample("A number", {"text": "BL-2231-7745"}, request_only=True)],
    )
    def put(self, request: Request, code: str) -> Response:
        selectors.requirement_get(scope=self.scope, code=code)
        services.requirement_answer(scope=self.scope, code=code, **self.validated(s.TextAnswerInput))
        return self.progress()


class EvidenceView(_SellerView):
    parser_classes = [LimitedMultiPartParser]

    @extend_schema(
        operation_id="requirement_file",
        summary="Hand in a file for a line of your checklist",
        description="Pictures are decoded and written anew. You and the platform's people can read it, nobody else.",
        request={"multipart/form-data": s.EvidenceInput},
        responses=s.OnboardingOutput,
    )
    def put(self, request: Request, code: str) -> Response:
        selectors.requirement_get(scope=self.scope, code=code)
        file = self.validated(s.EvidenceInput)["file"]
        given = {"raw": file.read(), "name": file.name, "content_type": file.content_type or ""}
        services.requirement_file(scope=self.scope, code=code, **given)
        return self.progress()


class SubmitView(_SellerView):
    @extend_schema(
        operation_id="onboarding_submit",
        summary="Hand in your shop for review, or again",
        request=None,
        responses=s.OnboardingOutput,
    )
    def post(self, request: Request) -> Response:
        services.seller_submit(scope=self.scope)
        return self.progress()


class CloseView(_SellerView):
    @extend_schema(
        operation_id="onboarding_close",
        summary="Give up selling: offers are hidden, orders at hand go on",
        request=s.CloseInput,
        responses=s.OnboardingOutput,
        examples=[OpenApiExample("With a reason", {"reason": "I am moving abroad."}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        services.seller_close(scope=self.scope, **self.validated(s.CloseInput))
        return self.progress()
