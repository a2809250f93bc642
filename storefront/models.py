"""The read model of the shop: one row per visible product and market, and the words that find them."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.fields import TextListField
from core.ids import new_id
from core.money import CurrencyField
from markets.models import Market


class ProductListing(models.Model):
    """What lists, categories and searches read (DESIGN.md §3): rebuilt from events, or by `rebuild_listings`.

    `category_1 … category_4` are the ancestors by level, root first; `rank` is the static score searches cap by;
    `card` is the finished JSON of one list entry; `words` the folded text (SQLite search), `document` its vector.
    On PostgreSQL raw indexes order by the folded name.
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
    facets = TextListField()  # storefront.rules says how they are written: what lists are narrowed by and counted over
    rating_basis_points = models.PositiveIntegerField(default=0)
    rating_score = models.PositiveIntegerField(default=0)  # the rating, drawn to the middle while reviews are few
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
            models.Index(fields=["market", "-rating_score", "-id"], name="listing_rating"),
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
            *(
                models.Index(
                    fields=["market", f"category_{level}", "-rating_score", "-id"], name=f"listing_rating_{level}"
                )
                for level in (1, 2, 3, 4)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SearchKind(models.TextChoices):
    PRODUCT = "product", _("Product")
    CATEGORY = "category", _("Category")
    STORE = "store", _("Store")


class SearchWord(models.Model):
    """A word that names something, and the best things it names: what suggestions and corrections look up.

    Written with the listing and looked after by a job; never the source of truth. PostgreSQL only.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=SearchKind)
    market_code = models.CharField(max_length=16, default="", blank=True)  # of products; empty for the others
    word = models.CharField(max_length=40)
    uses = models.PositiveIntegerField(default=1)  # how many things it names
    best = TextListField()  # ids of products, categories or stores
    refreshed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "search word"
        constraints = [
            models.UniqueConstraint(fields=["kind", "market_code", "word"], name="search_word_unique"),
        ]
        indexes = [
            models.Index("kind", "market_code", Left("word", length), F("uses").desc(), name=f"search_word_{length}")
            for length in (1, 2, 3)
        ] + [models.Index(fields=["refreshed_at", "id"], condition=Q(uses__gte=24), name="search_word_full")]

    def __str__(self) -> str:
        return self.word
