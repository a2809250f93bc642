"""Where a product stands between its first draft and its end, and of which kind a property is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class ProductStatus(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    LIVE = "LIVE", _("Live")
    ARCHIVED = "ARCHIVED", _("Archived")


class AttributeKind(models.TextChoices):
    TEXT = "TEXT", _("Text")
    NUMBER = "NUMBER", _("Number")
    CHOICE = "CHOICE", _("Choice")
    BOOLEAN = "BOOLEAN", _("Yes or no")
    COLOUR = "COLOUR", _("Colour")


WITH_OPTIONS = frozenset({AttributeKind.CHOICE, AttributeKind.COLOUR})
WITH_FACETS = frozenset({*WITH_OPTIONS, AttributeKind.NUMBER, AttributeKind.BOOLEAN})

# Under the policy `review` only staff take a product from IN_REVIEW to LIVE; under `instant` it goes there at once.
PRODUCT_TRANSITIONS = TransitionTable(
    initial=ProductStatus.DRAFT,
    moves={
        ProductStatus.DRAFT: {ProductStatus.IN_REVIEW, ProductStatus.LIVE, ProductStatus.ARCHIVED},
        ProductStatus.IN_REVIEW: {ProductStatus.LIVE, ProductStatus.DRAFT, ProductStatus.ARCHIVED},
        ProductStatus.LIVE: {ProductStatus.DRAFT, ProductStatus.ARCHIVED},
        ProductStatus.ARCHIVED: {ProductStatus.DRAFT, ProductStatus.IN_REVIEW, ProductStatus.LIVE},
    },
)
