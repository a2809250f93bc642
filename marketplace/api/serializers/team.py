"""The people of a store, in and out."""

from __future__ import annotations

from rest_framework import serializers

from core.api.serializers import Input, Output
from core.money import CURRENCIES
from marketplace.models import Store
from marketplace.rules import StoreRole
from marketplace.states import StoreStatus


class MemberInput(Input):
    identifier = serializers.CharField(
        max_length=254, help_text="E-mail, phone or username of a person with an account."
    )
    role = serializers.ChoiceField(choices=StoreRole.choices)


class MemberChangeInput(Input):
    role = serializers.ChoiceField(choices=StoreRole.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class MemberOutput(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="user.name", allow_blank=True)
    contact = serializers.CharField(source="user.contact", allow_blank=True)
    role = serializers.ChoiceField(choices=StoreRole.choices)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class WorkplaceOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=StoreStatus.choices)
    is_active = serializers.BooleanField(help_text="Whether its offers can be bought.")
    currency = serializers.ChoiceField(source="home_market.currency", choices=sorted(CURRENCIES))
    permissions = serializers.SerializerMethodField(help_text="What you may do there.")

    def get_permissions(self, store: Store) -> list[str]:
        return sorted(self.context["scope"].stores[store.pk])


class WorkplacesOutput(Output):
    results = WorkplaceOutput(many=True)


class InvitationInput(Input):
    email = serializers.CharField(max_length=254, help_text="Where the link is sent.")
    role = serializers.ChoiceField(choices=StoreRole.choices)


class InvitationOutput(Output):
    id = serializers.UUIDField()
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=StoreRole.choices)
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()


class InvitationLinkOutput(Output):
    store = serializers.CharField(source="store.name")
    store_slug = serializers.CharField(source="store.slug")
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=StoreRole.choices)
    expires_at = serializers.DateTimeField()


class JoinInput(Input):
    """Nothing for who is signed in; a password, and a name, for somebody new."""

    password = serializers.CharField(max_length=128, required=False, trim_whitespace=False)
    name = serializers.CharField(max_length=160, required=False, allow_blank=True)


class JoinedOutput(Output):
    store = serializers.CharField(source="store.slug")
    role = serializers.ChoiceField(choices=StoreRole.choices)
