"""The floor: what Django costs when nothing stands between the request and one query. No middleware, no framework.

`/` answers 24 products of one `.values()` query; `POST /order` reads two items, takes them from stock by guarded
updates and writes an order with two lines. Its tables are made by `bench.servers`.
"""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

import django
import environ
import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="floor",  # noqa: S106 - signs nothing
        INSTALLED_APPS=[],
        MIDDLEWARE=[],
        USE_TZ=True,
        DATABASES={
            "default": {
                **environ.Env.db_url_config(os.environ["DATABASE_URL"]),
                "ENGINE": "django.db.backends.postgresql",
                "CONN_MAX_AGE": 300,
            }
        },
    )
    django.setup()

from uuid6 import uuid7  # noqa: E402  settings come first


class Card(models.Model):
    id = models.UUIDField(primary_key=True)
    slug = models.TextField()
    name = models.TextField()
    currency = models.TextField()
    price_minor = models.BigIntegerField()
    compare_at_minor = models.BigIntegerField(null=True)
    is_available = models.BooleanField()
    listed_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "floor", "floor_card", False

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    id = models.UUIDField(primary_key=True)
    price_minor = models.BigIntegerField()
    stock = models.IntegerField()

    class Meta:
        app_label, db_table, managed = "floor", "floor_item", False

    def __str__(self) -> str:
        return str(self.pk)


class Order(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    total_minor = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label, db_table, managed = "floor", "floor_order", False

    def __str__(self) -> str:
        return str(self.pk)


class Line(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    quantity = models.IntegerField()
    price_minor = models.BigIntegerField()

    class Meta:
        app_label, db_table, managed = "floor", "floor_line", False

    def __str__(self) -> str:
        return str(self.pk)


FIELDS = ("id", "slug", "name", "currency", "price_minor", "compare_at_minor", "is_available", "listed_at")


def _answer(content: dict[str, Any], status: int = 200) -> HttpResponse:
    body = orjson.dumps(content)
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return HttpResponse(body, status=status, headers=headers)


def cards(request: HttpRequest) -> HttpResponse:
    rows = list(Card._default_manager.order_by("-listed_at", "-id").values(*FIELDS)[:24])
    return _answer({"results": rows})


def order(request: HttpRequest) -> HttpResponse:
    ids = [UUID(value) for value in orjson.loads(request.body)["items"]]
    with transaction.atomic():
        items: list[dict[str, Any]] = list(
            Item._default_manager.filter(pk__in=ids).order_by("pk").values("id", "price_minor")
        )
        for item in items:
            if not Item._default_manager.filter(pk=item["id"], stock__gte=1).update(stock=F("stock") - 1):
                transaction.set_rollback(True)
                return _answer({}, 409)
        placed = Order._default_manager.create(total_minor=sum(item["price_minor"] for item in items))
        Line._default_manager.bulk_create(
            [Line(order=placed, item_id=item["id"], quantity=1, price_minor=item["price_minor"]) for item in items]
        )
    return _answer({"id": str(placed.pk), "total_minor": placed.total_minor}, 201)


def alive(request: HttpRequest) -> HttpResponse:
    return _answer({})


urlpatterns = [path("", cards), path("order", order), path("livez", alive)]
application = get_wsgi_application()
