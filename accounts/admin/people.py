"""People. Sellers see none of this."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import Address, OneTimeCode, ProfaneWord, Profile, SecondFactor, Session, User
from core.adminbase import ReasonForm, ScopedModelAdmin, service_action
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope, scope_of_request

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ScopedModelAdmin):
    """Names and roles; whether somebody may sign in is changed by an action that also ends the sessions."""

    list_display = ("name", "email", "phone", "username", "is_active", "is_staff", "last_login", "created_at")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("=email", "=phone", "=username", "name")
    search_help_text = _("Name, or the exact e-mail, phone or username")
    filter_horizontal = ("groups",)
    masked_columns = frozenset({"email", "phone"})
    fields = (
        "name", "email", "phone", "username", "is_active", "groups", "is_staff", "is_superuser", "last_login",
        "email_confirmed_at", "phone_confirmed_at", "deactivated_at", "activity", "created_at",
    )  # fmt: skip
    readonly_fields = (
        "email", "phone", "username", "is_active", "groups", "is_staff", "is_superuser", "last_login",
        "email_confirmed_at", "phone_confirmed_at", "deactivated_at", "activity", "created_at",
    )  # fmt: skip
    writes = frozenset({"add", "change"})
    staff_verbs = {"deactivate": frozenset({ADMINISTRATOR}), "activate": frozenset({ADMINISTRATOR})}
    actions = ("deactivate", "activate")
    rights: ClassVar[tuple[str, ...]] = ("groups", "is_staff", "is_superuser")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account needs an address; a superuser gives it roles at once."""
        if obj is not None:
            return super().get_fields(request, obj)
        return ("email", "name", *(("groups", "is_staff") if scope_of_request(request).is_superuser else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Roles are a superuser's to give, and nobody takes his own away."""
        if obj is None:
            return ()
        given = super().get_readonly_fields(request, obj)
        may_give = scope_of_request(request).is_superuser and obj is not None and obj.pk != request.user.pk
        return [name for name in given if name not in self.rights] if may_give else given

    def may(self, request: HttpRequest, verb: str, row: Any = None) -> bool:
        """A limited administrator neither changes nor blocks staff, superusers or himself."""
        allowed = super().may(request, verb, row)
        if not allowed or row is None or verb == "view":
            return allowed
        if verb != "change" and row.pk == request.user.pk:
            return False
        return scope_of_request(request).is_superuser or not (row.is_superuser or row.is_staff)

    @admin.display(description=_("Activity"))
    def activity(self, row: User) -> str:
        """What the person did, as the audit has it."""
        address = f"{reverse('admin:core_auditentry_changelist')}?q={row.pk}"
        return format_html('<a href="{}">{}</a>', address, gettext("Everything this person did"))

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> User:
        return services.user_add_by_staff(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: User, values: dict[str, Any]) -> User:
        return services.user_update_by_staff(scope=scope, user_id=row.pk, **values)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The service has set the groups already."""

    @service_action(
        _("Deactivate"), verb="deactivate", form=ReasonForm, is_dangerous=True, when=lambda row: row.is_active
    )
    def deactivate(self, scope: ActingScope, row: User, reason: str) -> None:
        services.user_deactivate(scope=scope, user_id=row.pk, reason=reason)

    @service_action(_("Activate"), verb="activate", when=lambda row: not row.is_active)
    def activate(self, scope: ActingScope, row: User) -> None:
        services.user_activate(scope=scope, user_id=row.pk)


@admin.register(Group)
class RoleAdmin(ScopedModelAdmin, GroupAdmin):
    """The platform's roles, for reading: `manage.py init_roles` makes them."""

    ordering = ("name",)
    list_display = ("name",)
    search_fields = ("name",)
    filter_horizontal = ()
    fields = ("name", "permissions")


@admin.register(Profile)
class ProfileAdmin(ScopedModelAdmin):
    list_display = ("user", "language", "market", "theme")
    list_filter = ("language", "theme")
    list_select_related = ("user", "market")


@admin.register(Address)
class AddressAdmin(ScopedModelAdmin):
    list_display = ("recipient", "city", "country", "user", "is_default")
    list_filter = ("is_default",)
    list_select_related = ("user",)
    search_fields = ("recipient", "city")


@admin.register(OneTimeCode)
class OneTimeCodeAdmin(ScopedModelAdmin):
    """When codes were asked for and used; never for whom, and never the code, which is stored nowhere."""

    list_display = ("created_at", "purpose", "attempts", "expires_at", "used_at")
    list_filter = ("purpose",)
    fields = ("purpose", "attempts", "created_at", "expires_at", "used_at")
    readonly_fields = fields
    hidden_fields = frozenset({"target", "target_key"})


@admin.register(Session)
class SessionAdmin(ScopedModelAdmin):
    """Signed-in devices of the API."""

    list_display = ("user", "created_at", "rotated_at", "expires_at", "revoked_at", "user_agent")
    list_select_related = ("user",)
    fields = ("user", "created_at", "rotated_at", "expires_at", "revoked_at", "revoked_reason", "user_agent")
    readonly_fields = fields
    hidden_fields = frozenset({"current_hash", "previous_hash"})
    staff_verbs = {"end": frozenset({ADMINISTRATOR, SUPPORT})}
    actions = ("end",)

    @service_action(_("End session"), verb="end", is_dangerous=True, when=lambda row: row.revoked_at is None)
    def end(self, scope: ActingScope, row: Session) -> None:
        services.session_end_by_staff(scope=scope, session_id=row.pk)


@admin.register(SecondFactor)
class SecondFactorAdmin(ScopedModelAdmin):
    """Who signs in with an authenticator app; never its secret."""

    list_display = ("user", "confirmed_at")
    list_select_related = ("user",)
    fields = ("user", "confirmed_at", "created_at")
    readonly_fields = fields
    hidden_fields = frozenset({"secret", "recovery_hashes", "last_step"})


@admin.register(ProfaneWord)
class ProfaneWordAdmin(ScopedModelAdmin):
    """Words that usernames and addresses may not hold."""

    list_display = ("word", "language", "is_anywhere")
    list_filter = ("language", "is_anywhere")
    search_fields = ("word",)
    fields = ("language", "word", "is_anywhere")
    writes = frozenset({"add", "change", "delete"})

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ProfaneWord:
        return services.profane_word_add(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: ProfaneWord, values: dict[str, Any]) -> ProfaneWord:
        return services.profane_word_update(scope=scope, word_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: ProfaneWord) -> None:
        services.profane_word_remove(scope=scope, word_id=row.pk)
