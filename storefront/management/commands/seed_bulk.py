"""`manage.py seed_bulk --products N`: many plausible products quickly, to measure with; adds what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.models import Product
from core.db import analyze
from storefront.bulk import MARK
from storefront.bulk.orders import orders_load
from storefront.bulk.products import products_load
from storefront.bulk.stores import members_load, small_stores_load
from storefront.services.rebuild import progress_bar, rebuild_all


class Command(BaseCommand):
    help = "Load many products with variants, offers, stock and movements, then build the listing and its indexes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, default=10_000, help="How many bulk products there shall be.")
        parser.add_argument("--stores", type=int, default=0, help="So many more stores, without goods.")
        parser.add_argument("--members", type=int, default=0, help="So many people work in the first bulk store.")
        parser.add_argument("--orders", type=int, default=0, help="So many completed orders, each of its own shopper.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same catalogue.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE == "config.settings.production":
            raise CommandError("This fills a shop with nonsense: it does not run with production settings.")
        if options["products"] < 1:
            raise CommandError("--products is at least 1.")
        is_shown = options["verbosity"] > 0
        self._products_load(options, is_shown)
        loads: list[tuple[str, int, Callable[[Callable[[int], None]], None]]] = [
            ("Stores", options["stores"], partial(small_stores_load, options["stores"])),
            ("Members", options["members"], partial(members_load, options["members"])),
            ("Orders", options["orders"], partial(orders_load, options["orders"], options["seed"])),
        ]
        for title, wanted, load in loads:
            if wanted:
                with progress_bar(title, wanted, is_shown=is_shown) as bar:
                    load(partial(bar.advance, bar.task_ids[0]))
        analyze()

    def _products_load(self, options: dict[str, Any], is_shown: bool) -> None:
        have = Product.all_objects.filter(slug__startswith=f"{MARK}-").count()
        if have >= options["products"]:
            self.stdout.write(f"{have} bulk products are there already.")
            return
        with progress_bar("Products", options["products"] - have, is_shown=is_shown) as bar:
            products_load(have, options["products"], options["seed"], partial(bar.advance, bar.task_ids[0]))
        analyze()
        rows = rebuild_all(is_fresh=True, show_progress=is_shown)
        self.stdout.write(f"{options['products']} bulk products, {rows} listings.")
