"""What a store sold, as the books know it: its share of each line, and until when the money is held."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from catalog.models import Category
from core.models import BaseModel, Journal, Permanent
from core.money import CurrencyField, Money
from finance.rules import Shares, commission_sentence
from finance.states import HoldKind
from marketplace.models import Store


class CommissionRule(BaseModel):
    """What we keep of a sale. Rules are asked in the order of `position`; the first whose conditions hold decides.

    A condition left empty does not matter. Amounts are minor units of `currency`, which is then required.
    """

    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=100)
    is_active = models.BooleanField(default=True)
    currency = CurrencyField(null=True, blank=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, blank=True, related_name="commission_rules")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="commission_rules"
    )  # with everything below it
    price_from_minor = models.BigIntegerField(null=True, blank=True)  # of one piece
    price_below_minor = models.BigIntegerField(null=True, blank=True)
    basis_points = models.PositiveIntegerField(default=0)  # 1000 is 10 %
    fixed_minor = models.BigIntegerField(default=0)  # for each line
    floor_minor = models.BigIntegerField(default=0)
    cap_minor = models.BigIntegerField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "commission rule"
        constraints = [
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="commission_rule_at_most_all"),
            models.CheckConstraint(
                condition=Q(fixed_minor__gte=0, floor_minor__gte=0)
                & (Q(cap_minor=None) | Q(cap_minor__gte=F("floor_minor"))),
                name="commission_rule_floor_below_cap",
            ),
            models.CheckConstraint(
                condition=Q(currency__isnull=False)
                | Q(fixed_minor=0, floor_minor=0, cap_minor=None, price_from_minor=None, price_below_minor=None),
                name="commission_rule_amounts_have_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayoutTerms(BaseModel):
    """When money of a currency is released and paid out: for every store, or for one."""

    currency = CurrencyField()
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, blank=True, related_name="payout_terms")
    hold_days = models.PositiveSmallIntegerField(default=7)  # after the delivery
    reserve_basis_points = models.PositiveIntegerField(default=0)  # of the net, released later
    reserve_days = models.PositiveSmallIntegerField(default=90)  # after the delivery
    minimum_minor = models.BigIntegerField(default=1)  # smaller payouts wait
    approval_above_minor = models.BigIntegerField(null=True, blank=True)  # two people approve larger ones; empty: none
    # Cash on delivery; empty: as CASH_ON_DELIVERY_TERMS says for the currency.
    cash_fee_minor = models.BigIntegerField(null=True, blank=True)  # for each parcel
    cash_limit_minor = models.BigIntegerField(null=True, blank=True)  # the most that a store may owe us for cash

    class Meta(BaseModel.Meta):
        verbose_name = "payout terms"
        verbose_name_plural = "payout terms"
        constraints = [
            models.UniqueConstraint(
                fields=["currency"], condition=Q(deleted_at=None, store=None), name="payout_terms_one_per_currency"
            ),
            models.UniqueConstraint(
                fields=["currency", "store"],
                condition=Q(deleted_at=None, store__isnull=False),
                name="payout_terms_one_per_store",
            ),
            models.CheckConstraint(
                condition=Q(reserve_basis_points__lte=10_000, minimum_minor__gte=1), name="payout_terms_sound"
            ),
            models.CheckConstraint(
                condition=(Q(cash_fee_minor=None) | Q(cash_fee_minor__gte=0))
                & (Q(cash_limit_minor=None) | Q(cash_limit_minor__gte=0)),
                name="payout_terms_cash_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.store or ''}".strip()


class Sale(Permanent):
    """A store's part of a paid order in the books. `reference` is the part's id; the amounts are in its lines."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="sales")
    reference = models.UUIDField(unique=True)
    number = models.CharField(max_length=20)  # of the store order
    currency = CurrencyField()
    sold_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    net_minor = models.BigIntegerField()  # the seller's, before anything was given back
    cash_fee_minor = models.BigIntegerField(default=0)  # what the store was charged for cash at the door
    source_id = models.UUIDField(null=True, blank=True, editable=False)  # of the transaction that posted it

    class Meta(Permanent.Meta):
        indexes = [models.Index(fields=["store", "-id"], name="sale_of_store")]
        constraints = [models.CheckConstraint(condition=Q(net_minor__gte=0), name="sale_net_not_negative")]

    def __str__(self) -> str:
        return self.number

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def cash_fee(self) -> Money:
        return Money(self.cash_fee_minor, self.currency)


_SHARES = ("paid", "funded", "net", "commission", "tax", "shipping")


class CommissionLine(Permanent):
    """A sold line, or the delivery of a part: what each took of it, frozen when it was paid (B3), and what of that was
    taken back since. `reference`: the order item's id; for the delivery the store order's."""

    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="lines")
    reference = models.UUIDField(unique=True)
    is_delivery = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    sku = models.CharField(max_length=64, blank=True, default="")
    quantity = models.PositiveIntegerField(default=1)
    currency = CurrencyField()
    price_minor = models.BigIntegerField()  # quantity × unit, before any discount
    seller_discount_minor = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField()  # by the shopper
    funded_minor = models.BigIntegerField(default=0)  # the part of the discount that we bear
    net_minor = models.BigIntegerField()  # the seller's
    commission_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)  # that we hand on
    shipping_minor = models.BigIntegerField(default=0)  # that we pay couriers with
    terms = models.JSONField(default=dict)  # of the commission: name, basis_points, fixed, floor and cap
    paid_back_minor = models.BigIntegerField(default=0)
    funded_back_minor = models.BigIntegerField(default=0)
    net_back_minor = models.BigIntegerField(default=0)
    commission_back_minor = models.BigIntegerField(default=0)
    tax_back_minor = models.BigIntegerField(default=0)
    shipping_back_minor = models.BigIntegerField(default=0)

    class Meta(Permanent.Meta):
        verbose_name = "commission line"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    paid_minor=F("net_minor")
                    + F("commission_minor")
                    + F("tax_minor")
                    + F("shipping_minor")
                    - F("funded_minor"),
                    price_minor=F("paid_minor") + F("funded_minor") + F("seller_discount_minor"),
                ),
                name="commission_line_adds_up",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{share}_back_minor__gte": 0, f"{share}_back_minor__lte": F(f"{share}_minor")}),
                    name=f"commission_line_{share}_back_within",
                )
                for share in _SHARES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def shares(self) -> Shares:
        return Shares(**{share: getattr(self, f"{share}_minor") for share in _SHARES})

    @property
    def back(self) -> Shares:
        """What was taken back so far."""
        return Shares(**{share: getattr(self, f"{share}_back_minor") for share in _SHARES})

    @property
    def left(self) -> Shares:
        return self.shares - self.back

    def take_back(self, shares: Shares) -> None:
        """Note on the row, unsaved, that these shares were taken back as well."""
        for name in _SHARES:
            setattr(self, f"{name}_back_minor", getattr(self, f"{name}_back_minor") + getattr(shares, name))

    def money(self, name: str) -> Money:
        """`line.money("net")` is its `net_minor` as Money."""
        minor: int = getattr(self, f"{name}_minor")
        return Money(minor, self.currency)

    @property
    def explanation(self) -> str:
        """Why the commission is what it is, in the reader's language."""
        terms: dict[str, Any] = self.terms
        base = Money(self.paid_minor + self.funded_minor, self.currency)
        return commission_sentence(terms, base=base, commission=self.money("commission"))

    @classmethod
    def back_fields(cls) -> list[str]:
        return [f"{share}_back_minor" for share in _SHARES]


class LineReversal(Journal):
    """What a cancellation, refund or chargeback took back of a line; below zero: what a won dispute gave again.

    `source`: the store order, the refund, or the dispute.
    """

    line = models.ForeignKey(CommissionLine, on_delete=models.PROTECT, related_name="reversals")
    source_type = models.CharField(max_length=32)
    source_id = models.UUIDField(db_index=True)
    currency = CurrencyField()
    paid_minor = models.BigIntegerField()
    funded_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    commission_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)

    class Meta(Journal.Meta):
        verbose_name = "line reversal"
        constraints = [
            models.UniqueConstraint(fields=["line", "source_type", "source_id"], name="line_reversal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_type} {self.paid_minor}"


class Hold(Permanent):
    """A seller's money that is not released yet: until the goods can no longer be returned, or a rolling reserve.

    `left_minor` is what refunds left of it; it is zero once it is released.
    """

    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=HoldKind)
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    currency = CurrencyField()
    days = models.PositiveSmallIntegerField()  # after the delivery
    release_at = models.DateTimeField(null=True, blank=True)  # once it is delivered
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["release_at"], condition=Q(released_at=None), name="hold_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sale", "kind"], name="hold_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(left_minor__gte=0, left_minor__lte=F("amount_minor")), name="hold_left_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(left_minor=0), name="hold_released_has_nothing_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor}"
