"""The people of a store."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import Anyone, SignedIn
from core.api.schema import refuses
from core.api.views import ListView, View
from marketplace import selectors, services
from marketplace.api.serializers import team as s
from marketplace.api.stores import PUBLIC
from marketplace.models import Store, StoreInvitation, StoreMember
from marketplace.rules import TEAM_EDIT

EMPTY = OpenApiResponse(description="Done; no body.")


class TeamView(View):
    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    def store(self, key: str) -> Store:
        """A store whose team the person may see: a foreign one is not there. Raises NotFound, NotAllowed."""
        rows = None if selectors.sees_all(self.scope) else selectors.stores_of(scope=self.scope)
        store = selectors.store_get(scope=self.scope, key=key, rows=rows)
        if rows is not None:
            self.scope.require_store(TEAM_EDIT, store.pk)
        return store


class WorkplacesView(View):
    """The stores you work in, whoever owns them."""

    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="workplaces",
        summary="List the stores you work in",
        description="With what your role there includes. Empty for who works in none.",
        responses=s.WorkplacesOutput,
    )
    def get(self, request: Request) -> Response:
        rows = selectors.stores_of(scope=self.scope).filter(pk__in=self.scope.store_ids())
        stores = rows.select_related("home_market", "seller").order_by("name", "pk")
        return Response(s.WorkplacesOutput({"results": stores}, context={"scope": self.scope}).data)


class MembersView(TeamView, ListView):
    """The people who work in a store."""

    queryset = StoreMember.objects.none()
    serializer_class = s.MemberOutput

    @extend_schema(operation_id="member_list", summary="List the members of your store")
    def get(self, request: Request, key: str) -> Response:
        return self.page(selectors.members_of(store=self.store(key)))

    @extend_schema(
        operation_id="member_add",
        summary="Let a person work in your store",
        request=s.MemberInput,
        responses={201: s.MemberOutput},
        examples=[
            OpenApiExample("A packer", {"identifier": "ada@example.com", "role": "fulfilment"}, request_only=True)
        ],
    )
    def post(self, request: Request, key: str) -> Response:
        store = self.store(key)
        row = services.member_add(scope=self.scope, store_id=store.pk, **self.validated(s.MemberInput))
        return Response(s.MemberOutput(row).data, status=status.HTTP_201_CREATED)


class MembershipView(View):
    """Your own place in a store's team."""

    schema_tag = "Marketplace"
    permission_classes = [SignedIn]

    @extend_schema(operation_id="member_leave", summary="Stop working in a store", responses={204: EMPTY})
    def delete(self, request: Request, key: str) -> Response:
        store = selectors.store_get(scope=self.scope, key=key, rows=selectors.stores_of(scope=self.scope))
        services.member_leave(scope=self.scope, store_id=store.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MemberView(TeamView):
    @extend_schema(
        operation_id="member_update",
        summary="Change what a member may do",
        request=s.MemberChangeInput,
        responses=s.MemberOutput,
        examples=[OpenApiExample("Promote", {"role": "manager"}, request_only=True)],
    )
    def patch(self, request: Request, key: str, member_id: UUID) -> Response:
        body = self.validated(s.MemberChangeInput)
        store = self.store(key)
        row = services.member_update(scope=self.scope, store_id=store.pk, member_id=member_id, **body)
        return Response(s.MemberOutput(row).data)

    @extend_schema(operation_id="member_remove", summary="Take a person out of your store", responses={204: EMPTY})
    def delete(self, request: Request, key: str, member_id: UUID) -> Response:
        services.member_remove(scope=self.scope, store_id=self.store(key).pk, member_id=member_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationsView(TeamView, ListView):
    """Who has been asked by mail to work in the store and has not answered."""

    queryset = StoreInvitation.objects.none()
    serializer_class = s.InvitationOutput

    @extend_schema(operation_id="invitation_list", summary="List the open invitations of your store")
    def get(self, request: Request, key: str) -> Response:
        return self.page(selectors.invitations_of(store=self.store(key)))

    @extend_schema(
        operation_id="invitation_create",
        summary="Ask somebody by mail to work in your store",
        description="The link lasts a week and works once; an earlier one to the same address stops working.",
        request=s.InvitationInput,
        responses={201: s.InvitationOutput},
        examples=[OpenApiExample("A packer", {"email": "ada@example.com", "role": "fulfilment"}, request_only=True)],
    )
    def post(self, request: Request, key: str) -> Response:
        store = self.store(key)
        row = services.member_invite(scope=self.scope, store_id=store.pk, **self.validated(s.InvitationInput))
        return Response(s.InvitationOutput(row).data, status=status.HTTP_201_CREATED)


class InvitationView(TeamView):
    @extend_schema(operation_id="invitation_withdraw", summary="Take an invitation back", responses={204: EMPTY})
    def delete(self, request: Request, key: str, invitation_id: UUID) -> Response:
        services.invitation_withdraw(scope=self.scope, store_id=self.store(key).pk, invitation_id=invitation_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationLinkView(View):
    """What the link in an invitation's mail leads to; it also opens as a page, `/invitations/<token>/`."""

    schema_tag = "Marketplace"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="invitation_read",
        summary="Read an invitation by its link",
        responses=s.InvitationLinkOutput,
        extensions=refuses(409),
        auth=PUBLIC,
    )
    def get(self, request: Request, token: str) -> Response:
        return Response(s.InvitationLinkOutput(services.invitation_read(token=token)).data)

    @extend_schema(
        operation_id="invitation_accept",
        summary="Join the store, as yourself or as somebody new",
        request=s.JoinInput,
        responses={201: s.JoinedOutput},
        extensions=refuses(401, 403),
        examples=[
            OpenApiExample("Somebody new", {"name": "Ada", "password": "correct horse battery"}, request_only=True)
        ],
    )
    def post(self, request: Request, token: str) -> Response:
        services.invitation_read(token=token)
        member = services.invitation_accept(token=token, scope=self.scope, **self.validated(s.JoinInput))
        return Response(s.JoinedOutput(member).data, status=status.HTTP_201_CREATED)
