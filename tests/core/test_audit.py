"""Audit entries say who changed what, and keep secrets."""

from __future__ import annotations

import pytest

from core import audit
from core.models import AuditEntry
from core.scope import Actor
from tests.catalog.factories import make_product

pytestmark = pytest.mark.django_db
MINA = Actor("user", "42", "Mina")


def test_only_fields_that_changed_are_written_with_both_values():
    product = make_product("Old")
    changes = audit.assign(product, {"name": "New", "status": "LIVE", "category_id": product.category_id})
    assert changes == {"name": ["Old", "New"]}
    entry = audit.record(actor=MINA, action="product.update", row=product, changes=changes)
    stored = AuditEntry.objects.get(pk=entry.pk)
    assert (stored.actor_type, stored.actor_id, stored.actor_label) == ("user", "42", "Mina")
    assert (stored.object_type, stored.object_id, stored.object_label) == ("catalog.product", str(product.pk), "New")
    assert stored.changes == {"name": ["Old", "New"]}


def test_secrets_are_bullets():
    assert audit.difference({"password": "a", "code": "1"}, {"password": "b", "code": "1"}) == {
        "password": ["•••", "•••"]
    }


def test_a_new_row_is_a_difference_from_nothing():
    product = make_product("New")
    assert audit.first_values(product, ("name", "model_name", "brand_id")) == {"name": [None, "New"]}


def test_a_request_is_found_again_by_its_id(api_as):
    from tests.marketplace.factories import make_store

    client = api_as(make_store().seller.user)
    answer = client.post("/api/catalog/brands/", {"name": "Ducky"}, headers={"X-Request-ID": "0123456789abcdef-test"})
    assert answer.status_code == 201
    assert AuditEntry.objects.get(action="brand.create").request_id == answer["X-Request-ID"]
