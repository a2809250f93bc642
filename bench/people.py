"""Lines of people who signed in: staff lists of the admin, and what a seller sees, on a small and a large database."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.client import Ask, Connection, Job
from bench.lines import Line, expect, void
from config.local import places

ADMIN_LISTS = {
    "orders": "/admin/sales/order/",
    "products": "/admin/catalog/product/",
    "people": "/admin/accounts/user/",
    "audit": "/admin/core/auditentry/",
}
STATEMENTS = 12  # of an admin list, whatever its size
GROWTH, SELLER_GROWTH = 2.0, 1.2  # the highest cost on the large database, as a ratio to the small one
STAFF, SELLERS, SIGN_INS = 4, 8, 24
# Runs in a process of the product: opens the sessions that the measurement needs, and says them as JSON.
_OPEN = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import Profile, User
from accounts.services import session_start
from marketplace.models import Store
staff = User.objects.filter(email="bench-staff@example.com").first()
if staff is None:
    staff = User.objects.create_superuser(email="bench-staff@example.com", password="bench-staff-password")
    Profile.objects.get_or_create(user=staff)
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(staff.pk), "accounts.backends.IdentifierBackend"
session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
session.create()
store = Store.objects.get(slug="bulk-store-0")
owner = store.seller.user
members = User.objects.filter(email__startswith="bulk-member-").order_by("email")[:MEMBERS]
User.objects.filter(pk__in=[row.pk for row in members]).update(password=make_password("bench-member-password"))
print(json.dumps({"session": session.session_key, "token": session_start(user=owner).access, "store": str(store.pk),
                  "members": [row.email for row in members]}))
"""


@dataclass(frozen=True)
class People:
    """Who asks: a superuser's admin session, the token of a store's owner, and members who sign in by password."""

    session: str
    token: str
    store: str
    members: list[str]

    @classmethod
    def of(cls, env: dict[str, str]) -> People:
        """Open their sessions in the database of this environment."""
        code = _OPEN.replace("MEMBERS", "40")
        command = [sys.executable, str(places.ROOT / "manage.py"), "shell", "--verbosity", "0", "-c", code]
        done = subprocess.run(command, env=env, cwd=places.ROOT, check=True, capture_output=True, text=True)
        return cls(**json.loads(done.stdout.strip().splitlines()[-1]))

    def lines(self, server: str, *, suffix: str = "") -> list[Line]:
        """Without a suffix the lines of the small database, which are the floors of those with one."""
        admin = {"Cookie": f"sessionid={self.session}"}
        seller = {"Authorization": f"Bearer {self.token}"}
        lines = [
            self._line(f"admin: {name}", server, address, admin, suffix, people=STAFF, growth=GROWTH, budget=STATEMENTS)
            for name, address in ADMIN_LISTS.items()
        ]
        pages = {
            "seller: home": "/api/marketplace/sellers/me/",
            "seller: items": f"/api/marketplace/items/?store={self.store}",
            "seller: orders": f"/api/sales/store-orders/?store={self.store}",
        }
        lines += [
            self._line(name, server, address, seller, suffix, people=SELLERS, growth=SELLER_GROWTH)
            for name, address in pages.items()
        ]
        sign_in = f"seller: sign in{suffix}"
        gate = SELLER_GROWTH if suffix else None
        floor = "seller: sign in"
        lines.append(Line(sign_in, server, self._signing_in, floor=floor, gate=gate, people=SELLERS, times=SIGN_INS))
        return lines

    def _line(
        self,
        name: str,
        server: str,
        address: str,
        headers: dict[str, str],
        suffix: str,
        *,
        people: int,
        growth: float,
        budget: int | None = None,
    ) -> Line:
        return Line(
            f"{name}{suffix}",
            server,
            _asking(address, headers),
            floor=name,
            gate=growth if suffix else None,
            people=people,
            statements=None if suffix else _counting(address, headers),
            budget=budget,
        )

    def _signing_in(self, connection: Connection) -> Job:
        asks = itertools.cycle(
            Ask("/api/accounts/login/", "POST", {"identifier": email, "password": "bench-member-password"})
            for email in self.members
        )
        return lambda link, number: void(link.ask(next(asks)))


def _asking(address: str, headers: dict[str, str]) -> Callable[[Connection], Job]:
    return lambda connection: lambda link, number: void(link.ask(Ask(address, headers=headers)))


def _counting(address: str, headers: dict[str, str]) -> Callable[[Any], None]:
    def count(client: Any) -> None:
        answer = client.get(address, headers=headers)
        if answer.status_code != 200:
            expect(answer, 200)

    return count
