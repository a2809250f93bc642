"""What holds where a store has written no policy of its own."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULT_POLICIES: dict[str, str | Promise] = {
    "returns": _(
        "You may send unused goods back within 14 days of their arrival. The store pays back what you paid for them "
        "within 14 days of getting them."
    ),
    "shipping": _(
        "The store hands your parcel to the courier within the working days shown with the offer. You get the tracking "
        "number by mail."
    ),
    "privacy": _(
        "The store uses your name, address and phone number to send your parcel and to answer your questions, for "
        "nothing else."
    ),
}
