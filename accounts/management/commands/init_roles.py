"""manage.py init_roles"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import roles_init


class Command(BaseCommand):
    help = "Make the platform roles (groups) with their permissions. Safe to run again; gives nobody a role."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in roles_init().items():
            self.stdout.write(f"{name}: {count} permissions")
