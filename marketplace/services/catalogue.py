"""The marketplace's answers to the catalogue: which stores may write what (catalog.rules.CataloguePolicy)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from catalog.rules import is_editor
from core import formats
from core.errors import FieldProblem, Invalid, NotAllowed, NotFound
from core.scope import ActingScope
from marketplace import selectors
from marketplace.errors import PiecesReserved, SellerPending
from marketplace.models import Stock, Store, StoreProduct
from marketplace.rules import CATALOG_EDIT
from marketplace.services.common import refuse_suspended
from marketplace.states import SellerStatus


class StorePolicy:
    """Who writes the catalogue, by store membership."""

    def maintainer(self, *, scope: ActingScope, store_id: UUID | None) -> UUID | None:
        """The store named, or the only one where the person may edit the catalogue; staff may name any or none."""
        if is_editor(scope):
            if store_id is not None and not Store.objects.filter(pk=store_id).exists():
                raise NotFound(_("There is no such store."))
            return store_id
        scope.require_user()
        store_id = store_id or _only_store(scope)
        if store_id not in scope.stores:
            raise NotFound(_("There is no such store."))
        scope.require_store(CATALOG_EDIT, store_id)
        refuse_suspended(store_id)
        return store_id

    def maintainer_set(self, *, product_id: UUID, store_id: UUID) -> None:
        StoreProduct.objects.create(product_id=product_id, store_id=store_id, is_maintainer=True)

    def stores_named(self, *, store_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
        return list(Store.objects.filter(pk__in=store_ids).order_by("name", "pk").values_list("pk", "name"))

    def may_edit(self, *, scope: ActingScope, product_id: UUID) -> bool:
        return selectors.products_maintained(scope=scope).filter(product_id=product_id).exists()

    def maintained(self, *, scope: ActingScope) -> Any:
        return selectors.products_maintained(scope=scope).values("product_id")

    def check_vocabulary_writer(self, *, scope: ActingScope) -> None:
        """Members of an approved seller's store, where the operator's policy is `instant`."""
        stores = scope.store_ids(CATALOG_EDIT)
        if not stores:
            raise NotAllowed(_("Only staff, and stores with the right to edit the catalogue, may add this."))
        if settings.MARKETPLACE_MODERATION != "instant":
            raise NotAllowed(_("In this marketplace staff keep the categories, brands and attributes."))
        if not Store.objects.filter(pk__in=stores, seller__status=SellerStatus.APPROVED).exists():
            raise SellerPending(_("None of your stores belongs to an approved seller."))

    def check_deletable(self, *, variant_ids: Collection[UUID]) -> None:
        """Raises PiecesReserved. Locks the stock rows, so that no order can come in between."""
        rows = Stock.objects.filter(item__variant_id__in=variant_ids, item__deleted_at=None)
        locked = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
        reserved = Stock.objects.filter(pk__in=locked).aggregate(sum=Sum("reserved"))["sum"] or 0
        if reserved:
            raise PiecesReserved(
                _("%(count)s pieces are reserved by open orders.") % {"count": formats.number(reserved)},
                extra={"reserved": reserved},
            )


def _only_store(scope: ActingScope) -> UUID:
    stores = scope.store_ids(CATALOG_EDIT)
    if not stores:
        raise NotAllowed(_("Only staff, and stores with the right to edit the catalogue, add products."))
    if len(stores) > 1:
        detail = _("You work in several stores; say which one.")
        raise Invalid(detail, problems=[FieldProblem("/store", "required", detail)])
    return stores[0]
