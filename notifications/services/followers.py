"""Messages to people who asked a store for something."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from core import outbox
from core.outbox import FOREIGN, LOCAL
from marketplace.models import StockSubscription
from marketplace.services import subscribers_tell
from marketplace.services.followers import BATCH
from notifications import selectors
from notifications.mail import Letter
from notifications.services.delivery import mail_send


@outbox.handler(LOCAL)
def back_in_stock_announce(*, item_id: UUID) -> None:
    """Queue a mail for those who wait for an offer that is back, some hundreds at a time."""
    if subscribers_tell(item_id=item_id) == BATCH:
        outbox.enqueue(back_in_stock_announce, item_id=item_id)


@outbox.handler(FOREIGN)
def back_in_stock_mail_send(*, subscription_id: UUID) -> None:
    """Tell one person that what was sold out is back. Whoever has no e-mail address or is gone is not written to."""
    row = StockSubscription.all_objects.select_related("user", "item__store", "item__variant__product").get(
        pk=subscription_id
    )
    if not row.user.email or not row.user.is_active:
        return
    product = row.item.variant.product
    context = {
        "product": product,
        "variant": row.item.variant,
        "store": row.item.store,
        "price": row.item.price,
        "url": f"{settings.SITE_URL}/api/catalog/products/{product.slug}/",
    }
    language = selectors.user_language(row.user_id)
    mail_send(Letter("back_in_stock", f"back-in-stock-{row.pk}", (row.user.email,), language, context))
