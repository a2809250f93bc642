"""Stores: what they show of themselves, where they sell, when they are away, what they promise."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.models import BaseModel, Journal, Permanent
from marketplace.models.sellers import Seller
from marketplace.states import HolidayStatus, StoreStatus
from markets.models import Market


class Store(BaseModel):
    """A shop of a seller. Sells in its home market; prices are in that market's currency."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="stores")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, allow_unicode=True)
    tagline = models.CharField(max_length=160, blank=True, default="")
    description = models.TextField(blank=True, default="")
    home_market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="home_stores")
    status = models.CharField(max_length=16, choices=StoreStatus, default=StoreStatus.OPEN)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=16, blank=True, default="")
    address_line = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    website = models.URLField(max_length=200, blank=True, default="")
    branch_name = models.CharField(max_length=120, blank=True, default="")
    branch_code = models.CharField(max_length=40, blank=True, default="")
    branch_manager = models.CharField(max_length=160, blank=True, default="")
    business_licence = models.CharField(max_length=80, blank=True, default="")
    tax_number = models.CharField(max_length=80, blank=True, default="")
    logo = models.ImageField(upload_to="stores/%Y/%m", max_length=200, blank=True, default="")
    primary_color = models.CharField(max_length=7, blank=True, default="")  # "#1f6f54" (rules.colours)
    secondary_color = models.CharField(max_length=7, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")  # IANA; opening hours and holidays are in it
    opening_hours = models.JSONField(default=dict, blank=True)  # {"mon": [["09:00", "18:00"]], …} (rules.hours)
    facebook_url = models.URLField(max_length=200, blank=True, default="")
    instagram_url = models.URLField(max_length=200, blank=True, default="")
    whatsapp_number = models.CharField(max_length=16, blank=True, default="")  # E.164
    handling_days = models.PositiveSmallIntegerField(default=1)  # working days before a parcel leaves
    low_stock_threshold = models.PositiveIntegerField(null=True, blank=True)  # of new offers; None: the platform's
    low_stock_mails = models.BooleanField(default=True)
    policy_versions = models.JSONField(default=dict, editable=False)  # {"returns": 3}: those that hold (policy_set)
    version = models.PositiveIntegerField(default=1)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(deleted_at=None), name="store_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether its offers can be bought."""
        return self.status == StoreStatus.OPEN


class StoreMarket(BaseModel):
    """A market a store sells in besides its home: its consent to be paid in that currency."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="extra_markets")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")

    class Meta(BaseModel.Meta):
        verbose_name = "store market"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "market"], condition=Q(deleted_at=None), name="store_market_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} in {self.market_id}"


class StoreProduct(BaseModel):
    """Says who maintains a product: the maintainer or staff edit it, other stores only make offers."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="store_products")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="store_products")
    is_maintainer = models.BooleanField(default=False)

    class Meta(BaseModel.Meta):
        verbose_name = "store product"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "product"], condition=Q(deleted_at=None), name="store_product_unique"
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(deleted_at=None, is_maintainer=True),
                name="store_product_one_maintainer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.store_id}"


class StoreHoliday(BaseModel):
    """A time in which a store sends nothing: whole days in its time zone, of which `ends_at` is the end of the last.

    While it runs, offers are hidden (the store is PAUSED, noted in `has_paused`) or say when parcels leave again.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="holidays")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    message = models.CharField(max_length=300, blank=True, default="")
    hides_offers = models.BooleanField(default=False)
    has_paused = models.BooleanField(default=False)
    status = models.CharField(max_length=16, choices=HolidayStatus, default=HolidayStatus.PLANNED)

    class Meta(BaseModel.Meta):
        verbose_name = "store holiday"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["starts_at"], condition=Q(status="PLANNED"), name="holiday_planned"),
            models.Index(fields=["ends_at"], condition=Q(status="RUNNING"), name="holiday_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["store"], condition=Q(deleted_at=None, status="RUNNING"), name="holiday_one_running"
            ),
            models.UniqueConstraint(
                fields=["store"], condition=Q(deleted_at=None, status="PLANNED"), name="holiday_one_planned"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="holiday_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d} to {self.ends_at:%Y-%m-%d}"


class PolicyKind(models.TextChoices):
    RETURNS = "returns", _("Returns")
    SHIPPING = "shipping", _("Delivery")
    PRIVACY = "privacy", _("Privacy")


class StorePolicy(Journal):
    """One version of what a store promises. An order keeps the version it was placed under."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="policies")
    kind = models.CharField(max_length=16, choices=PolicyKind)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")  # empty: the marketplace's own holds again

    class Meta(Journal.Meta):
        verbose_name = "store policy"
        verbose_name_plural = "store policies"
        constraints = [
            models.UniqueConstraint(fields=["store", "kind", "version"], name="store_policy_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class StoreStanding(Permanent):
    """What a store's page says about its service, counted by the apps above: each figure with its basis."""

    store = models.OneToOneField(Store, on_delete=models.PROTECT, related_name="standing")
    rating_hundredths = models.PositiveIntegerField(default=0)  # 437 is 4.37 of 5
    rating_count = models.PositiveIntegerField(default=0)
    parcels_count = models.PositiveIntegerField(default=0)  # sent in the last 90 days
    parcels_on_time_count = models.PositiveIntegerField(default=0)  # of these, within the handling days
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "store standing"
        constraints = [
            models.CheckConstraint(
                condition=Q(parcels_on_time_count__lte=F("parcels_count")), name="standing_on_time_within_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_hundredths / 100:.2f} of {self.rating_count}"
