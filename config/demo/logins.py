"""The table of log-ins that `make run` and `seed_demo` print."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import check_password

from accounts.models import User
from config.demo.people import LOGINS, Login, password_of


def logins_table(*, seed: int) -> str:
    """Role, identifier and password of the demo people that exist here, as aligned text; empty when there are none."""
    people = {user.email: user for user in User.objects.filter(email__in=[login.person.email for login in LOGINS])}
    password = password_of(seed)
    hashes = {user.password for user in people.values()}  # mostly one, and checking is slow on purpose
    unchanged = {encoded for encoded in hashes if check_password(password, encoded)}
    rows = [
        (login.role, _identifier(login), password if user.password in unchanged else "(changed)", user.name)
        for login in LOGINS
        if (user := people.get(login.person.email)) is not None
    ]
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(f"{row[i]:<{widths[i]}}" for i in range(3)), row[3]]) for row in rows]
    if settings.DEBUG and settings.OTP_FIXED_CODE:
        lines.append(f"One-time code for everybody: {settings.OTP_FIXED_CODE}")
    return "\n".join(lines)


def _identifier(login: Login) -> str:
    return login.person.username or login.person.email
