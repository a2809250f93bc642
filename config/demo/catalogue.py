"""The catalogue: categories through their service (a tree), everything else inserted in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from catalog.models import (
    Attribute,
    AttributeOption,
    Brand,
    Product,
    ProductAttribute,
    ProductImage,
    ProductVariant,
)
from catalog.rules import boolean_value, number_value, slug_of
from catalog.services import AttributePlace, category_attributes_set, category_create
from catalog.states import WITH_OPTIONS, AttributeKind, ProductStatus
from config.demo.content import Choice, Goods, Shop
from config.demo.pictures import Drawn, Subject, cover_of, views_of
from config.demo.pictures.colours import colour_of, colour_word
from config.demo.pictures.files import mark_stored, picture_stored
from config.demo.pictures.paper import SIDE
from config.demo.world import MadeGoods, World, insert
from core.scope import SYSTEM_SCOPE

PICTURES = 4  # at most, unless the variants alone are as many
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
        self._options: dict[tuple[str, str], AttributeOption] = {}  # by attribute and what is written
        self._slugs: set[str] = set(Product.objects.values_list("slug", flat=True))
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
        for code, words in self._world.content.attributes.items():
            self._attributes[code] = Attribute(code=code, name=words.name, kind=words.kind, unit=words.unit)
        insert(list(self._attributes.values()))
        for key, marked in self._world.content.places.items():
            places: list[AttributePlace] = [
                {"attribute": word.strip("*+"), "is_facet": "*" in word, "is_variant_axis": "+" in word}
                for word in marked.split()
            ]
            category_attributes_set(scope=SYSTEM_SCOPE, category_id=self._world.categories[key].pk, places=places)

    def add(self, shop: Shop, goods: Goods, number: int, made_at: datetime) -> MadeGoods:
        """The rows of one product: `number` is its place in the shop."""
        product = Product(
            name=goods.name,
            slug=self._slug(goods.name),
            description=goods.description,
            model_name=f"{shop.sku}-{number:03}",
            brand=self._brand(shop, goods),
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
        self.values += [self._value(product, None, code, text, made_at) for code, text in goods.attributes.items()]
        self._colour_all(product, variants, made_at)
        self._picture_all(product, goods, variants, made_at)
        return MadeGoods(goods, product, variants)

    def insert(self) -> None:
        insert(list(self._brands.values()))
        insert(list(self._options.values()))
        for rows in (self.products, self.variants, self.values, self.images):
            insert(rows)
        self.products, self.variants, self.values, self.images = [], [], [], []

    def _brand(self, shop: Shop, goods: Goods) -> Brand:
        """With the page of the shop that made the name known."""
        name = goods.brand
        if name not in self._brands:
            slug = slug_of(name, max_length=140, fallback="brand")
            brand = Brand(name=name, slug=slug, country=shop.country, description=shop.tagline)
            brand.website = f"https://{slug}.example" if slug.isascii() else ""
            brand.logo.name = mark_stored(name)
            self._brands[name] = brand
        return self._brands[name]

    def _value(
        self, product: Product, variant: ProductVariant | None, code: str, text: str, made_at: datetime
    ) -> ProductAttribute:
        """A value as the kind of its attribute wants it. Raises KeyError for what was written wrongly."""
        attribute = self._attributes[code]
        row = ProductAttribute(product=product, variant=variant, attribute=attribute, created_at=made_at)
        if attribute.kind in WITH_OPTIONS:
            row.option = self._option(attribute, text)
            row.value = row.option.code
        elif attribute.kind == AttributeKind.TEXT:
            row.value = text
        else:
            cleaned = number_value(text) if attribute.kind == AttributeKind.NUMBER else boolean_value(text)
            if cleaned is None:
                raise KeyError(f"{text!r} is no value of {code}")
            row.value = cleaned
        return row

    def _option(self, attribute: Attribute, text: str) -> AttributeOption:
        if (attribute.code, text) not in self._options:
            others = [option for (code, _), option in self._options.items() if code == attribute.code]
            colour = colour_of(text) if attribute.kind == AttributeKind.COLOUR else ""
            slug = base = slug_of(text, max_length=60, fallback="option")
            number = 2
            while any(option.code == slug for option in others):
                slug, number = f"{base}-{number}", number + 1
            self._options[attribute.code, text] = AttributeOption(
                attribute=attribute, code=slug, name=text, colour=colour, position=len(others)
            )
        return self._options[attribute.code, text]

    def _colour_all(self, product: Product, variants: Sequence[ProductVariant], made_at: datetime) -> None:
        """The colour of each variant, where all of them say one and each another."""
        words = [colour_word(variant.name) for variant in variants]
        known = [word for word in words if word is not None]
        if len(known) == len(set(words)) == len(variants):
            self.values += [
                self._value(product, variant, "colour", word, made_at)
                for variant, word in zip(variants, known, strict=True)
            ]

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
        """A picture for each variant where they look different, one for the product where not; and other sides.

        Drawings need no smaller sizes, so their `renditions` stay empty."""
        subjects = [
            Subject(goods.picture, goods.name, goods.category, variant.name, goods.attributes) for variant in variants
        ]
        covers = [cover_of(subject) for subject in subjects]
        shown: list[tuple[ProductVariant | None, Drawn]] = list(zip(variants, covers, strict=True))
        if len({cover.svg for cover in covers}) == 1:
            shown = [(None, covers[0])]
        sides = views_of(subjects[0])[: max(1, PICTURES - len(shown))]
        shown += [(shown[0][0], side) for side in sides]
        for position, (variant, drawn) in enumerate(shown):
            image = ProductImage(
                product=product,
                variant=variant,
                alt_text=drawn.text[0].upper() + drawn.text[1:],
                position=position,
                created_at=made_at,
                width=SIDE,
                height=SIDE,
            )
            image.file.name = picture_stored(goods.picture, drawn.svg)
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
