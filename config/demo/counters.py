"""What makes a shop look lived in: its hours and colours, its policies, its helpers, those who follow it."""

from __future__ import annotations

from datetime import timedelta

from config.demo.world import Counter, World
from core.scope import SYSTEM_SCOPE
from marketplace.models import Stock, StoreItem
from marketplace.services import (
    member_invite,
    policy_set,
    requirement_create,
    stock_subscribe,
    store_follow,
    store_update,
)
from marketplace.states import StoreStatus
from storefront.services import punctuality_count, store_rating_copy

ZONES = {"ir": "Asia/Tehran", "vn": "Asia/Ho_Chi_Minh", "id": "Asia/Jakarta", "intl": "Europe/Berlin"}
# Each passes 3:1 on both themes; the second is read on the first at 4.5:1 or better.
COLOURS = (
    ("#1f8f6a", "#04120d"),
    ("#b8651b", "#170c03"),
    ("#3f7fc4", "#030a12"),
    ("#a85fae", "#100611"),
    ("#7d8a2e", "#0b0d03"),
    ("#c4554d", "#150504"),
)
HOURS = (
    {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [["10:00", "14:00"]]},
    {day: [["09:30", "13:00"], ["16:00", "20:30"]] for day in ("sat", "sun", "mon", "tue", "wed")},
    {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")},
)
RETURNS = (
    "Thirty days, unused, in the box it came in. We pay the way back when the mistake was ours, and refund within five "
    "working days of getting it."
)
SHIPPING = "We pack on weekdays until three. Fragile things travel in two boxes; tell us when nobody is at home."
CHECKLIST = (
    ("business-licence", "Business licence", "A photo or PDF of the licence your shop trades under.", True),
    ("identity", "Proof of identity", "Of the person who owns the shop: passport or identity card.", True),
    ("return-address", "Return address", "Where shoppers send goods back to, if not to the shop.", False),
)


def counters_enliven(world: World) -> None:
    """Profiles, policies, invitations, followers and a checklist, as they stand when the demo is looked at."""
    world.clock.move_to(world.ends_at - timedelta(days=2))
    for position, (code, title, description, needs_file) in enumerate(CHECKLIST):
        requirement_create(
            scope=SYSTEM_SCOPE,
            code=code,
            title=title,
            description=description,
            needs_file=needs_file,
            is_required=needs_file,
            position=position,
        )
    open_ones = [counter for counter in world.counters.values() if not counter.shop.is_suspended]
    for number, counter in enumerate(open_ones):
        _profile(counter, number)
    for counter in open_ones[:2]:
        member_invite(
            scope=counter.scope,
            store_id=counter.store.pk,
            email=f"packer.of.{counter.shop.owner_key}@example.com",
            role="fulfilment",
        )
    _followers(world, open_ones)
    world.clock.move_to(world.ends_at)
    punctuality_count()
    for counter in world.counters.values():
        store_rating_copy(store_id=counter.store.pk)


def _profile(counter: Counter, number: int) -> None:
    shop, (primary, secondary) = counter.shop, COLOURS[number % len(COLOURS)]
    store_update(
        scope=counter.scope,
        store_id=counter.store.pk,
        primary_color=primary,
        secondary_color=secondary,
        time_zone=ZONES[shop.market],
        opening_hours=HOURS[1 if shop.market == "ir" else number % 2 * 2],
        website=f"https://{shop.slug}.example.com" if shop.slug.isascii() else "",
        instagram_url=f"https://instagram.com/{shop.key}",
        branch_name=shop.city,
        branch_code=f"{shop.country}-{number + 1:02}",
        branch_manager=shop.owner_name,
        business_licence=f"BL-{2000 + 37 * number}-{7100 + number}",
        tax_number=f"TX{90_000_000 + 7_919 * number}",
        low_stock_threshold=4 if number % 3 == 0 else None,
    )
    policy_set(scope=counter.scope, store_id=counter.store.pk, kind="returns", text=RETURNS)
    if number % 2 == 0:
        policy_set(scope=counter.scope, store_id=counter.store.pk, kind="shipping", text=SHIPPING)


def _followers(world: World, counters: list[Counter]) -> None:
    """Each buyer follows a few shops, and waits for something that is sold out."""
    shown = [counter for counter in counters if not (counter.shop.is_paused or counter.shop.is_waiting)]
    sold_out = Stock.objects.filter(stock=0, item__store__status=StoreStatus.OPEN, item__is_active=True)
    items = list(
        StoreItem.objects.filter(stock_row__in=sold_out, store__in=[c.store for c in shown]).order_by("pk")[:3]
    )
    for buyer in world.buyers[:40]:
        for counter in world.rng.sample(shown, min(2, len(shown))):
            store_follow(scope=buyer.scope, store_id=counter.store.pk)
    for buyer, item in zip(world.buyers, items, strict=False):
        stock_subscribe(scope=buyer.scope, item_id=item.pk)
