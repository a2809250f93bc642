"""What speaks for us in a dispute, in one file: order, address, parcels, invoices, and what others know of it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import UUID

from core import audit
from core.db import atomic
from core.errors import NotFound
from core.scope import ADMINISTRATOR, ActingScope
from finance.selectors import invoices_of
from finance.services import papers
from payments.models import Dispute, Payment, Refund
from payments.signals import dispute_evidence_asked
from sales.models import Order, StoreOrder
from sales.selectors import order_for_mail

WRITTEN_AT = (1980, 1, 1, 0, 0, 0)  # of every file in it, so that the same facts are the same bytes


@atomic
def dispute_evidence(*, scope: ActingScope, dispute_id: UUID) -> tuple[str, bytes]:
    """A name and a ZIP file: `evidence.json` and the invoices and credit notes. Each taking out is audited.

    Raises NotAllowed, NotFound.
    """
    scope.require_role(ADMINISTRATOR)
    dispute = Dispute.objects.select_related("payment").filter(pk=dispute_id).first()
    if dispute is None:
        raise NotFound
    order = order_for_mail(order_id=dispute.payment.order_id)
    parts = list(order.store_orders.all())
    known: dict[str, Any] = {
        "dispute": _dispute(dispute),
        "payment": _payment(dispute.payment),
        "order": _order(order),
        "parts": [_part(part) for part in parts],
    }
    for _, more in dispute_evidence_asked.send(sender=Dispute, dispute=dispute):
        if isinstance(more, dict):
            known |= more
    text = json.dumps(known, indent=2, ensure_ascii=False, default=str).encode()
    files = {"evidence.json": text}
    for paper in invoices_of(part.pk for part in parts):
        files[f"{paper.sale.number}-{paper.number}.pdf"] = papers.invoice_pdf(paper)  # each store counts its own
    audit.record(actor=scope.actor, action="dispute.export", row=dispute, changes={"files": [None, sorted(files)]})
    return f"dispute-{order.number}", _zipped(files)


def _zipped(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, WRITTEN_AT), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "gateway": dispute.gateway,
        "reference": dispute.gateway_reference,
        "status": dispute.status,
        "reason": dispute.reason,
        "amount": dispute.total.as_dict(),
        "opened_at": dispute.opened_at,
        "evidence_due_at": dispute.evidence_due_at,
    }


def _payment(payment: Payment) -> dict[str, Any]:
    refunds = Refund.objects.filter(payment=payment).order_by("pk")
    return {
        "reference": payment.gateway_reference,
        "receipt": payment.receipt,
        "amount": payment.total.as_dict(),
        "captured_at": payment.captured_at,
        "refunds": [
            {"amount": refund.total.as_dict(), "status": refund.status, "finished_at": refund.finished_at}
            for refund in refunds
        ],
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "placed_at": order.created_at,
        "paid_at": order.paid_at,
        "language": order.language,
        "contact": {"name": order.contact_name, "email": order.contact_email, "phone": order.contact_phone},
        "shipping_address": order.shipping_address,
        "total": order.total.as_dict(),
    }


def _part(part: StoreOrder) -> dict[str, Any]:
    return {
        "number": part.number,
        "store": part.store_name,
        "status": part.status,
        "courier": part.courier,
        "tracking_number": part.tracking_number,
        "shipped_at": part.shipped_at,
        "delivered_at": part.delivered_at,
        "cancelled_at": part.cancelled_at,
        "policies": part.policies,
        "total": part.total.as_dict(),
        "lines": [
            {
                "product": line.product_name,
                "variant": line.variant_name,
                "sku": line.sku,
                "quantity": line.quantity,
                "total_minor": line.total_minor,
            }
            for line in part.lines.all()
        ],
    }
