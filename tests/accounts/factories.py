"""People for tests, made through the services, so that each has a profile and whatever other apps add."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from accounts import services
from accounts.models import User

PASSWORD = "correct horse battery"

_numbers = itertools.count(1)


def make_user(email: str = "", *, groups: tuple[str, ...] = (), password: str | None = PASSWORD, **fields: Any) -> User:
    """A registered person; an unused e-mail address unless given. `groups` are names of platform roles."""
    known = {name: fields.pop(name) for name in ("phone", "username", "name") if name in fields}
    email = email or ("" if known.get("phone") else f"person{next(_numbers)}@example.com")
    user = services.user_register(email=email, password=password, **known)
    for name, value in fields.items():
        setattr(user, name, value)
    if fields:
        user.save()
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return user


def bearer(user: User) -> dict[str, str]:
    """The headers of a signed-in API client: `api.get(url, headers=bearer(user))`."""
    return {"Authorization": f"Bearer {services.session_start(user=user).access}"}


def client_for(user: User | None = None) -> APIClient:
    """An API client of its own that enforces CSRF as the real site does; signed in by bearer token as `user`."""
    client = APIClient(enforce_csrf_checks=True)
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=bearer(user)["Authorization"])
    return client
