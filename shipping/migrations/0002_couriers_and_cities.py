"""The couriers each market starts with, and the cities distances are measured between (WGS 84, city centres)."""

from decimal import Decimal

from django.db import migrations

from core.ids import new_id
from shipping.rules import city_key

# market, courier, name, code, base, per kg, per km (minor units), cm³ per kg, min days, max days, max grams, tracking
SERVICES = [
    (
        "id",
        "JNE",
        "REG",
        "jne-reg",
        9_000,
        9_000,
        5,
        6000,
        2,
        4,
        50_000,
        "https://www.jne.co.id/id/tracking/trace/{number}",
    ),
    (
        "id",
        "JNE",
        "YES",
        "jne-yes",
        14_000,
        18_000,
        9,
        6000,
        1,
        1,
        20_000,
        "https://www.jne.co.id/id/tracking/trace/{number}",
    ),
    ("id", "J&T", "EZ", "jnt-ez", 8_500, 8_500, 6, 6000, 2, 5, 50_000, "https://jet.co.id/track?resi={number}"),
    (
        "id",
        "SiCepat",
        "REG",
        "sicepat-reg",
        8_000,
        9_500,
        6,
        6000,
        2,
        4,
        50_000,
        "https://www.sicepat.com/checkAwb?awb={number}",
    ),
    (
        "id",
        "POS",
        "Kilat Khusus",
        "pos-kilat",
        7_000,
        8_000,
        4,
        6000,
        3,
        7,
        30_000,
        "https://www.posindonesia.co.id/id/tracking/{number}",
    ),
    (
        "vn",
        "GHN",
        "Giao Hàng Nhanh",
        "ghn-standard",
        16_000,
        5_000,
        8,
        5000,
        2,
        4,
        30_000,
        "https://donhang.ghn.vn/?order_code={number}",
    ),
    (
        "vn",
        "Viettel Post",
        "Chuyển phát nhanh",
        "viettel-express",
        19_000,
        6_000,
        10,
        6000,
        1,
        3,
        30_000,
        "https://viettelpost.vn/tra-cuu-hanh-trinh-don/?code={number}",
    ),
    (
        "ir",
        "Tipax",
        "Express",
        "tipax-express",
        650_000,
        180_000,
        150,
        5000,
        1,
        3,
        40_000,
        "https://tipaxco.com/tracking?id={number}",
    ),
    (
        "ir",
        "Iran Post",
        "Pishtaz",
        "iran-post-pishtaz",
        420_000,
        140_000,
        90,
        6000,
        2,
        5,
        30_000,
        "https://tracking.post.ir/?id={number}",
    ),
    (
        "intl",
        "DHL",
        "Express Worldwide",
        "dhl-express",
        2_400,
        900,
        0,
        5000,
        2,
        5,
        70_000,
        "https://www.dhl.com/en/express/tracking.html?AWB={number}",
    ),
    ("intl", "International Post", "Priority", "intl-post", 900, 650, 0, 6000, 6, 14, 30_000, ""),
]

CITIES = {
    "ID": {
        "Jakarta": ("-6.208800", "106.845600"),
        "Bandung": ("-6.917500", "107.619100"),
        "Surabaya": ("-7.257500", "112.752100"),
        "Yogyakarta": ("-7.795600", "110.369500"),
        "Semarang": ("-6.966700", "110.416700"),
        "Malang": ("-7.966600", "112.632600"),
        "Surakarta": ("-7.566600", "110.816700"),
        "Solo": ("-7.566600", "110.816700"),
        "Bogor": ("-6.595000", "106.816600"),
        "Denpasar": ("-8.670500", "115.212600"),
        "Medan": ("3.595200", "98.672200"),
        "Palembang": ("-2.976100", "104.775400"),
        "Padang": ("-0.947100", "100.417200"),
        "Makassar": ("-5.147700", "119.432700"),
        "Balikpapan": ("-1.237900", "116.852900"),
        "Pontianak": ("-0.026300", "109.342500"),
        "Manado": ("1.474800", "124.842100"),
        "Jayapura": ("-2.591600", "140.669000"),
    },
    "VN": {
        "Hà Nội": ("21.027800", "105.834200"),
        "Hanoi": ("21.027800", "105.834200"),
        "Thành phố Hồ Chí Minh": ("10.823100", "106.629700"),
        "Ho Chi Minh City": ("10.823100", "106.629700"),
        "Sài Gòn": ("10.823100", "106.629700"),
        "Saigon": ("10.823100", "106.629700"),
        "Đà Nẵng": ("16.054400", "108.202200"),
        "Hải Phòng": ("20.844900", "106.688100"),
        "Cần Thơ": ("10.045200", "105.746900"),
        "Huế": ("16.463700", "107.590900"),
        "Nha Trang": ("12.238800", "109.196700"),
        "Đà Lạt": ("11.940400", "108.458300"),
    },
    "IR": {
        "Tehran": ("35.689200", "51.389000"),
        "تهران": ("35.689200", "51.389000"),
        "Mashhad": ("36.260500", "59.616800"),
        "مشهد": ("36.260500", "59.616800"),
        "Isfahan": ("32.654600", "51.668000"),
        "اصفهان": ("32.654600", "51.668000"),
        "Shiraz": ("29.591800", "52.583700"),
        "شیراز": ("29.591800", "52.583700"),
        "Tabriz": ("38.096200", "46.273800"),
        "تبریز": ("38.096200", "46.273800"),
        "Ahvaz": ("31.318300", "48.670600"),
        "اهواز": ("31.318300", "48.670600"),
        "Karaj": ("35.840000", "50.939100"),
        "کرج": ("35.840000", "50.939100"),
        "Qom": ("34.641600", "50.874600"),
        "قم": ("34.641600", "50.874600"),
        "Rasht": ("37.280800", "49.583200"),
        "رشت": ("37.280800", "49.583200"),
    },
    "US": {
        "New York": ("40.712800", "-74.006000"),
        "Los Angeles": ("34.052200", "-118.243700"),
        "Chicago": ("41.878100", "-87.629800"),
        "Seattle": ("47.606200", "-122.332100"),
        "Portland": ("45.515200", "-122.678400"),
        "San Francisco": ("37.774900", "-122.419400"),
        "Austin": ("30.267200", "-97.743100"),
        "Denver": ("39.739200", "-104.990300"),
        "Boston": ("42.360100", "-71.058900"),
        "Nashville": ("36.162700", "-86.781600"),
    },
    "GB": {"London": ("51.507400", "-0.127800"), "Bristol": ("51.454500", "-2.587900")},
    "DE": {"Berlin": ("52.520000", "13.405000")},
    "FR": {"Paris": ("48.856600", "2.352200")},
    "NL": {"Amsterdam": ("52.367600", "4.904100")},
    "SE": {"Stockholm": ("59.329300", "18.068600")},
    "CA": {"Toronto": ("43.653200", "-79.383200")},
    "AU": {"Melbourne": ("-37.813600", "144.963100")},
    "JP": {"Tokyo": ("35.676200", "139.650300")},
    "SG": {"Singapore": ("1.352100", "103.819800")},
    "TR": {"Istanbul": ("41.008200", "28.978400")},
}


def seed(apps, schema_editor):
    market_model = apps.get_model("markets", "Market")
    markets = dict(market_model._base_manager.filter(deleted_at=None).values_list("code", "pk"))
    service_model = apps.get_model("shipping", "ShippingService")
    service_model._base_manager.bulk_create(
        service_model(
            id=new_id(),
            market_id=markets[market],
            courier=courier,
            name=name,
            code=code,
            base_price_minor=base,
            price_per_kg_minor=per_kg,
            price_per_km_minor=per_km,
            volume_factor=factor,
            min_days=min_days,
            max_days=max_days,
            max_weight_grams=heaviest,
            tracking_url=tracking,
        )
        for market, courier, name, code, base, per_kg, per_km, factor, min_days, max_days, heaviest, tracking in SERVICES
    )
    city_model = apps.get_model("shipping", "City")
    known = set()
    rows = []
    for country, cities in CITIES.items():
        for name, (latitude, longitude) in cities.items():
            key = city_key(name)
            if (country, key) in known:
                continue
            known.add((country, key))
            rows.append(
                city_model(
                    id=new_id(),
                    country=country,
                    name=name,
                    key=key,
                    latitude=Decimal(latitude),
                    longitude=Decimal(longitude),
                )
            )
    city_model._base_manager.bulk_create(rows)


def unseed(apps, schema_editor):
    codes = [row[3] for row in SERVICES]
    apps.get_model("shipping", "ShippingService")._base_manager.filter(code__in=codes).delete()
    apps.get_model("shipping", "City")._base_manager.filter(country__in=list(CITIES)).delete()


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial"), ("markets", "0002_seed_markets")]
    operations = [migrations.RunPython(seed, unseed)]
