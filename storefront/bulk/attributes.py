"""What the bulk products are narrowed by: three choices that every category of theirs has as facets."""

from __future__ import annotations

import random

from catalog.models import Attribute, AttributeOption, Category, CategoryAttribute, Product, ProductAttribute
from catalog.states import AttributeKind
from core.db import atomic
from storefront.bulk import MARK

CHOICES = {
    "layout": ("60", "65", "75", "80", "100"),
    "colour": ("black", "white", "slate", "olive", "navy", "rose", "sage", "ivory"),
    "feel": ("linear", "tactile", "clicky", "silent"),
}


@atomic
def attributes_load() -> list[list[AttributeOption]]:
    """The options of each attribute, in an order that the same seed finds again; made when they are not there."""
    if not Attribute.objects.filter(code__startswith=f"{MARK}-").exists():
        roots = Category.objects.filter(slug__startswith="bulk-", level=0)
        for position, (name, options) in enumerate(CHOICES.items()):
            attribute = Attribute.objects.create(code=f"{MARK}-{name}", name=f"Bulk {name}", kind=AttributeKind.CHOICE)
            for place, code in enumerate(options):
                AttributeOption.objects.create(attribute=attribute, code=code, name=code.title(), position=place)
            for root in roots:
                CategoryAttribute.objects.create(category=root, attribute=attribute, is_facet=True, position=position)
    found = Attribute.objects.filter(code__startswith=f"{MARK}-").order_by("code").prefetch_related("options")
    return [sorted(attribute.options.all(), key=lambda option: option.position) for attribute in found]


def values_of(product: Product, options: list[list[AttributeOption]], dice: random.Random) -> list[ProductAttribute]:
    """One value of each attribute, unsaved."""
    chosen = [dice.choice(choices) for choices in options]
    return [
        ProductAttribute(product=product, attribute_id=option.attribute_id, option=option, value=option.code)
        for option in chosen
    ]
