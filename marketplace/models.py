"""Who sells what: sellers, stores, members, offers (StoreItem), stock and its movements."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from catalog.models import Product, ProductVariant
from core.models import BaseModel, Journal, Permanent
from core.money import CurrencyField, Money
from marketplace.rules import StoreRole
from marketplace.states import ImportStatus, RowOutcome, SellerStatus, StoreStatus
from markets.models import Market


class Seller(BaseModel):
    """A person or firm that sells; owns stores."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sellers")
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=16, choices=SellerStatus, default=SellerStatus.PENDING)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(deleted_at=None), name="seller_one_per_user"),
        ]

    def __str__(self) -> str:
        return self.name


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
    handling_days = models.PositiveSmallIntegerField(default=1)  # working days before a parcel leaves
    version = models.PositiveIntegerField(default=1)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(deleted_at=None), name="store_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class StoreMember(BaseModel):
    """A person who works in a store. The role decides the permission keys (`rules.ROLE_PERMISSIONS`)."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=StoreRole)
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        verbose_name = "store member"
        constraints = [
            models.UniqueConstraint(fields=["store", "user"], condition=Q(deleted_at=None), name="store_member_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


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


class StoreItem(BaseModel):
    """An offer: one store sells one variant at its own price. Stock is a row of its own."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="items")
    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="items")
    currency = CurrencyField()  # the store's home market's currency
    price_minor = models.BigIntegerField()  # minor units of `currency`, tax included
    compare_at_minor = models.BigIntegerField(null=True, blank=True)  # the former price, if higher
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(BaseModel.Meta):
        verbose_name = "store item"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["store", "-id"], name="item_of_store")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "variant"], condition=Q(deleted_at=None), name="store_item_unique"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="store_item_price_positive"),
            models.CheckConstraint(
                condition=Q(compare_at_minor=None) | Q(compare_at_minor__gt=F("price_minor")),
                name="store_item_compare_above_price",
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def compare_at(self) -> Money | None:
        return None if self.compare_at_minor is None else Money(self.compare_at_minor, self.currency)


class ItemMarketPrice(BaseModel):
    """A price set by hand for one market; overrides conversion."""

    item = models.ForeignKey(StoreItem, on_delete=models.CASCADE, related_name="market_prices")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")
    price_minor = models.BigIntegerField()  # minor units of the market's currency

    class Meta(BaseModel.Meta):
        verbose_name = "market price"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "market"], condition=Q(deleted_at=None), name="item_market_price_unique"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="item_market_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.price_minor} in {self.market_id}"

    @property
    def price(self) -> Money:
        """In the market's currency; select the market with the row."""
        return Money(self.price_minor, self.market.currency)


def default_threshold() -> int:
    return int(settings.INVENTORY_LOW_STOCK_THRESHOLD)


class Stock(Permanent):
    """What a store has of one offer: `stock` on hand, of which `reserved` belongs to unpaid orders.

    Written only by conditional UPDATE statements in `services.stock` that touch no indexed column (DESIGN.md §3);
    `stock` changes only together with a StockMovement.
    """

    item = models.OneToOneField(StoreItem, on_delete=models.PROTECT, related_name="stock_row")
    stock = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    low_stock_threshold = models.PositiveIntegerField(default=default_threshold)

    class Meta(Permanent.Meta):
        verbose_name_plural = "stock"
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(stock__gte=F("reserved")), name="stock_reserved_within_stock"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stock - self.reserved} available of {self.stock}"

    @property
    def available(self) -> int:
        return self.stock - self.reserved


class MovementReason(models.TextChoices):
    RECEIVE = "receive", "Goods received"
    ADJUST = "adjust", "Counted"
    SALE = "sale", "Sold"
    RESTOCK = "restock", "Back on the shelf after a cancellation"
    RETURN = "return", "Returned by the shopper"
    WRITE_OFF = "write_off", "Written off"


class StockMovement(Journal):
    """One change of `Stock.stock`. Σ delta = stock (S2); one movement per cause (S5)."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    delta = models.IntegerField()
    balance = models.IntegerField()  # `stock` after the movement
    reason = models.CharField(max_length=16, choices=MovementReason)
    source_type = models.CharField(max_length=32)  # order_item, adjustment, …
    source_id = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True, default="")
    actor_type = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True, default="")
    actor_label = models.CharField(max_length=160, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "stock movement"
        constraints = [
            models.UniqueConstraint(
                fields=["stock", "reason", "source_type", "source_id"], name="stock_movement_once_per_cause"
            ),
            models.CheckConstraint(condition=~Q(delta=0), name="stock_movement_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.reason}"


class ProductImport(BaseModel):
    """A file of products and offers that somebody brings into a store: checked row by row, then carried out.

    One file of a store is one import, however often it is sent (`is_current`): a repeat finds the first. `rows_…` count
    what the check found, `rows_done` and `rows_failed` what happened since.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="imports")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="product_imports")
    status = models.CharField(max_length=16, choices=ImportStatus, default=ImportStatus.CHECKING)
    file_name = models.CharField(max_length=160, blank=True, default="")
    file_hash = models.CharField(max_length=64)  # SHA-256 of the bytes
    headers = models.JSONField(default=list)  # as the file has them
    is_current = models.BooleanField(default=True)
    is_partial = models.BooleanField(default=False)  # go on although some rows were rejected
    rows_total = models.PositiveIntegerField(default=0)
    rows_checked = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)
    stop_reason = models.CharField(max_length=200, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "product import"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["store", "-id"], name="import_of_store")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "file_hash"],
                condition=Q(deleted_at=None, is_current=True),
                name="product_import_once_per_file",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or f"Import {self.pk}"


class ImportRow(BaseModel):
    """A row of an imported file. `problems` and `notes` are `[{"column", "code", "detail"}]`, `changes`
    `{"price": ["12.50", "13.00"]}`. Kept 30 days."""

    batch = models.ForeignKey(ProductImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet shows it
    leader = models.PositiveIntegerField(null=True)  # the earlier row that makes the product of this one
    cells = models.JSONField(default=list)
    outcome = models.CharField(max_length=16, choices=RowOutcome, default=RowOutcome.PENDING)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False)

    class Meta(BaseModel.Meta):
        verbose_name = "import row"
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], condition=Q(deleted_at=None), name="import_row_number"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}"
