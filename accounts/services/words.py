"""The list of words that usernames and addresses may not hold, kept by staff."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import ProfaneWord
from accounts.validators import forget_words, normalise_word
from core import audit
from core.db import atomic, savepoint
from core.errors import Conflict, NotFound
from core.scope import ADMINISTRATOR, STAFF, ActingScope


@atomic
def profane_word_add(*, scope: ActingScope, language: str, word: str, is_anywhere: bool = False) -> ProfaneWord:
    """From now on refuse a word. Raises NotAuthenticated, NotAllowed, Conflict (it is on the list)."""
    scope.require_role(ADMINISTRATOR, STAFF)
    row = ProfaneWord(language=language, word=normalise_word(word.strip()), is_anywhere=is_anywhere)
    _save(row)
    audit.record(actor=scope.actor, action="profane_word.add", row=row)
    return row


@atomic
def profane_word_update(*, scope: ActingScope, word_id: UUID, **values: object) -> ProfaneWord:
    """Change a word of the list. Raises as profane_word_add, and NotFound."""
    scope.require_role(ADMINISTRATOR, STAFF)
    row = ProfaneWord.objects.select_for_update(no_key=True, of=("self",)).filter(pk=word_id).first()
    if row is None:
        raise NotFound
    if "word" in values:
        values["word"] = normalise_word(str(values["word"]).strip())
    changes = audit.assign(row, values)
    _save(row)
    audit.record(actor=scope.actor, action="profane_word.update", row=row, changes=changes)
    return row


@atomic
def profane_word_remove(*, scope: ActingScope, word_id: UUID) -> None:
    """Take a word off the list. Raises NotAuthenticated, NotAllowed, NotFound."""
    scope.require_role(ADMINISTRATOR, STAFF)
    row = ProfaneWord.objects.filter(pk=word_id).first()
    if row is None:
        raise NotFound
    row.delete()
    forget_words()
    audit.record(actor=scope.actor, action="profane_word.remove", row=row)


def _save(row: ProfaneWord) -> None:
    try:
        with savepoint():
            row.save()
    except IntegrityError as error:
        raise Conflict(_("This word is on the list already.")) from error
    forget_words()
