"""Facts about the catalogue. Each is sent inside the transaction that makes it true."""

from django.dispatch import Signal

# product_changed(sender=Product, product, action, changes): action is created, updated, deleted or restored;
# also sent when a variant, attribute value or image of the product changed. `changes` as in audit entries.
product_changed = Signal()

# product_status_changed(sender=Product, product, old, new): after product_changed of the same step.
product_status_changed = Signal()

# category_changed(sender=Category, category, action): also sent when a subtree moved, was hidden or shown.
category_changed = Signal()
