"""The catalogue: categories through their service (a tree), everything else inserted in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from catalog.models import Attribute, Brand, Product, ProductAttribute, ProductImage, ProductVariant
from catalog.rules import slug_of
from catalog.services import category_create
from catalog.states import ProductStatus
from config.demo.content import Choice, Goods, Shop
from config.demo.pictures import Colour, colour_of, picture_stored, says_colour
from config.demo.world import MadeGoods, World, insert
from core.scope import SYSTEM_SCOPE

FEATURED = frozenset(
    {
        "Alder 65",
        "Night Linear",
        "Oyster Set",
        "Mudskipper Fuzz",
        "Undertow Delay",
        "Bàn phím Hồ Gươm 75",
        "کیت کیبورد سپیدار ۷۵",
        "Gitar Elektrik Galunggung",
        "Bộ trống Bến Thành 5",
        "سه‌تار چوب توت",
        "Kabel Spiral Senja",
        "Midnight Sun",
    }
)


class CatalogueRows:
    """Collects the rows of products, then inserts them model by model."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._brands: dict[str, Brand] = {}
        self._attributes: dict[str, Attribute] = {}
        self._slugs: set[str] = set(Product.objects.values_list("slug", flat=True))
        self._pictures: dict[tuple[str, Colour], str] = {}
        self.products: list[Product] = []
        self.variants: list[ProductVariant] = []
        self.values: list[ProductAttribute] = []
        self.images: list[ProductImage] = []

    def vocabulary(self) -> None:
        """The category tree and the attributes."""
        for text in self._world.content.categories:
            parent = self._world.categories.get(text.parent)
            made = category_create(scope=SYSTEM_SCOPE, name=text.name, parent_id=parent.pk if parent else None)
            self._world.categories[text.key] = made
        for code, (name, unit) in self._world.content.attributes.items():
            self._attributes[code] = Attribute(code=code, name=name, unit=unit)
        insert(list(self._attributes.values()))

    def add(self, shop: Shop, goods: Goods, number: int, made_at: datetime) -> MadeGoods:
        """The rows of one product: `number` is its place in the shop."""
        product = Product(
            name=goods.name,
            slug=self._slug(goods.name),
            description=goods.description,
            model_name=f"{shop.sku}-{number:03}",
            brand=self._brand(goods.brand),
            category=self._world.categories[goods.category],
            status=ProductStatus.LIVE,
            is_featured=goods.name in FEATURED,
            created_at=made_at,
        )
        variants = [
            self._variant(product, goods, choice, f"{shop.sku}-{number:03}-{position + 1}", position, made_at)
            for position, choice in enumerate(goods.choices)
        ]
        self.products.append(product)
        self.variants += variants
        self.values += [
            ProductAttribute(product=product, attribute=self._attributes[code], value=value, created_at=made_at)
            for code, value in goods.attributes.items()
        ]
        self._picture_all(product, goods, variants, made_at)
        return MadeGoods(goods, product, variants)

    def insert(self) -> None:
        insert(list(self._brands.values()))
        for rows in (self.products, self.variants, self.values, self.images):
            insert(rows)
        self.products, self.variants, self.values, self.images = [], [], [], []

    def _brand(self, name: str) -> Brand:
        if name not in self._brands:
            self._brands[name] = Brand(name=name, slug=slug_of(name, max_length=140, fallback="brand"))
        return self._brands[name]

    def _slug(self, name: str) -> str:
        slug = base = slug_of(name, max_length=220, fallback="product")
        number = 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return slug

    def _variant(
        self, product: Product, goods: Goods, choice: Choice, sku: str, position: int, made_at: datetime
    ) -> ProductVariant:
        return ProductVariant(
            product=product,
            sku=sku,
            name=choice.name,
            weight_grams=goods.box.grams,
            length_mm=goods.box.length,
            width_mm=goods.box.width,
            height_mm=goods.box.height,
            position=position,
            created_at=made_at,
        )

    def _picture_all(
        self, product: Product, goods: Goods, variants: Sequence[ProductVariant], made_at: datetime
    ) -> None:
        """A picture for each variant whose name says a colour; one for the product where none does."""
        coloured = [variant for variant in variants if says_colour(variant.name)]
        shown: list[tuple[ProductVariant | None, str]] = [(variant, variant.name) for variant in coloured]
        for position, (variant, text) in enumerate(shown or [(None, goods.name)]):
            key = (goods.picture, colour_of(text))
            if key not in self._pictures:
                self._pictures[key] = picture_stored(*key)
            image = ProductImage(
                product=product,
                variant=variant,
                alt_text=f"{goods.name}, {text}" if variant is not None else text,
                position=position,
                created_at=made_at,
                width=800,
                height=800,
            )
            image.file.name = self._pictures[key]
            self.images.append(image)


def catalogue_build(world: World) -> CatalogueRows:
    """All written goods, each made known some time after its shop opened."""
    rows = CatalogueRows(world)
    world.progress.begin("catalogue", sum(len(shop.goods) for shop in world.content.shops))
    rows.vocabulary()
    for shop in world.content.shops:
        opened_at = world.counters[shop.key].opened_at
        for number, goods in enumerate(shop.goods, start=1):
            made_at = opened_at + timedelta(hours=world.rng.randint(1, 20) + 5 * number)
            if number % 5 == 0:  # every fifth came later
                made_at += (world.ends_at - made_at) * world.rng.uniform(0.1, 0.85)
            world.goods[goods.name] = rows.add(shop, goods, number, made_at)
            world.progress.step()
    rows.insert()
    return rows
