"""manage.py rotate_payment_secrets"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.services import secrets_rotate


class Command(BaseCommand):
    help = "Encrypt the gateways' stored secrets with the first key of PAYMENT_SECRET_KEYS. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        done, fresh, unreadable = secrets_rotate()
        self.stdout.write(f"{done} secrets encrypted anew, {fresh} had the newest key already.")
        if unreadable:
            raise CommandError(
                f"No key of PAYMENT_SECRET_KEYS opens {len(unreadable)}: {', '.join(unreadable)}. Keep the old key."
            )
