"""What a store's owners hear of their money."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.scope import SYSTEM_SCOPE
from finance import services
from finance.models import Payout
from finance.services import Account
from finance.states import AccountKind
from marketplace.models import Store
from marketplace.rules import StoreRole
from tests.finance.factories import IBAN, boss, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_member, make_store
from tests.notifications.helpers import links, links_of_text, seen, sent

pytestmark = pytest.mark.django_db
Drain = Callable[..., int]
BANK = Account(AccountKind.BANK)


@pytest.fixture
def store(db: None) -> Store:
    return make_store("Northfacing")


@pytest.fixture
def payout(store: Store) -> Payout:
    release_now(make_sale(store))
    make_payout_account(store)
    made = services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")
    return services.payout_sent(payout_id=made.pk, actor=SYSTEM_SCOPE.actor)


def test_owners_hear_once_that_they_were_paid(store: Store, payout: Payout, drain_outbox: Drain) -> None:
    make_member(store, role=StoreRole.MANAGER)
    for _ in range(2):
        services.payout_paid(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, paid_from=BANK)
        drain_outbox()
    (message,) = sent("payout-0")
    assert message.to == [store.seller.user.email]
    assert message.subject == "90.00 USD is on its way to your account"
    assert "Bank transfer •••• 3000" in seen(message)
    assert links(message) == links_of_text(message)


def test_owners_hear_why_a_payout_did_not_arrive(payout: Payout, drain_outbox: Drain) -> None:
    services.payout_bounced(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, reason="account closed", paid_from=BANK)
    drain_outbox()
    (message,) = sent("payout-0")
    assert message.subject == f"Payout {payout.number} did not arrive"
    assert "account closed" in str(message.body)
    assert "the next payout takes it" in seen(message)


def test_owners_are_warned_that_their_money_goes_to_another_account(store: Store, drain_outbox: Drain) -> None:
    services.payout_account_set(
        scope=boss(), store_id=store.pk, currency="USD", method=make_payout_account(store).method,
        holder="Somebody Else", number="GB82WEST12345698765432",
    )  # fmt: skip
    drain_outbox()
    first, second = sent("payout-account-")
    assert second.subject == "Northfacing will be paid to another account"
    assert "Somebody Else" in str(second.body)
    assert "If this was not you" in seen(second)
    assert IBAN not in str(first.body) + seen(first)
