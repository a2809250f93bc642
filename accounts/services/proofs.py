"""What a sensitive step asks for: the password, or a code that was sent for it."""

from __future__ import annotations

import hmac
from uuid import UUID

from django.db.models.functions import Now

from accounts.errors import CodeRefused, ProofRefused
from accounts.identity import ascii_digits, keyed_hash, normalise_text, one_time_code_of
from accounts.models import CodePurpose, OneTimeCode, User
from accounts.services.codes import one_time_code_count_try
from core.errors import FieldProblem

_NOBODY = UUID(int=0)


def proof_check(*, user: User, password: str = "", code: str = "") -> None:
    """Raises ProofRefused, CodeRefused. A code must have been sent for a sensitive step to an address of the person.

    Runs outside transactions, for a code's try is committed before it is compared.
    """
    if code:
        targets = [target for target in (user.email, user.phone) if target]
        if not any(code_use(target=target, purpose=CodePurpose.SENSITIVE, code=code) for target in targets):
            raise CodeRefused(problems=[FieldProblem("/code", "code_refused", str(CodeRefused.title))])
        return
    if not password or not user.check_password(password):
        raise ProofRefused(problems=[FieldProblem("/password", "wrong_password", str(ProofRefused.title))])


def code_use(*, target: str, purpose: CodePurpose, code: str) -> bool:
    """Spend a try at the live code of a target, and the code itself when it is right."""
    challenge_id = one_time_code_count_try(target_key=keyed_hash(target), purpose=purpose)
    given = ascii_digits(normalise_text(code))
    is_right = hmac.compare_digest(one_time_code_of(challenge_id or _NOBODY).encode(), given.encode())
    if challenge_id is None or not is_right:
        return False
    live = OneTimeCode.objects.filter(pk=challenge_id, used_at=None)
    return bool(live.update(used_at=Now(), updated_at=Now()))
