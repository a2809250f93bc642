"""`manage.py rebuild_listings`: compute the whole read model anew, while the shop stays open."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from storefront.services.rebuild import rebuild_all


class Command(BaseCommand):
    help = "Rebuild the product listing from products, offers and stock. Safe to run again, also while people shop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="Empty the listing first and build its indexes after the load: faster, but readers wait meanwhile.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = rebuild_all(is_fresh=options["fresh"], show_progress=options["verbosity"] > 0)
        self.stdout.write(f"{rows} listings.")
