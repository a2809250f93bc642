"""Sign-in by e-mail, phone or username."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts import selectors
from accounts.models import User


class IdentifierBackend(ModelBackend):
    """Accepts any identifier a person has; spends the time of one password check when nobody fits (A3)."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        identifier = username or kwargs.get("identifier") or kwargs.get(User.USERNAME_FIELD)
        if not identifier or password is None:
            return None
        user = selectors.user_by_identifier(identifier=str(identifier))
        if user is None:
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def get_user(self, user_id: Any) -> User | None:
        """The user of a browser session, with the profile that says which language to speak."""
        user = User.objects.select_related("profile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
