"""Facts about orders. Each is the last act of its service, inside the transaction that makes it true."""

from django.dispatch import Signal

# order_placed(sender=Order, order, store_orders, lines, scope): the rows are not inserted yet. Receivers only RETURN
# the unsaved rows they want (a row, a list, or None); all are inserted in the same single statement as the order.
order_placed = Signal()

# order_claim_asked(sender=Order, order): asked before an unpaid order is cancelled or expires. A receiver answers True
# when money may be on its way for it; the order then waits until that receiver's app says how it ended.
order_claim_asked = Signal()

# order_paid(sender=Order, order): reservations became sales, every living store order is PAID.
order_paid = Signal()

# order_accepted(sender=Order, order): it will be paid in cash at the door; reservations became sales, and its store
# orders are being prepared. Its parts are paid as they are delivered, without order_paid.
order_accepted = Signal()

# order_cancelled(sender=Order, order, store_orders, reason, actor, owed): these store orders were cancelled; all of the
# order's, or one store's part. Stock goes back in the same transaction. `owed`: for each that was paid, by its id, how
# much of it the books now owe the shopper, in minor units of the order's currency.
order_cancelled = Signal()

# store_order_moved(sender=StoreOrder, store_order, old): a parcel is being prepared, shipped or delivered.
store_order_moved = Signal()
