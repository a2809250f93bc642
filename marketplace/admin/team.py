"""Who works in a store."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, ServiceForm, service_action, status_column
from core.scope import ADMINISTRATOR, ActingScope
from marketplace import services
from marketplace.models import StoreInvitation, StoreMember
from marketplace.rules import TEAM_EDIT
from marketplace.states import InvitationStatus


class MemberForm(ServiceForm):
    identifier = forms.CharField(
        label=_("E-mail, phone or username"), required=False, help_text=_("Of a person who has an account already.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "identifier" in self.fields:
            self.fields["identifier"].required = self.instance._state.adding


@admin.register(StoreMember)
class StoreMemberAdmin(ScopedModelAdmin):
    form = MemberForm
    list_display = ("user", "store", "role", "is_active")
    list_select_related = ("user", "store")
    list_filter = ("role", ("store", RelatedFilter))
    search_fields = ("user__name",)
    store_path = "store"
    seller_keys = {"view": "", "add": TEAM_EDIT, "change": TEAM_EDIT, "delete": TEAM_EDIT}
    writes = frozenset({"add", "change", "delete"})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store", "identifier", "role") if obj is None else ("store", "user", "role", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("store", "user")

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StoreMember:
        return services.member_add(
            scope=scope, store_id=values["store"].pk, identifier=values["identifier"], role=values["role"]
        )

    def update_row(self, scope: ActingScope, row: StoreMember, values: dict[str, Any]) -> StoreMember:
        return services.member_update(scope=scope, store_id=row.store_id, member_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: StoreMember) -> None:
        services.member_remove(scope=scope, store_id=row.store_id, member_id=row.pk)


@admin.register(StoreInvitation)
class StoreInvitationAdmin(ScopedModelAdmin):
    """A new one sends a mail; an earlier one to the same address stops working."""

    list_display = ("email", "store", "role", "status_words", "expires_at")
    list_select_related = ("store",)
    list_filter = ("status", "role")
    search_fields = ("=email",)
    store_path = "store"
    seller_keys = {"view": TEAM_EDIT, "add": TEAM_EDIT, "withdraw": TEAM_EDIT}
    staff_verbs = {"withdraw": frozenset({ADMINISTRATOR})}
    writes = frozenset({"add"})
    actions = ("withdraw",)
    status_words = status_column()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        asked = ("store", "email", "role")
        return asked if obj is None else (*asked, "status_words", "expires_at", "invited_by", "accepted_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StoreInvitation:
        return services.member_invite(
            scope=scope, store_id=values["store"].pk, email=values["email"], role=values["role"]
        )

    @service_action(_("Take back"), verb="withdraw", when=lambda row: row.status == InvitationStatus.SENT)
    def withdraw(self, scope: ActingScope, row: StoreInvitation) -> None:
        services.invitation_withdraw(scope=scope, store_id=row.store_id, invitation_id=row.pk)
