"""The gallery of a product, its order and sizes; pictures of categories and brands; files that nobody names."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import ProductImage
from catalog.services import image_sizes_make, orphan_pictures_delete, sweep
from catalog.services.images import IMAGES_PER_PRODUCT
from tests.catalog.factories import make_brand, make_category, make_variant, picture
from tests.marketplace.factories import make_item, make_maintained_product, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_storage():
    """Files of tests before are gone, as their rows are."""
    for folder in ("products", "brands", "categories"):
        if default_storage.exists(folder):
            for name in default_storage.listdir(folder)[1]:
                default_storage.delete(f"{folder}/{name}")


@pytest.fixture
def store(db):
    return make_store()


@pytest.fixture
def product(store):
    product = make_maintained_product(store)
    make_item(store, variant=make_variant(product))
    return product


@pytest.fixture
def owner(api_as, store):
    return api_as(store.seller.user)


@pytest.fixture
def staff(api_as, make_user):
    return api_as(make_user(groups=("staff",)))


def _file(width=40, height=30):
    return SimpleUploadedFile("a.png", picture(size=(width, height)), "image/png")


@pytest.fixture
def upload(owner, product):
    def send(width=40, height=30, **fields):
        address = f"/api/catalog/products/{product.slug}/images/"
        return owner.post(address, {"file": _file(width, height), **fields}, format="multipart")

    return send


def _size(name):
    return Image.open(BytesIO(default_storage.open(name).read())).size


def test_sizes_are_made_after_the_upload_and_offered_to_browsers(upload, client, product, drain_outbox):
    made = upload(1200, 600, focal_x=10, focal_y=90).data
    assert (made["srcset"], made["focal_x"], made["focal_y"]) == ("", 10, 90)
    drain_outbox()
    row = ProductImage.objects.get()
    assert {width: _size(name) for width, name in row.renditions.items()} == {"400": (400, 200), "800": (800, 400)}
    page = client.get(f"/api/catalog/products/{product.slug}/").json()["images"][0]
    assert [part.split()[1] for part in page["srcset"].split(", ")] == ["400w", "800w"]
    assert (page["width"], page["height"], page["focal_x"], page["focal_y"]) == (1200, 600, 10, 90)
    card = client.get("/api/catalog/products/").json()["results"][0]["image"]
    assert card["srcset"] == page["srcset"]


def test_making_the_sizes_again_leaves_the_same_files(upload, drain_outbox):
    upload(900, 900)
    drain_outbox()
    files = sorted(default_storage.listdir("products")[1])
    image_sizes_make(image_id=ProductImage.objects.get().pk)
    assert sorted(default_storage.listdir("products")[1]) == files
    assert len(files) == 3


def test_a_small_picture_has_no_sizes(upload, drain_outbox):
    upload(300, 300)
    drain_outbox()
    assert ProductImage.objects.get().renditions == {}


def test_the_same_file_again_is_the_same_picture_and_leaves_no_second_file(upload):
    first, again = upload(), upload()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data["id"] == again.data["id"]
    assert ProductImage.objects.count() == 1
    assert len(default_storage.listdir("products")[1]) == 1


def test_a_gallery_has_an_end(upload):
    for width in range(IMAGES_PER_PRODUCT):
        assert upload(10 + width, 10).status_code == 201
    full = upload(200, 10)
    assert (full.status_code, full.data["code"]) == (409, "conflict")
    assert len(default_storage.listdir("products")[1]) == IMAGES_PER_PRODUCT


def test_a_gallery_is_put_in_order_as_a_whole_and_the_first_is_the_cover(upload, owner, product, client, drain_outbox):
    ids = [upload(width, 30).data["id"] for width in (40, 41, 42)]
    address = f"/api/catalog/products/{product.slug}/images/order/"
    wanted = [ids[2], ids[0], ids[1]]
    answer = owner.put(address, {"images": wanted})
    assert [(row["id"], row["position"]) for row in answer.data] == [(key, at) for at, key in enumerate(wanted)]
    drain_outbox()
    cover = client.get("/api/catalog/products/").json()["results"][0]["image"]["url"]
    assert cover == ProductImage.objects.get(pk=ids[2]).file.url
    for wrong in (ids[:2], [*ids, ids[0]], [ids[0], ids[0], ids[1]], []):
        refused = owner.put(address, {"images": wrong})
        assert [(one["pointer"], one["code"]) for one in refused.data["errors"]] == [("/images", "not_the_gallery")]


@pytest.mark.parametrize(("field", "value"), [("focal_x", 101), ("focal_y", -1), ("focal_x", "left")])
def test_the_focal_point_lies_inside(upload, owner, product, field, value):
    image = upload().data
    answer = owner.patch(f"/api/catalog/products/{product.slug}/images/{image['id']}/", {field: value})
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (400, f"/{field}")
    assert upload(44, 44, **{field: value}).status_code == 400


def test_a_category_has_a_picture_and_a_brand_a_logo(staff, api_as, make_user, client):
    category, brand = make_category(), make_brand()
    places = [
        (f"/api/catalog/categories/{category.pk}/", "image", "image/"),
        (f"/api/catalog/brands/{brand.pk}/", "logo", "logo/"),
    ]
    for address, field, end in places:
        shown = staff.post(f"{address}{end}", {"file": _file()}, format="multipart").data[field]
        assert client.get(address).json()[field] == shown
        assert shown.endswith(".webp")
        bad = staff.post(f"{address}{end}", {"file": ContentFile(b"<svg/>", "a.svg")}, format="multipart")
        assert (bad.status_code, bad.data["code"]) == (400, "bad_picture")
        stranger = api_as(make_user())
        assert stranger.post(f"{address}{end}", {"file": _file()}, format="multipart").status_code == 403
        assert client.get(address).json()[field] == shown
        assert staff.delete(f"{address}{end}").status_code == 204
        assert client.get(address).json()[field] is None


def test_files_that_no_row_names_are_swept_after_a_day(upload, staff, drain_outbox, monkeypatch):
    # Given a picture with its sizes, a deleted one, a replaced logo, and a file left by a crash
    upload(900, 900)
    upload(40, 40)
    drain_outbox()
    ProductImage.objects.order_by("pk").last().delete()
    brand = make_brand()
    for width in (40, 41):
        staff.post(f"/api/catalog/brands/{brand.pk}/logo/", {"file": _file(width)}, format="multipart")
    default_storage.save("products/left.webp", ContentFile(b"x"))
    kept = sorted(default_storage.listdir("products")[1])
    assert orphan_pictures_delete() == 0
    # When a day has passed, Then what somebody may still need is there and the rest is not
    monkeypatch.setattr(sweep, "OLD_ENOUGH", timedelta(seconds=-5))
    assert orphan_pictures_delete() == 2
    assert sorted(default_storage.listdir("products")[1]) == [name for name in kept if name != "left.webp"]
    assert len(default_storage.listdir("brands")[1]) == 1
