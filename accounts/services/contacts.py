"""Another e-mail address or phone: proved by a code sent there, told to the old one."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone

from accounts.errors import AlreadyRegistered, CodeRefused
from accounts.identity import normalise_target
from accounts.models import CodePurpose, User
from accounts.services.proofs import code_use, proof_check
from accounts.services.sessions import browsers_sign_out, sessions_revoke
from accounts.signals import account_changed
from core import audit
from core.db import atomic, savepoint
from core.errors import FieldProblem
from core.scope import ActingScope


def contact_change(
    *, scope: ActingScope, target: str, code: str, password: str = "", proof_code: str = "", keep: object = None
) -> User:
    """Make `target`, where `code` was sent for this, the person's e-mail address or phone.

    Confirming the present one needs the code alone; another one also the password or a code sent for a sensitive step.
    Ends all other sessions. Raises Invalid, CodeRefused, ProofRefused, AlreadyRegistered.
    """
    address = normalise_target(target)
    user = User.objects.get(pk=scope.require_user())
    if address not in (user.email, user.phone):
        proof_check(user=user, password=password, code=proof_code)
    if not code_use(target=address, purpose=CodePurpose.CONTACT, code=code):
        raise CodeRefused(problems=[FieldProblem("/code", "code_refused", str(CodeRefused.title))])
    return _change(scope, address, keep)


@atomic
def _change(scope: ActingScope, address: str, keep: object) -> User:
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    field = "email" if "@" in address else "phone"
    before = getattr(user, field) or ""
    setattr(user, field, address)
    setattr(user, f"{field}_confirmed_at", timezone.now())
    try:
        with savepoint():
            user.save(update_fields=[field, f"{field}_confirmed_at", "updated_at"])
    except IntegrityError as error:
        raise AlreadyRegistered(problems=[FieldProblem("/target", "taken", str(AlreadyRegistered.title))]) from error
    changes = {f"{field}_confirmed_at": [None, user.updated_at.isoformat()]}
    audit.record(actor=scope.actor, action=f"user.change_{field}", row=user, changes=changes)
    if before != address:
        sessions_revoke(user=user, reason=f"{field}_change", keep=getattr(keep, "pk", None))
        browsers_sign_out(user=user)
        account_changed.send(sender=User, user=user, what=f"{field}_changed", to=before if "@" in before else "")
    return user
