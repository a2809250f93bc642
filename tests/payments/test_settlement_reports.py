"""Each day of each gateway is compared with the books; what does not agree is an open item (I-29)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.services import roles_init
from core.errors import InvalidTransition, NotAllowed
from core.models import AuditEntry, OutboxMessage
from core.money import Money
from core.scope import ActingScope
from payments import services
from payments.gateways.contract import StartRequest
from payments.gateways.errors import GatewayUnavailable
from payments.gateways.stripe.listing import rows
from payments.models import Payment, Refund, SettlementDifference, SettlementReport
from payments.registry import gateway_get
from payments.services import settlement_compare
from payments.services.disputes import disputes_ask
from tests.accounts.factories import make_user
from tests.payments.rails import Rail, offered, simulators
from tests.payments.shop import Shop, boss, status_of

Drain = Callable[..., int]


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """The gateway knows nothing of the orders of other tests, which are gone here."""
    for payment in shop.sandbox.http.get("/control/payments", params={"limit": 1000}).json()["payments"]:
        shop.sandbox.http.post(f"/control/payments/{payment['id']}/forget")
    return shop


def compare(gateway: str = "sandbox") -> SettlementReport:
    """Compare the present day of a gateway, as if it were over."""
    zone = ZoneInfo(gateway_get(gateway).capabilities.time_zone)
    day = timezone.now().astimezone(zone).date()
    settlement_compare(gateway=gateway, day=day.isoformat())
    report = SettlementReport.objects.get(gateway=gateway, day_date=day)
    assert report.finished_at is not None
    return report


def anew(report: SettlementReport, drain_outbox: Drain) -> SettlementReport:
    services.settlement_compare_anew(scope=boss(), report_id=report.pk)
    drain_outbox()
    report.refresh_from_db()
    return report


def found() -> list[tuple[str, str, int | None, int | None, str]]:
    rows = SettlementDifference.objects.order_by("pk")
    return [(row.movement, row.kind, row.ours_minor, row.theirs_minor, row.theirs_status) for row in rows]


def control(shop: Shop, payment: dict[str, Any], what: str, **query: object) -> None:
    answer = shop.sandbox.http.post(f"/control/payments/{payment['authority']}/{what}", params=query)
    assert answer.is_success, answer.text


def give_back(payment: dict[str, Any], minor: int, drain_outbox: Drain) -> None:
    row = Payment.objects.get(pk=payment["payment_id"])
    money = Money(minor, row.currency)
    services.refund_request_by_staff(scope=boss(), payment_id=row.pk, amount_minor=money.minor, reason="A scratch.")
    drain_outbox()
    assert Refund.objects.get(payment=row).status == "SUCCEEDED"


def test_a_clean_day_is_shown_as_such(shop: Shop, drain_outbox: Drain) -> None:
    payment = shop.paid(shop.order())
    shop.paid(shop.order(price_minor=2_000))
    give_back(payment, 250, drain_outbox)
    report = compare()
    assert report.agrees
    assert report.totals == {"USD": {"ours": 3_010, "theirs": 3_010, "ours_count": 3, "theirs_count": 3}}
    assert found() == []
    drain_outbox()
    assert [letter for letter in mail.outbox if "difference" in letter.subject] == []


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("forget", ("payment", "only_ours", 1_250, None, "not_found")),
        ("take_back", ("payment", "status", 1_250, None, "declined")),
        ("recount", ("payment", "amount", 1_250, 1_200, "")),
    ],
)
def test_what_the_gateways_books_say_otherwise_is_an_open_item_once(
    shop: Shop, drain_outbox: Drain, what: str, expected: tuple[Any, ...]
) -> None:
    payment = shop.paid(shop.order())
    control(shop, payment, what, amount=1_200)
    report = compare()
    assert (report.agrees, report.found, found()) == (False, 1, [expected])
    again = anew(report, drain_outbox)
    assert (again.finished_at is not None, again.totals, found()) == (True, report.totals, [expected])
    theirs = expected[3] or 0
    assert (report.totals["USD"]["ours"], report.totals["USD"]["theirs"]) == (1_250, theirs)
    assert str(SettlementDifference.objects.get().payment_id) == payment["payment_id"]


def test_money_that_only_the_gateway_has_is_an_open_item(shop: Shop) -> None:
    request = StartRequest(
        merchant_reference=str(uuid4()), amount=Money(700, "EUR"), description="Nobody's", return_url="http://x.test/",
        notify_url=f"{shop.ear.url}", expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    started = gateway_get("sandbox").start(request)
    shop.sandbox.http.post(f"/control/payments/{started.gateway_reference}/capture")
    report = compare()
    assert found() == [("payment", "only_theirs", None, 700, "")]
    assert SettlementDifference.objects.get().reference == started.gateway_reference
    assert report.totals == {"EUR": {"ours": 0, "theirs": 700, "ours_count": 0, "theirs_count": 1}}


def test_money_that_nobody_told_us_of_pays_its_order(shop: Shop) -> None:
    order = shop.order()
    shop.press(shop.started(order), "approve")
    assert compare().agrees
    assert status_of(order) == "PAID"


def test_a_gateway_that_does_not_answer_is_asked_again_later(shop: Shop, drain_outbox: Drain) -> None:
    shop.paid(shop.order())
    shop.sandbox.fault("error", on="movements", status=500)
    with pytest.raises(GatewayUnavailable):
        compare()
    assert SettlementReport.objects.get().finished_at is None
    assert compare().agrees


def test_administrators_are_told_once_and_say_what_came_of_it(shop: Shop, drain_outbox: Drain) -> None:
    roles_init()
    person = make_user("ada@example.com", name="Ada", groups=("administrator",))
    control(shop, shop.paid(shop.order()), "forget")
    report = compare()
    drain_outbox()
    anew(report, drain_outbox)
    letters = [letter for letter in mail.outbox if "sandbox" in letter.subject]
    assert [(letter.to, letter.subject) for letter in letters] == [([person.email], "1 difference with sandbox")]
    difference = SettlementDifference.objects.get()
    stranger = ActingScope(actor=boss().actor, user_id=make_user().pk)
    with pytest.raises(NotAllowed):
        services.difference_resolve(scope=stranger, difference_id=difference.pk, note="Mine.")
    row = services.difference_resolve(scope=boss(), difference_id=difference.pk, note="The gateway has found it.")
    assert (row.status, row.note, row.resolved_by) == ("RESOLVED", "The gateway has found it.", "Ada")
    with pytest.raises(InvalidTransition):
        services.difference_resolve(scope=boss(), difference_id=difference.pk, note="Again.")
    assert AuditEntry.objects.filter(action="settlement_difference.resolve").count() == 1


def test_the_clock_has_each_day_compared_once(shop: Shop) -> None:
    for _ in range(2):
        services.settlement_days_check()
    rows = OutboxMessage.objects.filter(key__startswith="settlement:sandbox:")
    today = timezone.now().date()
    assert sorted(row.arguments["day"] for row in rows) == sorted(
        (today - timedelta(days=back)).isoformat() for back in (1, 2, 3)
    )


def test_staff_read_a_day_and_resolve_what_differs_in_the_admin(shop: Shop) -> None:
    control(shop, shop.paid(shop.order()), "recount", amount=1_200)
    report, browser = compare(), Client()
    roles_init()
    browser.force_login(make_user(is_staff=True, groups=("administrator",)))
    assert "12.50 USD" in browser.get("/admin/payments/settlementreport/").content.decode()
    page = browser.get(f"/admin/payments/settlementreport/{report.pk}/change/").content.decode()
    assert "Differences" in page
    assert "12.00 USD" in page
    difference = SettlementDifference.objects.get()
    assert "Another amount" in browser.get("/admin/payments/settlementdifference/").content.decode()
    confirmed = {"action": "resolve", "_selected_action": str(difference.pk), "confirmed": "yes", "note": "Corrected."}
    browser.post("/admin/payments/settlementdifference/", confirmed)
    difference.refresh_from_db()
    assert (difference.status, difference.note) == ("RESOLVED", "Corrected.")


# --- the other gateways -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as running:
        yield running


@pytest.fixture
def rail(db: None, name: str, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered(name, running(name), settings) as rail:
        if name == "stripe":  # what other tests paid
            for session in rail.simulator.http.get("/control/sessions").json()["sessions"]:
                rail.simulator.move(session["id"], "forget")
        yield rail


@pytest.mark.parametrize("name", ["zarinpal", "vnpay", "midtrans", "stripe"])
def test_a_paid_day_of_every_gateway_agrees(rail: Rail) -> None:
    order = rail.shop.order()
    rail.shop.paid(order)
    report = compare(rail.name)
    assert (report.agrees, report.is_listed) == (True, rail.name == "stripe")
    sums = {"ours": order.total_minor, "theirs": order.total_minor, "ours_count": 1, "theirs_count": 1}
    assert report.totals == {order.currency: sums}


@pytest.mark.parametrize("name", ["midtrans"])
def test_what_a_bank_took_back_is_an_open_item_where_each_payment_is_asked(rail: Rail) -> None:
    payment = rail.shop.paid(rail.shop.order())
    rail.simulator.move(payment["authority"], "chargeback")
    assert not compare(rail.name).agrees
    [(movement, kind, _ours, theirs, status)] = found()
    assert (movement, kind, theirs, status) == ("payment", "status", None, "unknown")


@pytest.mark.parametrize("name", ["midtrans"])
def test_what_a_bank_took_back_and_the_books_know_agrees(rail: Rail) -> None:
    payment = rail.shop.paid(rail.shop.order())
    rail.simulator.move(payment["authority"], "chargeback")
    reference = Payment.objects.get(pk=payment["payment_id"]).gateway_reference or ""
    disputes_ask(gateway=rail.name, cause="notification", gateway_reference=reference)
    assert compare(rail.name).agrees


@pytest.mark.parametrize("name", ["stripe"])
def test_what_somebody_gives_back_in_the_dashboard_is_an_open_item(rail: Rail) -> None:
    order = rail.shop.order()
    payment = rail.shop.paid(order)
    rail.simulator.move(payment["authority"], "give_back")
    report = compare(rail.name)
    assert found() == [("refund", "only_theirs", None, order.total_minor, "")]
    assert report.totals["USD"] == {"ours": order.total_minor, "theirs": 0, "ours_count": 1, "theirs_count": 2}


def test_stripes_lists_are_read_to_their_end() -> None:
    since = datetime(2026, 11, 29, tzinfo=UTC)
    pages = {None: [{"id": "ch_1"}, {"id": "ch_2"}], "ch_2": [{"id": "ch_3"}]}
    asked = []

    def ask(query: dict[str, Any]) -> dict[str, Any]:
        asked.append(query["created"])
        return {"data": pages[query.get("starting_after")], "has_more": "starting_after" not in query}

    found = rows(ask, since, since + timedelta(hours=1))
    assert [row["id"] for row in found] == ["ch_1", "ch_2", "ch_3"]
    assert asked == [{"gte": 1_795_910_400, "lt": 1_795_914_000}] * 2


@pytest.mark.parametrize("name", ["stripe"])
def test_a_charge_that_stripe_has_lost_is_an_open_item(rail: Rail) -> None:
    payment = rail.shop.paid(rail.shop.order())
    rail.simulator.move(payment["authority"], "forget")
    assert not compare(rail.name).agrees
    assert [row[:2] for row in found()] == [("payment", "only_ours")]
