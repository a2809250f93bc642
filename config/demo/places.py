"""Where people live, and how an address is written there."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Fields = dict[str, str]

# city, region, first digits of the postal code; and streets and quarters to go with them
_VN = [
    ("Hà Nội", "Hà Nội", "100", ["Đội Cấn", "Hàng Quạt", "Láng Hạ", "Kim Mã"], ["Ba Đình", "Hoàn Kiếm", "Đống Đa"]),
    ("Thành phố Hồ Chí Minh", "", "700", ["Nguyễn Trãi", "Võ Văn Tần", "Lê Lợi"], ["Quận 3", "Quận 5", "Bình Thạnh"]),
    ("Đà Nẵng", "", "550", ["Bạch Đằng", "Trần Phú", "Nguyễn Văn Linh"], ["Hải Châu", "Sơn Trà"]),
    ("Huế", "", "530", ["Lê Lợi", "Chi Lăng"], ["Phú Hội", "Vĩnh Ninh"]),
]
_IR = [
    ("تهران", "تهران", "14", ["ولیعصر", "شریعتی", "انقلاب", "کریم‌خان"], ["کوچهٔ یاس", "کوچهٔ سوم", "بن‌بست بهار"]),
    ("شیراز", "فارس", "71", ["زند", "ملاصدرا", "قصردشت"], ["کوچهٔ ۱۲", "کوچهٔ نارنجستان"]),
    ("اصفهان", "اصفهان", "81", ["چهارباغ", "نظر", "حکیم نظامی"], ["کوچهٔ سنگ‌تراش‌ها", "کوچهٔ ۷"]),
    ("مشهد", "خراسان رضوی", "91", ["احمدآباد", "سجاد"], ["کوچهٔ ۲۱", "کوچهٔ لاله"]),
    ("اهواز", "خوزستان", "61", ["کیانپارس", "نادری"], ["خیابان ۶ شرقی", "کوچهٔ نخل"]),
]
_ID = [
    ("Bandung", "Jawa Barat", "401", ["Dago", "Cihampelas", "Braga"], ["Kec. Coblong", "Kec. Sumur Bandung"]),
    ("Jakarta", "DKI Jakarta", "121", ["Wijaya", "Senopati", "Cikini Raya"], ["Kebayoran Baru", "Menteng"]),
    ("Yogyakarta", "DI Yogyakarta", "552", ["Kaliurang", "Prawirotaman"], ["Kec. Mergangsan", "Kec. Depok"]),
    ("Surabaya", "Jawa Timur", "602", ["Genteng Kali", "Darmo"], ["Kec. Genteng", "Kec. Wonokromo"]),
    ("Denpasar", "Bali", "802", ["Teuku Umar", "Gajah Mada"], ["Denpasar Barat", "Denpasar Utara"]),
]
# country, city, region, postal codes as printed, streets; the house number goes first or last
_ABROAD = [
    ("US", "Portland", "OR", ["97204", "97214"], ["SE Alder Street", "NW Kearney Street"], True),
    ("US", "Seattle", "WA", ["98101", "98122"], ["Pike Street", "12th Avenue"], True),
    ("US", "Chicago", "IL", ["60614", "60657"], ["N Clark Street", "W Belmont Avenue"], True),
    ("US", "Nashville", "TN", ["37206"], ["Woodland Street", "Gallatin Avenue"], True),
    ("GB", "London", "", ["E8 3PA", "SE15 4TW"], ["Mare Street", "Rye Lane"], True),
    ("GB", "Bristol", "", ["BS1 4ST", "BS6 5JH"], ["Gloucester Road", "Whiteladies Road"], True),
    ("DE", "Berlin", "", ["10999", "12047"], ["Oranienstraße", "Weserstraße"], False),
    ("SE", "Stockholm", "", ["116 38", "113 27"], ["Skånegatan", "Odengatan"], False),
    ("CA", "Toronto", "ON", ["M6J 1H1", "M5V 2A9"], ["Queen Street W", "Ossington Avenue"], True),
    ("AU", "Melbourne", "VIC", ["3065", "3056"], ["Smith Street", "Sydney Road"], True),
    ("JP", "Tokyo", "", ["155-0031", "166-0003"], ["Kitazawa 2-chome", "Koenji Minami 3-chome"], False),
]
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def _vietnamese(rng: Random) -> Fields:
    city, region, postal, streets, quarters = rng.choice(_VN)
    line1 = f"Số {rng.randint(2, 180)}, {rng.choice(['ngõ', 'đường', 'hẻm'])} {rng.choice(streets)}"
    line2 = rng.choice(quarters)
    return _fields("VN", city, region, f"{postal}{rng.randint(0, 999):03}", line1, line2, f"+849{_digits(rng, 8)}")


def _iranian(rng: Random) -> Fields:
    city, region, postal, streets, lanes = rng.choice(_IR)
    numbers = f"پلاک {rng.randint(1, 120)}، واحد {rng.randint(1, 12)}".translate(_PERSIAN_DIGITS)
    line1 = f"خیابان {rng.choice(streets)}، {rng.choice(lanes)}"
    return _fields("IR", city, region, f"{postal}{_digits(rng, 8)}", line1, numbers, f"+98912{_digits(rng, 7)}")


def _indonesian(rng: Random) -> Fields:
    city, region, postal, streets, districts = rng.choice(_ID)
    line1 = f"Jl. {rng.choice(streets)} No. {rng.randint(1, 150)}, RT {rng.randint(1, 9):02}/RW {rng.randint(1, 12):02}"
    line2 = rng.choice(districts)
    return _fields("ID", city, region, f"{postal}{rng.randint(10, 99)}", line1, line2, f"+62812{_digits(rng, 8)}")


def _abroad(rng: Random) -> Fields:
    country, city, region, postals, streets, is_number_first = rng.choice(_ABROAD)
    street, number = rng.choice(streets), rng.randint(2, 480)
    line1 = f"{number} {street}" if is_number_first else f"{street} {number}"
    line2 = f"Apt {rng.randint(1, 24)}{rng.choice('ABC')}" if rng.random() < 0.3 else ""
    phones = {"US": "+1503555", "CA": "+1416555", "GB": "+4477009", "DE": "+4915155", "SE": "+4670174"}
    phone = phones.get(country, "+6139555") if country != "JP" else "+8190555"
    return _fields(country, city, region, rng.choice(postals), line1, line2, f"{phone}{_digits(rng, 5)}"[:13])


def _digits(rng: Random, count: int) -> str:
    return "".join(str(rng.randint(0, 9)) for _ in range(count))


def _fields(country: str, city: str, region: str, postal: str, line1: str, line2: str, phone: str) -> Fields:
    return {
        "line1": line1,
        "line2": line2,
        "city": city,
        "region": region,
        "postal_code": postal,
        "country": country,
        "phone": phone,
    }


_BY_MARKET: dict[str, Callable[[Random], Fields]] = {
    "vn": _vietnamese,
    "ir": _iranian,
    "id": _indonesian,
    "intl": _abroad,
}


def address_in(market: str, rng: Random) -> Fields:
    """An address of someone who shops in this market, without a recipient."""
    return _BY_MARKET[market](rng)
