"""The read model of the shop: one row per visible product and market. Never the source of truth."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from catalog.models import Product
from core.ids import new_id
from core.money import CurrencyField
from markets.models import Market


class ProductListing(models.Model):
    """What lists, categories and searches read (DESIGN.md §3): rebuilt from events, or by `rebuild_listings`.

    `category_1 … category_4` are the ancestors by level, root first; `rank` is the static score searches cap by;
    `card` is the finished JSON of one list entry; `words` the folded text (SQLite search), `document` its vector.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Every index below begins with the product or the market: the keys need none of their own.
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings", db_index=False)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="+", db_index=False)
    market_code = models.CharField(max_length=16, default="")  # a literal the planner knows: searches go by it
    slug = models.CharField(max_length=220)
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=400, default="")  # core.text.fold: suggestions and misspellings
    brand_id = models.UUIDField(null=True)
    category_1 = models.UUIDField(null=True)
    category_2 = models.UUIDField(null=True)
    category_3 = models.UUIDField(null=True)
    category_4 = models.UUIDField(null=True)
    currency = CurrencyField()
    price_minor = models.BigIntegerField()  # the cheapest offer in stock, else the cheapest
    compare_at_minor = models.BigIntegerField(null=True)
    is_available = models.BooleanField(default=False)
    offer_count = models.PositiveIntegerField(default=0)
    store_ids = models.JSONField(default=list)
    rating_basis_points = models.PositiveIntegerField(default=0)
    review_count = models.PositiveIntegerField(default=0)
    sold_count = models.PositiveIntegerField(default=0)
    is_featured = models.BooleanField(default=False)
    rank = models.IntegerField(default=0)
    listed_at = models.DateTimeField()
    card = models.TextField()
    words = models.TextField(default="")
    document = SearchVectorField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "product listing"
        constraints = [
            models.UniqueConstraint(fields=["product", "market"], name="listing_unique"),
        ]
        indexes = [
            models.Index(fields=["market", "-listed_at", "-id"], name="listing_newest"),
            models.Index(fields=["market", "price_minor", "id"], name="listing_price"),
            models.Index(fields=["market", "-sold_count", "-id"], name="listing_sold"),
            models.Index(fields=["market_code", "-rank", "-id"], name="listing_rank"),
            models.Index(
                fields=["market", "-listed_at", "-id"], condition=models.Q(is_featured=True), name="listing_featured"
            ),
            *(
                models.Index(
                    fields=["market", f"category_{level}", "-listed_at", "-id"], name=f"listing_newest_{level}"
                )
                for level in (1, 2, 3, 4)
            ),
            *(
                models.Index(fields=["market", f"category_{level}", "price_minor", "id"], name=f"listing_price_{level}")
                for level in (1, 2, 3, 4)
            ),
            *(
                models.Index(fields=["market", f"category_{level}", "-sold_count", "-id"], name=f"listing_sold_{level}")
                for level in (1, 2, 3, 4)
            ),
        ]

    def __str__(self) -> str:
        return self.name
