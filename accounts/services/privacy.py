"""Leaving: deactivation that keeps everything, a copy of one's data, and erasure that keeps the books."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import orjson
import pgtrigger
from django.conf import settings
from django.utils import timezone

from accounts.identity import keyed_hash
from accounts.models import Address, OneTimeCode, Profile, SecondFactor, Session, User
from accounts.selectors import EXPORT_KIND
from accounts.services.proofs import proof_check
from accounts.services.sessions import sessions_revoke
from accounts.signals import account_changed, user_data_collected, user_deactivated, user_erased
from core import audit, outbox
from core.db import atomic, is_postgres
from core.models import AuditEntry, PrivateFile
from core.outbox import LOCAL
from core.private_files import private_file_delete, private_file_save
from core.scope import ActingScope, Actor
from core.tables import table_bytes


@dataclass(frozen=True)
class DataSection:
    """One table of a person's data: its file is `<name>.csv`, its key in the JSON `name`."""

    name: str
    rows: list[dict[str, Any]]


def account_deactivate(*, scope: ActingScope, password: str = "", code: str = "") -> None:
    """Close one's own account. Nothing is deleted: staff open it again on request. All sessions end at once (A4).

    Raises ProofRefused, CodeRefused.
    """
    proof_check(user=User.objects.get(pk=scope.require_user()), password=password, code=code)
    _deactivate(scope)


@atomic
def _deactivate(scope: ActingScope) -> None:
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    user.is_active = False
    user.deactivated_at = timezone.now()
    user.save(update_fields=["is_active", "deactivated_at", "updated_at"])
    sessions_revoke(user=user, reason="deactivated")
    audit.record(actor=scope.actor, action="user.deactivate", row=user, changes={"is_active": [True, False]})
    user_deactivated.send(sender=User, user=user)
    account_changed.send(sender=User, user=user, what="deactivated", to="")


@atomic
def data_export_request(*, scope: ActingScope) -> None:
    """Have a copy of one's data made; it is found at `data_exports` some moments later."""
    outbox.enqueue(data_export_build, user_id=scope.require_user())


@outbox.handler(LOCAL)
def data_export_build(*, user_id: UUID) -> None:
    """One ZIP: everything as JSON, and each table as CSV. Other apps add their tables by `user_data_collected`."""
    user = User.objects.select_related("profile__market").filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    sections = [*_own_sections(user)]
    for _receiver, more in user_data_collected.send(sender=User, user=user):
        sections += cast(list[DataSection], more)
    day = timezone.now().date().isoformat()
    private_file_save(
        kind=EXPORT_KIND,
        name=f"{settings.SITE_NAME.lower()}-data-{day}.zip",
        content=_zip(sections),
        content_type="application/zip",
        keep=timedelta(days=settings.DATA_EXPORT_KEEP_DAYS),
        owner_id=user.pk,
    )
    account_changed.send(sender=User, user=user, what="export_ready", to="")


def _zip(sections: Iterable[DataSection]) -> bytes:
    target = io.BytesIO()
    found = list(sections)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {section.name: section.rows for section in found}
        archive.writestr("data.json", orjson.dumps(whole, default=str, option=orjson.OPT_INDENT_2))
        for section in found:
            headers = list(dict.fromkeys(name for row in section.rows for name in row))
            lines = [[_cell(row.get(name)) for name in headers] for row in section.rows]
            archive.writestr(f"{section.name}.csv", table_bytes("csv", headers, lines))
    return target.getvalue()


def _cell(value: Any) -> Any:
    return (
        orjson.dumps(value, default=str).decode()
        if isinstance(value, dict | list)
        else ""
        if value is None
        else str(value)
    )


def _own_sections(user: User) -> list[DataSection]:
    account = {
        name: getattr(user, name)
        for name in ("id", "email", "phone", "username", "name", "created_at", "last_login", "email_confirmed_at")
    }
    profile = {"language": user.profile.language, "theme": user.profile.theme, "job_title": user.profile.job_title}
    hidden = ("user_id", "deleted_at", "updated_at")
    addresses = [audit.snapshot(row) for row in Address.objects.filter(user=user).order_by("pk")]
    sessions = Session.objects.filter(user=user).order_by("pk")
    done = AuditEntry.objects.filter(actor_id=str(user.pk)).order_by("pk")[:5_000]
    return [
        DataSection("account", [{**account, **profile}]),
        DataSection("addresses", [{k: v for k, v in row.items() if k not in hidden} for row in addresses]),
        DataSection("sessions", [audit.snapshot(row, ("rotated_at", "revoked_at", "user_agent")) for row in sessions]),
        DataSection(
            "actions", [{"at": row.created_at, "action": row.action, "object": row.object_label} for row in done]
        ),
    ]


def account_erase(*, scope: ActingScope, password: str = "", code: str = "") -> None:
    """Remove the person from the account: names, addresses, photo, devices. Orders and the books stay, of nobody.

    It cannot be undone. Raises ProofRefused, CodeRefused, and Conflict while something still runs (other apps refuse
    by `user_erased`).
    """
    proof_check(user=User.objects.get(pk=scope.require_user()), password=password, code=code)
    user_erase(user_id=scope.require_user())


@atomic
def user_erase(*, user_id: UUID) -> None:
    """Scrub one person everywhere. Raises Conflict while an order, a store or a role of theirs still needs them."""
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    user_erased.send(sender=User, user=user)
    for target in filter(None, (user.email, user.phone)):
        OneTimeCode.all_objects.filter(target_key=keyed_hash(target)).hard_delete()
    sessions_revoke(user=user, reason="erased")
    Session.objects.filter(user=user).update(user_agent="")
    Address.all_objects.filter(user=user).hard_delete()
    for pk in PrivateFile.all_objects.filter(owner_id=user.pk).values_list("pk", flat=True):
        private_file_delete(file_id=pk)
    profile = Profile.objects.get(user=user)
    if profile.photo:
        profile.photo.delete(save=False)
    Profile.objects.filter(pk=profile.pk).update(photo="", language="", market=None, theme="auto", job_title="")
    SecondFactor.objects.filter(user=user).update(secret="", confirmed_at=None, recovery_hashes=[])
    _scrub_user(user)
    _scrub_audit(user)


def _scrub_user(user: User) -> None:
    user.email, user.phone, user.username, user.name = f"{user.pk.hex}@erased.invalid", None, None, ""  # RFC 2606
    user.set_unusable_password()
    user.is_active = user.is_pending = False
    user.deactivated_at = timezone.now()
    user.email_confirmed_at = user.phone_confirmed_at = user.last_login = None
    user.save()
    user.groups.clear()


def _scrub_audit(user: User) -> None:
    """What was done stays; by whom and of whom becomes a keyed hash. The one change that journals admit."""
    label = f"erased {keyed_hash(str(user.pk))[:12]}"
    mine = AuditEntry._base_manager.filter(actor_id=str(user.pk))
    about = AuditEntry._base_manager.filter(object_type=User._meta.label_lower, object_id=str(user.pk))
    if is_postgres():
        with pgtrigger.ignore("core.AuditEntry:append_only"):
            mine.update(actor_label=label)
            about.update(object_label=label, changes={})
    else:
        mine.update(actor_label=label)
        about.update(object_label=label, changes={})
    audit.record(actor=Actor("user", str(user.pk), label), action="user.erase", row=user)
