"""What a shopper is told delivery costs, and what staff do with couriers' services."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.errors import Invalid, NotAllowed, NotAuthenticated
from core.ids import new_id
from core.models import AuditEntry
from core.scope import ANONYMOUS, SYSTEM_SCOPE, ActingScope
from marketplace.models import Store, StoreItem
from shipping import services
from shipping.errors import ShippingCodeTaken, ShippingServiceNotFound
from shipping.models import City, ShippingService
from shipping.rules import Parcel, Piece
from shipping.selectors import quotes_for
from tests.catalog.factories import make_variant
from tests.marketplace.factories import get_market, make_item, make_maintained_product, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def bandung() -> Store:
    return make_store("Bengkel Nada", market="id", country="ID", city="Bandung")


@pytest.fixture
def jakarta() -> Store:
    return make_store("Kabel Rapi", market="id", country="ID", city="Jakarta")


def item_of(store: Store, **size: int) -> StoreItem:
    return make_item(store, variant=make_variant(make_maintained_product(store), **size), price_minor=90_000)


def ask(items: list[tuple[StoreItem | UUID, int]], *, market: str = "id", country: str = "ID", city: str = "Jakarta"):
    lines = [{"item_id": str(getattr(item, "pk", item)), "quantity": quantity} for item, quantity in items]
    body = {"market": market, "country": country, "city": city, "items": lines}
    return Client().post("/api/shipping/quotes/", body, content_type="application/json")


def prices(parcel: dict) -> dict[str, int]:
    return {quote["code"]: quote["price"]["minor"] for quote in parcel["quotes"]}


def test_each_store_quotes_its_own_parcel_cheapest_first(bandung: Store, jakarta: Store) -> None:
    answer = ask([(item_of(bandung), 2), (item_of(jakarta), 1)])

    assert answer.status_code == 200
    body = answer.json()
    assert (body["market"], body["currency"]) == ("id", "IDR")
    assert [parcel["store_name"] for parcel in body["parcels"]] == ["Bengkel Nada", "Kabel Rapi"]
    far, near = body["parcels"]
    # 1 kg over the 116 km from Bandung; half a kilogram within Jakarta
    assert prices(far) == {
        "pos-kilat": 15_500,
        "jnt-ez": 17_700,
        "sicepat-reg": 18_200,
        "jne-reg": 18_600,
        "jne-yes": 33_000,
    }
    assert list(prices(far)) == ["pos-kilat", "jnt-ez", "sicepat-reg", "jne-reg", "jne-yes"]
    assert prices(near)["jne-reg"] == 13_500
    assert far["quotes"][0] == {
        "service_id": str(ShippingService.objects.get(code="pos-kilat").pk),
        "code": "pos-kilat",
        "courier": "POS",
        "name": "Kilat Khusus",
        "price": {"amount": "15500", "currency": "IDR", "minor": 15_500},
        "min_days": 3,
        "max_days": 7,
        "chargeable_grams": 1_000,
    }


def test_a_big_light_box_pays_for_its_room(jakarta: Store) -> None:
    box = item_of(jakarta, weight_grams=800, length_mm=600, width_mm=400, height_mm=200)

    quote = next(q for q in ask([(box, 1)]).json()["parcels"][0]["quotes"] if q["code"] == "jne-reg")

    assert quote["chargeable_grams"] == 8_000  # 48,000 cm³ at 6,000 cm³ per kg
    assert quote["price"]["minor"] == 81_000


def test_a_city_that_is_not_in_the_table_is_the_markets_default_distance_away(jakarta: Store) -> None:
    answer = ask([(item_of(jakarta), 2)], city="Nowhere in Particular")

    assert get_market("id").default_distance_km == 800
    assert prices(answer.json()["parcels"][0])["jne-reg"] == 18_000 + 800 * 5


def test_a_city_is_found_however_it_is_typed(bandung: Store) -> None:
    item = item_of(bandung)
    assert ask([(item, 2)], city="  jakarta ").json() == ask([(item, 2)], city="JAKARTA", country="id").json()


def test_a_parcel_too_heavy_for_a_service_is_not_offered_it(jakarta: Store) -> None:
    amplifier = item_of(jakarta, weight_grams=31_000)
    assert set(prices(ask([(amplifier, 1)]).json()["parcels"][0])) == {"jne-reg", "jnt-ez", "sicepat-reg"}
    assert ask([(amplifier, 2)]).json()["parcels"][0]["quotes"] == []


def test_nobody_carries_a_parcel_out_of_the_market(jakarta: Store) -> None:
    assert ask([(item_of(jakarta), 1)], country="VN", city="Huế").json()["parcels"][0]["quotes"] == []


def test_the_international_market_delivers_everywhere() -> None:
    item = item_of(make_store("Birch & Brass", country="US", city="Portland"))
    parcel = ask([(item, 1)], market="intl", country="SE", city="Stockholm").json()["parcels"][0]
    assert prices(parcel) == {"intl-post": 1_225, "dhl-express": 2_850}


def test_what_is_not_on_sale_in_the_market_is_named(jakarta: Store) -> None:
    sold, hidden = item_of(jakarta), make_item(jakarta, is_active=False)
    abroad = item_of(make_store("Low Tide", market="intl"))

    answer = ask([(sold, 1), (hidden, 1), (abroad, 1), (new_id(), 1)])

    assert answer.status_code == 400
    problem = answer.json()
    assert problem["code"] == "item_not_on_sale"
    assert [error["pointer"] for error in problem["errors"]] == [f"/items/{n}/item_id" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"market": "atlantis"}, "/market"),
        ({"country": "Indonesia"}, "/country"),
        ({"city": ""}, "/city"),
        ({"items": []}, "/items"),
        ({"items": [{"item_id": str(new_id()), "quantity": 0}]}, "/items/0/quantity"),
        ({"items": [{"item_id": "x", "quantity": 1}]}, "/items/0/item_id"),
        ({"weight": 1}, "/weight"),
    ],
)
def test_nonsense_is_refused_where_it_stands(change: dict, pointer: str) -> None:
    body = {"market": "id", "country": "ID", "city": "Jakarta", "items": [{"item_id": str(new_id()), "quantity": 1}]}
    answer = Client().post("/api/shipping/quotes/", {**body, **change}, content_type="application/json")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_an_item_listed_twice_is_refused(jakarta: Store) -> None:
    item = item_of(jakarta)
    assert ask([(item, 1), (item, 2)]).status_code == 400


def test_quotes_for_many_stores_are_one_statement() -> None:
    market = get_market("id")
    parcels = [Parcel(new_id(), "ID", city, (Piece(500, 10, 10, 10, 1),)) for city in ("Bandung", "Solo", "Medan", "")]

    with CaptureQueriesContext(connection) as seen:
        quotes = quotes_for(
            parcels=parcels,
            market_id=market.pk,
            default_distance_km=market.default_distance_km,
            currency="IDR",
            country="ID",
            city="Surakarta",
        )

    assert len(seen) == 1
    assert [len(quotes[parcel.store_id]) for parcel in parcels] == [5, 5, 5, 5]
    by_city = [next(q for q in quotes[p.store_id] if q.code == "jne-reg").price.minor for p in parcels]
    assert by_city[1] == 13_500  # Solo is another name of Surakarta
    assert by_city[3] == 13_500 + 800 * 5  # a store that has not said where it is


def test_staff_make_and_change_a_service_and_both_are_audited() -> None:
    market = get_market("vn")
    service = services.shipping_service_create(
        scope=SYSTEM_SCOPE,
        market_id=market.pk,
        courier="VNPost",
        name="EMS",
        code="vnpost-ems",
        base_price_minor=20_000,
    )
    services.shipping_service_update(scope=SYSTEM_SCOPE, service_id=service.pk, base_price_minor=25_000, max_days=5)
    services.shipping_service_update(scope=SYSTEM_SCOPE, service_id=service.pk, base_price_minor=25_000)

    created, changed = AuditEntry.objects.filter(object_id=str(service.pk)).order_by("created_at", "pk")
    assert created.action == "shipping_service.created"
    assert created.changes["base_price_minor"] == [None, 20_000]
    assert changed.action == "shipping_service.changed"
    assert changed.changes == {"base_price_minor": [20_000, 25_000], "max_days": [3, 5]}
    service.refresh_from_db()
    assert (service.base_price_minor, service.max_days) == (25_000, 5)


def test_a_service_with_wrong_values_is_refused_and_nothing_changes() -> None:
    service = ShippingService.objects.get(code="jne-reg")
    with pytest.raises(Invalid) as refused, transaction.atomic():
        services.shipping_service_update(
            scope=SYSTEM_SCOPE,
            service_id=service.pk,
            base_price_minor=-1,
            max_days=1,
            tracking_url="https://x.example/",
        )
    pointers = [problem.pointer for problem in refused.value.problems]
    assert pointers == ["/base_price_minor", "/max_days", "/tracking_url"]
    service.refresh_from_db()
    assert service.base_price_minor == 9_000


def test_a_code_belongs_to_one_service() -> None:
    with pytest.raises(ShippingCodeTaken), transaction.atomic():
        services.shipping_service_create(
            scope=SYSTEM_SCOPE,
            market_id=get_market("id").pk,
            courier="JNE",
            name="R",
            code="jne-reg",
            base_price_minor=1,
        )


def test_only_staff_change_services() -> None:
    service = ShippingService.objects.get(code="jne-reg")
    for refused in (services.shipping_service_update, services.shipping_service_delete):
        with pytest.raises(NotAuthenticated), transaction.atomic():
            refused(scope=ANONYMOUS, service_id=service.pk)
    seller = ActingScope(user_id=new_id(), stores={new_id(): frozenset({"store.edit"})})
    with pytest.raises(NotAllowed), transaction.atomic():
        services.shipping_service_delete(scope=seller, service_id=service.pk)
    assert ShippingService.objects.filter(code="jne-reg").exists()


def test_a_deleted_service_is_no_longer_offered_and_its_code_is_free(jakarta: Store) -> None:
    service = ShippingService.objects.get(code="jne-reg")
    services.shipping_service_delete(scope=SYSTEM_SCOPE, service_id=service.pk)

    assert "jne-reg" not in prices(ask([(item_of(jakarta), 1)]).json()["parcels"][0])
    with pytest.raises(ShippingServiceNotFound), transaction.atomic():
        services.shipping_service_delete(scope=SYSTEM_SCOPE, service_id=service.pk)
    services.shipping_service_create(
        scope=SYSTEM_SCOPE, market_id=service.market_id, courier="JNE", name="REG", code="jne-reg", base_price_minor=5
    )


def test_a_city_added_by_staff_shortens_the_way(jakarta: Store) -> None:
    item = item_of(jakarta)
    far = prices(ask([(item, 2)], city="Depok").json()["parcels"][0])["jne-reg"]
    services.city_save(
        scope=SYSTEM_SCOPE, country="id", name="Depok", latitude=Decimal("-6.4025"), longitude=Decimal("106.7942")
    )
    near = prices(ask([(item, 2)], city="DEPOK").json()["parcels"][0])["jne-reg"]
    assert (far, near) == (22_000, 18_100)
    assert City.objects.get(key="depok").country == "ID"


def test_every_market_has_a_courier() -> None:
    couriers = set(ShippingService.objects.values_list("market__code", "courier"))
    assert {"JNE", "J&T", "SiCepat", "POS"} <= {courier for market, courier in couriers if market == "id"}
    assert {market for market, _ in couriers} == {"id", "intl", "ir", "vn"}
