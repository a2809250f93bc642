"""Facts about reviews. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# review_posted(sender=Review, review): a buyer has reviewed a delivered line; sent once per review.
review_posted = Signal()

# review_changed(sender=Review, review, action): its author changed or deleted it; `action` is updated or deleted.
review_changed = Signal()

# review_replied(sender=Review, review): the store has answered for the first time; later edits are no news.
review_replied = Signal()

# review_moderated(sender=Review, review, reason): platform people hid the review or showed it again.
review_moderated = Signal()

# rating_changed(sender=Review, product_id, store_id): the rating of a product and of a store is another one now.
rating_changed = Signal()
