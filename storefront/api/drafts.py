"""Who may see a product page that shoppers cannot see yet, or any more."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from core.api.views import View
from core.scope import ADMINISTRATOR, STAFF, scope_of_request
from marketplace.selectors import products_maintained


def may_see_draft(request: HttpRequest, product_id: UUID) -> bool:
    """Staff of the catalogue, and members of the store that maintains the product.

    Raises APIException or DomainError for credentials that do not hold.
    """
    known = View().initialize_request(request)
    scope = scope_of_request(known)
    if scope.has_role(ADMINISTRATOR, STAFF):
        return True
    return scope.is_seller and products_maintained(scope=scope).filter(product_id=product_id).exists()
