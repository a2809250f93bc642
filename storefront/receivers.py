"""What the listing does about facts from the apps below: each enqueues a refresh."""

from __future__ import annotations

from uuid import UUID

from django.dispatch import receiver

from catalog.models import Category, Product
from catalog.signals import category_changed, product_changed
from core import outbox
from marketplace.models import Seller, Stock, Store, StoreItem
from marketplace.signals import availability_flipped, item_changed, items_changed, seller_status_changed, store_changed
from markets.models import ExchangeRate, Market
from markets.signals import market_changed, rate_changed
from reviews.models import Review
from reviews.signals import rating_changed
from storefront import services


@receiver(product_changed, dispatch_uid="storefront.refresh_a_changed_product")
def refresh_a_changed_product(sender: type[Product], product: Product, **kwargs: object) -> None:
    """When a product changes, its listings are recomputed."""
    outbox.enqueue(services.listing_refresh, product_id=product.pk)


@receiver(category_changed, dispatch_uid="storefront.refresh_a_changed_category")
def refresh_a_changed_category(sender: type[Category], category: Category, **kwargs: object) -> None:
    """When a category is renamed, moved, hidden or shown, the products under it are recomputed."""
    refresh = outbox.message(services.listings_refresh_category, category_id=category.pk)
    outbox.enqueue_many([refresh, outbox.message(services.category_words_note, category_id=category.pk)])


@receiver(item_changed, dispatch_uid="storefront.refresh_the_product_of_an_item")
def refresh_the_product_of_an_item(sender: type[StoreItem], item: StoreItem, **kwargs: object) -> None:
    """When an offer changes, its product's listings are recomputed."""
    outbox.enqueue(services.listing_refresh, product_id=item.variant.product_id)


@receiver(items_changed, dispatch_uid="storefront.refresh_the_products_of_a_grid")
def refresh_the_products_of_a_grid(sender: type[StoreItem], items: list[StoreItem], **kwargs: object) -> None:
    """When many offers change at once, their products' listings are recomputed, each once."""
    refresh_what_sold_out_or_came_back(Stock, [item.pk for item in items])


@receiver(store_changed, dispatch_uid="storefront.refresh_the_products_of_a_store")
def refresh_the_products_of_a_store(sender: type[Store], store: Store, **kwargs: object) -> None:
    """When a store opens, closes or changes its markets or name, all it offers is recomputed."""
    refresh = outbox.message(services.listings_refresh_store, store_id=store.pk)
    outbox.enqueue_many([refresh, outbox.message(services.store_words_note, store_id=store.pk)])


@receiver(seller_status_changed, dispatch_uid="storefront.refresh_the_products_of_a_seller")
def refresh_the_products_of_a_seller(sender: type[Seller], seller: Seller, **kwargs: object) -> None:
    """When a seller is approved or suspended, all offers of the seller's stores are shown or hidden."""
    stores = Store.objects.filter(seller=seller).order_by("pk").values_list("pk", flat=True)
    outbox.enqueue_many([outbox.message(services.listings_refresh_store, store_id=store_id) for store_id in stores])


@receiver(availability_flipped, dispatch_uid="storefront.refresh_what_sold_out_or_came_back")
def refresh_what_sold_out_or_came_back(sender: type[Stock], item_ids: list[UUID], **kwargs: object) -> None:
    """When offers sell out or come back, their products' listings are recomputed."""
    items = StoreItem.all_objects.filter(pk__in=item_ids).order_by("variant__product_id")
    products = items.values_list("variant__product_id", flat=True).distinct()
    outbox.enqueue_many([outbox.message(services.listing_refresh, product_id=product_id) for product_id in products])


@receiver(rating_changed, dispatch_uid="storefront.refresh_a_rated_product")
def refresh_a_rated_product(sender: type[Review], product_id: UUID, **kwargs: object) -> None:
    """When a product is rated otherwise, its listings are recomputed."""
    outbox.enqueue(services.listing_refresh, product_id=product_id)


@receiver(rating_changed, dispatch_uid="storefront.copy_the_rating_of_a_store")
def copy_the_rating_of_a_store(sender: type[Review], store_id: UUID, **kwargs: object) -> None:
    """When a store is rated otherwise, its page says so."""
    outbox.enqueue(services.store_rating_copy, store_id=store_id)


@receiver(rate_changed, dispatch_uid="storefront.refresh_everything_on_a_new_rate")
def refresh_everything_on_a_new_rate(sender: type[ExchangeRate], **kwargs: object) -> None:
    """When a new exchange rate stands, all prices are converted anew."""
    outbox.enqueue(services.listings_refresh_all)


@receiver(market_changed, dispatch_uid="storefront.refresh_everything_on_a_market_rule")
def refresh_everything_on_a_market_rule(sender: type[Market], **kwargs: object) -> None:
    """When a market opens, closes or rounds differently, all its prices are computed anew."""
    outbox.enqueue(services.listings_refresh_all)
