"""What people see and hear of a dispute: sellers over the API and by mail, staff in the admin, with the evidence."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.models import AuditEntry
from core.money import Money
from marketplace.models import Store
from payments.gateways.contract import DisputeState, DisputeStatus, GatewayState, GatewayStatus
from payments.models import Dispute, Payment
from payments.services import dispute_apply, payment_apply
from payments.services.moves import payment_update
from sales.models import Order, StoreOrder
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import deliver
from tests.marketplace.factories import make_item, make_store
from tests.notifications.helpers import seen, sent
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores() -> list[Store]:
    make_service()
    return [make_store(name, owner=make_user(f"{name.lower()}@example.com")) for name in ("Acme", "Zenith", "Stranger")]


@pytest.fixture
def order(stores: list[Store], drain_outbox: Callable[..., int]) -> Order:
    """A paid order with a part of Acme and one of Zenith."""
    order = make_order(*((make_item(store, price_minor=1_000), 1) for store in stores[:2]))
    payment = Payment.objects.get(order=order)
    payment_update(payment, gateway="sandbox")
    payment_apply(payment_id=payment.pk, state=GatewayState(GatewayStatus.CAPTURED, payment.total), cause="query")
    drain_outbox()
    return order


def told(order: Order, status: DisputeStatus) -> Dispute:
    payment = Payment.objects.get(order=order)
    state = DisputeState(
        reference="dp_1", status=status, amount=payment.total, is_withdrawn=status is not DisputeStatus.WON,
        merchant_reference=str(payment.pk), reason="fraudulent", evidence_due_at=timezone.now(),
    )  # fmt: skip
    dispute = dispute_apply(gateway="sandbox", state=state, asked_at=timezone.now(), cause="notification")
    assert dispute is not None
    return dispute


def listed(user: User, **query: str) -> list[dict[str, Any]]:
    answer = client_for(user).get("/api/payments/disputes/", query)
    assert answer.status_code == 200, answer.json()
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_a_seller_sees_the_disputes_of_its_sales_with_its_own_part_alone(order: Order, stores: list[Store]) -> None:
    acme, zenith, stranger = (store.seller.user for store in stores)
    told(order, DisputeStatus.NEEDS_RESPONSE)
    part = StoreOrder.objects.get(order=order, store=stores[0])
    [shown] = listed(acme)
    assert (shown["status"], shown["is_open"]) == ("NEEDS_RESPONSE", True)
    [own] = shown["parts"]
    assert (own["store_order"], own["store"], own["taken"]["minor"]) == (part.number, str(stores[0].pk), 900 + 500)
    assert [row["store"] for row in listed(zenith)[0]["parts"]] == [str(stores[1].pk)]
    assert listed(stranger) == []
    assert (len(listed(acme, is_open="true")), len(listed(acme, is_open="false"))) == (1, 0)
    told(order, DisputeStatus.WON)
    assert listed(acme, status="WON")[0]["parts"][0]["taken"]["minor"] == 0


def test_the_owners_of_each_store_hear_once_that_it_is_disputed_and_how_it_ended(
    order: Order, drain_outbox: Callable[..., int]
) -> None:
    for status in (DisputeStatus.NEEDS_RESPONSE, DisputeStatus.UNDER_REVIEW, DisputeStatus.LOST, DisputeStatus.LOST):
        told(order, status)
        drain_outbox()
    to_acme = [message for message in sent("dispute-") if message.to == ["acme@example.com"]]
    number = StoreOrder.objects.get(order=order, store__name="Acme").number
    assert [message.subject for message in to_acme] == [
        f"The payment of order {number} is disputed",
        f"The dispute about order {number} was lost",
    ]
    assert "Taken from your balance 14.00 USD" in seen(to_acme[0])
    assert len(sent("dispute-")) == 4


def test_the_evidence_is_one_file_that_says_all_we_know(order: Order, drain_outbox: Callable[..., int]) -> None:
    dispute = told(order, DisputeStatus.NEEDS_RESPONSE)
    for part in StoreOrder.objects.filter(order=order):
        deliver(part)
    drain_outbox()
    address = f"/admin/payments/dispute/{dispute.pk}/"
    client = Client()
    client.force_login(make_user("root@example.com", is_staff=True, is_superuser=True))
    assert client.get(f"{address}change/").status_code == 200
    answer = client.get(f"{address}evidence/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        known = json.loads(archive.read("evidence.json"))
    assert sum(name.endswith(".pdf") for name in names) == 2
    assert known["order"]["shipping_address"]["city"] == order.shipping_address["city"]
    assert [part["tracking_number"] for part in known["parts"]] == ["T1", "T1"]
    assert all(part["delivered_at"] for part in known["parts"])
    assert {"order_paid", "order_shipped"} <= {message["template"] for message in known["messages"]}
    assert known["dispute"]["amount"] == Money(order.total_minor, "USD").as_dict()
    assert AuditEntry.objects.filter(action="dispute.export", object_id=str(dispute.pk)).count() == 1


def test_an_answer_to_an_older_question_changes_nothing(order: Order) -> None:
    before = timezone.now()
    dispute = told(order, DisputeStatus.WON)
    payment = Payment.objects.get(order=order)
    late = DisputeState("dp_1", DisputeStatus.NEEDS_RESPONSE, payment.total, True, merchant_reference=str(payment.pk))
    dispute_apply(gateway="sandbox", state=late, asked_at=before, cause="notification")
    dispute.refresh_from_db()
    assert (dispute.status, dispute.withdrawn_minor) == ("WON", 0)
