"""Facts about sellers, stores, offers and stock. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# seller_registered(sender=Seller, seller, store): `store` may be None.
seller_registered = Signal()

# seller_status_changed(sender=Seller, seller, decision): handed in, approved, sent back, suspended or closed.
seller_status_changed = Signal()

# store_changed(sender=Store, store, action): name, status or markets changed; created; deleted.
store_changed = Signal()

# member_invited(sender=StoreInvitation, invitation): somebody is to be asked by mail to work in a store.
member_invited = Signal()

# item_changed(sender=StoreItem, item, action, changes): an offer was created, changed (price, active) or deleted.
item_changed = Signal()

# items_changed(sender=StoreItem, items): many offers of one store were changed in one request (the stock grid); sent
# instead of an item_changed for each.
items_changed = Signal()

# back_in_stock(sender=StockSubscription, item, subscriptions): these people asked for a mail and are told now.
back_in_stock = Signal()

# stock_low(sender=Stock, movement, item_id): a movement took `stock` from the threshold or more to below it.
stock_low = Signal()

# availability_flipped(sender=Stock, item_ids): these offers became sold out, or available again.
availability_flipped = Signal()

# import_finished(sender=ProductImport, batch): every row of an import was carried out or refused, or it was stopped.
import_finished = Signal()
