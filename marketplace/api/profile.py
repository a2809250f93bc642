"""What a store shows of itself beyond its fields: logo, holidays, policies; and handles for new ones."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.rules import slug_of
from core.api.permissions import Anyone, SignedIn
from core.api.uploads import LimitedMultiPartParser
from core.api.versions import with_version
from core.api.views import View
from core.errors import NotFound
from marketplace import selectors, services
from marketplace.api.serializers import stores as s
from marketplace.api.stores import PUBLIC, store_body
from marketplace.models import PolicyKind, Store

EMPTY = OpenApiResponse(description="Done; no body.")


class HandleView(View):
    """Whether the address that a store's name would give is free, and three that are."""

    schema_tag = "Marketplace"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="handle_check",
        summary="Look for a free address for a store",
        request=s.HandleInput,
        responses=s.HandlesOutput,
        examples=[OpenApiExample("A name", {"name": "Nika Keys"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        name = self.validated(s.HandleInput)["name"]
        slug = slug_of(name, max_length=140, fallback="store")
        free = selectors.handles_free(name=name)
        return Response({"slug": slug, "is_free": slug in free, "suggestions": free})


class _OwnStoreView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    def store(self, key: str) -> Store:
        return selectors.store_get(scope=self.scope, key=key)

    def shown(self, store: Store) -> Response:
        return with_version(Response(store_body(self.scope, store)), store.version)


class LogoView(_OwnStoreView):
    parser_classes = [LimitedMultiPartParser]

    @extend_schema(
        operation_id="store_logo_set",
        summary="Upload a store's logo",
        description="The file is decoded and written anew as WebP, upright and without metadata.",
        request={"multipart/form-data": s.LogoInput},
        responses=s.StoreOutput,
    )
    def put(self, request: Request, key: str) -> Response:
        store = self.store(key)
        file = self.validated(s.LogoInput)["file"]
        given = {"raw": file.read(), "name": file.name, "content_type": file.content_type or ""}
        return self.shown(services.store_logo_set(scope=self.scope, store_id=store.pk, **given))

    @extend_schema(operation_id="store_logo_remove", summary="Remove a store's logo", responses={204: EMPTY})
    def delete(self, request: Request, key: str) -> Response:
        services.store_logo_remove(scope=self.scope, store_id=self.store(key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class HolidayView(_OwnStoreView):
    @extend_schema(
        operation_id="store_holiday_set",
        summary="Plan a store's holiday, or change it",
        request=s.HolidayInput,
        responses=s.StoreOutput,
        examples=[
            OpenApiExample(
                "Two weeks",
                {"starts_on": "2027-08-02", "ends_on": "2027-08-15", "message": "We are at the sea."},
                request_only=True,
            )
        ],
    )
    def put(self, request: Request, key: str) -> Response:
        store = self.store(key)
        services.holiday_set(scope=self.scope, store_id=store.pk, **self.validated(s.HolidayInput))
        return self.shown(self.store(key))

    @extend_schema(
        operation_id="store_holiday_end",
        summary="Cancel the planned holiday, or come back early",
        responses={204: EMPTY},
    )
    def delete(self, request: Request, key: str) -> Response:
        services.holiday_end(scope=self.scope, store_id=self.store(key).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PoliciesView(View):
    """What a store promises about returns, delivery and privacy; the marketplace's own text where it wrote none."""

    schema_tag = "Marketplace"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="store_policies", summary="Read a store's policies", responses=s.PoliciesOutput, auth=PUBLIC
    )
    def get(self, request: Request, key: str) -> Response:
        return _policies(selectors.store_get(scope=self.scope, key=key))


class PolicyView(_OwnStoreView):
    @extend_schema(
        operation_id="store_policy_set",
        summary="Write a policy; orders placed before keep the old one",
        request=s.PolicyInput,
        responses=s.PoliciesOutput,
        examples=[OpenApiExample("Returns", {"text": "30 days, unused, in the box."}, request_only=True)],
    )
    def put(self, request: Request, key: str, kind: str) -> Response:
        store = self.store(key)
        body = self.validated(s.PolicyInput)
        if kind not in PolicyKind.values:
            raise NotFound
        services.policy_set(scope=self.scope, store_id=store.pk, kind=kind, **body)
        return _policies(self.store(key))


def _policies(store: Store) -> Response:
    rows: Any = selectors.policies_at({store.pk: store.policy_versions})[store.pk]
    return Response({"results": s.PolicyOutput(rows, many=True).data})
