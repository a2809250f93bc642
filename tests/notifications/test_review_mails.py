"""Mails about reviews: the invitation, what the store reads, what the author learns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from core.models import OutboxMessage
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_person, make_store
from tests.notifications.helpers import links, links_of_text, seen, sent
from tests.reviews.factories import make_bought, make_review, write
from tests.sales.factories import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora():
    make_service(base=10)
    return make_person("Nora Lind")


@pytest.fixture
def item(nora):
    return make_item(make_store("Birch & Brass", owner=nora), stock=100)


@pytest.fixture
def linh(nora):
    return make_user("linh@example.com", name="Linh Thi Tran")


def invitations() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(task__endswith="review_invitation_mail_send"))


def test_a_buyer_is_asked_for_a_review_some_days_after_the_delivery(item, linh, drain_outbox):
    make_bought(linh, item, is_delivered=False)
    assert invitations() == []
    line = make_bought(linh, item)
    (row,) = invitations()
    days = timedelta(days=settings.REVIEW_INVITATION_DAYS)
    assert abs(row.due_at - timezone.now() - days) < timedelta(minutes=1)
    drain_outbox()
    assert sent("review-invitation-") == []
    OutboxMessage.objects.filter(pk=row.pk).update(due_at=timezone.now())
    drain_outbox()
    (message,) = sent("review-invitation-")
    assert message.subject == "How is what Birch & Brass sent you?"
    assert line.product_name in seen(message)
    address = f"{settings.SITE_URL}/orders/{line.store_order.order.number}/reviews/"
    assert address in links(message)
    assert address in links_of_text(message)


def test_nobody_is_asked_for_what_was_reviewed_already(item, linh, drain_outbox):
    make_review(linh, item)
    OutboxMessage.objects.update(due_at=timezone.now())
    drain_outbox()
    assert sent("review-invitation-") == []


def test_the_store_reads_the_review_and_the_author_the_answer_once(nora, item, linh, drain_outbox):
    review = make_review(linh, item, 2, text="Arrived <late>.")
    drain_outbox()
    (message,) = sent("review-posted-")
    assert message.to == [nora.email]
    assert message.subject == f"2 stars for {review.product.name}"
    assert "Arrived ." in seen(message)
    assert "Linh T." in seen(message)
    assert linh.email not in str(message.message())
    for text in ("We are sorry.", "We are very sorry."):
        client_for(nora).put(f"/api/reviews/{review.pk}/reply/", {"text": text})
    drain_outbox()
    (message,) = sent("review-replied-")
    assert message.to == [linh.email]
    assert "We are very sorry." in seen(message)


def test_the_author_learns_of_every_decision_and_its_reason(item, linh, drain_outbox):
    review = make_review(linh, item, 1)
    moderator = client_for(make_user(groups=("administrator",)))
    moderator.post(f"/api/reviews/{review.pk}/hide/", {"reason": "It names a private person."})
    moderator.post(f"/api/reviews/{review.pk}/restore/", {"reason": "The name is the shop's own."})
    drain_outbox()
    hidden, shown = sent("review-moderated-")
    assert hidden.to == shown.to == [linh.email]
    assert hidden.subject == f"Your review of {review.product.name} is no longer shown"
    assert "It names a private person." in seen(hidden)
    assert "shown again" in shown.subject
    assert "The name is the shop's own." in seen(shown)


def test_a_review_that_was_deleted_at_once_is_not_sent(item, linh, drain_outbox):
    line = make_bought(linh, item)
    review_id = write(linh, line, 1).json()["id"]
    client_for(linh).delete(f"/api/reviews/{review_id}/")
    drain_outbox()
    assert sent("review-posted-") == []
