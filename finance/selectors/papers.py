"""Invoices and credit notes, and who may see which."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFound
from core.scope import ActingScope
from finance.models import Invoice
from finance.selectors.books import of_scope


def invoices_visible_to(*, scope: ActingScope) -> QuerySet[Invoice]:
    """Those that the person's stores issued; all for administrators."""
    return Invoice.objects.filter(of_scope(scope)).select_related("store", "sale", "credited")


def invoice_get(*, scope: ActingScope, invoice_id: UUID) -> Invoice:
    """Raises NotFound."""
    invoice = invoices_visible_to(scope=scope).filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound(_("There is no such document."))
    return invoice


def invoices_of(references: Iterable[UUID]) -> QuerySet[Invoice]:
    """The documents of these parts (store orders), oldest first; whoever asks says who may see them."""
    found = Invoice.objects.filter(sale__reference__in=list(references))
    return found.select_related("store", "sale", "credited").order_by("pk")
