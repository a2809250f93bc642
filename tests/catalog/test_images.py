"""Uploading pictures: what is kept, what is refused (RELIABILITY.md §5.2)."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import ProductImage
from tests.catalog.factories import make_variant, picture
from tests.marketplace.factories import make_maintained_product, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(db):
    return make_store()


@pytest.fixture
def product(store):
    return make_maintained_product(store)


@pytest.fixture
def upload(api_as, store, product):
    """`upload(raw, "a.png", "image/png", alt_text=…)`: the answer to an upload by the product's store."""
    client = api_as(store.seller.user)

    def send(raw, name="photo.png", content_type="image/png", **fields):
        file = SimpleUploadedFile(name, raw, content_type)
        return client.post(
            f"/api/catalog/products/{product.slug}/images/", {"file": file, **fields}, format="multipart"
        )

    return send


def stored(answer) -> Image.Image:
    row = ProductImage.objects.get(pk=answer.data["id"])
    return Image.open(BytesIO(default_storage.open(row.file.name).read()))


def test_a_picture_is_stored_as_webp_under_a_name_of_ours(upload, api, product):
    answer = upload(picture(size=(40, 30)), "my cat.png", alt_text="Front view")
    assert answer.status_code == 201, answer.data
    assert (answer.data["width"], answer.data["height"], answer.data["position"]) == (40, 30, 0)
    assert answer.data["alt_text"] == "Front view"
    assert "cat" not in answer.data["url"]
    assert answer.data["url"].endswith(".webp")
    image = stored(answer)
    assert (image.format, image.size) == ("WEBP", (40, 30))
    listed = api.get(f"/api/catalog/products/{product.slug}/images/")
    assert [row["id"] for row in listed.data] == [answer.data["id"]]


def test_place_and_camera_are_gone_and_the_picture_stands_upright(upload):
    # Given a photo lying on its side, with a GPS position
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825)[1] = "N"
    raw = picture("JPEG", (60, 20), exif=exif)
    assert b"SecretCam" in raw
    # When it is uploaded, Then it is turned and nothing but the picture is left
    answer = upload(raw, "photo.jpg", "image/jpeg")
    assert answer.status_code == 201, answer.data
    assert (answer.data["width"], answer.data["height"]) == (20, 60)
    image = stored(answer)
    assert dict(image.getexif()) == {}
    row = ProductImage.objects.get(pk=answer.data["id"])
    assert b"SecretCam" not in default_storage.open(row.file.name).read()


def test_large_pictures_are_made_smaller(upload):
    answer = upload(picture("JPEG", (4000, 1000)), "wide.jpeg", "image/jpeg")
    assert (answer.data["width"], answer.data["height"]) == (2048, 512)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16", "CMYK"])
def test_every_colour_mode_is_accepted(upload, mode):
    file = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (10, 10)).save(file, kind)
    answer = upload(file.getvalue(), f"x.{kind.lower()}", f"image/{kind.lower()}")
    assert answer.status_code == 201, answer.data


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than its few bytes hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PNG, JPEG = picture(), picture("JPEG")


@pytest.mark.parametrize(
    ("raw", "name", "content_type", "code"),
    [
        (b"", "a.png", "image/png", "empty"),
        (SVG, "a.svg", "image/svg+xml", "unreadable"),
        (SVG, "a.png", "image/png", "unreadable"),
        (b"<html><body>hi</body></html>", "a.png", "image/png", "unreadable"),
        (b"<?php phpinfo();", "a.php", "application/x-php", "unreadable"),
        (picture("GIF"), "a.gif", "image/gif", "unreadable"),
        (picture("BMP"), "a.bmp", "image/bmp", "unreadable"),
        (PNG + b"<script>alert(1)</script>", "a.png", "image/png", "polyglot"),
        (JPEG + b"%PDF-1.7 /JS", "a.jpg", "image/jpeg", "polyglot"),
        (JPEG + b"<?php phpinfo();", "a.jpg", "image/jpeg", "polyglot"),
        (PNG, "a.jpg", "image/png", "wrong_name"),
        (PNG, "a.php.png", "image/png", "wrong_name"),
        (PNG, "a.html.png", "image/png", "wrong_name"),
        (PNG, "png", "image/png", "wrong_name"),
        (PNG, "a.png", "image/jpeg", "wrong_type"),
        (PNG, "a.png", "text/html", "wrong_type"),
        (PNG[:-30], "a.png", "image/png", "unreadable"),
        (JPEG[: len(JPEG) // 2], "a.jpg", "image/jpeg", "unreadable"),
        (animated("PNG"), "a.png", "image/png", "animated"),
        (animated("WEBP"), "a.webp", "image/webp", "animated"),
        (bomb(13_300, 13_300), "a.png", "image/png", "too_many_pixels"),
        (bomb(30_000, 1), "a.png", "image/png", "too_many_pixels"),
        (bomb(6_000, 5_000), "a.png", "image/png", "too_many_pixels"),
        (bomb(100, 100), "a.png", "image/png", "unreadable"),
    ],
)
def test_what_is_no_plain_picture_is_refused_at_its_place(upload, raw, name, content_type, code):
    answer = upload(raw, name, content_type)
    assert answer.status_code == 400, answer.data
    assert (answer.data["errors"][0]["pointer"], answer.data["errors"][0]["code"]) == ("/file", code)
    assert ProductImage.objects.count() == 0


def test_the_limit_in_bytes_is_exact(upload, settings):
    raw = picture(size=(300, 300))
    settings.IMAGE_MAX_BYTES = len(raw)
    assert upload(raw).status_code == 201
    settings.IMAGE_MAX_BYTES = len(raw) - 1
    answer = upload(raw)
    assert (answer.status_code, answer.data["code"]) == (413, "payload_too_large")


def test_a_body_longer_than_any_picture_is_not_even_read(upload, settings):
    settings.IMAGE_MAX_BYTES = 1024
    assert upload(b"x" * 200_000).status_code == 413


def test_two_files_or_unknown_fields_are_refused(api_as, store, product):
    client, address = api_as(store.seller.user), f"/api/catalog/products/{product.slug}/images/"

    def file():
        return SimpleUploadedFile("a.png", PNG, "image/png")

    assert client.post(address, {"file": [file(), file()]}, format="multipart").status_code == 400
    extra = client.post(address, {"file": file(), "product": "x"}, format="multipart")
    assert extra.data["errors"][0]["code"] == "unknown_field"
    assert client.post(address, {}, format="multipart").data["errors"][0]["code"] == "required"
    assert client.post(address, {"file": "x"}, format="json").status_code == 415
    assert ProductImage.objects.count() == 0


def test_a_file_whose_row_is_refused_does_not_stay(upload, product):
    before = default_storage.listdir("products")[1] if default_storage.exists("products") else []
    answer = upload(PNG, variant=str(make_variant().pk))
    assert answer.data["errors"][0]["pointer"] == "/variant"
    after = default_storage.listdir("products")[1] if default_storage.exists("products") else []
    assert after == before


def test_pictures_are_reordered_and_deleted_by_their_store_alone(upload, api, api_as, store, product):
    first, second = upload(PNG).data, upload(picture(size=(41, 30))).data
    assert (first["position"], second["position"]) == (0, 1)
    address = f"/api/catalog/products/{product.slug}/images/{first['id']}/"
    stranger = api_as(make_store().seller.user)
    assert stranger.patch(address, {"position": 5}).status_code == 403
    assert stranger.delete(address).status_code == 403
    assert api.delete(address).status_code == 401
    owner = api_as(store.seller.user)
    assert owner.patch(address, {"position": 5}).data["position"] == 5
    listed = api.get(f"/api/catalog/products/{product.slug}/images/").data
    assert [row["id"] for row in listed] == [second["id"], first["id"]]
    assert owner.delete(address).status_code == 204
    assert len(api.get(f"/api/catalog/products/{product.slug}/images/").data) == 1
    # And a picture is only reached through its own product
    other = make_maintained_product(store)
    assert owner.delete(f"/api/catalog/products/{other.slug}/images/{second['id']}/").status_code == 404
