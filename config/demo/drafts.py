"""Products that shoppers do not see: one for each step of the way into the shop and out of it."""

from __future__ import annotations

from datetime import timedelta

from catalog.models import Product, ProductVariant
from catalog.rules import slug_of
from catalog.states import ProductStatus
from config.demo.world import World, insert
from marketplace.models import StoreProduct

_OBJECTIONS = [
    {"field": "images", "reason": "The picture shows the older version with six screws."},
    {"field": "description", "reason": "Say which stabilisers come with it, and of which wood it is."},
]
# name, category, status, why it came back, days ago
_DRAFTS: tuple[tuple[str, str, ProductStatus, list[dict[str, str]], int], ...] = (
    ("Alder 65 Left-handed", "kits-compact", ProductStatus.DRAFT, [], 2),
    ("Walnut Numpad", "kits-small", ProductStatus.DRAFT, _OBJECTIONS, 5),
    ("Alder 40 Kit", "kits-small", ProductStatus.IN_REVIEW, [], 1),
    ("Brass Weight, First Run", "foams", ProductStatus.ARCHIVED, [], 200),
)


def drafts_lay(world: World) -> None:
    """In the first shop that was written, as its owner left them."""
    counter = next(iter(world.counters.values()))
    products: list[Product] = []
    variants: list[ProductVariant] = []
    links: list[StoreProduct] = []
    for name, category, status, objections, days in _DRAFTS:
        made_at = world.ends_at - timedelta(days=days)
        product = Product(
            name=name,
            slug=slug_of(name, max_length=220, fallback="product"),
            description="Cut, sanded and oiled in our own workshop.",
            category=world.categories[category],
            status=status,
            objections=objections,
            submitted_at=made_at if status == ProductStatus.IN_REVIEW or objections else None,
            created_at=made_at,
        )
        sku = f"{counter.shop.sku}-D{len(products) + 1:02}"
        products.append(product)
        variants.append(ProductVariant(product=product, sku=sku, weight_grams=900, created_at=made_at))
        links.append(StoreProduct(store=counter.store, product=product, is_maintainer=True, created_at=made_at))
    insert(products)
    insert(variants)
    insert(links)
